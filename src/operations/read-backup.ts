import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { extract as newExtract } from 'tar-stream'
import { knownMigrations } from '../database/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import { damaged, MANIFEST_NAME, parseManifest, type Entry, type Manifest } from './manifest.ts'
import { BackupRefused } from './refusals.ts'

const ROWS = /^rows\/([a-z_]+)\/\d{6,}\.jsonl$/
const EVIDENCE = /^evidence\/([0-9a-f]{64})$/

/** A file of the archive, read in pieces; whoever gets it reads it to its end. */
export interface ArchiveFile {
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
}

/** The table whose rows a file of this name holds. */
export const tableOf = (name: string): string | null => ROWS.exec(name)?.[1] ?? null

/** The hash of the evidence that a file of this name holds. */
export const evidenceOf = (name: string): string | null => EVIDENCE.exec(name)?.[1] ?? null

/** The files of a backup one after the other. Throws `BackupRefused` where the archive itself cannot be read. */
export async function* archiveFiles(path: string): AsyncGenerator<ArchiveFile> {
  const { size } = await stat(path)
  const extract = newExtract()
  const gunzip = createGunzip()
  const source = createReadStream(path)
  const stop = (error: Error): void => {
    extract.destroy(error)
  }
  source.on('error', stop)
  gunzip.on('error', stop)
  source.pipe(gunzip).pipe(extract)
  try {
    for await (const entry of extract)
      yield { name: entry.header.name, content: readable(entry as AsyncIterable<Uint8Array>) }
  } catch (error) {
    throw unreadable(error)
  } finally {
    source.destroy()
    gunzip.destroy()
  }
  if (gunzip.bytesWritten !== size) throw damaged('something follows its end')
}

async function* readable(entry: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* entry
  } catch (error) {
    throw unreadable(error)
  }
}

function unreadable(error: unknown): BackupRefused {
  return error instanceof BackupRefused ? error : damaged('the file is cut off or is no gzipped tar archive', error)
}

export async function wholeContent({ content }: ArchiveFile): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return Buffer.concat(pieces)
}

/**
 * Reads a backup from its first byte to its last and touches nothing else. Throws `BackupRefused` for one that is cut
 * off, altered, or of a version of Insignia that came later.
 */
export async function checkBackup(path: string): Promise<Manifest> {
  const found: Entry[] = []
  const counts = new Map<string, number>()
  let manifest: Manifest | null = null
  for await (const file of archiveFiles(path)) {
    if (manifest) throw damaged(`${file.name} follows the manifest`)
    if (file.name === MANIFEST_NAME) {
      manifest = parseManifest((await wholeContent(file)).toString('utf8'))
      continue
    }
    const { entry, lines } = await measured(file)
    found.push(entry)
    const table = tableOf(file.name)
    if (table !== null) counts.set(table, (counts.get(table) ?? 0) + lines)
  }
  if (!manifest) throw damaged('it ends before its manifest')
  requireKnownLevel(manifest)
  compare(manifest, found, counts)
  return manifest
}

function requireKnownLevel({ migration: { madeAt, hash } }: Manifest): void {
  if (knownMigrations().some((known) => known.madeAt === madeAt && known.hash === hash)) return
  throw new BackupRefused(
    'backup-newer',
    'This backup is of a database that this version of Insignia does not know: use the version that made it, or a later one.',
  )
}

function compare({ entries, tables }: Manifest, found: readonly Entry[], counts: ReadonlyMap<string, number>): void {
  for (let index = 0; index < Math.max(entries.length, found.length); index++) {
    const [expected, present] = [entries[index], found[index]]
    if (!expected) throw damaged(`${present?.name ?? ''} is not in its manifest`)
    if (present?.name !== expected.name) throw damaged(`${expected.name} is missing`)
    if (present.sha256 !== expected.sha256 || present.size !== expected.size) throw damaged(`${expected.name} differs`)
    requireSense(expected)
  }
  for (const table of new Set([...Object.keys(tables), ...counts.keys()])) {
    if ((tables[table] ?? 0) !== (counts.get(table) ?? 0)) throw damaged(`${table} has another number of rows`)
  }
}

function requireSense({ name, sha256 }: Entry): void {
  const evidence = evidenceOf(name)
  if (evidence === null ? tableOf(name) === null : evidence !== sha256)
    throw damaged(`${name} is not what its name says`)
}

/** Rows are read as JSON; evidence is hashed as it passes. */
async function measured(file: ArchiveFile): Promise<{ readonly entry: Entry; readonly lines: number }> {
  const { name } = file
  if (tableOf(name) !== null) {
    const content = await wholeContent(file)
    const entry = { name, size: content.byteLength, sha256: sha256Hex(content) }
    return { entry, lines: linesOf(name, content).length }
  }
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of file.content) {
    hash.update(piece)
    size += piece.byteLength
  }
  return { entry: { name, size, sha256: hash.digest('hex') }, lines: 0 }
}

/** The rows of a file, each an object of JSON. */
export function linesOf(name: string, content: Buffer): readonly string[] {
  const lines = content.toString('utf8').split('\n')
  if (lines.pop() !== '') throw damaged(`${name} ends within a row`)
  for (const line of lines) if (!isObject(line)) throw damaged(`${name} holds something else than rows`)
  return lines
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
