import { eq, sql } from 'drizzle-orm'
import { grantRole } from '../../src/access/index.ts'
import {
  assignAssessor,
  assignPanelMember,
  exportFirstRound,
  lodgeAppeal,
  NOT_EVIDENCED,
  readJudgement,
  releaseDecision,
  saveCriterionJudgement,
  sealJudgement,
  voidJudgement,
  writeFeedback,
} from '../../src/assessment/index.ts'
import { publishVersion, reviewVersion } from '../../src/courses/index.ts'
import { approveAward, proposeAward } from '../../src/credentials/index.ts'
import { tables, type Db } from '../../src/database/index.ts'
import { versionId } from '../../src/demo/history-courses.ts'
import { ADMINISTRATOR, type World } from '../../src/demo/world.ts'
import { removeItem } from '../../src/frameworks/index.ts'
import type { Actor, Role } from '../../src/kernel/actor.ts'
import { carryForward, submit, type Handover } from '../../src/portfolio/index.ts'

/** What the seed says has to fail, tried by a person and tried again behind the use cases' back. */
export interface RefusedAttempt {
  readonly id: string
  /** The instant of history at which it is tried; left out, it is tried at the programme's last day. */
  readonly at?: string
  /** Through the use case; null where there is none, with the reason in the test. */
  readonly byUseCase: ((world: World) => Promise<unknown>) | null
  /** As the application role, by SQL; null where the rule is not one of the database. */
  readonly bySql: ((world: World) => Promise<SqlAttempt>) | null
}

export interface SqlAttempt {
  readonly as: Actor
  /** Answers rows where the wall is that there are none to be seen. */
  readonly run: (tx: Db) => Promise<unknown>
}

const coordinator = (world: World): Actor => world.as('per-larraguibel')

/** The same person with one role more, so that the rule in question refuses them and not the want of a role. */
async function withRole(world: World, personKey: string, role: Exclude<Role, 'administrator'>): Promise<Actor> {
  const { services, programmeId } = world
  const person = world.as(personKey)
  await grantRole(services, world.as(ADMINISTRATOR), programmeId, world.id(personKey), { role })
  const { organisationId } = person
  return { ...person, assignments: [...person.assignments, { role, programmeId, organisationId, cohortId: null }] }
}

interface Seat {
  readonly submission: string
  readonly assessor: string
  readonly slot: 'A' | 'B' | 'appeal_panel'
  readonly appeal?: string
}

function seating(world: World, { submission, assessor, slot, appeal }: Seat): SqlAttempt {
  const { services, programmeId, id } = world
  const as = coordinator(world)
  const assignment = { assignedById: as.personId ?? '', assignedAt: services.clock.now(), state: 'assigned' as const }
  return {
    as,
    run: (tx) =>
      tx.insert(tables.judgements).values({
        ...{ ...assignment, id: services.randomness.uuid(), programmeId, slot },
        submissionId: id(submission),
        assessorId: id(assessor),
        organisationId: world.as(assessor).organisationId ?? '',
        appealId: appeal === undefined ? null : id(appeal),
      }),
  }
}

const assigning = (submission: string, slot: 'A' | 'B', assessor: string) => (world: World) =>
  assignAssessor(world.services, coordinator(world), {
    ...{ submissionId: world.id(submission), slot, assessorId: world.id(assessor) },
  })

const awarding =
  (decision: string, course: string, participant: string) =>
  async (world: World): Promise<SqlAttempt> => {
    const { services, programmeId, id } = world
    const decisionId = await world.decisionId(decision)
    return {
      as: coordinator(world),
      run: (tx) =>
        tx.insert(tables.awards).values({
          ...{ id: services.randomness.uuid(), programmeId, decisionId, state: 'proposed', language: 'es' },
          participantId: id(participant),
          microCourseId: id(course),
          versionId: versionId(world, course),
          nameAsIssued: 'Quien sea',
          showsLevel: false,
          proposedAt: services.clock.now(),
        }),
    }
  }

const handover: Handover = {
  ...{ isOwnWork: true, aiUseDisclosed: 'none', nameAsPrinted: 'Daniela Rebolledo Sáez', isNameConfirmed: true },
  credentialLanguage: 'es',
  showsLevel: false,
}

const rules = { valid: true, authentic: true, current: true, sufficient: true }

const marksOf = (judgementKey: string) => (world: World) => ({
  run: (tx: Db) =>
    tx
      .select()
      .from(tables.criterionJudgements)
      .where(eq(tables.criterionJudgements.judgementId, world.id(judgementKey))),
})

/** In the order in which they are tried; the last ones change what the earlier ones look at. */
export const REFUSED_ATTEMPTS: readonly RefusedAttempt[] = [
  {
    id: 'neg-01',
    at: '2026-04-11T12:55:00Z',
    byUseCase: assigning('sub-arancibia-m1', 'A', 'per-sanhueza'),
    bySql: async (world) => seating(world, { submission: 'sub-arancibia-m1', assessor: 'per-sanhueza', slot: 'A' }),
  },
  {
    id: 'neg-02',
    at: '2026-05-28T12:55:00Z',
    byUseCase: assigning('sub-cayuqueo-m5', 'A', 'per-echenique'),
    bySql: async (world) => seating(world, { submission: 'sub-cayuqueo-m5', assessor: 'per-echenique', slot: 'A' }),
  },
  {
    id: 'neg-04',
    byUseCase: (world) => readJudgement(world.services, world.as('per-rantasalo'), world.id('jud-quilodran-m5-a')),
    bySql: async (world) => ({ as: world.as('per-rantasalo'), ...marksOf('jud-quilodran-m5-a')(world) }),
  },
  {
    id: 'neg-05',
    byUseCase: (world) =>
      exportFirstRound(
        world.services,
        coordinator(world),
        world.seed.submissions.filter(({ state }) => state !== 'draft').map(({ id }) => id),
      ),
    bySql: async (world) => ({ as: coordinator(world), ...marksOf('jud-quilodran-m5-a')(world) }),
  },
  {
    id: 'neg-06',
    byUseCase: (world) =>
      saveCriterionJudgement(world.services, world.as('per-villagran'), world.id('jud-arancibia-m1-a'), {
        criterionId: world.id('crit-m1-1'),
        mark: 4,
        rationale: { es: 'Lo pensé mejor.' },
        rulesOfEvidence: rules,
        evidenceVersionIds: [world.id('ev-arancibia-plan.v1')],
      }),
    bySql: async (world) => ({
      as: world.as('per-villagran'),
      run: (tx) =>
        tx
          .update(tables.criterionJudgements)
          .set({ level: 4 })
          .where(eq(tables.criterionJudgements.judgementId, world.id('jud-arancibia-m1-a'))),
    }),
  },
  {
    id: 'neg-07',
    byUseCase: (world) => submit(world.services, world.as('per-rebolledo'), world.id('sub-rebolledo-m2'), handover),
    bySql: async (world) => ({
      as: world.as('per-rebolledo'),
      run: (tx) =>
        tx
          .update(tables.submissions)
          .set({ state: 'submitted' })
          .where(eq(tables.submissions.id, world.id('sub-rebolledo-m2'))),
    }),
  },
  {
    id: 'neg-08',
    byUseCase: async (world) =>
      reviewVersion(world.services, await withRole(world, 'per-sanhueza', 'validator'), versionId(world, 'mc-m8'), {
        contentHash: world.id('mc-m8 as reviewed'),
        outcome: 'approved',
        comment: null,
      }),
    bySql: async (world) => ({
      as: world.as('per-sanhueza'),
      run: (tx) =>
        tx.insert(tables.validationReviews).values({
          id: world.services.randomness.uuid(),
          programmeId: world.programmeId,
          subjectType: 'micro_course_version',
          subjectId: versionId(world, 'mc-m8'),
          contentHash: world.id('mc-m8 as reviewed'),
          reviewerId: world.id('per-sanhueza'),
          organisationId: world.id('org-horizonte'),
          outcome: 'approved',
          at: world.services.clock.now(),
        }),
    }),
  },
  {
    id: 'neg-09',
    byUseCase: (world) => publishVersion(world.services, coordinator(world), versionId(world, 'mc-m8')),
    bySql: async (world) => ({
      as: coordinator(world),
      run: (tx) =>
        tx
          .update(tables.microCourseVersions)
          .set({ state: 'published', publishedAt: world.services.clock.now() })
          .where(eq(tables.microCourseVersions.id, versionId(world, 'mc-m8'))),
    }),
  },
  {
    id: 'neg-10',
    byUseCase: async (world) => {
      const assessor = world.as('per-rantasalo')
      const judgementId = world.id('jud-quilodran-m5-b')
      for (const [key, mark] of [
        ['crit-m5-1', 3],
        ['crit-m5-2', NOT_EVIDENCED],
        ['crit-m5-3', NOT_EVIDENCED],
      ] as const) {
        const judged = {
          criterionId: world.id(key),
          mark,
          rationale: { en: 'See the rubric.' },
          evidenceVersionIds: [],
        }
        const sufficient = mark !== NOT_EVIDENCED
        await saveCriterionJudgement(world.services, assessor, judgementId, {
          ...{ ...judged, rulesOfEvidence: { ...rules, sufficient } },
        })
      }
      await sealJudgement(world.services, assessor, judgementId)
    },
    bySql: async (world) => ({
      as: world.as('per-rantasalo'),
      run: (tx) =>
        tx
          .update(tables.judgements)
          .set({ state: 'sealed', sealedAt: world.services.clock.now() })
          .where(eq(tables.judgements.id, world.id('jud-quilodran-m5-b'))),
    }),
  },
  {
    id: 'neg-11',
    at: '2026-05-20T12:00:00Z',
    byUseCase: async (world) => {
      const decisionId = await world.decisionId('dec-sepulveda-m2')
      await writeFeedback(world.services, world.as('per-echenique'), {
        decisionId,
        criterionId: world.id('crit-m2-2'),
        text: { es: 'Pida que la decisión técnica se justifique con el cálculo de potencia.' },
      })
      await releaseDecision(world.services, coordinator(world), decisionId)
    },
    bySql: async (world) => {
      const decisionId = await world.decisionId('dec-sepulveda-m2')
      const releasedAt = world.services.clock.now()
      return {
        as: coordinator(world),
        run: (tx) => tx.update(tables.decisions).set({ releasedAt }).where(eq(tables.decisions.id, decisionId)),
      }
    },
  },
  {
    id: 'neg-12',
    byUseCase: async (world) =>
      proposeAward(world.services, coordinator(world), { decisionId: await world.decisionId('dec-villarroel-m4') }),
    bySql: awarding('dec-villarroel-m4', 'mc-m4', 'per-villarroel'),
  },
  {
    id: 'neg-13',
    byUseCase: async (world) =>
      proposeAward(world.services, coordinator(world), { decisionId: await world.decisionId('dec-nancupil-m1') }),
    bySql: awarding('dec-nancupil-m1', 'mc-m1', 'per-nancupil'),
  },
  {
    id: 'neg-14',
    at: '2026-04-22T12:57:00Z',
    byUseCase: async (world) =>
      approveAward(world.services, await withRole(world, 'per-villagran', 'signatory'), world.id('awd-arancibia-m1')),
    bySql: async (world) => ({
      as: world.as('per-villagran'),
      run: (tx) =>
        tx
          .update(tables.awards)
          .set({ state: 'approved', approvedById: world.id('per-villagran'), approvedAt: world.services.clock.now() })
          .where(eq(tables.awards.id, world.id('awd-arancibia-m1'))),
    }),
  },
  {
    id: 'neg-15',
    byUseCase: null,
    bySql: async (world) => ({
      as: world.as('per-undurraga'),
      run: (tx) =>
        tx
          .update(tables.awards)
          .set({ state: 'issued', endedAt: null })
          .where(eq(tables.awards.id, world.id('awd-iturriaga-m1-1'))),
    }),
  },
  {
    id: 'neg-16',
    byUseCase: (world) =>
      removeItem(world.services, world.as('per-barrientos'), world.seed.framework.id, world.id('comp-C2')),
    bySql: async (world) => ({
      as: world.as('per-barrientos'),
      run: (tx) => tx.delete(tables.frameworkItems).where(eq(tables.frameworkItems.id, world.id('comp-C2'))),
    }),
  },
  {
    id: 'neg-17',
    at: '2026-06-01T12:50:00Z',
    byUseCase: async (world) => {
      await withRole(world, 'per-villagran', 'appeals_panel')
      await assignPanelMember(world.services, coordinator(world), {
        ...{ appealId: world.id('app-olmedo-m3'), assessorId: world.id('per-villagran') },
      })
    },
    bySql: async (world) => {
      const seat = { submission: 'sub-olmedo-m3', assessor: 'per-villagran', appeal: 'app-olmedo-m3' }
      return seating(world, { ...seat, slot: 'appeal_panel' })
    },
  },
  {
    id: 'neg-18',
    at: '2026-05-06T00:00:00Z',
    byUseCase: async (world) =>
      lodgeAppeal(world.services, world.as('per-paillalef'), {
        decisionId: await world.decisionId('dec-paillalef-m1-1'),
        grounds: 'other',
        statement: { es: 'Llego tarde.' },
      }),
    bySql: null,
  },
  {
    id: 'neg-19',
    at: '2026-05-07T21:10:00Z',
    byUseCase: (world) =>
      carryForward(world.services, world.as('per-paillalef'), world.id('sub-paillalef-m1-2'), world.id('crit-m1-2')),
    bySql: async (world) => {
      const fromDecisionId = await world.decisionId('dec-paillalef-m1-1')
      const [submissionId, criterionId] = [world.id('sub-paillalef-m1-2'), world.id('crit-m1-2')]
      const { programmeId } = world
      return {
        as: world.as('per-paillalef'),
        run: (tx) =>
          tx.insert(tables.carryForwards).values({ programmeId, submissionId, criterionId, fromDecisionId, level: 1 }),
      }
    },
  },
  {
    id: 'neg-03',
    byUseCase: async (world) => {
      // Slot A is held by somebody of the same organisation; slot B has to be free for the rule to be asked.
      const reason = { reason: 'Se asigna de nuevo.' }
      await voidJudgement(world.services, coordinator(world), world.id('jud-quilodran-m5-b'), reason)
      await assigning('sub-quilodran-m5', 'B', 'per-villagran')(world)
    },
    bySql: async (world) => seating(world, { submission: 'sub-quilodran-m5', assessor: 'per-villagran', slot: 'B' }),
  },
]

/** Makes what is only checked at commit be checked now. */
export const checkNow = sql`set constraints all immediate`
