import { localised, type Language, type LocalisedText } from '../kernel/language.ts'
import type {
  Achievement,
  Alignment,
  AlignmentTargetType,
  Concept,
  Related,
  ResultDescription,
} from '../standards/ob3/index.ts'
import { criteriaNarrative } from './achievement-narrative.ts'
import { valueName } from './achievement-wording.ts'
import { languagesOf, type MicroCourseVersion, type Outcome } from './version.ts'

export interface AchievementAddress {
  readonly publicUrl: string
  readonly language: Language
}

/** What names a version in addresses. */
type Named = Pick<MicroCourseVersion, 'microCourseId' | 'version'>

export function achievementIri({ microCourseId, version }: Named, { publicUrl, language }: AchievementAddress): string {
  return `${publicUrl}/achievements/${microCourseId}/v/${encodeURIComponent(version)}/${language}`
}

/** The picture of an achievement, without a badge inside: a PNG, which every displayer shows. */
export function achievementImageIri(achievement: string): string {
  return `${achievement}/image.png`
}

/** The id of the ResultDescription of a criterion, as `result.resultDescription` names it. */
export function criterionIri(achievement: string, criterion: { readonly position: number }): string {
  return `${achievement}#criterion-${String(criterion.position)}`
}

/** The id of a level of a criterion, as `result.achievedLevel` names it. */
export function levelIri(achievement: string, criterion: { readonly position: number }, level: number): string {
  return `${criterionIri(achievement, criterion)}-level-${String(level)}`
}

/**
 * The Open Badges 3.0 Achievement of a version in one language. Pure, and made of what a published version keeps for
 * ever: the same version gives the same object in every year.
 */
export function toAchievement(version: MicroCourseVersion, address: AchievementAddress): Achievement {
  const { language } = address
  const id = achievementIri(version, address)
  const text = (value: LocalisedText) => localised(value, language, version.baseLanguage)
  const tags = [...new Set(version.outcomes.flatMap(({ keywords }) => keywords))]
  const credits = version.eu.credits.find(({ status }) => status === 'granted')
  const related = relatedOf(version, address)
  return {
    id,
    type: ['Achievement'],
    achievementType: 'MicroCredential',
    name: text(version.title),
    description: text(version.description),
    image: { id: achievementImageIri(id), type: 'Image' },
    criteria: { id, narrative: criteriaNarrative(version, language) },
    inLanguage: language,
    version: version.version,
    humanCode: version.code,
    alignment: alignmentsOf(version, text),
    resultDescription: resultDescriptions(version, id, text),
    ...(tags.length > 0 ? { tag: tags } : {}),
    ...(credits ? { creditsAvailable: credits.value } : {}),
    ...(related.length > 0 ? { related } : {}),
    ...euElements(version, text, language),
  }
}

/** The same achievement in its other languages. */
function relatedOf(version: MicroCourseVersion, address: AchievementAddress): readonly Related[] {
  return languagesOf(version)
    .filter((language) => language !== address.language)
    .map((language) => ({
      id: achievementIri(version, { ...address, language }),
      type: ['Related'],
      inLanguage: language,
      version: version.version,
    }))
}

type Text = (value: LocalisedText) => string

function alignmentsOf({ outcomes, eu }: MicroCourseVersion, text: Text): readonly Alignment[] {
  const competencies = outcomes.map((outcome): Alignment => competencyAlignment(outcome, text))
  const external = outcomes.flatMap(({ alignments }) =>
    alignments.map(({ targetFramework, targetCode, targetName, targetUrl, targetType }): Alignment => ({
      type: ['Alignment'],
      targetName,
      targetUrl,
      ...(targetCode === null ? {} : { targetCode }),
      targetFramework,
      targetType: targetType as AlignmentTargetType,
    })),
  )
  return distinct([...competencies, ...external, ...levelAlignment(eu)])
}

function competencyAlignment({ uri, competencyId, title, statement, framework }: Outcome, text: Text): Alignment {
  const description = text(statement)
  return {
    type: ['Alignment'],
    targetName: text(title),
    ...(description === '' ? {} : { targetDescription: description }),
    targetUrl: uri,
    targetCode: competencyId,
    targetFramework: text(framework.title),
    targetType: 'CFItem',
  }
}

function levelAlignment({ level }: MicroCourseVersion['eu']): readonly Alignment[] {
  if ('notApplicableReason' in level) return []
  const { framework, value, uri } = level
  return [
    {
      type: ['Alignment'],
      targetName: `${framework} ${String(value)}`,
      targetUrl: uri,
      targetCode: String(value),
      targetFramework: framework,
      targetType: framework === 'EQF' ? 'ext:EQFLevel' : 'ext:QualificationLevel',
    },
  ]
}

function distinct(alignments: readonly Alignment[]): readonly Alignment[] {
  const keyOf = ({ targetUrl, targetCode, targetName }: Alignment) => `${targetUrl} ${targetCode ?? targetName}`
  return alignments.filter((one, index) => alignments.findIndex((other) => keyOf(other) === keyOf(one)) === index)
}

function resultDescriptions({ rubric }: MicroCourseVersion, id: string, text: Text): readonly ResultDescription[] {
  return rubric.criteria.map((criterion) => ({
    id: criterionIri(id, criterion),
    type: ['ResultDescription'],
    name: text(criterion.title),
    resultType: 'RubricCriterionLevel',
    requiredLevel: levelIri(id, criterion, criterion.requiredLevel),
    rubricCriterionLevel: criterion.levels.map((level) => ({
      id: levelIri(id, criterion, level.position),
      type: ['RubricCriterionLevel'],
      name: text(level.quality),
      level: String(level.position),
      description: text(level.descriptor),
      alignment: [caseAlignment('CFRubricCriterionLevel', level, text(level.quality))],
    })),
    alignment: [caseAlignment('CFRubricCriterion', criterion, text(criterion.title))],
  }))
}

function caseAlignment(
  targetType: AlignmentTargetType,
  { id, uri }: { readonly id: string; readonly uri: string },
  targetName: string,
): Alignment {
  return { type: ['Alignment'], targetName, targetUrl: uri, targetCode: id, targetType }
}

/** The elements without a home in Open Badges, in the terms of our context. */
function euElements({ eu }: MicroCourseVersion, text: Text, language: Language) {
  const concept = ({ value, uri }: { readonly value: string; readonly uri?: string }): Concept => ({
    ...(uri === undefined ? {} : { id: uri }),
    type: 'Concept',
    prefLabel: valueName(value, language),
  })
  const prerequisites = text(eu.prerequisites)
  const { towardsId } = eu.stackability
  return {
    volumeOfLearning: duration(eu.notionalWorkloadHours),
    provenBy: {
      type: 'LearningAssessment',
      assessmentType: eu.assessmentTypes.map((type) => valueName(type, language)),
      ...(eu.supervision.value === '' ? {} : { idVerification: concept(eu.supervision) }),
    },
    influencedBy: { type: 'LearningActivity', mode: concept(eu.participation) },
    accreditation: { type: 'Accreditation', description: text(eu.qualityAssurance.description) },
    ...(prerequisites === '' ? {} : { entryRequirement: prerequisites }),
    ...(towardsId === undefined ? {} : { isPartOf: `urn:uuid:${towardsId}` }),
  } as const
}

/** ISO 8601, whole minutes. */
function duration(hours: number): string {
  const minutes = Math.round(hours * 60)
  return `PT${String(Math.floor(minutes / 60))}H${minutes % 60 > 0 ? `${String(minutes % 60)}M` : ''}`
}
