import type { Test } from 'tap'
import { createVerifier } from '../../src/public/index.ts'
import type { Database } from '../../src/database/index.ts'
import { playHistory, type PlayOptions } from '../../src/demo/play-history.ts'
import { loadSeed } from '../../src/demo/seed.ts'
import type { HistoryServices, World } from '../../src/demo/world.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { createSigning } from '../../src/signing/index.ts'
import { testServices } from '../support/app.ts'

/** Services for history on `database`: real signing under a key that is made on the way, and no network. */
export function historyServices(database: Database): HistoryServices {
  const clock = new SettableClock(new Date(0))
  const { config } = testServices(database)
  const signing = createSigning({
    ...{ database, clock, publicUrl: config.publicUrl, issuerDid: config.issuerDid, development: true },
    keyEncryptionKey: new Uint8Array(32).fill(7),
  })
  const services = testServices(database, { clock, signing })
  const { checkOwnOutput } = createVerifier(services, () => {
    throw new Error('history fetches nothing')
  })
  return { ...services, clock, checkOwnOutput }
}

export async function played(t: Test, database: Database, options: PlayOptions = {}): Promise<World> {
  const started = Date.now()
  const world = await playHistory(historyServices(database), loadSeed(), options)
  t.comment(`played in ${Date.now() - started} ms`)
  return world
}
