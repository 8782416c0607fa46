import { crc32 } from 'node:zlib'
import { BAKED_PNG_KEYWORD } from '../standards/ob3/index.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const TEXT_CHUNKS = ['iTXt', 'tEXt', 'zTXt']

interface Chunk {
  readonly type: string
  /** Length, type, data and checksum, as they stand in the file. */
  readonly bytes: Uint8Array
}

/**
 * The picture with the signed text inside, just before its end; a badge that it already carries makes room. Bake last:
 * whatever re-encodes a picture drops its texts. Throws TypeError for bytes that are no whole PNG.
 * Source: Open Badges 3.0, Baked Badges, PNG; PNG, iTXt.
 */
export function bakePng(png: Uint8Array, credential: string): Uint8Array {
  const kept = chunksOf(png)
    .filter((chunk) => !carriesBadge(chunk))
    .map(({ bytes }) => bytes)
  return Buffer.concat([SIGNATURE, ...kept.slice(0, -1), textChunk(credential), ...kept.slice(-1)])
}

/** Up to IEND: what follows it is not part of the picture. */
function chunksOf(png: Uint8Array): Chunk[] {
  if (!SIGNATURE.equals(png.subarray(0, SIGNATURE.length))) throw notWhole()
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: Chunk[] = []
  let at = SIGNATURE.length
  while (chunks.at(-1)?.type !== 'IEND') {
    if (at + 12 > png.length) throw notWhole()
    const end = at + 12 + view.getUint32(at)
    if (end > png.length) throw notWhole()
    chunks.push({ type: latin1(png.subarray(at + 4, at + 8)), bytes: png.subarray(at, end) })
    at = end
  }
  return chunks
}

/** Whichever kind of text it is: a reader that is not strict would find two. */
function carriesBadge({ type, bytes }: Chunk): boolean {
  return TEXT_CHUNKS.includes(type) && latin1(bytes.subarray(8)).startsWith(`${BAKED_PNG_KEYWORD}\0`)
}

/** Not compressed, in no language: keyword 0, flag 0, method 0, language 0, translated keyword 0, text. */
function textChunk(text: string): Uint8Array {
  const typed = Buffer.concat([Buffer.from(`iTXt${BAKED_PNG_KEYWORD}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(typed.length - 4)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, checksum])
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function notWhole(): TypeError {
  return new TypeError('not a whole PNG')
}
