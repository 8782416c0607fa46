import en from '../texts/en/certificate.json' with { type: 'json' }
import es from '../texts/es/certificate.json' with { type: 'json' }
import fi from '../texts/fi/certificate.json' with { type: 'json' }
import type { Language } from '../kernel/language.ts'

export type LabelKey = keyof typeof en

const LABELS: Readonly<Record<Language, Readonly<Record<LabelKey, string>>>> = { es, en, fi }

/** The label in `language`, with each `{name}` filled once; filled-in text is never read for placeholders again. */
export function label(language: Language, key: LabelKey, values: Readonly<Record<string, string>> = {}): string {
  return LABELS[language][key].replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder)
}
