import { sql } from 'drizzle-orm'
import { rows, type Db } from '../database/index.ts'

/** What serves for hours at most, or lets somebody in: nobody takes up a session or a link of before a restore. */
export const LEFT_OUT = ['auth_sessions', 'auth_verifications', 'idempotency_keys', 'rate_limits'] as const

const ROWS_A_PAGE = 50

/** The tables that a backup holds, by the database's own catalogue and so at any level of migration. */
export async function tableNames(db: Db): Promise<readonly string[]> {
  const found = await rows<{ name: string }>(
    db,
    sql`select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname::text collate "C"`,
  )
  return found.map(({ name }) => name).filter((name) => !LEFT_OUT.some((one) => one === name))
}

/** The first of `names` that holds a row. */
export async function firstFilled(db: Db, names: readonly string[]): Promise<string | null> {
  for (const name of names) {
    const [found] = await rows<{ is_filled: boolean }>(
      db,
      sql`select exists (select 1 from ${sql.identifier(name)}) as is_filled`,
    )
    if (found?.is_filled) return name
  }
  return null
}

/** Rows are written the same whatever the server's settings. Inside a transaction. */
export async function writeNeutrally(tx: Db): Promise<void> {
  await tx.execute(sql`set local timezone = 'UTC'`)
  await tx.execute(sql`set local bytea_output = 'hex'`)
}

/** Every row of a table as one line of JSON, by its primary key. Inside a transaction that writes neutrally. */
export async function* rowLines(tx: Db, table: string): AsyncGenerator<string> {
  const order = await orderOf(tx, table)
  await tx.execute(sql`declare table_rows no scroll cursor for
    select row_to_json(t)::text as line from ${sql.identifier(table)} t order by ${sql.raw(order)}`)
  for (;;) {
    const page = await rows<{ line: string }>(tx, sql.raw(`fetch ${ROWS_A_PAGE} from table_rows`))
    for (const { line } of page) yield line
    if (page.length < ROWS_A_PAGE) break
  }
  await tx.execute(sql`close table_rows`)
}

/** Texts by their bytes: collations differ between servers. */
async function orderOf(tx: Db, table: string): Promise<string> {
  const key = await rows<{ column: string }>(
    tx,
    sql`select quote_ident(a.attname) || case when a.attcollation = 0 then '' else ' collate "C"' end as column
      from pg_index i
      cross join lateral unnest(i.indkey) with ordinality as part (attnum, position)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = part.attnum
      where i.indrelid = ${`public.${table}`}::regclass and i.indisprimary order by part.position`,
  )
  return key.length > 0 ? key.map(({ column }) => `t.${column}`).join(', ') : 'row_to_json(t)::text collate "C"'
}

export async function insertLines(tx: Db, table: string, lines: readonly string[]): Promise<void> {
  const name = sql.identifier(table)
  await tx.execute(
    sql`insert into ${name} select * from json_populate_recordset(null::${name}, ${`[${lines.join(',')}]`}::text::json)`,
  )
}

/** The first foreign key that some row breaks: rows are inserted without its triggers. */
export async function brokenReference(tx: Db): Promise<string | null> {
  const references = await rows<{ name: string; child: string; parent: string; columns: string }>(
    tx,
    sql`select conname::text as name, conrelid::regclass::text as child, confrelid::regclass::text as parent,
        (select json_agg(json_build_array(quote_ident(c.attname), quote_ident(p.attname)))::text
          from unnest(conkey, confkey) as pair (own, other)
          join pg_attribute c on c.attrelid = conrelid and c.attnum = pair.own
          join pg_attribute p on p.attrelid = confrelid and p.attnum = pair.other) as columns
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by conname::text`,
  )
  for (const { name, child, parent, columns } of references) {
    const pairs = JSON.parse(columns) as readonly (readonly [string, string])[]
    const isSet = pairs.map(([own]) => `c.${own} is not null`).join(' and ')
    const isSame = pairs.map(([own, other]) => `p.${other} = c.${own}`).join(' and ')
    const query = `select 1 from ${child} c where ${isSet} and not exists (select 1 from ${parent} p where ${isSame}) limit 1`
    if ((await rows(tx, sql.raw(query))).length > 0) return name
  }
  return null
}
