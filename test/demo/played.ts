import type { Test } from 'tap'
import type { Database } from '../../src/database/index.ts'
import { playHistory, type PlayOptions } from '../../src/demo/play-history.ts'
import { loadSeed } from '../../src/demo/seed.ts'
import type { HistoryServices, World } from '../../src/demo/world.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { createVerifier, type Verifier } from '../../src/public/index.ts'
import { createSigning } from '../../src/signing/index.ts'
import { testServices } from '../support/app.ts'

export interface Played {
  readonly world: World
  readonly verifier: Verifier
}

/** The programme lived through on `database`, with real signatures and without network; the clock stands at its last day. */
export async function played(database: Database, options: PlayOptions = {}): Promise<Played> {
  const clock = new SettableClock(new Date(0))
  const { config } = testServices(database)
  const { publicUrl, issuerDid } = config
  const keyEncryptionKey = new Uint8Array(32).fill(7)
  const signing = createSigning({ database, clock, publicUrl, issuerDid, keyEncryptionKey, development: true })
  const services = testServices(database, { clock, signing })
  const verifier = createVerifier(services, (url) => {
    throw new Error(`history fetches nothing, and asked for ${url}`)
  })
  const forHistory: HistoryServices = { ...services, clock, checkOwnOutput: verifier.checkOwnOutput }
  return { world: await playHistory(forHistory, loadSeed(), options), verifier }
}

/** Rows in the order of the ids that are expected. */
export function inOrderOf<T extends { readonly id: string }>(ids: readonly string[], rows: readonly T[]): readonly T[] {
  return ids.map((id) => {
    const found = rows.find((row) => row.id === id)
    if (!found) throw new Error(`nothing was kept under ${id}`)
    return found
  })
}

export const iso = (at: Date | null): string | null => at && at.toISOString().replace('.000Z', 'Z')

export type TestOfPlayed = (t: Test, played: Played) => Promise<void>
