import { and, eq, isNull, lt, ne } from 'drizzle-orm'
import { tables, type Database } from '../database/index.ts'

const DAY_MS = 24 * 3600 * 1000
const IDEMPOTENCY_KEPT_MS = DAY_MS
const DONE_TASKS_KEPT_MS = 7 * DAY_MS
const MESSAGES_KEPT_MS = 90 * DAY_MS

/** Removes what has served its time: counters, sessions, one-time links, stored answers and settled messages. As the owner. */
export async function sweepExpired({ owner }: Pick<Database, 'owner'>, at: Date): Promise<void> {
  const before = (ms: number): Date => new Date(at.getTime() - ms)
  const { rateLimits, authSessions, authVerifications, idempotencyKeys, tasks, outbox } = tables
  await owner.delete(rateLimits).where(lt(rateLimits.windowEndsAt, at))
  await owner.delete(authSessions).where(lt(authSessions.expiresAt, at))
  await owner.delete(authVerifications).where(lt(authVerifications.expiresAt, at))
  await owner.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before(IDEMPOTENCY_KEPT_MS)))
  await owner.delete(tasks).where(and(eq(tasks.state, 'done'), lt(tasks.runAt, before(DONE_TASKS_KEPT_MS))))
  await owner.delete(outbox).where(and(ne(outbox.state, 'waiting'), lt(outbox.createdAt, before(MESSAGES_KEPT_MS))))
  // Somebody typed an address that nobody has.
  await owner.delete(outbox).where(and(eq(outbox.state, 'dropped'), isNull(outbox.personId)))
}
