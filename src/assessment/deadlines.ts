const DAY_MS = 24 * 60 * 60 * 1000

/** The appeal window as an instant: whole days after the release, to the minute. */
export function appealUntil(releasedAt: Date, windowDays: number): Date {
  return new Date(releasedAt.getTime() + windowDays * DAY_MS)
}

export function isInAppealWindow(until: Date, at: Date): boolean {
  return at.getTime() <= until.getTime()
}

/** The end of the local day that lies `days` after `from`: where "within ten days" closes for the people of that zone. */
export function endOfDayAfter(from: Date, days: number, timeZone: string): Date {
  const { year, month, day } = localDay(from, timeZone)
  const midnight = Date.UTC(year, month - 1, day + days + 1)
  const guess = midnight - zoneOffset(midnight, timeZone)
  return new Date(midnight - zoneOffset(guess, timeZone))
}

function localDay(at: Date, timeZone: string): { year: number; month: number; day: number } {
  const parts = partsOf(at.getTime(), timeZone)
  return { year: parts.year ?? 0, month: parts.month ?? 1, day: parts.day ?? 1 }
}

function zoneOffset(instant: number, timeZone: string): number {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = partsOf(instant, timeZone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}

function partsOf(instant: number, timeZone: string): Partial<Record<Intl.DateTimeFormatPartTypes, number>> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, Number(value)]))
}
