import { t } from '../support/test.ts'
import { dayIn, endOfDay, endOfDayAfter, monthsBefore } from '../../src/kernel/day.ts'

for (const { at, timeZone, expected } of [
  { at: '2026-06-13T03:59:59Z', timeZone: 'America/Santiago', expected: '2026-06-12' },
  { at: '2026-06-13T04:00:00Z', timeZone: 'America/Santiago', expected: '2026-06-13' },
  { at: '2026-06-12T21:00:00Z', timeZone: 'Europe/Helsinki', expected: '2026-06-13' },
]) {
  t.test(`${at} is ${expected} in ${timeZone}`, async (t) => {
    t.equal(dayIn(new Date(at), timeZone), expected)
  })
}

for (const { day, timeZone, expected } of [
  { day: '2026-06-12', timeZone: 'America/Santiago', expected: '2026-06-13T04:00:00.000Z' },
  { day: '2026-12-31', timeZone: 'America/Santiago', expected: '2027-01-01T03:00:00.000Z' },
  { day: '2026-03-28', timeZone: 'Europe/Helsinki', expected: '2026-03-28T22:00:00.000Z' },
  { day: '2026-03-29', timeZone: 'Europe/Helsinki', expected: '2026-03-29T21:00:00.000Z' },
]) {
  t.test(`${day} ends at ${expected} in ${timeZone}`, async (t) => {
    t.equal(endOfDay(day, timeZone).toISOString(), expected)
  })
}

for (const { from, days, timeZone, expected } of [
  { from: '2026-04-16T08:40:00Z', days: 10, timeZone: 'America/Santiago', expected: '2026-04-27T04:00:00.000Z' },
  { from: '2026-04-16T02:00:00Z', days: 10, timeZone: 'America/Santiago', expected: '2026-04-26T04:00:00.000Z' },
  { from: '2026-03-30T12:00:00Z', days: 10, timeZone: 'America/Santiago', expected: '2026-04-10T04:00:00.000Z' },
  { from: '2026-10-20T12:00:00Z', days: 10, timeZone: 'Europe/Helsinki', expected: '2026-10-30T22:00:00.000Z' },
]) {
  t.test(`${String(days)} days from ${from} end with the day in ${timeZone}`, async (t) => {
    t.equal(endOfDayAfter(new Date(from), days, timeZone).toISOString(), expected)
  })
}

for (const { day, months, expected } of [
  { day: '2026-06-12', months: 24, expected: '2024-06-12' },
  { day: '2026-02-15', months: 3, expected: '2025-11-15' },
  { day: '2026-03-31', months: 1, expected: '2026-02-28' },
  { day: '2028-03-31', months: 1, expected: '2028-02-29' },
  { day: '2026-01-31', months: 0, expected: '2026-01-31' },
]) {
  t.test(`${String(months)} months before ${day} is ${expected}`, async (t) => {
    t.equal(monthsBefore(day, months), expected)
  })
}
