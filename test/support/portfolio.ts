import { eq, sql } from 'drizzle-orm'
import type { Actor } from '../../src/access/index.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import {
  addEvidence,
  setCriterionEvidence,
  startSubmission,
  submit,
  type AddedEvidence,
  type Handover,
  type NewEvidence,
} from '../../src/portfolio/index.ts'
import type { Services } from '../../src/services.ts'
import { testServices } from './app.ts'
import { authoringServices, publishedCourse, version, type DraftCourse } from './catalogue.ts'
import { createProgramme, type TestProgramme } from './programme.ts'

export const PORTFOLIO_AT = new Date('2026-06-01T12:00:00Z')

export const HANDOVER: Handover = {
  isOwnWork: true,
  aiUseDisclosed: 'none',
  nameAsPrinted: 'Juana Arancibia Fuentes',
  isNameConfirmed: true,
  credentialLanguage: 'es',
  showsLevel: false,
}

export interface PortfolioWorld {
  readonly programme: TestProgramme
  readonly course: DraftCourse
  readonly criterionIds: readonly [string, string]
  readonly requirementIds: readonly string[]
  readonly clock: SettableClock
  readonly services: Services
}

/** A programme with one published micro-course of two criteria that asks for a plan and a reflection. */
export async function portfolioWorld(
  database: Database,
  change: Parameters<typeof publishedCourse>[2] = {},
): Promise<PortfolioWorld> {
  const randomness = seededRandomness('portfolio')
  const programme = await createProgramme(database, randomness)
  const authoring = authoringServices(database, randomness)
  const course = await publishedCourse(authoring, programme, change)
  const { rubric, requirements } = await version(authoring, programme.people.author, course.versionId)
  const [first, second] = rubric.criteria
  if (!first || !second) throw new Error('the test course has two criteria')
  const clock = new SettableClock(PORTFOLIO_AT)
  return {
    programme,
    course,
    criterionIds: [first.id, second.id],
    requirementIds: requirements.map(({ id }) => id),
    clock,
    services: testServices(database, { clock, randomness }),
  }
}

/** Takes away what a test put into portfolios, and keeps programme and catalogue, which take a while to make. */
export async function clearPortfolios(database: Database, world: PortfolioWorld): Promise<void> {
  await database.owner.execute(sql`truncate evidence_items, consent_records, submissions, audit_events cascade`)
  await database.owner.update(tables.cohorts).set({ endsOn: '2030-12-31', windows: [] })
  world.clock.set(PORTFOLIO_AT)
}

export async function addText(
  world: PortfolioWorld,
  owner: Actor,
  change: Partial<NewEvidence> = {},
): Promise<AddedEvidence> {
  return addEvidence(world.services, owner, {
    programmeId: world.programme.id,
    type: 'text_reflection',
    title: { es: 'Reflexión' },
    text: 'Planifiqué noventa minutos.\n',
    capturedOn: '2026-05-20',
    language: 'es',
    peopleShown: 'none',
    ...change,
  })
}

export async function addFile(
  world: PortfolioWorld,
  owner: Actor,
  change: Partial<NewEvidence> = {},
): Promise<AddedEvidence> {
  const content = new TextEncoder().encode('# Tablero de distribución\n')
  return addText(world, owner, {
    type: 'file',
    title: { es: 'Planificación' },
    text: undefined,
    upload: { content, fileName: 'plan.md', declaredType: 'text/markdown' },
    ...change,
  })
}

/** A draft with a plan for the first criterion and a reflection for the second: nothing is missing. */
export async function completeDraft(world: PortfolioWorld, owner: Actor, route: 'standard' | 'rpl' = 'standard') {
  const submission = await startSubmission(world.services, owner, { versionId: world.course.versionId, route })
  const plan = await addFile(world, owner)
  const reflection = await addText(world, owner)
  const [first, second] = world.criterionIds
  await setCriterionEvidence(world.services, owner, submission.id, {
    criterionId: first,
    versionIds: [plan.version.id],
  })
  await setCriterionEvidence(world.services, owner, submission.id, {
    criterionId: second,
    versionIds: [reflection.version.id],
  })
  return { submission, plan, reflection }
}

export async function submitted(world: PortfolioWorld, owner: Actor) {
  const draft = await completeDraft(world, owner)
  return { ...draft, submission: await submit(world.services, owner, draft.submission.id, HANDOVER) }
}

/** A released decision as it would have been, without the judgements behind it. */
export async function release(
  world: PortfolioWorld,
  submissionId: string,
  levels: readonly [number, number],
  decidedAt = world.clock.now(),
): Promise<void> {
  const { owner } = world.services.database
  const { coordinator } = world.programme.people
  const decisionId = world.services.randomness.uuid()
  const isCompetent = levels.every((level) => level >= 3)
  await owner.execute(sql`alter table decisions disable trigger user`)
  await owner.execute(sql`alter table submissions disable trigger user`)
  await owner.insert(tables.decisions).values({
    id: decisionId,
    programmeId: world.programme.id,
    submissionId,
    version: 1,
    outcome: isCompetent ? 'competent' : 'not_yet_competent',
    method: 'joint',
    inputHash: 'x',
    contentHash: 'x',
    decidedAt,
    releasedAt: world.clock.now(),
    releasedById: coordinator.personId,
    appealUntil: world.clock.now(),
  })
  await owner.insert(tables.decisionCriteria).values(
    world.criterionIds.map((criterionId, index) => ({
      programmeId: world.programme.id,
      decisionId,
      criterionId,
      level: levels[index] ?? 1,
      isNotEvidenced: false,
      requiredLevel: 3,
      isMet: (levels[index] ?? 1) >= 3,
      basis: 'exact_agreement' as const,
    })),
  )
  await owner.update(tables.submissions).set({ state: 'released' }).where(eq(tables.submissions.id, submissionId))
  await owner.execute(sql`alter table decisions enable trigger user`)
  await owner.execute(sql`alter table submissions enable trigger user`)
}
