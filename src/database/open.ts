import { PGlite } from '@electric-sql/pglite'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator'
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js'
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { transactionRunner, type Database, type Db } from './database.ts'
import { lockFolder } from './lock-folder.ts'
import * as schema from './schema.ts'

const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url))
const MIGRATION_LOCK = 727272
const POOL_SIZE = 10

/** The embedded database in `dataDir`/database, which this process alone may open. Migrates. */
export async function openEmbedded(dataDir: string): Promise<Database> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(dataDir)
  try {
    const database = await embed(await PGlite.create(join(dataDir, 'database')))
    return {
      ...database,
      close: async () => {
        await database.close()
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** Wraps an open PGlite and migrates it. */
export async function embed(client: PGlite): Promise<Database> {
  const db = drizzlePglite({ client, schema })
  await migratePglite(db, { migrationsFolder: MIGRATIONS })
  const owner: Db = db
  return { kind: 'pglite', owner, transaction: transactionRunner(owner), close: () => client.close() }
}

/** A Postgres server of version 15 or later. Migrates under an advisory lock, so that many processes may start at once. */
export async function openPostgres(url: string): Promise<Database> {
  const single = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await single`select pg_advisory_lock(${MIGRATION_LOCK})`
    await migratePostgres(drizzlePostgres({ client: single }), { migrationsFolder: MIGRATIONS })
  } finally {
    await single.end()
  }
  const client = postgres(url, { max: POOL_SIZE, onnotice: () => undefined })
  const owner: Db = drizzlePostgres({ client, schema })
  return { kind: 'postgres', owner, transaction: transactionRunner(owner), close: () => client.end({ timeout: 5 }) }
}
