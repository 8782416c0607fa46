import { sql } from 'drizzle-orm'
import { readLog, verifyLongChain } from '../audit/index.ts'
import type { Blobs } from '../blobs/index.ts'
import { migrationLevel, type Db, type Unmigrated } from '../database/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import { damaged, sealedText, type BackupSeal, type Manifest } from './manifest.ts'
import { archiveFiles, evidenceOf, linesOf, tableOf, wholeContent } from './read-backup.ts'
import { BackupRefused } from './refusals.ts'
import { brokenReference, firstFilled, insertLines, tableNames, writeNeutrally } from './rows.ts'
import { tableParts } from './write-backup.ts'

/** Throws `BackupRefused` where the signing keys of the backup were sealed with another key, or its manifest was rewritten. */
export function requireSeal(manifest: Manifest, seal: BackupSeal): void {
  if (manifest.keyFingerprint !== seal.keyFingerprint) {
    throw new BackupRefused(
      'key-other',
      'The signing keys of this backup were sealed with another key-encryption key than the one that is set here.',
    )
  }
  if (manifest.seal !== seal.of(sealedText(manifest))) throw damaged('its manifest was rewritten')
}

/**
 * Fills an empty database and the storage of evidence from a backup that `checkBackup` has passed, and migrates to the
 * level of this program. Rows come in one transaction, which ends only once they read back as they were written, refer
 * to rows that are there, and end in the same log. Evidence that was stored by a restore that failed does no harm: it
 * lies under its hash.
 */
export async function restoreBackup(
  { database, migrate }: Unmigrated,
  blobs: Blobs,
  path: string,
  manifest: Manifest,
): Promise<void> {
  const { owner } = database
  await requireEmpty(owner, await tableNames(owner))
  const level = await migrationLevel(owner)
  if (level && level.madeAt > manifest.migration.madeAt) {
    throw new BackupRefused(
      'target-newer',
      'This database was set up by a later version than the backup is of: restore into one that nothing has opened yet.',
    )
  }
  await migrate(manifest.migration.madeAt)
  await owner.transaction(async (tx) => {
    await lockAll(tx, manifest)
    await withoutTriggers(tx, () => fill(tx, blobs, path, manifest))
    await requireWhole(tx, manifest)
  })
  await migrate()
}

async function requireEmpty(db: Db, tables: readonly string[]): Promise<void> {
  const filled = await firstFilled(db, tables)
  if (filled === null) return
  throw new BackupRefused(
    'target-not-empty',
    `There is a programme in this database already (${filled} holds rows), and it is left as it is: restore into an empty one.`,
  )
}

/** Nobody else writes until the end; what they wrote before is seen. */
async function lockAll(tx: Db, { tables }: Manifest): Promise<void> {
  const present = await tableNames(tx)
  const names = Object.keys(tables).sort()
  if (names.join() !== [...present].sort().join()) throw damaged('its tables are not those of its level')
  await tx.execute(
    sql`lock table ${sql.join(
      present.map((name) => sql.identifier(name)),
      sql`, `,
    )} in exclusive mode`,
  )
  await requireEmpty(tx, present)
}

/** The guards judge steps of people; these rows have been through them. Foreign keys are checked afterwards. */
async function withoutTriggers(tx: Db, work: () => Promise<void>): Promise<void> {
  try {
    await tx.execute(sql`set local session_replication_role = replica`)
  } catch (error) {
    throw new BackupRefused(
      'target-rights',
      'The database user may not set session_replication_role: restore as a superuser, or let one run "grant set on parameter session_replication_role to" this user.',
      { cause: error },
    )
  }
  await work()
  await tx.execute(sql`set local session_replication_role = origin`)
}

/** What was checked a moment ago is checked again as it passes: a file may change between two readings. */
async function fill(tx: Db, blobs: Blobs, path: string, { entries }: Manifest): Promise<void> {
  const expected = new Map(entries.map(({ name, sha256 }) => [name, sha256]))
  for await (const file of archiveFiles(path)) {
    const content = await wholeContent(file)
    const [table, evidence, sha256] = [tableOf(file.name), evidenceOf(file.name), expected.get(file.name)]
    if (sha256 === undefined) continue
    if (sha256Hex(content) !== sha256) throw damaged(`${file.name} changed while it was read`)
    expected.delete(file.name)
    if (table !== null) await insertLines(tx, table, linesOf(file.name, content))
    if (evidence !== null) await blobs.put(evidence, content)
  }
  const [missing] = expected.keys()
  if (missing !== undefined) throw damaged(`${missing} went missing while it was read`)
}

async function requireWhole(tx: Db, { entries, tables, log }: Manifest): Promise<void> {
  await writeNeutrally(tx)
  const expected = entries.filter(({ name }) => tableOf(name) !== null)
  let next = 0
  for (const table of Object.keys(tables).sort()) {
    for await (const { name, lines } of tableParts(tx, table)) {
      const sha256 = sha256Hex(lines.map((line) => `${line}\n`).join(''))
      const wanted = expected[next++]
      if (wanted?.name !== name || wanted.sha256 !== sha256)
        throw damaged(`${table} does not read back as it was written`)
    }
  }
  if (next !== expected.length) throw damaged('rows are missing after they were written')
  const reference = await brokenReference(tx)
  if (reference !== null) throw damaged(`rows refer to others that are not there (${reference})`)
  const verdict = await verifyLongChain(readLog(tx))
  if (!verdict.intact || verdict.length !== log.length || verdict.headHash !== log.headHash) {
    throw damaged('its judgement log does not end as its manifest says')
  }
}
