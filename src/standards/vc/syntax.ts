const DATE_TIME_STAMP = /^\d{4}-\d\d-(\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** The instant of a dateTimeStamp; undefined without time zone or for an impossible date. Source: XML Schema 1.1. */
export function instantIn(value: unknown): Date | undefined {
  const [text, day, zone] = typeof value === 'string' ? (DATE_TIME_STAMP.exec(value) ?? []) : []
  if (text === undefined || day === undefined || zone === undefined) return undefined
  const instant = new Date(text)
  // The 30th of February becomes a day in March.
  const isReal = new Date(`${text.slice(0, text.indexOf('T'))}T00:00:00Z`).getUTCDate() === Number(day)
  return isReal && !Number.isNaN(instant.getTime()) ? instant : undefined
}

/** An address with a scheme, in the characters that may stand in one. Source: RFC 3986, Syntax Components. */
export function isUrl(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}<>"{}|\\^`]+$/u.test(value)
}
