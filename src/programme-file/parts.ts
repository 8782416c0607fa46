import type { MicroCourseVersion } from '../courses/index.ts'
import type { ExternalAlignment, Framework, FrameworkItem, LevelScale, Rubric } from '../frameworks/index.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { ProgrammeFile } from './schema.ts'

export type ScalePart = ProgrammeFile['levelScales'][number]
export type FrameworkPart = ProgrammeFile['framework']
export type AreaPart = FrameworkPart['areas'][number]
export type CompetencyPart = FrameworkPart['competencies'][number]
export type AlignmentPart = CompetencyPart['alignments'][number]
export type RubricPart = ProgrammeFile['rubrics'][number]
export type CoursePart = ProgrammeFile['microCourses'][number]
export type VersionPart = CoursePart['versions'][number]
export type CohortPart = NonNullable<ProgrammeFile['cohort']>

/* What is stored, in the form of the file. */

export function scalePart({ id, title, levels, requiredLevelDefault }: LevelScale): ScalePart {
  return { id, title, levels: levels.map(({ position, name }) => ({ position, name })), requiredLevelDefault }
}

/** `creator` is for an organisation other than the one that awards. */
export function detailsPart(
  framework: Framework,
  creator: string | undefined,
): Omit<FrameworkPart, 'areas' | 'competencies'> {
  const { id, uri, version, baseLanguage, title, description, license } = framework
  return {
    ...{ id, uri, version, baseLanguage, title, description, license },
    ...(creator === undefined ? {} : { creator }),
    officialSourceUrl: framework.officialSourceUrl,
    educationalField: framework.educationalField,
    statusStartsOn: framework.statusStartsOn,
  }
}

export function areaPart({ id, uri, parentId, code, sequence, title, statement, keywords }: FrameworkItem): AreaPart {
  return {
    ...{ id, uri, code, sequence, title, statement, keywords },
    ...(parentId === null ? {} : { parentId }),
  }
}

export function competencyPart(item: FrameworkItem, alignments: readonly ExternalAlignment[]): CompetencyPart {
  const { parentId, ...area } = { parentId: undefined, ...areaPart(item) }
  return {
    ...area,
    ...(parentId === undefined ? {} : { areaId: parentId }),
    alignments: alignments.filter(({ itemId }) => itemId === item.id).map(alignmentPart),
  }
}

function alignmentPart(alignment: ExternalAlignment): AlignmentPart {
  const { id, targetFramework, targetCode, targetName, targetUrl, targetType, isVerified } = alignment
  const relation = alignment.relation === 'exactMatchOf' ? 'exactMatchOf' : 'isRelatedTo'
  return { id, targetFramework, targetCode, targetName, targetUrl, targetType, relation, isVerified }
}

export function rubricPart({ id, uri, levelScaleId, version, title, criteria }: Rubric): RubricPart {
  return {
    ...{ id, uri, levelScaleId, version, title },
    criteria: criteria.map((criterion) => ({
      id: criterion.id,
      uri: criterion.uri,
      competencyId: criterion.competencyId,
      title: criterion.title,
      requiredLevel: criterion.requiredLevel,
      isCritical: criterion.isCritical,
      levels: criterion.levels.map((level) => ({
        id: level.id,
        uri: level.uri,
        position: level.position,
        descriptor: level.descriptor,
      })),
    })),
  }
}

/** The words that publication froze are the framework's. */
const withoutOutcomes = ({ learningOutcomes: _frozen, ...eu }: MicroCourseVersion['eu']) => eu

export function versionPart(found: MicroCourseVersion): VersionPart {
  const { id, version, rubricId, baseLanguage, title, description, currencyWindowMonths, maxAttempts } = found
  const eu = withoutOutcomes(found.eu)
  return {
    ...{ id, version, rubricId, baseLanguage, title, description, currencyWindowMonths, maxAttempts },
    outcomeIds: found.outcomes.map(({ competencyId }) => competencyId),
    requirements: found.requirements.map((requirement) => ({
      id: requirement.id,
      key: requirement.key,
      acceptedTypes: requirement.acceptedTypes as VersionPart['requirements'][number]['acceptedTypes'],
      minimum: requirement.minimum,
      description: requirement.description,
    })),
    eu: eu as VersionPart['eu'],
  }
}

/** The file with everything said that it may leave out, in the order in which it is given back. */
export function completed(file: ProgrammeFile, publicUrl: string): ProgrammeFile {
  const withUri = <Part extends { readonly id: string; readonly uri?: string }>(part: Part) => ({
    ...part,
    uri: part.uri ?? `${publicUrl}/uri/${part.id}`,
  })
  const { framework } = file
  return {
    ...file,
    framework: {
      ...withUri(framework),
      officialSourceUrl: framework.officialSourceUrl ?? null,
      educationalField: framework.educationalField ?? null,
      statusStartsOn: framework.statusStartsOn ?? null,
      areas: framework.areas.map(withUri),
      competencies: framework.competencies.map((competency) => ({
        ...withUri(competency),
        alignments: competency.alignments.map((alignment) => ({
          ...alignment,
          targetCode: alignment.targetCode ?? null,
        })),
      })),
    },
    rubrics: file.rubrics.map((rubric) => ({
      ...withUri(rubric),
      criteria: rubric.criteria.map((criterion) => ({ ...withUri(criterion), levels: criterion.levels.map(withUri) })),
    })),
  }
}

/** Parts and lists whose order says nothing are compared without it. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(ordered(one)) === canonicalJson(ordered(other))
}

const UNORDERED = ['requirements', 'alignments', 'windows']

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const isSet = UNORDERED.includes(key) && Array.isArray(inner)
      return [key, isSet ? inner.map((part) => canonicalJson(part)).sort() : ordered(inner)]
    }),
  )
}
