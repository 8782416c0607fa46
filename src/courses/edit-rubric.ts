import { InvalidInput, NotFound, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import {
  ContentImmutable,
  insertRubric,
  loadFramework,
  loadLevelScale,
  loadRubric,
  recordEdit,
  replaceCriteria,
  requireEditable,
  rubricProblems,
  updateRubric,
  type AuthoringDeps,
  type Criterion,
  type CriterionInput,
  type LevelScale,
  type Moment,
  type Rubric,
} from '../frameworks/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import {
  findCompetencyIds,
  findVersionsWithRubric,
  loadVersion,
  lockVersion,
  moveVersion,
  reviewableVersion,
} from './course-store.ts'
import { versionHash, type MicroCourseVersion } from './version.ts'

export interface NewRubricInput {
  readonly id?: string | undefined
  readonly uri?: string | undefined
  readonly programmeId: string
  readonly frameworkId: string
  readonly levelScaleId: string
  readonly version: string
  readonly title: LocalisedText
  readonly criteria: readonly CriterionInput[]
}

export async function createRubric(
  services: AuthoringDeps,
  actor: Actor,
  input: NewRubricInput,
): Promise<{ readonly id: string }> {
  requireRole(actor, ['author'], input.programmeId)
  const at = services.clock.now()
  const id = input.id ?? services.randomness.uuid()
  await services.database.transaction(actor, at, async (tx) => {
    await addRubric(services, { tx, actor, at }, { ...input, id })
  })
  return { id }
}

/** Inside the transaction of a use case: a rubric with sound criteria, or none yet. */
export async function addRubric(
  services: AuthoringDeps,
  { tx, actor, at }: Moment,
  input: NewRubricInput & { readonly id: string },
): Promise<void> {
  const { id, programmeId, frameworkId, levelScaleId, version, title } = input
  const scale = await loadLevelScale(tx, levelScaleId)
  if (scale.programmeId !== programmeId) throw new NotFound('level-scale', levelScaleId)
  const framework = await loadFramework(tx, frameworkId)
  if (framework.programmeId !== programmeId) throw new NotFound('framework', frameworkId)
  const competencyIds = await findCompetencyIds(tx, frameworkId)
  const criteria = builtCriteria(services, input.criteria, scale, competencyIds)
  const uri = input.uri ?? `${services.config.publicUrl}/uri/${id}`
  await insertRubric(tx, { id, uri, programmeId, frameworkId, levelScaleId, version, title })
  await replaceCriteria(tx, { id, programmeId }, criteria)
  await appendEvent(tx, at, rubricEvent(actor, { id, programmeId }, 'created'))
}

export interface RubricInput {
  readonly title: LocalisedText
  readonly criteria: readonly CriterionInput[]
}

/**
 * Puts new criteria in the place of those there are; a criterion or level that keeps its id keeps its identity.
 * `change` may be made of what is there when nobody else can change it any more.
 * A version under review that is judged by the rubric goes back to draft. Throws ContentImmutable once one is published.
 */
export async function editRubric(
  services: AuthoringDeps,
  actor: Actor,
  rubricId: string,
  change: RubricInput | ((before: Rubric) => RubricInput),
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const moment = { tx, actor, at }
    requireRole(actor, ['author'], (await loadRubric(tx, rubricId)).programmeId)
    const versions = await lockDrafts(moment, rubricId)
    const rubric = await loadRubric(tx, rubricId)
    if (rubric.frozenAt !== null) throw new ContentImmutable()
    const input = typeof change === 'function' ? change(rubric) : change
    const competencyIds = await findCompetencyIds(tx, rubric.frameworkId)
    const criteria = builtCriteria(services, input.criteria, rubric.scale, competencyIds, rubric)
    await updateRubric(tx, rubricId, { title: input.title })
    await replaceCriteria(tx, rubric, criteria)
    await appendEvent(tx, at, rubricEvent(actor, rubric, 'edited'))
    for (const version of versions) {
      const contentHash = versionHash(await loadVersion(tx, version.id))
      await recordEdit(moment, reviewableVersion(version), contentHash, moveVersion)
    }
  })
}

async function lockDrafts(moment: Moment, rubricId: string): Promise<readonly MicroCourseVersion[]> {
  const versions: MicroCourseVersion[] = []
  for (const id of await findVersionsWithRubric(moment.tx, rubricId)) {
    const version = await lockVersion(moment.tx, id)
    await requireEditable(moment, reviewableVersion(version))
    versions.push(version)
  }
  return versions
}

/** The criteria as they are stored; throws InvalidInput where they break a rule of rubrics. */
function builtCriteria(
  { randomness, config }: Pick<AuthoringDeps, 'randomness' | 'config'>,
  inputs: readonly CriterionInput[],
  scale: Pick<LevelScale, 'levels'>,
  competencyIds: readonly string[],
  before?: Rubric,
): readonly Criterion[] {
  const errors = [...rubricProblems(inputs, scale, competencyIds), ...strangers(inputs, before)]
  if (errors.length > 0) throw new InvalidInput({ errors })
  const known = new Map(
    before?.criteria.flatMap(({ id, uri, levels }) => [{ id, uri }, ...levels].map((part) => [part.id, part.uri])),
  )
  const identity = (part: { readonly id?: string | undefined; readonly uri?: string | undefined }) => {
    const id = part.id ?? randomness.uuid()
    return { id, uri: part.uri ?? known.get(id) ?? `${config.publicUrl}/uri/${id}` }
  }
  return inputs.map((input, index) => ({
    ...identity(input),
    competencyId: input.competencyId,
    position: index + 1,
    title: input.title,
    requiredLevel: input.requiredLevel,
    isCritical: input.isCritical,
    levels: scale.levels.map(({ position, name }) => {
      const level = input.levels.find((candidate) => candidate.position === position)
      return { ...identity(level ?? {}), position, quality: name, descriptor: level?.descriptor ?? {} }
    }),
  }))
}

/** An edit may keep the identity of its own parts and of no others. */
function strangers(inputs: readonly CriterionInput[], before: Rubric | undefined) {
  if (!before) return []
  const own = new Set(before.criteria.flatMap(({ id, levels }) => [id, ...levels.map((level) => level.id)]))
  return inputs.flatMap((input, index) =>
    [input, ...input.levels]
      .filter(({ id }) => id !== undefined && !own.has(id))
      .map(() => ({ pointer: `/criteria/${String(index)}/id`, detail: 'is not a part of this rubric' })),
  )
}

function rubricEvent(actor: Actor, rubric: { readonly id: string; readonly programmeId: string }, what: string) {
  return {
    programmeId: rubric.programmeId,
    actorId: actor.personId,
    actorRole: 'author',
    action: `rubric.${what}`,
    subjectType: 'rubric',
    subjectId: rubric.id,
  }
}
