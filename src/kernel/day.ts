/** The calendar day, such as `2026-06-12`, that it is in a zone. */
export function dayIn(at: Date, timeZone: string): string {
  const parts = partsIn(at, timeZone)
  return `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}`
}

/** The instant at which a calendar day ends in a zone: the first that no longer belongs to it. */
export function endOfDay(day: string, timeZone: string): Date {
  const [year, month, date] = numbersOf(day)
  const midnight = Date.UTC(year, month - 1, date + 1)
  // The offset may change between the guess and the real midnight, so it is read twice.
  const guess = new Date(midnight - offsetMs(new Date(midnight), timeZone))
  return new Date(midnight - offsetMs(guess, timeZone))
}

/** The end of the local day that lies `days` after `from`: where "within ten days" closes for the people of that zone. */
export function endOfDayAfter(from: Date, days: number, timeZone: string): Date {
  const [year, month, date] = numbersOf(dayIn(from, timeZone))
  return endOfDay(isoDay(new Date(Date.UTC(year, month - 1, date + days))), timeZone)
}

/** The same day some months earlier; the last of its month where that month is shorter. */
export function monthsBefore(day: string, months: number): string {
  const [year, month, date] = numbersOf(day)
  const lastOfMonth = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return isoDay(new Date(Date.UTC(year, month - 1 - months, Math.min(date, lastOfMonth))))
}

function numbersOf(day: string): [year: number, month: number, date: number] {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return [year, month, date]
}

function isoDay(at: Date): string {
  return at.toISOString().slice(0, 10)
}

function offsetMs(at: Date, timeZone: string): number {
  const parts = partsIn(at, timeZone)
  const local = `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}T${parts['hour'] ?? ''}:${parts['minute'] ?? ''}:${parts['second'] ?? ''}Z`
  return Date.parse(local) - Math.floor(at.getTime() / 1000) * 1000
}

function partsIn(at: Date, timeZone: string): Readonly<Record<string, string>> {
  const two = '2-digit'
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
    hourCycle: 'h23',
    timeZone,
  })
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}
