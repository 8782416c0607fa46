import { sql } from 'drizzle-orm'
import { readdirSync } from 'node:fs'
import { rows, type Database } from '../../src/database/index.ts'

/** Counters of the edge, which count refusals too. */
const NOT_STATE = ['rate_limits']

export interface Kept {
  readonly tables: Readonly<Record<string, string>>
  readonly files: readonly string[]
}

/** A digest of every table, and the files of the data folder: equal before and after what changed nothing. */
export async function whatIsKept({ owner }: Database, dataDir: string): Promise<Kept> {
  const names = await rows<{ name: string }>(
    owner,
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const digests = names
    .filter(({ name }) => !NOT_STATE.includes(name))
    .map(
      ({ name }) => `select '${name}' as name, md5(string_agg(r::text, ',' order by r::text)) as digest from ${name} r`,
    )
  const found = await rows<{ name: string; digest: string }>(owner, sql.raw(digests.join(' union all ')))
  return {
    tables: Object.fromEntries(found.map(({ name, digest }) => [name, digest])),
    files: readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).sort(),
  }
}
