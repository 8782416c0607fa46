import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import { sha256Hex } from '../../src/kernel/hash.ts'
import type { BackupSeal, Manifest } from '../../src/operations/index.ts'
import { sealedText } from '../../src/operations/manifest.ts'

/** A backup in pieces, which somebody puts together anew. */
export interface Opened {
  readonly files: Map<string, string>
  manifest: Manifest
}

/** Writes a copy of `path` that somebody changed, hashes and all, as `change` says. */
export async function rewritten(path: string, target: string, change: (opened: Opened) => void): Promise<string> {
  const opened = await open(path)
  change(opened)
  const archive = pack()
  for (const [name, content] of opened.files) archive.entry({ name }, content)
  archive.entry({ name: 'manifest.json' }, JSON.stringify(opened.manifest))
  archive.finalize()
  await pipeline(Readable.from(archive), createGzip(), createWriteStream(target))
  return target
}

/** The manifest that says of `files` what is true of them, under the seal of the right key. */
export function resealed({ files, manifest }: Opened, seal: BackupSeal, given: Partial<Manifest> = {}): Manifest {
  const entries = [...files].map(([name, content]) => ({
    name,
    size: Buffer.byteLength(content),
    sha256: sha256Hex(content),
  }))
  const unsealed = { ...manifest, entries, ...given }
  return { ...unsealed, seal: seal.of(sealedText(unsealed)) }
}

async function open(path: string): Promise<Opened> {
  const archive = extract()
  createReadStream(path).pipe(createGunzip()).pipe(archive)
  const files = new Map<string, string>()
  for await (const entry of archive) {
    const pieces: Uint8Array[] = []
    for await (const piece of entry as AsyncIterable<Uint8Array>) pieces.push(piece)
    files.set(entry.header.name, Buffer.concat(pieces).toString('utf8'))
  }
  const manifest = JSON.parse(files.get('manifest.json') ?? '') as Manifest
  files.delete('manifest.json')
  return { files, manifest }
}
