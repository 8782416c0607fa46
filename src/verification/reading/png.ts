import { crc32 } from 'node:zlib'
import { BAKED_PNG_KEYWORD } from '../../standards/ob3/baked-badge.ts'
import { Malformed } from '../errors.ts'
import { inflateBounded } from './inflate.ts'
import { decodeUtf8 } from './utf8.ts'

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

export function looksLikePng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => bytes[at] === byte)
}

/**
 * Texts of the `openbadgecredential` iTXt chunks of a PNG; the caller decides about more than one.
 * Source: Open Badges 3.0, Baked Badges, PNG.
 */
export function credentialTextsOfPng(bytes: Uint8Array): string[] {
  const texts: string[] = []
  for (const chunk of chunks(bytes)) {
    const text = chunk.type === 'iTXt' ? credentialText(chunk.data) : null
    if (text !== null) texts.push(text)
  }
  return texts
}

function* chunks(bytes: Uint8Array): Generator<{ type: string; data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = SIGNATURE.length; at < bytes.length;) {
    if (at + 12 > bytes.length) throw broken()
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) throw broken()
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1')
    // Only the chunk that is read needs a right checksum; a picture with a damaged palette still carries its badge.
    if (type === 'iTXt' && view.getUint32(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) throw broken()
    yield { type, data: bytes.subarray(at + 8, end - 4) }
    if (type === 'IEND') return
    at = end
  }
}

/** keyword 0, compression flag, method, language tag 0, translated keyword 0, text. Source: PNG, iTXt. */
function credentialText(data: Uint8Array): string | null {
  const keywordEnd = data.indexOf(0)
  if (Buffer.from(data.subarray(0, Math.max(keywordEnd, 0))).toString('latin1') !== BAKED_PNG_KEYWORD) return null
  const languageEnd = data.indexOf(0, keywordEnd + 3)
  const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1)
  if (translatedEnd < 0) throw broken()
  const body = data.subarray(translatedEnd + 1)
  const text = data[keywordEnd + 1] === 0 ? body : inflateBounded(body)
  if (text === null) throw broken()
  return decodeUtf8(text)
}

function broken(): Malformed {
  return new Malformed('broken-png', 'The picture is damaged or cut short. Ask for the original file.')
}
