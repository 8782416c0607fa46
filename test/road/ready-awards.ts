import { addPerson, enrolParticipant, type Actor } from '../../src/access/index.ts'
import {
  acceptJudgement,
  assignAssessor,
  releaseDecision,
  saveCriterionJudgement,
  sealJudgement,
} from '../../src/assessment/index.ts'
import { approveAward, endorseAward, proposeAward } from '../../src/credentials/index.ts'
import { tables } from '../../src/database/index.ts'
import {
  addEvidence,
  setCriterionEvidence,
  startSubmission,
  submit,
  type PortfolioServices,
} from '../../src/portfolio/index.ts'
import type { Services } from '../../src/services.ts'
import { HANDOVER } from '../support/portfolio.ts'
import type { ReadyProgramme } from './scene.ts'

/*
 * The way to many awards at once, by use cases: for tests that begin where others end.
 */

/** A service on Postgres has no scanner of its own. */
type Parts = Services & Pick<PortfolioServices, 'scanner'>

interface Submitted {
  readonly submissionId: string
  readonly evidenceVersionIds: readonly string[]
}

/** Awards that are approved and endorsed and not issued, each of a teacher of its own. */
export async function readyAwards(services: Parts, programme: ReadyProgramme, count: number): Promise<string[]> {
  const awardIds: string[] = []
  for (let made = 0; made < count; made++) {
    const awardId = await proposedAward(services, programme)
    await approveAward(services, programme.people.signatory, awardId)
    await endorseAward(services, programme.people.signatory2, awardId)
    awardIds.push(awardId)
  }
  return awardIds
}

export async function proposedAward(services: Parts, programme: ReadyProgramme): Promise<string> {
  const { coordinator, assessor, assessor2 } = programme.people
  const submitted = await handedIn(services, programme, await newTeacher(services, programme))
  const judgementIds = await judged(services, programme, submitted)
  await sealJudgement(services, assessor, judgementIds.A)
  await sealJudgement(services, assessor2, judgementIds.B)
  const decisionId = await decisionOn(services, submitted.submissionId)
  await releaseDecision(services, coordinator, decisionId)
  return proposeAward(services, coordinator, { decisionId })
}

/** One more teacher of the programme, enrolled. */
export async function newTeacher(services: Services, { people, id, cohortId }: ReadyProgramme): Promise<Actor> {
  const { personId } = await addPerson(services, people.coordinator, id, {
    ...{ givenName: 'Juana', familyName: 'Arancibia', email: `${services.randomness.uuid()}@home.example` },
    ...{ locale: 'es', role: 'participant' },
  })
  await enrolParticipant(services, people.coordinator, id, { cohortId, personId })
  return { ...people.participant, personId }
}

export async function handedIn(
  services: Services,
  { destination }: ReadyProgramme,
  teacher: Actor,
): Promise<Submitted> {
  const { programmeId, versionId, criterionIds, capturedOn } = destination
  const shared = { programmeId, capturedOn, language: 'es', peopleShown: 'none' } as const
  const content = new TextEncoder().encode('# Tablero de distribución\n')
  const plan = await addEvidence(services, teacher, {
    ...{ ...shared, type: 'file', title: { es: 'Planificación' } },
    upload: { content, fileName: 'plan.md', declaredType: 'text/markdown' },
  })
  const reflection = await addEvidence(services, teacher, {
    ...{ ...shared, type: 'text_reflection', title: { es: 'Reflexión' }, text: 'Planifiqué noventa minutos.\n' },
  })
  const { id: submissionId } = await startSubmission(services, teacher, { versionId, route: 'standard' })
  const evidenceVersionIds = [plan.version.id, reflection.version.id]
  for (const [index, criterionId] of criterionIds.entries()) {
    const versionIds = evidenceVersionIds.slice(index, index + 1)
    await setCriterionEvidence(services, teacher, submissionId, { criterionId, versionIds })
  }
  await submit(services, teacher, submissionId, HANDOVER)
  return { submissionId, evidenceVersionIds }
}

/** Two complete judgements that nobody has sealed yet. */
export async function judged(
  services: Services,
  { people, destination }: ReadyProgramme,
  { submissionId, evidenceVersionIds }: Submitted,
): Promise<{ readonly A: string; readonly B: string }> {
  const judgementOf = async (slot: 'A' | 'B', assessor: Actor): Promise<string> => {
    const { judgementId } = await assignAssessor(services, people.coordinator, {
      ...{ submissionId, slot, assessorId: assessor.personId ?? '' },
    })
    await acceptJudgement(services, assessor, judgementId, { languageSupport: 'assessor_reads_language' })
    for (const [index, criterionId] of destination.criterionIds.entries()) {
      await saveCriterionJudgement(services, assessor, judgementId, {
        criterionId,
        mark: 3,
        rationale: { es: 'La evidencia corresponde al descriptor.' },
        rulesOfEvidence: { valid: true, authentic: true, current: true, sufficient: true },
        evidenceVersionIds: evidenceVersionIds.slice(index, index + 1),
      })
    }
    return judgementId
  }
  return { A: await judgementOf('A', people.assessor), B: await judgementOf('B', people.assessor2) }
}

export async function decisionOn({ database }: Services, submissionId: string): Promise<string> {
  const decisions = await database.owner.select().from(tables.decisions)
  const found = decisions.filter((decision) => decision.submissionId === submissionId)
  const [decision] = found
  if (!decision || found.length > 1) throw new Error(`${found.length} decisions where one was to be expected`)
  return decision.id
}
