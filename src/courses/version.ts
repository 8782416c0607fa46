import type { tables } from '../database/index.ts'
import type { ReviewableState, Rubric } from '../frameworks/index.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import { sha256Hex } from '../kernel/hash.ts'
import { isIri } from '../kernel/ids.ts'
import { LANGUAGES, type Language, type LocalisedText } from '../kernel/language.ts'
import { ASSESSMENT_TYPES, isOneOf, LEVEL_BASES, PARTICIPATION, SUPERVISION } from './eu-values.ts'

export type EuElements = tables.EuElements
export type Outcome = tables.PublishedOutcome
export type VersionRow = typeof tables.microCourseVersions.$inferSelect
export type EvidenceRequirement = Omit<typeof tables.evidenceRequirements.$inferSelect, 'programmeId' | 'versionId'>

/** A version of a micro-course with everything it tells: once published, the Achievement of its credentials. */
export interface MicroCourseVersion extends VersionRow {
  /** Of the lineage. */
  readonly code: string
  readonly sequence: number
  readonly awardingBody: { readonly id: string; readonly legalName: string; readonly countryCode: string }
  readonly frameworkState: ReviewableState
  /** In the order declared; of a published version in the words it had then. */
  readonly outcomes: readonly Outcome[]
  readonly requirements: readonly EvidenceRequirement[]
  readonly rubric: Rubric
}

/** What reviewers approve, as one SHA-256: the version's own content and its rubric; the framework has its own reviews. */
export function versionHash(version: MicroCourseVersion): string {
  const { rubric } = version
  return sha256Hex(
    canonicalJson({
      id: version.id,
      microCourseId: version.microCourseId,
      frameworkId: version.frameworkId,
      version: version.version,
      baseLanguage: version.baseLanguage,
      title: version.title,
      description: version.description,
      currencyWindowMonths: version.currencyWindowMonths,
      maxAttempts: version.maxAttempts,
      eu: { ...version.eu, learningOutcomes: undefined },
      picture: version.pictureSha256 ?? undefined,
      outcomes: version.outcomes.map(({ competencyId }) => competencyId),
      requirements: version.requirements,
      rubric: {
        id: rubric.id,
        version: rubric.version,
        title: rubric.title,
        scale: rubric.scale.levels,
        criteria: rubric.criteria,
      },
    }),
  )
}

/** The languages that the version can be read and awarded in: those of its title. The rest falls back to the base language. */
export function languagesOf({ title, baseLanguage }: Pick<VersionRow, 'title' | 'baseLanguage'>): readonly Language[] {
  return LANGUAGES.filter((language) => language === baseLanguage || (title[language] ?? '').trim() !== '')
}

export function takesSubmissions({ state }: Pick<VersionRow, 'state'>): boolean {
  return state === 'published' || state === 'deprecated'
}

/**
 * What keeps a version from publication, at JSON pointers into it: the EU elements that a version has to declare, a
 * rubric that covers its outcomes and nothing else, and evidence to ask for. Empty when it is complete.
 */
export function missingForPublication(version: MicroCourseVersion): readonly FieldProblem[] {
  const isFrameworkOut = version.frameworkState === 'published'
  return [
    ...missingForReview(version),
    ...(isFrameworkOut ? [] : [{ pointer: '/frameworkId', detail: 'must be a published framework' }]),
  ]
}

/** What keeps a version from being looked at by others: the same, though its framework may still be under review as well. */
export function missingForReview(version: MicroCourseVersion): readonly FieldProblem[] {
  return [...missingTexts(version), ...missingElements(version), ...uncovered(version)]
}

const required = 'is required'
const unknown = 'must be one of the known values'

function missingTexts(version: MicroCourseVersion): FieldProblem[] {
  const { baseLanguage } = version
  return textsOf(version)
    .filter(([, text]) => isEmpty(text, baseLanguage))
    .map(([pointer]) => ({ pointer: `${pointer}/${baseLanguage}`, detail: required }))
}

/** What keeps nothing back, and is read in the base language by whoever reads the version in another one of its languages. */
export function untranslatedTexts(version: MicroCourseVersion): readonly FieldProblem[] {
  const { baseLanguage } = version
  const others = languagesOf(version).filter((language) => language !== baseLanguage)
  return others.flatMap((language) =>
    textsOf(version)
      .filter(([, text]) => isEmpty(text, language) && !isEmpty(text, baseLanguage))
      .map(([pointer]) => ({ pointer: `${pointer}/${language}`, detail: 'is not translated' })),
  )
}

/** Every text that has to be there, with its place. */
function textsOf({ title, description, requirements, rubric }: MicroCourseVersion): readonly [string, LocalisedText][] {
  return [
    ['/title', title],
    ['/description', description],
    ...requirements.map(({ description: text }, index): [string, LocalisedText] => [
      `/requirements/${String(index)}/description`,
      text,
    ]),
    ...rubric.criteria.flatMap(({ title: text, levels }, index): [string, LocalisedText][] => [
      [`/rubric/criteria/${String(index)}/title`, text],
      ...levels.map((level, at): [string, LocalisedText] => [
        `/rubric/criteria/${String(index)}/levels/${String(at)}/descriptor`,
        level.descriptor,
      ]),
    ]),
  ]
}

function missingElements({
  eu,
  awardingBody,
  baseLanguage,
  outcomes,
  requirements,
}: MicroCourseVersion): FieldProblem[] {
  const problems: FieldProblem[] = []
  const need = (isThere: boolean, pointer: string, detail = required) => {
    if (!isThere) problems.push({ pointer, detail })
  }
  need(awardingBody.legalName !== '', '/awardingBody/legalName')
  need(/^[A-Z]{2}$/.test(awardingBody.countryCode), '/awardingBody/countryCode')
  need(outcomes.length > 0, '/outcomes', 'at least one learning outcome is required')
  need(requirements.length > 0, '/requirements', 'at least one piece of evidence is required')
  need(eu.notionalWorkloadHours > 0, '/eu/notionalWorkloadHours', 'must be more than 0 hours')
  const { level, supervision } = eu
  if ('notApplicableReason' in level) {
    need(!isEmpty(level.notApplicableReason, baseLanguage), `/eu/level/notApplicableReason/${baseLanguage}`)
  } else {
    need(level.framework !== '', '/eu/level/framework')
    need(isOneOf(LEVEL_BASES, level.basis), '/eu/level/basis')
    need(isIri(level.uri), '/eu/level/uri', 'must be the address of the level in its framework')
    need(level.framework !== 'EQF' || isEqfLevel(level.value), '/eu/level/value', 'must be a level from 1 to 8')
  }
  need(eu.assessmentTypes.length > 0, '/eu/assessmentTypes')
  eu.assessmentTypes.forEach((type, index) => {
    need(isOneOf(ASSESSMENT_TYPES, type), `/eu/assessmentTypes/${String(index)}`, unknown)
  })
  need(isOneOf(PARTICIPATION, eu.participation.value), '/eu/participation/value')
  need(supervision.value === '' || isOneOf(SUPERVISION, supervision.value), '/eu/supervision/value', unknown)
  need(eu.qualityAssurance.type !== '', '/eu/qualityAssurance/type')
  need(!isEmpty(eu.qualityAssurance.description, baseLanguage), `/eu/qualityAssurance/description/${baseLanguage}`)
  return problems
}

/** Every outcome has a criterion, every criterion has its outcome, and both come from one framework. */
function uncovered({ outcomes, rubric, frameworkId }: MicroCourseVersion): FieldProblem[] {
  const declared = outcomes.map(({ competencyId }) => competencyId)
  const covered = rubric.criteria.map(({ competencyId }) => competencyId)
  const problems: FieldProblem[] = []
  if (rubric.frameworkId !== frameworkId)
    problems.push({ pointer: '/rubricId', detail: 'must be of the same framework' })
  outcomes.forEach(({ competencyId, code }, index) => {
    if (!covered.includes(competencyId)) {
      problems.push({ pointer: `/outcomes/${String(index)}`, detail: `needs a criterion in the rubric (${code})` })
    }
  })
  covered.forEach((competencyId, index) => {
    if (!declared.includes(competencyId)) {
      const pointer = `/rubric/criteria/${String(index)}/competencyId`
      problems.push({ pointer, detail: 'must be one of the declared outcomes' })
    }
  })
  return problems
}

function isEqfLevel(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 8
}

function isEmpty(text: LocalisedText, language: Language): boolean {
  return (text[language] ?? '').trim() === ''
}
