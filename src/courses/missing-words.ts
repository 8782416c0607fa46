import type { MissingPart } from '../frameworks/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import { isLanguage, localised } from '../kernel/language.ts'
import { languageName, type PageContext } from '../pages/index.ts'
import type { MicroCourseVersion } from './version.ts'

type Version = Pick<MicroCourseVersion, 'id' | 'outcomes' | 'rubric' | 'baseLanguage'>

/** What is missing in a version, in the reader's words, with the page where it is filled in. */
export function missingInWords(
  context: PageContext,
  version: Version,
  missing: readonly FieldProblem[],
): readonly MissingPart[] {
  const parts = missing.map((problem) => inWords(context, version, problem))
  return parts.filter(({ text }, index) => parts.findIndex((other) => other.text === text) === index)
}

const TEXTS = ['title', 'description']

function inWords(context: PageContext, version: Version, { pointer, detail }: FieldProblem): MissingPart {
  const { t, language } = context
  const base = `/courses/${version.id}`
  const [, area = '', first = '', second = '', ...rest] = pointer.split('/')
  const last = rest.at(-1) ?? second
  const inLanguage = { language: languageName(isLanguage(last) ? last : version.baseLanguage, language) }
  if (TEXTS.includes(area)) {
    const spoken = { language: languageName(isLanguage(first) ? first : version.baseLanguage, language) }
    return { text: t(`courses.missing.${area}`, spoken), href: `${base}/texts` }
  }
  if (area === 'awardingBody') return { text: t('courses.missing.awardingBody') }
  if (area === 'frameworkId') return { text: t('courses.missing.framework') }
  if (area === 'rubricId') return { text: t('courses.missing.rubric') }
  if (area === 'requirements') {
    const text =
      first === ''
        ? t('courses.missing.evidence')
        : t('courses.missing.requirement', { number: Number(first) + 1, ...inLanguage })
    return { text, href: `${base}/evidence` }
  }
  if (area === 'outcomes') {
    const outcome = version.outcomes[Number(first)]
    if (first === '' || !outcome) return { text: t('courses.missing.outcomes'), href: `${base}/outcomes` }
    const name = `${outcome.code} ${localised(outcome.title, language, version.baseLanguage)}`
    return {
      text: t('courses.missing.criterion', { outcome: name }),
      href: `${base}/criteria/new?outcome=${outcome.competencyId}`,
    }
  }
  if (area === 'rubric') return aboutCriterion(context, version, Number(second), rest)
  if (area === 'eu') return { text: t(`courses.missing.eu.${euElement(first, second)}`), href: `${base}/elements` }
  return { text: detail }
}

const EU_ELEMENTS = [
  'notionalWorkloadHours',
  'assessmentTypes',
  'participation',
  'supervision',
  'qualityAssurance',
  'level',
] as const

function euElement(element: string, part: string): string {
  if (element === 'level' && part === 'notApplicableReason') return 'levelReason'
  return EU_ELEMENTS.find((known) => known === element) ?? 'other'
}

/** `part` is `title/LANGUAGE`, `levels/N/descriptor/LANGUAGE` or `competencyId`, each of the criterion at `index`. */
function aboutCriterion(
  { t, language }: PageContext,
  { id, rubric, baseLanguage }: Version,
  index: number,
  part: readonly string[],
): MissingPart {
  const criterion = rubric.criteria[index]
  const name = criterion ? localised(criterion.title, language, baseLanguage) : ''
  const last = part.at(-1) ?? ''
  const spoken = isLanguage(last) ? last : baseLanguage
  const values = { criterion: name || String(index + 1), language: languageName(spoken, language) }
  const href = `/courses/${id}/criteria/${criterion?.id ?? 'new'}`
  if (part[0] === 'title') return { text: t('courses.missing.criterionTitle', values), href }
  if (part[0] === 'levels') return { text: t('courses.missing.descriptors', values), href }
  return { text: t('courses.missing.criterionOutcome', values), href }
}
