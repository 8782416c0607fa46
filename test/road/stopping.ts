import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'drizzle-orm'
import { rows, type Database, type Db } from '../../src/database/index.ts'
import type { Services } from '../../src/services.ts'

/** What is on record about an award that is being issued, step by step. */
export type Recorded = 'reserved' | 'endorsed' | 'prepared' | 'signed'

/** Where a service can be stopped: before and after each of these is committed, and after each signature. */
export type Stop = Recorded | `${Recorded} but not committed` | 'endorsement made' | 'signature made' | 'verifying'

/** Resolves at once where nothing is to be stopped; otherwise never. */
export type StopAt = (awardId: string, stop: Stop, signed?: string) => Promise<void>

/** The award whose credential the current request asks for. */
const issuing = new AsyncLocalStorage<string>()

export function enterRequest(url: string | undefined): void {
  const [, awardId] = /^\/api\/v1\/awards\/([^/]+)\/credential$/.exec(url ?? '') ?? []
  if (awardId !== undefined) issuing.enterWith(awardId)
}

/** The same services, whose database and signatures say where an award has got to. */
export function stopping(services: Services, stopAt: StopAt): Services {
  const awaitingVerification = new Set<string>()
  const { database, signing } = services
  return {
    ...services,
    database: stoppingDatabase(database, async (awardId, stop) => stopAt(awardId, stop), awaitingVerification),
    signing: {
      ...signing,
      async sign(prepared, organisationId, keyId) {
        const signed = await signing.sign(prepared, organisationId, keyId)
        const awardId = issuing.getStore()
        if (awardId === undefined || !('kind' in prepared)) return signed
        if (prepared.kind === 'endorsement') await stopAt(awardId, 'endorsement made', signed)
        if (prepared.kind === 'credential') {
          await stopAt(awardId, 'signature made', signed)
          awaitingVerification.add(awardId)
        }
        return signed
      },
    },
  }
}

function stoppingDatabase(database: Database, stopAt: StopAt, awaitingVerification: Set<string>): Database {
  return {
    ...database,
    async transaction(scope, at, work) {
      const awardId = issuing.getStore()
      if (awardId === undefined) return database.transaction(scope, at, work)
      if (awaitingVerification.delete(awardId)) await stopAt(awardId, 'verifying')
      const { result, news } = await database.transaction(scope, at, async (tx) => {
        const before = await recordedOf(tx, awardId)
        const result = await work(tx)
        const after = await recordedOf(tx, awardId)
        const news = after === before ? null : after
        if (news !== null) await stopAt(awardId, `${news} but not committed`)
        return { result, news }
      })
      if (news !== null) await stopAt(awardId, news)
      return result
    },
  }
}

/** As the reader of `tx` sees it; null before the reservation, and to whoever sees nothing of the award. */
export async function recordedOf(tx: Pick<Db, 'execute'>, awardId: string): Promise<Recorded | null> {
  const [found] = await rows<{ state: 'reserved' | 'prepared' | 'signed' | null; is_endorsed: boolean }>(
    tx,
    sql`select (select state from credentials where award_id = ${awardId}::uuid) as state,
      exists (select from partner_endorsements where award_id = ${awardId}::uuid and signed is not null) as is_endorsed`,
  )
  if (!found) throw new Error('a query without a table answered no row')
  return found.state === 'reserved' && found.is_endorsed ? 'endorsed' : found.state
}
