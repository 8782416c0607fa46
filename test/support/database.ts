import { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import type { Test } from 'tap'
import { embed, openPostgres, rows, type Database } from '../../src/database/index.ts'
import { startPostgres } from './postgres.ts'
import { t as file } from './test.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Runs the same test on the embedded database and on a Postgres server. Await it, or return it to the parent test. */
export async function onBothDatabases(
  t: Test,
  name: string,
  work: (t: Test, database: Database) => Promise<void>,
): Promise<void> {
  await Promise.all(
    [openTestPglite, openTestPostgres].map((open) =>
      t.test(`${name} (${open === openTestPglite ? 'pglite' : 'postgres'})`, async (inner) =>
        work(inner, await open(inner)),
      ),
    ),
  )
}

/** An embedded database in memory, loaded from a migrated dump; closed when the test file ends. */
export async function openTestPglite(t: Test): Promise<Database> {
  const database = await embed(await PGlite.create({ loadDataDir: new Blob([new Uint8Array(await migratedDump())]) }))
  t.teardown(() => database.close())
  return database
}

/** An embedded database on disk, under the data folder of a service, migrated and closed: for tests that start processes. */
export async function writeDataFolder(dataDir: string): Promise<void> {
  const loadDataDir = new Blob([new Uint8Array(await migratedDump())])
  const client = await PGlite.create(join(dataDir, 'database'), { loadDataDir })
  await client.close()
}

/** A database of its own on a Postgres server: the run's server where there is one, else one for this file. */
export async function openTestPostgres(t: Test): Promise<Database> {
  const database = await openPostgres(await testPostgresUrl())
  t.teardown(() => database.close())
  return database
}

/** The address of that database, for tests that open it several times. */
export async function testPostgresUrl(): Promise<string> {
  const { url, template } = await postgresServer()
  const name = `test_${String(process.pid)}_${String(Date.now())}_${String(Math.floor(Math.random() * 1e6))}`
  const admin = postgres(url, { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name}${template === null ? '' : ` template ${template}`}`)
  await admin.end()
  return url.replace(/\/postgres$/, `/${name}`)
}

let ownServer: Promise<{ url: string; template: null }> | undefined

function postgresServer(): Promise<{ url: string; template: string | null }> {
  const shared = process.env['INSIGNIA_TEST_POSTGRES']
  if (shared !== undefined) return Promise.resolve({ url: shared, template: 'insignia_template' })
  ownServer ??= startPostgres().then((server) => {
    file.teardown(() => server.stop())
    return { url: server.url, template: null }
  })
  return ownServer
}

/**
 * Empties every table but the migrations', as the owner and past the guards, which the replica's role does not fire.
 * Deleting the few rows of a test is many times faster than TRUNCATE, which makes new files for every table and index.
 */
export async function clearTables(database: Database): Promise<void> {
  const names = await rows<{ name: string }>(
    database.owner,
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  )
  const deletions = names.map(({ name }) => `delete from ${name};`).join(' ')
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql.raw(`do $$ begin ${deletions} end $$`))
  })
}

async function migratedDump(): Promise<Buffer> {
  const folder = join(ROOT, 'node_modules/.cache/insignia')
  const file = join(folder, `pglite-${migrationsHash()}.tar`)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    const client = await PGlite.create()
    await embed(client)
    const dump = Buffer.from(await (await client.dumpDataDir('none')).arrayBuffer())
    await client.close()
    const partial = `${file}.${String(process.pid)}`
    writeFileSync(partial, dump)
    renameSync(partial, file)
  }
  return readFileSync(file)
}

function migrationsHash(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(join(ROOT, 'drizzle'))
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    hash.update(readFileSync(join(ROOT, 'drizzle', name)))
  }
  return hash.digest('hex').slice(0, 16)
}
