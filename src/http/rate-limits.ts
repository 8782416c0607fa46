import rateLimit, { type FastifyRateLimitStore, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit'
import { sql } from 'drizzle-orm'
import { rows, type Database } from '../database/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { sha256Hex } from '../kernel/hash.ts'
import type { App } from './app-types.ts'
import { TooManyRequests } from './errors.ts'

export interface Count {
  readonly hits: number
  readonly ttlMs: number
}

type Counting = { readonly database: Pick<Database, 'owner'>; readonly clock: Clock }

/**
 * Counts one more hit of `key` in one statement, so that processes share the count; the first hit after a window's end
 * opens the next one. Keys are hashed, since they hold addresses of people. Never inside `database.transaction`.
 */
export async function countHit({ database, clock }: Counting, key: string, windowMs: number): Promise<Count> {
  const at = clock.now()
  const now = at.toISOString()
  const end = new Date(at.getTime() + windowMs).toISOString()
  const [row] = await rows<{ hits: number; end: string | Date }>(
    database.owner,
    sql`insert into rate_limits as held (key, hits, window_ends_at) values (${sha256Hex(key)}, 1, ${end}::timestamptz)
      on conflict (key) do update set
        hits = case when held.window_ends_at <= ${now}::timestamptz then 1 else held.hits + 1 end,
        window_ends_at = case when held.window_ends_at <= ${now}::timestamptz
          then excluded.window_ends_at else held.window_ends_at end
      returning hits, window_ends_at as end`,
  )
  if (!row) throw new Error('the rate limit was not counted')
  return { hits: row.hits, ttlMs: Math.max(0, new Date(row.end).getTime() - at.getTime()) }
}

/** Takes a hit back: what succeeded is no attempt. */
export async function takeBackHit({ database }: Counting, key: string): Promise<void> {
  await database.owner.execute(sql`update rate_limits set hits = greatest(hits - 1, 0) where key = ${sha256Hex(key)}`)
}

/** Routes opt in by `config: { rateLimit: { max, timeWindow, groupId } }`; counts are kept a client address. */
export async function registerRateLimits(app: App, services: Counting): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    store: sharedStore(services),
    errorResponseBuilder: (_request, { ttl }) => new TooManyRequests(Math.max(1, Math.ceil(ttl / 1000))),
  })
}

function sharedStore(services: Counting): FastifyRateLimitStoreCtor {
  return class SharedStore implements FastifyRateLimitStore {
    readonly #scope: string

    constructor(options: { routeInfo?: { method?: unknown; url?: unknown }; groupId?: string }) {
      const { routeInfo, groupId } = options
      this.#scope = groupId ?? `${String(routeInfo?.method)} ${String(routeInfo?.url)}`
    }

    incr(key: string, callback: Parameters<FastifyRateLimitStore['incr']>[1], windowMs: number): void {
      countHit(services, `${this.#scope}:${key}`, windowMs).then(
        ({ hits, ttlMs }) => callback(null, { current: hits, ttl: ttlMs }),
        (error: unknown) => callback(error as Error),
      )
    }

    child(options: object): FastifyRateLimitStore {
      return new SharedStore(options)
    }
  }
}
