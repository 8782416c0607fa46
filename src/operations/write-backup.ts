import { sql } from 'drizzle-orm'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack as newPack, type Pack } from 'tar-stream'
import { GENESIS_HASH } from '../audit/index.ts'
import { CorruptBlob } from '../blobs/index.ts'
import { migrationLevel, rows, type Db } from '../database/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import type { Services } from '../services.ts'
import {
  FORMAT,
  FORMAT_VERSION,
  MANIFEST_NAME,
  sealedText,
  type BackupSeal,
  type Entry,
  type Manifest,
} from './manifest.ts'
import { BackupRefused } from './refusals.ts'
import { LEFT_OUT, rowLines, tableNames, writeNeutrally } from './rows.ts'

/** Of one file of rows; a single row may be longer. */
const PART_BYTES = 4_000_000

type Parts = Pick<Services, 'config' | 'database' | 'blobs' | 'clock'>
type AddEntry = (name: string, content: Uint8Array) => Promise<void>

/**
 * Writes rows, evidence and sealed signing keys as one gzipped tar file. The rows are of one instant; evidence, which
 * never changes under its address, is read afterwards, so that no transaction waits for it. The manifest comes last:
 * a file without one was cut off. Ends `destination`.
 */
export async function writeBackup(services: Parts, seal: BackupSeal, destination: Writable): Promise<void> {
  const pack = newPack()
  const written = pipeline(Readable.from(pack), createGzip(), destination)
  const filled = fill(pack, services, seal).catch((error: unknown) => {
    pack.destroy(error as Error)
    throw error
  })
  await Promise.all([filled, written])
}

async function fill(pack: Pack, services: Parts, seal: BackupSeal): Promise<void> {
  const mtime = services.clock.now()
  const entries: Entry[] = []
  const put: AddEntry = (name, content) =>
    new Promise((done, fail) => {
      const entry = pack.entry({ name, size: content.byteLength, mode: 0o600, mtime }, (error) => {
        if (error) fail(error)
        else done()
      })
      entry.end(content)
    })
  const add: AddEntry = async (name, content) => {
    entries.push({ name, size: content.byteLength, sha256: sha256Hex(content) })
    await put(name, content)
  }
  const { evidence, ...snapshot } = await addRows(services, add)
  const missingEvidence = await addEvidence(services, evidence, add)
  const unsealed: Omit<Manifest, 'seal'> = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    createdAt: mtime.toISOString(),
    publicUrl: services.config.publicUrl,
    ...snapshot,
    leftOut: [...LEFT_OUT],
    entries,
    missingEvidence,
    keyFingerprint: seal.keyFingerprint,
  }
  const manifest: Manifest = { ...unsealed, seal: seal.of(sealedText(unsealed)) }
  await put(MANIFEST_NAME, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  pack.finalize()
}

interface Snapshot extends Pick<Manifest, 'migration' | 'tables' | 'log'> {
  readonly evidence: readonly string[]
}

async function addRows({ database }: Parts, add: AddEntry): Promise<Snapshot> {
  return database.owner.transaction(
    async (tx) => {
      await writeNeutrally(tx)
      const migration = await migrationLevel(tx)
      if (!migration) throw new BackupRefused('nothing-to-back-up', 'There is no database of Insignia here.')
      const tables: Record<string, number> = {}
      for (const table of await tableNames(tx)) tables[table] = await addTable(tx, table, add)
      return { migration, tables, log: await logHead(tx), evidence: await evidenceHashes(tx) }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

async function addTable(tx: Db, table: string, add: AddEntry): Promise<number> {
  let count = 0
  for await (const { name, lines } of tableParts(tx, table)) {
    await add(name, Buffer.from(lines.map((line) => `${line}\n`).join('')))
    count += lines.length
  }
  return count
}

/** A table's rows in files of a bearable size: a table without rows has none. */
export async function* tableParts(
  tx: Db,
  table: string,
): AsyncGenerator<{ readonly name: string; readonly lines: readonly string[] }> {
  let [number, size, lines]: [number, number, string[]] = [1, 0, []]
  const part = () => ({ name: `rows/${table}/${String(number++).padStart(6, '0')}.jsonl`, lines })
  for await (const line of rowLines(tx, table)) {
    lines.push(line)
    size += line.length
    if (size < PART_BYTES) continue
    yield part()
    ;[size, lines] = [0, []]
  }
  if (lines.length > 0) yield part()
}

async function logHead(tx: Db): Promise<Manifest['log']> {
  const [head] = await rows<{ seq: string | number; hash: string }>(
    tx,
    sql`select seq, hash from audit_events order by seq desc limit 1`,
  )
  return head ? { length: Number(head.seq), headHash: head.hash } : { length: 0, headHash: GENESIS_HASH }
}

async function evidenceHashes(db: Db, only?: string): Promise<readonly string[]> {
  const one = only === undefined ? sql`true` : sql`sha256 = ${only}`
  const found = await rows<{ sha256: string }>(
    db,
    sql`select distinct sha256 from evidence_versions
      where sha256 is not null and bytes_deleted_at is null and ${one} order by sha256`,
  )
  return found.map(({ sha256 }) => sha256)
}

/** Returns what the rows still name and the storage does not have whole; what was removed meanwhile is not missed. */
async function addEvidence({ database, blobs }: Parts, hashes: readonly string[], add: AddEntry): Promise<string[]> {
  const missing: string[] = []
  for (const sha256 of hashes) {
    const content = await blobs.get(sha256).catch((error: unknown) => {
      if (error instanceof CorruptBlob) return null
      throw error
    })
    if (content) await add(`evidence/${sha256}`, content)
    else if ((await evidenceHashes(database.owner, sha256)).length > 0) missing.push(sha256)
  }
  return missing
}
