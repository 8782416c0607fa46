import { buildApp, openServices } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { requirePinnedAddress } from '../../src/credentials/index.ts'
import { tables } from '../../src/database/index.ts'
import { unreachable } from '../../src/verification/index.ts'
import { eq } from 'drizzle-orm'
import { enterRequest, stopping, type Stop } from './stopping.ts'

/*
 * The whole service as a process of its own, started by a test that kills it. Which award stops where comes as a
 * message; whoever has stopped says so and waits for its end.
 */

export type ToService = { readonly open: true } | { readonly awardId: string; readonly stop: Stop }

export type FromService = 'listening' | 'armed' | Stopped

export interface Stopped {
  readonly awardId: string
  readonly stop: Stop
  /** The signature that was made and that nobody has recorded. */
  readonly signed?: string | undefined
  /** What the public could ask for, where something is on record. */
  readonly record?: { readonly id: string; readonly code: string } | undefined
}

const armed = new Map<string, Stop>()

const say = (message: FromService): void => void process.send?.(message)

async function start(): Promise<void> {
  const services = await openServices(readConfig(process.env))
  await requirePinnedAddress(services)
  const { credentials } = tables
  const watched = stopping(services, async (awardId, stop, signed) => {
    if (armed.get(awardId) !== stop) return
    // The embedded database has one connection, which an open transaction holds.
    const isFree = !stop.endsWith('but not committed')
    const [record] = isFree
      ? await services.database.owner.select().from(credentials).where(eq(credentials.awardId, awardId))
      : []
    say({ awardId, stop, signed, record: record && { id: record.id, code: record.code } })
    await new Promise(() => undefined)
  })
  const app = await buildApp(watched, { fetchDocument: () => Promise.resolve(unreachable('no-answer')) })
  app.server.prependListener('request', ({ url }) => enterRequest(url))
  await app.listen({ host: services.config.host, port: services.config.port })
  say('listening')
}

process.on('message', (message: ToService) => {
  if ('open' in message) {
    void start()
    return
  }
  armed.set(message.awardId, message.stop)
  say('armed')
})
process.once('disconnect', () => process.exit())
