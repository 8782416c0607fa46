import { localised, type Language, type LocalisedText } from '../kernel/language.ts'
import { ACHIEVEMENT_WORDING, valueName } from './achievement-wording.ts'
import type { MicroCourseVersion } from './version.ts'

/** "How to earn it" as Markdown: the criteria with their required levels, the joint assessment, and the EU elements in words. */
export function criteriaNarrative(version: MicroCourseVersion, language: Language): string {
  const words = ACHIEVEMENT_WORDING[language]
  const text = (value: LocalisedText) => plain(localised(value, language, version.baseLanguage))
  const criteria = version.rubric.criteria.map((criterion) => {
    const required = criterion.levels.find(({ position }) => position === criterion.requiredLevel)
    const sentences = [
      words.requiredLevel(required ? text(required.quality) : String(criterion.requiredLevel)),
      ...(required ? [text(required.descriptor)] : []),
      ...(criterion.isCritical ? [words.critical] : []),
    ]
    return `- **${text(criterion.title)}**. ${sentences.join(' ')}`
  })
  const facts = elementsOf(version, language, text).map(([term, value]) => `- **${term}:** ${value}`)
  return [
    `## ${words.criteria}`,
    criteria.join('\n'),
    words.rule,
    `## ${words.jointAssessment}`,
    words.jointAssessmentText,
    facts.join('\n'),
  ].join('\n\n')
}

type Pair = readonly [string, string]

function elementsOf({ eu }: MicroCourseVersion, language: Language, text: (value: LocalisedText) => string): Pair[] {
  const words = ACHIEVEMENT_WORDING[language]
  const name = (value: string) => plain(valueName(value, language))
  const credits = eu.credits.map(({ value, scheme, status }) =>
    status === 'granted' ? `${String(value)} ${plain(scheme)}` : words.indicativeCredits(value, plain(scheme)),
  )
  const level =
    'notApplicableReason' in eu.level
      ? `${words.levelNotApplicable}: ${text(eu.level.notApplicableReason)}`
      : `${plain(eu.level.framework)} ${String(eu.level.value)} (${name(eu.level.basis)})`
  const pairs: Pair[] = [
    [words.workload, [words.hours(eu.notionalWorkloadHours), ...credits].join(', ')],
    [words.level, level],
    [words.assessmentTypes, eu.assessmentTypes.map(name).join(', ')],
    [words.participation, name(eu.participation.value)],
    [words.supervision, name(eu.supervision.value)],
    [words.qualityAssurance, text(eu.qualityAssurance.description)],
    [words.prerequisites, text(eu.prerequisites)],
  ]
  return pairs.filter(([, value]) => value !== '')
}

/** A text as one line of Markdown that means nothing but itself. */
function plain(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>#|~]/g, '\\$&')
}
