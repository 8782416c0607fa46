import { readdirSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { LANGUAGES, type Language } from '../kernel/language.ts'
import { LOCALES } from './format.ts'

export type TextValues = Readonly<Record<string, string | number | Date>>
/** `t('area.key', values)`: the ICU message `key` of `src/texts/<language>/<area>.json`, filled with `values`. */
export type Translate = (key: string, values?: TextValues) => string

/** A page asked for a text that no catalogue has, or left out one of its values. */
export class UnknownText extends Error {
  constructor(language: Language, key: string, cause?: unknown) {
    super(`no text for ${key} in ${language}`, { cause })
    this.name = 'UnknownText'
  }
}

type Catalogue = ReadonlyMap<string, string>

/** Every catalogue, by language and then by `area.key`; read once, when this module is loaded. */
export const catalogues: Readonly<Record<Language, Catalogue>> = {
  es: readCatalogue('es'),
  en: readCatalogue('en'),
  fi: readCatalogue('fi'),
}

function readCatalogue(language: Language): Catalogue {
  const folder = new URL(`./${language}/`, import.meta.url)
  const texts = new Map<string, string>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const area = file.slice(0, -'.json'.length)
    const entries = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>
    for (const [key, text] of Object.entries(entries)) texts.set(`${area}.${key}`, text)
  }
  return texts
}

/** Whether there is such a text; the three languages always have the same keys. */
export function hasText(key: string): boolean {
  return LANGUAGES.some((language) => catalogues[language].has(key))
}

/**
 * The texts of one language. An unknown key or a missing value is thrown as `UnknownText`, unless `onUnknown` says
 * what to print instead: production logs it and shows a page with one plain word too many rather than no page.
 */
export function translator(language: Language, onUnknown?: (error: UnknownText, key: string) => string): Translate {
  return (key, values) => {
    try {
      return message(language, key).format(values) as string
    } catch (error) {
      const unknown = error instanceof UnknownText ? error : new UnknownText(language, key, error)
      if (!onUnknown) throw unknown
      return onUnknown(unknown, key)
    }
  }
}

const parsed = new Map<string, IntlMessageFormat>()

function message(language: Language, key: string): IntlMessageFormat {
  const id = `${language}:${key}`
  const known = parsed.get(id)
  if (known) return known
  const text = catalogues[language].get(key)
  if (text === undefined) throw new UnknownText(language, key)
  const fresh = new IntlMessageFormat(text, LOCALES[language], undefined, { ignoreTag: true })
  parsed.set(id, fresh)
  return fresh
}
