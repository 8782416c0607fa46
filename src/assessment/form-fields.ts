import { isLanguage, type Language, type LocalisedText } from '../kernel/language.ts'
import type { PageProblem } from '../pages/index.ts'
import { NOT_EVIDENCED, type Mark } from './marks.ts'
import type { LanguageSupport, RulesOfEvidence } from './seal-rules.ts'

export type Sent = Readonly<Record<string, string | readonly string[]>>

/** On a form "not evidenced" is the key 0; inside it is never a number. */
export const NOT_EVIDENCED_KEY = '0'

export function textField(sent: Sent, name: string): string {
  const value = sent[name]
  return typeof value === 'string' ? value.trim() : ''
}

export function listField(sent: Sent, name: string): readonly string[] {
  const value = sent[name]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** Null when nothing was chosen. */
export function markField(sent: Sent, name: string): Mark | null {
  const value = textField(sent, name)
  if (value === NOT_EVIDENCED_KEY) return NOT_EVIDENCED
  return /^\d{1,2}$/.test(value) ? Number(value) : null
}

export function markKey(mark: Mark): string {
  return mark === NOT_EVIDENCED ? NOT_EVIDENCED_KEY : String(mark)
}

/** One text, in the language chosen beside it. */
export function localisedField(sent: Sent, name: string, fallback: Language): LocalisedText {
  const language = textField(sent, `${name}Language`)
  return { [isLanguage(language) ? language : fallback]: textField(sent, name) }
}

export const RULES = ['valid', 'authentic', 'current', 'sufficient'] as const

export function rulesField(sent: Sent, prefix: string): RulesOfEvidence {
  const held = listField(sent, `${prefix}.rules`)
  const reason = textField(sent, `${prefix}.reason`)
  const [valid, authentic, current, sufficient] = RULES.map((rule) => held.includes(rule))
  return {
    valid: valid === true,
    authentic: authentic === true,
    current: current === true,
    sufficient: sufficient === true,
    ...(reason === '' ? {} : { reason }),
  }
}

const SUPPORTS = ['assessor_reads_language', 'human_summary_en', 'machine_translation_reviewed'] as const

export function languageSupportField(sent: Sent): LanguageSupport | undefined {
  return SUPPORTS.find((support) => support === sent['languageSupport'])
}

/** The fields of one of several like forms carry a prefix; so must the pointers of what is wrong with them. */
export function prefixed(problem: PageProblem | undefined, prefix: string): PageProblem | undefined {
  if (!problem?.errors) return problem
  const path = `/${prefix.split('.').join('/')}`
  return { ...problem, errors: problem.errors.map((error) => ({ ...error, pointer: path + error.pointer })) }
}
