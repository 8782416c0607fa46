import { eq } from 'drizzle-orm'
import type { Actor, Role } from '../../src/access/index.ts'
import {
  acceptJudgement,
  assignAssessor,
  releaseDecision,
  saveCriterionJudgement,
  sealJudgement,
  writeFeedback,
} from '../../src/assessment/index.ts'
import { readConfig } from '../../src/config.ts'
import {
  approveAward,
  endorseAward,
  issueCredential,
  proposeAward,
  type CheckOwnOutput,
  type IssuedCredential,
} from '../../src/credentials/index.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { certificateRoutes } from '../../src/certificates/index.ts'
import { credentialPages, credentialRoutes, homeSigningRoutes, issuerRoutes } from '../../src/credentials/index.ts'
import type { FeatureRoutes } from '../../src/http/index.ts'
import type { SettableClock } from '../../src/kernel/clock.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { submit, type Handover } from '../../src/portfolio/index.ts'
import { createVerifier, credentialDocumentRoutes, verifyRoutes, type Verifier } from '../../src/public/index.ts'
import type { Services } from '../../src/services.ts'
import { createSigning } from '../../src/signing/index.ts'
import type { FetchDocument } from '../../src/verification/index.ts'
import { testServices } from '../support/app.ts'
import { completeDraft, HANDOVER, portfolioWorld, type PortfolioWorld } from '../support/portfolio.ts'
import { LONG_AGO, type TestProgramme } from '../support/programme.ts'

const REQUIRED_LEVEL = 3
const DAY_MS = 24 * 60 * 60 * 1000
export const PUBLIC_URL = 'https://badges.example.org'
export const KEY_ENCRYPTION_KEY = new Uint8Array(32).fill(7)

type AwardServices = Services & { readonly clock: SettableClock; readonly checkOwnOutput: CheckOwnOutput }

/** What a decision stands on, and for whom. */
export interface Decided {
  readonly decisionId: string
  readonly submissionId: string
  readonly holder: Actor
}

export interface Proposed extends Decided {
  readonly awardId: string
}

export interface Issued extends Proposed, IssuedCredential {}

export interface DecisionOptions {
  readonly handover?: Partial<Handover>
  /** Of both assessors, criterion by criterion; level 3 is required. */
  readonly marks?: readonly [number, number]
  readonly isReleased?: boolean
  readonly holder?: Actor
}

/** A programme with one published micro-course, in which everybody's awards can be walked as far as a test needs. */
export interface AwardScene {
  readonly services: AwardServices
  readonly verifier: Verifier
  readonly programme: TestProgramme
  readonly people: TestProgramme['people']
  readonly course: PortfolioWorld['course']
  readonly criterionIds: PortfolioWorld['criterionIds']
  /** Pages and API of credentials, certificates and everything public. */
  readonly features: readonly FeatureRoutes[]
  pass(days: number): void
  participant(name?: string): Promise<Actor>
  /** The same person with one role more, and in another organisation where one is given. */
  withRole(actor: Actor, role: Role, organisationId?: string): Promise<Actor>
  decided(options?: DecisionOptions): Promise<Decided>
  proposed(options?: DecisionOptions): Promise<Proposed>
  /** Approves for the awarding organisation and endorses for the partner. Returns the id it was given. */
  signedFor(awardId: string): Promise<string>
  /** Approved and endorsed: only the signature is missing. */
  ready(options?: DecisionOptions): Promise<Proposed>
  issued(options?: DecisionOptions): Promise<Issued>
}

export interface SceneOptions {
  readonly publicUrl?: string
  readonly fetchDocument?: FetchDocument
}

const noNetwork: FetchDocument = (url) => {
  throw new Error(`this test fetches nothing, and asked for ${url}`)
}

export async function createAwardScene(
  database: Database,
  { publicUrl = PUBLIC_URL, fetchDocument = noNetwork }: SceneOptions = {},
): Promise<AwardScene> {
  const world = await portfolioWorld(database)
  const { programme, course, criterionIds } = world
  const { people } = programme
  const services = servicesAt(database, world, publicUrl)
  const verifier = createVerifier(services, fetchDocument)
  const awardServices: AwardServices = { ...services, clock: world.clock, checkOwnOutput: verifier.checkOwnOutput }
  for (const name of ['assessor', 'assessor2'] as const) await qualify(database, world, people[name])

  const participant: AwardScene['participant'] = (name = 'Juana') => addParticipant(database, world, name)
  const decided: AwardScene['decided'] = async (options = {}) => {
    const holder = options.holder ?? (await participant())
    const submissionId = await handedIn(world, holder, options.handover)
    const decisionId = await judged(world, submissionId, options.marks)
    await adviseOnUnmet(world, decisionId, options.marks)
    if (options.isReleased !== false) await releaseDecision(services, people.coordinator, decisionId)
    return { decisionId, submissionId, holder }
  }
  const proposed: AwardScene['proposed'] = async (options) => {
    const found = await decided(options)
    return { ...found, awardId: await proposeAward(services, people.coordinator, { decisionId: found.decisionId }) }
  }
  const signedFor: AwardScene['signedFor'] = async (awardId) => {
    await approveAward(services, people.signatory, awardId)
    await endorseAward(services, people.signatory2, awardId)
    return awardId
  }
  const ready: AwardScene['ready'] = async (options) => {
    const found = await proposed(options)
    await signedFor(found.awardId)
    return found
  }
  return {
    services: awardServices,
    verifier,
    ...{ programme, people, course, criterionIds },
    features: [
      credentialPages(verifier.checkOwnOutput, verifier.checkEndorsement),
      credentialRoutes(verifier.checkOwnOutput),
      homeSigningRoutes(verifier.checkEndorsement),
      issuerRoutes,
      certificateRoutes,
      verifyRoutes(verifier),
      credentialDocumentRoutes(verifier),
    ],
    pass: (days) => world.clock.set(new Date(world.clock.now().getTime() + days * DAY_MS)),
    participant,
    withRole: (actor, role, organisationId) => grant(database, world, actor, role, organisationId),
    ...{ decided, proposed, signedFor, ready },
    issued: async (options) => {
      const found = await ready(options)
      return { ...found, ...(await issueCredential(awardServices, people.signatory, { awardId: found.awardId })) }
    },
  }
}

/** Real signatures, with keys made on the way. */
export function servicesAt(database: Database, { clock, services }: PortfolioWorld, publicUrl: string): Services {
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    SESSION_SECRET: 'a secret for tests, 32 characters',
    PUBLIC_URL: publicUrl,
  })
  const signing = createSigning({
    ...{ database, clock, publicUrl, issuerDid: config.issuerDid },
    keyEncryptionKey: KEY_ENCRYPTION_KEY,
    development: true,
  })
  return testServices(database, {
    ...{ config, clock, signing, blobs: services.blobs },
    randomness: seededRandomness('credentials'),
  })
}

export async function handedIn(
  world: PortfolioWorld,
  holder: Actor,
  handover: Partial<Handover> = {},
): Promise<string> {
  const { submission } = await completeDraft(world, holder)
  await submit(world.services, holder, submission.id, { ...HANDOVER, ...handover })
  return submission.id
}

/** Both assessors of the first round agree; the decision follows from the second seal. */
export async function judged(
  { services, programme, criterionIds }: PortfolioWorld,
  submissionId: string,
  marks: readonly [number, number] = [3, 3],
): Promise<string> {
  const { coordinator, assessor, assessor2 } = programme.people
  const items = await services.database.owner.query.submissionItems.findMany({
    where: (item, { eq }) => eq(item.submissionId, submissionId),
  })
  const judges = [
    { slot: 'A', actor: assessor },
    { slot: 'B', actor: assessor2 },
  ] as const
  for (const { slot, actor } of judges) {
    const assignment = { submissionId, slot, assessorId: actor.personId ?? '' }
    const { judgementId } = await assignAssessor(services, coordinator, assignment)
    await acceptJudgement(services, actor, judgementId)
    for (const [index, criterionId] of criterionIds.entries()) {
      await saveCriterionJudgement(services, actor, judgementId, {
        criterionId,
        mark: marks[index] ?? 3,
        rationale: { es: 'Según el descriptor.' },
        rulesOfEvidence: { valid: true, authentic: true, current: true, sufficient: true },
        evidenceVersionIds: items
          .filter((item) => item.criterionId === criterionId)
          .map((item) => item.evidenceVersionId),
      })
    }
    await sealJudgement(services, actor, judgementId, { languageSupport: 'assessor_reads_language' })
  }
  const decision = await services.database.owner.query.decisions.findFirst({
    where: (one, { eq }) => eq(one.submissionId, submissionId),
  })
  if (!decision) throw new Error('two equal judgements make a decision')
  return decision.id
}

/** A decision that is not yet competent is released with advice for each unmet criterion. */
async function adviseOnUnmet(
  { services, programme, criterionIds }: PortfolioWorld,
  decisionId: string,
  marks: readonly number[] = [],
): Promise<void> {
  for (const [index, criterionId] of criterionIds.entries()) {
    if ((marks[index] ?? REQUIRED_LEVEL) >= REQUIRED_LEVEL) continue
    await writeFeedback(services, programme.people.assessor, { decisionId, criterionId, text: { es: 'Otro plan.' } })
  }
}

async function addParticipant(database: Database, world: PortfolioWorld, givenName: string): Promise<Actor> {
  const { randomness } = world.services
  const { programme } = world
  const id = randomness.uuid()
  await database.owner.insert(tables.persons).values({
    ...{ id, givenName, familyName: 'Prueba', locale: 'es', createdAt: LONG_AGO },
    emailNorm: `${id}@home.example`,
  })
  await database.owner.insert(tables.enrolments).values({
    ...{ id: randomness.uuid(), programmeId: programme.id, cohortId: programme.cohortId },
    ...{ participantId: id, status: 'active', enrolledAt: LONG_AGO },
  })
  const actor: Actor = { ...programme.people.participant, personId: id, name: `${givenName} Prueba`, assignments: [] }
  return grant(database, world, actor, 'participant')
}

async function grant(
  database: Database,
  world: PortfolioWorld,
  actor: Actor,
  role: Role,
  organisationId = actor.organisationId,
): Promise<Actor> {
  const personId = actor.personId ?? ''
  const assignment = { role, programmeId: world.programme.id, organisationId, cohortId: null }
  await database.owner.update(tables.persons).set({ organisationId }).where(eq(tables.persons.id, personId))
  await database.owner.insert(tables.roleAssignments).values({
    ...{ ...assignment, id: world.services.randomness.uuid() },
    ...{ personId, validFrom: LONG_AGO },
  })
  return { ...actor, organisationId, assignments: [...actor.assignments, assignment] }
}

async function qualify(database: Database, world: PortfolioWorld, { personId }: Actor): Promise<void> {
  await database.owner.insert(tables.assessorQualifications).values({
    ...{ id: world.services.randomness.uuid(), programmeId: world.programme.id, personId: personId ?? '' },
    ...{ microCourseId: world.course.microCourseId, rubricId: world.course.rubricId },
    ...{ calibratedAt: LONG_AGO, validUntil: new Date('2030-01-01T00:00:00Z') },
  })
}
