import { hasRole, PEOPLE_KEEPERS } from '../access/index.ts'
import { createMicroCourse, createRubric, createVersion, type NewVersionInput } from '../courses/index.ts'
import {
  addAlignment,
  addItem,
  createFramework,
  createLevelScale,
  findFramework,
  type Framework,
} from '../frameworks/index.ts'
import { createCohort } from '../programmes/index.ts'
import { frameworkPart } from './export-programme.ts'
import type { Import, ReportedPart } from './import-programme.ts'
import {
  isSame,
  rubricPart,
  scalePart,
  versionPart,
  type AreaPart,
  type CohortPart,
  type CompetencyPart,
  type CoursePart,
  type FrameworkPart,
  type RubricPart,
  type ScalePart,
  type VersionPart,
} from './parts.ts'
import { findCohort, findLevelScale, findMicroCourse, findOrganisations, findRubric, findVersion } from './store.ts'

const DIFFERS = 'is in the programme already with other content: edit it there, or give it another id'

type Named = Pick<ReportedPart, 'kind' | 'id' | 'name'>

/** Adds a part that is not there; the same one is left, and another one under its id is an error. */
async function settle(
  current: Import,
  named: Named,
  pointer: string,
  isAsBefore: boolean | undefined,
  create: (services: Import['services']) => Promise<unknown>,
): Promise<void> {
  if (isAsBefore === false) current.refuse(pointer, DIFFERS)
  else if (isAsBefore) current.add({ ...named, outcome: 'known' })
  else {
    await current.attempt(pointer, create)
    current.add({ ...named, outcome: 'added' })
  }
}

/** Undefined for what is not there. */
function compared<Found>(found: Found | undefined, isAlike: (found: Found) => boolean): boolean | undefined {
  return found === undefined ? undefined : isAlike(found)
}

export async function addScale(current: Import, part: ScalePart, pointer: string): Promise<void> {
  const { tx, actor, programmeId } = current
  const before = compared(
    await findLevelScale(tx, part.id),
    (scale) => scale.programmeId === programmeId && isSame(scalePart(scale), part),
  )
  const name = nameIn(part.title)
  await settle(current, { kind: 'levelScale', id: part.id, name }, pointer, before, (services) =>
    createLevelScale(services, actor, { ...part, programmeId }),
  )
}

export async function addFramework(current: Import, part: FrameworkPart): Promise<void> {
  const { tx, actor, programmeId, refuse } = current
  const { areas, competencies, creator, ...details } = part
  const found = await findFramework(tx, part.id)
  if (found && found.programmeId !== programmeId) {
    refuse('/framework/id', DIFFERS)
    return
  }
  const before = found && (await frameworkPart(tx, found))
  const creatorId = creator === undefined ? undefined : (await findOrganisations(tx, programmeId)).slugs.get(creator)
  if (creator !== undefined && creatorId === undefined) {
    refuse('/framework/creator', 'must be an organisation of the programme')
    return
  }
  const isAsBefore = compared(before, (was) =>
    isSame({ ...was, areas: [], competencies: [] }, { ...part, areas: [], competencies: [] }),
  )
  const named = { kind: 'framework', id: part.id, name: nameIn(part.title) } as const
  await settle(current, named, '/framework', isAsBefore, (services) =>
    createFramework(services, actor, { ...details, programmeId, creatorOrganisationId: creatorId }),
  )
  for (const area of parentsFirst(areas)) {
    const pointer = `/framework/areas/${String(areas.indexOf(area))}`
    await settleItem(
      current,
      part.id,
      area,
      pointer,
      before?.areas.find(({ id }) => id === area.id),
      found,
    )
  }
  for (const [index, competency] of competencies.entries()) {
    const pointer = `/framework/competencies/${String(index)}`
    const was = before?.competencies.find(({ id }) => id === competency.id)
    await settleItem(current, part.id, competency, pointer, was, found)
  }
}

async function settleItem(
  current: Import,
  frameworkId: string,
  part: AreaPart | CompetencyPart,
  pointer: string,
  was: AreaPart | CompetencyPart | undefined,
  framework: Framework | undefined,
): Promise<void> {
  const { actor } = current
  const named = { kind: 'item', id: part.id, name: part.code } as const
  const isOfOtherKind = was === undefined && framework?.items.some(({ id }) => id === part.id) === true
  const isAsBefore = isOfOtherKind ? false : compared(was, (one) => isSame(one, part))
  await settle(current, named, pointer, isAsBefore, (services) =>
    addItem(services, actor, frameworkId, {
      ...part,
      kind: 'alignments' in part ? 'competency' : 'area',
      parentId: ('alignments' in part ? part.areaId : part.parentId) ?? null,
    }),
  )
  if (isAsBefore !== undefined || !('alignments' in part)) return
  for (const [index, alignment] of part.alignments.entries()) {
    await current.attempt(`${pointer}/alignments/${String(index)}`, (services) =>
      addAlignment(services, actor, frameworkId, part.id, alignment),
    )
  }
}

/** An area is added below one that is there. The file has no cycle when this is asked. */
function parentsFirst(areas: readonly AreaPart[]): readonly AreaPart[] {
  const below = (parentId: string | undefined): readonly AreaPart[] =>
    areas.filter((area) => area.parentId === parentId).flatMap((area) => [area, ...below(area.id)])
  return below(undefined)
}

export async function addRubric(
  current: Import,
  frameworkId: string,
  part: RubricPart,
  pointer: string,
): Promise<void> {
  const { tx, actor, programmeId } = current
  const before = compared(
    await findRubric(tx, part.id),
    (rubric) => rubric.frameworkId === frameworkId && isSame(rubricPart(rubric), part),
  )
  const named = { kind: 'rubric', id: part.id, name: `${nameIn(part.title)} ${part.version}` } as const
  await settle(current, named, pointer, before, (services) =>
    createRubric(services, actor, { ...part, programmeId, frameworkId }),
  )
}

export async function addCourse(
  current: Import,
  frameworkId: string,
  part: CoursePart,
  pointer: string,
): Promise<void> {
  const { tx, actor, programmeId, refuse } = current
  const { id, code, sequence, versions } = part
  const found = await findMicroCourse(tx, id)
  if (found && !isSame(found, { id, code, sequence, programmeId })) {
    refuse(pointer, DIFFERS)
    return
  }
  for (const [index, version] of versions.entries()) {
    const at = `${pointer}/versions/${String(index)}`
    const before = compared(
      await findVersion(tx, version.id),
      (was) => was.microCourseId === id && was.frameworkId === frameworkId && isSame(versionPart(was), version),
    )
    const named = { kind: 'version', id: version.id, name: `${code} ${version.version}` } as const
    const input = versionInput(frameworkId, version)
    await settle(current, named, at, before, (services) =>
      found || index > 0
        ? createVersion(services, actor, id, input)
        : createMicroCourse(services, actor, { id, programmeId, code, sequence, version: input }),
    )
  }
}

function versionInput(frameworkId: string, { rubricId, ...content }: VersionPart): NewVersionInput {
  return { ...content, frameworkId, rubric: { id: rubricId } }
}

/** A cohort is for those who keep the people of the programme: an author's file may bring it, and leaves it to them. */
export async function addCohort(current: Import, part: CohortPart): Promise<void> {
  const { tx, actor, programmeId } = current
  const before = compared(await findCohort(tx, programmeId, part.id), (cohort) => isSame(cohort, part))
  const named = { kind: 'cohort', id: part.id, name: part.name } as const
  if (before === undefined && !hasRole(actor, PEOPLE_KEEPERS, programmeId)) {
    current.add({ ...named, outcome: 'left' })
    return
  }
  await settle(current, named, '/cohort', before, (services) => createCohort(services, actor, programmeId, part))
}

function nameIn(title: Readonly<Partial<Record<string, string>>>): string {
  return Object.values(title).find((text) => text !== undefined && text.trim() !== '') ?? ''
}
