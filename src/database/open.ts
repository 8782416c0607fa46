import { PGlite } from '@electric-sql/pglite'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator'
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js'
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { transactionRunner, type Database, type Db } from './database.ts'
import { lockFolder } from './lock-folder.ts'
import { withMigrations } from './migrations.ts'
import * as schema from './schema.ts'

const MIGRATION_LOCK = 727272
const POOL_SIZE = 10

/** A database as it was found, for those who look before they migrate. */
export interface Unmigrated {
  readonly database: Database
  /** Brings it to the level of `until`, a migration's instant; without it to the newest. */
  readonly migrate: (until?: number) => Promise<void>
}

/** The embedded database in `dataDir`/database, which this process alone may open. Migrates. */
export async function openEmbedded(dataDir: string): Promise<Database> {
  return migrated(await openEmbeddedAsIs(dataDir))
}

/** A Postgres server of version 15 or later. Migrates under an advisory lock, so that many processes may start at once. */
export async function openPostgres(url: string): Promise<Database> {
  return migrated(openPostgresAsIs(url))
}

/** Wraps an open PGlite and migrates it. */
export async function embed(client: PGlite): Promise<Database> {
  return migrated(embedAsIs(client))
}

async function migrated({ database, migrate }: Unmigrated): Promise<Database> {
  try {
    await migrate()
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

export async function openEmbeddedAsIs(dataDir: string): Promise<Unmigrated> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(dataDir)
  try {
    const { database, migrate } = embedAsIs(await PGlite.create(join(dataDir, 'database')))
    const close = async (): Promise<void> => {
      await database.close()
      await unlock()
    }
    return { database: { ...database, close }, migrate }
  } catch (error) {
    await unlock()
    throw error
  }
}

export function embedAsIs(client: PGlite): Unmigrated {
  const db = drizzlePglite({ client, schema })
  const owner: Db = db
  return {
    database: { kind: 'pglite', owner, transaction: transactionRunner(owner), close: () => client.close() },
    migrate: (until) => withMigrations(until, (migrationsFolder) => migratePglite(db, { migrationsFolder })),
  }
}

export function openPostgresAsIs(url: string): Unmigrated {
  const client = postgres(url, { max: POOL_SIZE, onnotice: () => undefined })
  const owner: Db = drizzlePostgres({ client, schema })
  return {
    database: {
      kind: 'postgres',
      owner,
      transaction: transactionRunner(owner),
      close: () => client.end({ timeout: 5 }),
    },
    async migrate(until) {
      const single = postgres(url, { max: 1, onnotice: () => undefined })
      try {
        await single`select pg_advisory_lock(${MIGRATION_LOCK})`
        await withMigrations(until, (migrationsFolder) =>
          migratePostgres(drizzlePostgres({ client: single }), { migrationsFolder }),
        )
      } finally {
        await single.end()
      }
    },
  }
}
