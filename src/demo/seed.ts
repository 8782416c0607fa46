import { readFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { SeedSchema, type Seed } from './seed-types.ts'

const FILE = new URL('programme.json', import.meta.url)
const DAY_MS = 24 * 60 * 60 * 1000

/** The file is not what this version reads; the message names the first place. */
export class UnreadableSeed extends Error {
  constructor(detail: string) {
    super(`programme.json: ${detail}`)
    this.name = 'UnreadableSeed'
  }
}

export function loadSeed(): Seed {
  return parseSeed(JSON.parse(readFileSync(FILE, 'utf8')))
}

/** Throws `UnreadableSeed`. */
export function parseSeed(value: unknown): Seed {
  if (Value.Check(SeedSchema, value)) return value
  const [problem] = Value.Errors(SeedSchema, value)
  throw new UnreadableSeed(`${problem?.instancePath ?? ''} ${problem?.message ?? 'does not match'}`)
}

/** Whole days from the programme's last day to the day of `at`, in UTC. */
export function daysUntil(seed: Seed, at: Date): number {
  return dayNumber(at) - dayNumber(new Date(seed.meta.snapshotAt))
}

const dayNumber = (at: Date): number => Math.floor(at.getTime() / DAY_MS)

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/

/** The same programme, every day and instant of it moved by whole days. Texts that merely hold a date stay. */
export function shiftSeed(seed: Seed, days: number): Seed {
  return days === 0 ? seed : (moved(seed, days * DAY_MS) as Seed)
}

function moved(value: unknown, ms: number): unknown {
  if (Array.isArray(value)) return value.map((one) => moved(one, ms))
  if (typeof value === 'string') return DATE.test(value) ? movedDate(value, ms) : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, moved(member, ms)]))
}

function movedDate(text: string, ms: number): string {
  const iso = new Date(new Date(text).getTime() + ms).toISOString()
  return text.includes('T') ? iso.replace('.000Z', 'Z') : iso.slice(0, 10)
}
