import { and, eq, lt } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { tables, type Database } from '../database/index.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Clock } from '../kernel/clock.ts'
import { sha256Hex } from '../kernel/hash.ts'
import type { App } from './app-types.ts'
import { IdempotencyKeyReused, IdempotentRequestInProgress, InvalidIdempotencyKey } from './errors.ts'

const KEPT_MS = 24 * 3600 * 1000
const REPLAYED_HEADERS = ['content-type', 'location'] as const

interface Claim {
  readonly actorId: string
  readonly key: string
}

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyClaim: Claim | null
  }
}

type Keeping = { readonly database: Pick<Database, 'owner'>; readonly clock: Clock }

/**
 * A POST of the API that carries an Idempotency-Key takes effect once: the same request again gets the stored answer.
 * A refused request changed nothing and leaves no trace, so it may be repeated. A request whose process died keeps its
 * key, for nobody knows what it did.
 */
export function registerIdempotency(app: App, services: Keeping): void {
  app.decorateRequest('idempotencyClaim', null)
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    const { personId } = request.actor
    if (request.method !== 'POST' || !request.url.startsWith('/api/') || key === undefined || personId === null) return
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new InvalidIdempotencyKey()
    const claim = { actorId: personId, key }
    if (await claimKey(services, claim, requestHash(request))) request.idempotencyClaim = claim
    else return replay(services, claim, requestHash(request), reply)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.idempotencyClaim) await settle(services, request.idempotencyClaim, reply, payload)
    return payload
  })
}

function requestHash(request: FastifyRequest): string {
  const files = request.formFiles.map(({ field, content }) => [field, sha256Hex(content)])
  return sha256Hex(canonicalJson([request.method, request.url, request.body ?? null, files]))
}

/** True for the one request that may go ahead. */
async function claimKey({ database, clock }: Keeping, claim: Claim, hash: string): Promise<boolean> {
  const at = clock.now()
  const { idempotencyKeys } = tables
  await database.owner
    .delete(idempotencyKeys)
    .where(
      and(eq(idempotencyKeys.actorId, claim.actorId), lt(idempotencyKeys.createdAt, new Date(at.getTime() - KEPT_MS))),
    )
  const claimed = await database.owner
    .insert(idempotencyKeys)
    .values({ ...claim, requestHash: hash, createdAt: at })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key })
  return claimed.length > 0
}

async function replay({ database }: Keeping, claim: Claim, hash: string, reply: FastifyReply): Promise<FastifyReply> {
  const [stored] = await database.owner.select().from(tables.idempotencyKeys).where(isClaim(claim))
  if (!stored || stored.status === null) throw new IdempotentRequestInProgress()
  if (stored.requestHash !== hash) throw new IdempotencyKeyReused()
  return reply
    .code(stored.status)
    .headers({ ...stored.headers, 'idempotency-replayed': 'true' })
    .send(stored.body ?? undefined)
}

async function settle({ database }: Keeping, claim: Claim, reply: FastifyReply, payload: unknown): Promise<void> {
  const isKept = reply.statusCode < 400 && (typeof payload === 'string' || payload === undefined || payload === null)
  if (!isKept) {
    await database.owner.delete(tables.idempotencyKeys).where(isClaim(claim))
    return
  }
  const headers = Object.fromEntries(
    REPLAYED_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name)
      return typeof value === 'string' ? [[name, value] as const] : []
    }),
  )
  await database.owner
    .update(tables.idempotencyKeys)
    .set({ status: reply.statusCode, headers, body: isShownOnce(reply) ? null : (payload ?? null) })
    .where(isClaim(claim))
}

/** A repeated request for a secret learns that it took effect, and where, and not the secret. */
function isShownOnce({ request }: FastifyReply): boolean {
  return request.routeOptions.config.shownOnce === true
}

function isClaim({ actorId, key }: Claim) {
  return and(eq(tables.idempotencyKeys.actorId, actorId), eq(tables.idempotencyKeys.key, key))
}
