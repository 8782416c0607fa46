import { lt } from 'drizzle-orm'
import { tables, type Database } from '../database/index.ts'

const IDEMPOTENCY_KEPT_MS = 24 * 3600 * 1000

/** Removes what has served its time: counters, sessions, one-time links and stored answers. As the owner. */
export async function sweepExpired({ owner }: Pick<Database, 'owner'>, at: Date): Promise<void> {
  await owner.delete(tables.rateLimits).where(lt(tables.rateLimits.windowEndsAt, at))
  await owner.delete(tables.authSessions).where(lt(tables.authSessions.expiresAt, at))
  await owner.delete(tables.authVerifications).where(lt(tables.authVerifications.expiresAt, at))
  const oldest = new Date(at.getTime() - IDEMPOTENCY_KEPT_MS)
  await owner.delete(tables.idempotencyKeys).where(lt(tables.idempotencyKeys.createdAt, oldest))
}
