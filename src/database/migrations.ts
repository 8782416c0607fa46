import { readMigrationFiles } from 'drizzle-orm/migrator'
import { sql } from 'drizzle-orm'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rows, type Db } from './database.ts'

const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url))

/** A migration by the instant it was made at, which orders them, and the SHA-256 of its text. */
export interface MigrationLevel {
  readonly madeAt: number
  readonly hash: string
}

/** Every migration of this version of the program, the oldest first. */
export function knownMigrations(): readonly MigrationLevel[] {
  return readMigrationFiles({ migrationsFolder: MIGRATIONS }).map(({ folderMillis, hash }) => ({
    madeAt: folderMillis,
    hash,
  }))
}

/** The newest migration that a database has seen; null for a database without any. */
export async function migrationLevel(db: Db): Promise<MigrationLevel | null> {
  const [found] = await rows<{ known: string | null }>(
    db,
    sql`select to_regclass('drizzle.__drizzle_migrations')::text as known`,
  )
  if (found?.known == null) return null
  const [level] = await rows<{ hash: string; made_at: string | number }>(
    db,
    sql`select hash, created_at as made_at from drizzle.__drizzle_migrations order by created_at desc limit 1`,
  )
  return level ? { madeAt: Number(level.made_at), hash: level.hash } : null
}

/** Gives `work` the folder of the migrations up to `until`: all of them, or a copy that ends there. */
export async function withMigrations(
  until: number | undefined,
  work: (folder: string) => Promise<unknown>,
): Promise<void> {
  if (until === undefined) {
    await work(MIGRATIONS)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'insignia-migrations-'))
  try {
    const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as Journal
    const entries = journal.entries.filter(({ when }) => when <= until)
    mkdirSync(join(folder, 'meta'))
    writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }))
    for (const { tag } of entries) cpSync(join(MIGRATIONS, `${tag}.sql`), join(folder, `${tag}.sql`))
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Journal {
  readonly entries: readonly { readonly when: number; readonly tag: string }[]
}
