import { InvalidInput, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables } from '../database/index.ts'
import {
  addAuthor,
  addAuthorship,
  loadRubric,
  record,
  recordEdit,
  requireEditable,
  type AuthoringDeps,
  type Criterion,
  type CriterionInput,
  type Moment,
  type Rubric,
} from '../frameworks/index.ts'
import type { Language, LocalisedText } from '../kernel/language.ts'
import {
  findCompetencyIds,
  insertMicroCourse,
  insertVersion,
  latestPictureOf,
  loadMicroCourse,
  loadVersion,
  lockVersion,
  moveVersion,
  replaceParts,
  reviewableVersion,
  updateVersion,
  type MicroCourse,
  type VersionParts,
} from './course-store.ts'
import { addRubric } from './edit-rubric.ts'
import { versionHash, type EuElements, type MicroCourseVersion } from './version.ts'

export interface RequirementInput {
  readonly id?: string | undefined
  readonly key: string
  readonly acceptedTypes: readonly string[]
  readonly minimum: number
  readonly description: LocalisedText
}

export interface VersionContent {
  readonly baseLanguage: Language
  readonly title: LocalisedText
  readonly description: LocalisedText
  readonly outcomeIds: readonly string[]
  readonly requirements: readonly RequirementInput[]
  readonly currencyWindowMonths: number
  readonly maxAttempts: number
  readonly eu: Omit<EuElements, 'learningOutcomes'>
}

export interface NewVersionInput extends VersionContent {
  readonly id?: string | undefined
  readonly version: string
  readonly frameworkId: string
  /** A rubric that is there, the scale of a new one that is still empty, or one whose criteria a new one begins with. */
  readonly rubric: { readonly id: string } | { readonly levelScaleId: string } | { readonly copyOf: string }
}

export interface NewMicroCourseInput {
  readonly id?: string | undefined
  readonly programmeId: string
  readonly code: string
  readonly sequence: number
  readonly version: NewVersionInput
}

/** A lineage with its first version as a draft. */
export async function createMicroCourse(
  services: AuthoringDeps,
  actor: Actor,
  input: NewMicroCourseInput,
): Promise<{ readonly id: string; readonly versionId: string }> {
  const { programmeId, code, sequence } = input
  requireRole(actor, ['author'], programmeId)
  const at = services.clock.now()
  const course = { id: input.id ?? services.randomness.uuid(), programmeId, code, sequence }
  return services.database.transaction(actor, at, async (tx) => {
    await insertMicroCourse(tx, course)
    await appendEvent(tx, at, {
      ...{ programmeId, actorId: actor.personId, actorRole: 'author', action: 'micro-course.created' },
      ...{ subjectType: 'micro_course', subjectId: course.id },
    })
    return { id: course.id, versionId: await addVersion(services, { tx, actor, at }, course, input.version) }
  })
}

/** The next version of a lineage, as a draft. */
export async function createVersion(
  services: AuthoringDeps,
  actor: Actor,
  microCourseId: string,
  input: NewVersionInput,
): Promise<{ readonly id: string }> {
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const course = await loadMicroCourse(tx, microCourseId)
    requireRole(actor, ['author'], course.programmeId)
    return { id: await addVersion(services, { tx, actor, at }, course, input) }
  })
}

async function addVersion(
  services: AuthoringDeps,
  moment: Moment,
  { id: microCourseId, programmeId }: MicroCourse,
  input: NewVersionInput,
): Promise<string> {
  const { tx, actor, at } = moment
  const id = input.id ?? services.randomness.uuid()
  await insertVersion(tx, {
    ...columnsOf(input),
    ...{ id, programmeId, microCourseId, frameworkId: input.frameworkId, version: input.version },
    rubricId: await rubricFor(services, moment, programmeId, input),
    pictureSha256: await latestPictureOf(tx, microCourseId),
    ...{ state: 'draft', contentHash: '', createdAt: at },
  })
  await replaceParts(tx, { id, programmeId }, await soundParts(services, moment, input.frameworkId, input))
  const version = await loadVersion(tx, id)
  const subject = reviewableVersion(version)
  await addAuthorship(tx, subject, { id: services.randomness.uuid(), programmeId, personId: personOf(actor) })
  const contentHash = versionHash(version)
  await updateVersion(tx, id, { contentHash })
  await record(moment, subject, 'created', 'author', { contentHash })
  return id
}

async function rubricFor(
  services: AuthoringDeps,
  moment: Moment,
  programmeId: string,
  { rubric, frameworkId, version, title }: NewVersionInput,
): Promise<string> {
  if ('id' in rubric) return (await rubricOf(moment, rubric.id, { programmeId, frameworkId }, '/rubric/id')).id
  const id = services.randomness.uuid()
  const made = { id, programmeId, frameworkId, version }
  if ('levelScaleId' in rubric) {
    const { levelScaleId } = rubric
    await addRubric(services, moment, { ...made, levelScaleId, title, criteria: [] })
    return id
  }
  const copied = await rubricOf(moment, rubric.copyOf, { programmeId, frameworkId }, '/rubric/copyOf')
  const { levelScaleId, criteria } = copied
  await addRubric(services, moment, { ...made, levelScaleId, title: copied.title, criteria: criteria.map(asNew) })
  return id
}

/** The criterion in the same words, as one of another rubric. */
function asNew({ competencyId, title, requiredLevel, isCritical, levels }: Criterion): CriterionInput {
  return {
    competencyId,
    title,
    requiredLevel,
    isCritical,
    levels: levels.map(({ position, descriptor }) => ({ position, descriptor })),
  }
}

async function rubricOf(
  { tx }: Moment,
  id: string,
  { programmeId, frameworkId }: { readonly programmeId: string; readonly frameworkId: string },
  pointer: string,
): Promise<Rubric> {
  const found = await loadRubric(tx, id)
  if (found.programmeId === programmeId && found.frameworkId === frameworkId) return found
  throw new InvalidInput({ errors: [{ pointer, detail: 'must be a rubric of the same framework' }] })
}

/** Writes the parts that are given; the others stay as they are. */
export async function editVersion(
  services: AuthoringDeps,
  actor: Actor,
  versionId: string,
  change: Partial<VersionContent>,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const moment = { tx, actor, at }
    const before = await lockVersion(tx, versionId)
    await requireEditable(moment, reviewableVersion(before))
    const input = { ...contentOf(before), ...change }
    const kept = input.requirements.map((requirement) => ({
      ...requirement,
      id: requirement.id ?? before.requirements.find(({ key }) => key === requirement.key)?.id,
    }))
    await updateVersion(tx, versionId, columnsOf(input))
    const parts = await soundParts(services, moment, before.frameworkId, { ...input, requirements: kept })
    await replaceParts(tx, before, parts)
    const contentHash = versionHash(await loadVersion(tx, versionId))
    await recordEdit(moment, reviewableVersion(before), contentHash, moveVersion)
  })
}

export async function addVersionAuthor(
  services: AuthoringDeps,
  actor: Actor,
  versionId: string,
  personId: string,
): Promise<void> {
  const at = services.clock.now()
  const id = services.randomness.uuid()
  await services.database.transaction(actor, at, async (tx) => {
    const version = await lockVersion(tx, versionId)
    await addAuthor({ tx, actor, at }, reviewableVersion(version), { id, personId })
  })
}

/** What its authors write of a version. */
export function contentOf(version: MicroCourseVersion): VersionContent {
  const { baseLanguage, title, description, requirements, currencyWindowMonths, maxAttempts } = version
  const outcomeIds = version.outcomes.map(({ competencyId }) => competencyId)
  const eu = withoutOutcomes(version.eu)
  return { baseLanguage, title, description, outcomeIds, requirements, currencyWindowMonths, maxAttempts, eu }
}

/** The words that publication froze are not its authors' to write. */
const withoutOutcomes = ({ learningOutcomes: _frozen, ...eu }: EuElements): VersionContent['eu'] => eu

function columnsOf(input: VersionContent) {
  const { baseLanguage, title, description, currencyWindowMonths, maxAttempts, eu } = input
  return { baseLanguage, title, description, currencyWindowMonths, maxAttempts, eu }
}

const KNOWN_TYPES: readonly string[] = tables.EVIDENCE_TYPES

/** Outcomes that are competencies of the framework, and requirements each under a key of its own. */
async function soundParts(
  { randomness }: Pick<AuthoringDeps, 'randomness'>,
  { tx }: Moment,
  frameworkId: string,
  { outcomeIds, requirements }: Pick<VersionContent, 'outcomeIds' | 'requirements'>,
): Promise<VersionParts> {
  const competencyIds = await findCompetencyIds(tx, frameworkId)
  const keys = requirements.map(({ key }) => key)
  const errors = [
    ...outcomeIds.flatMap((id, index) => {
      const pointer = `/outcomeIds/${String(index)}`
      if (!competencyIds.includes(id)) return [{ pointer, detail: 'must be a competency of the framework' }]
      return outcomeIds.indexOf(id) === index ? [] : [{ pointer, detail: 'is declared twice' }]
    }),
    ...requirements.flatMap(({ acceptedTypes }, index) =>
      acceptedTypes.length > 0 && acceptedTypes.every((type) => KNOWN_TYPES.includes(type))
        ? []
        : [{ pointer: `/requirements/${String(index)}/acceptedTypes`, detail: 'must be known types of evidence' }],
    ),
    ...keys.flatMap((key, index) =>
      keys.indexOf(key) === index ? [] : [{ pointer: `/requirements/${String(index)}/key`, detail: 'is used twice' }],
    ),
  ]
  if (errors.length > 0) throw new InvalidInput({ errors })
  return {
    outcomeIds,
    requirements: requirements.map((requirement) => ({
      ...requirement,
      id: requirement.id ?? randomness.uuid(),
      acceptedTypes: [...requirement.acceptedTypes],
    })),
  }
}
