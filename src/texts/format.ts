import type { Language } from '../kernel/language.ts'

export const LOCALES: Readonly<Record<Language, string>> = { es: 'es-CL', en: 'en-GB', fi: 'fi-FI' }

type Instant = Date | string

/** `12 June 2026`, in the reader's zone. */
export function formatDate(instant: Instant, language: Language, timeZone: string): string {
  return dateFormat(language, { dateStyle: 'long', timeZone }).format(new Date(instant))
}

/** `12 June 2026 at 16:00 GMT-4`: an instant that counts to the minute names its zone. */
export function formatDateTime(instant: Instant, language: Language, timeZone: string): string {
  return dateFormat(language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(instant))
}

/** The last minute before `until`: midnight would be read as a day too many. */
export function formatDeadline(until: Date, language: Language, timeZone: string): string {
  return formatDateTime(new Date(until.getTime() - 60_000), language, timeZone)
}

/** The last day that something holds until `until`, for what ends with a day. */
export function formatLastDay(until: Date, language: Language, timeZone: string): string {
  return formatDate(new Date(until.getTime() - 60_000), language, timeZone)
}

/** A calendar day such as `2026-06-12`, which has no zone. */
export function formatDay(day: string, language: Language): string {
  return formatDate(`${day}T00:00:00Z`, language, 'UTC')
}

export function formatNumber(value: number, language: Language, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(LOCALES[language], options).format(value)
}

export function formatPercent(share: number, language: Language): string {
  return formatNumber(share, language, { style: 'percent', maximumFractionDigits: 0 })
}

/** `español y finés`. */
export function formatList(words: readonly string[], language: Language): string {
  return new Intl.ListFormat(LOCALES[language], { type: 'conjunction' }).format(words)
}

/** `1.2 MB`, in decimal units, as the systems of phones count; `61 bytes`, whose short form reads as another unit. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return formatNumber(bytes / 1000 ** power, language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  })
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${language}${JSON.stringify(options)}`
  const known = dateFormats.get(id)
  if (known) return known
  const fresh = new Intl.DateTimeFormat(LOCALES[language], options)
  dateFormats.set(id, fresh)
  return fresh
}
