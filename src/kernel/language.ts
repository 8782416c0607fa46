/** Languages of labels, pages and certificates. */
export const LANGUAGES = ['es', 'en', 'fi'] as const
export type Language = (typeof LANGUAGES)[number]

export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text)
}

/** A text in one or more languages; the keys are the codes of `LANGUAGES`. */
export type LocalisedText = Partial<Record<Language, string>>

/** The text in `wanted`, else in `base`, else in whichever language there is; empty only when there is none. */
export function localised(text: LocalisedText, wanted: Language, base: Language = 'es'): string {
  return text[wanted] ?? text[base] ?? LANGUAGES.map((language) => text[language]).find((found) => found) ?? ''
}
