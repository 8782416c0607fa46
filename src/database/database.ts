import { sql, type SQL } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type { Scope } from '../kernel/actor.ts'
import { asRefusal } from './refusals.ts'
import type * as schema from './schema.ts'

/** One drizzle database or transaction, whichever driver stands behind it. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>

export interface Database {
  readonly kind: 'pglite' | 'postgres'
  /**
   * Runs `work` in one transaction under the application role and the scope's row policies. What the database refuses
   * comes out as a `DatabaseRefusal`. `at` is the instant that dated rules are judged by.
   */
  transaction<T>(scope: Scope, at: Date, work: (tx: Db) => Promise<T>): Promise<T>
  /** The owner's connection: migrations, sign-in and signing keys. Never inside `transaction`. */
  readonly owner: Db
  close(): Promise<void>
}

/** The rows of a raw query, which the two drivers return in different shapes. */
export async function rows<T>(db: Pick<Db, 'execute'>, query: SQL): Promise<T[]> {
  const result: unknown = await db.execute(query)
  return Array.isArray(result) ? [...(result as T[])] : (result as { rows: T[] }).rows
}

export function transactionRunner(owner: Db): Database['transaction'] {
  return async (scope, at, work) => {
    try {
      return await owner.transaction(async (tx) => {
        await enterScope(tx, scope, at)
        return work(tx)
      })
    } catch (error) {
      throw asRefusal(error)
    }
  }
}

async function enterScope(tx: Db, scope: Scope, at: Date): Promise<void> {
  await tx.execute(sql`select set_config('role', 'insignia_app', true),
    set_config('insignia.actor', ${scope.kind}, true),
    set_config('insignia.person', ${scope.personId ?? ''}, true),
    set_config('insignia.programmes', ${scope.programmeIds.join(',')}, true),
    set_config('insignia.at', ${at.toISOString()}, true)`)
}
