import { randomBytes } from 'node:crypto'
import { createAccount } from '../access/index.ts'
import { buildApp, openServices, scheduledWork } from '../app.ts'
import type { Config } from '../config.ts'
import { SettableClock, systemClock } from '../kernel/clock.ts'
import { createVerifier } from '../public/index.ts'
import type { Services } from '../services.ts'
import { repeat } from '../tasks/index.ts'
import { guardedFetcher } from '../verification/index.ts'
import { playHistory } from './play-history.ts'
import { daysUntil, loadSeed } from './seed.ts'
import type { HistoryEvent, World } from './world.ts'

/** The programme up to today, lived with a clock of its own; the services that go on from there have the real one. */
export async function openDemo(
  config: Config,
  onEvent: (event: HistoryEvent, number: number, total: number) => void,
): Promise<{ readonly services: Services; readonly world: World }> {
  const clock = new SettableClock(new Date(0))
  const past = await openServices(config, { clock })
  try {
    const { checkOwnOutput } = createVerifier(past, refuseToFetch)
    const seed = loadSeed()
    const shiftDays = daysUntil(seed, systemClock.now())
    const world = await playHistory({ ...past, clock, checkOwnOutput }, seed, { shiftDays, onEvent })
    return { world, services: await openServices(config, { database: past.database, clock: systemClock }) }
  } catch (error) {
    await past.database.close()
    throw error
  }
}

const refuseToFetch = (url: string): never => {
  throw new Error(`the past fetches nothing, and asked for ${url}`)
}

/** One password for all, made anew for every run: the service may be reachable by others. */
export async function giveAccounts(services: Services, personIds: readonly string[]): Promise<string> {
  const password = `insignia-${randomBytes(6).toString('base64url')}`
  for (const personId of new Set(personIds)) await createAccount(services, personId, password)
  return password
}

export interface Running {
  readonly stop: () => Promise<void>
}

/** As `npm start` does, with the database of the demo. */
export async function startService(services: Services): Promise<Running> {
  const fetcher = guardedFetcher()
  const app = await buildApp(services, { fetchDocument: fetcher.fetchDocument })
  await app.listen({ host: services.config.host, port: services.config.port })
  const work = scheduledWork(services).map(({ everyMs, run }) =>
    repeat(everyMs, run, (error) => {
      app.log.error({ type: error instanceof Error ? error.constructor.name : 'unknown' }, 'scheduled work failed')
    }),
  )
  return {
    async stop() {
      await app.close()
      await Promise.all(work.map((repetition) => repetition.stop()))
      await fetcher.close()
    },
  }
}
