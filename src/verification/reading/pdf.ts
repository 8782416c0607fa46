import { Malformed } from '../errors.ts'
import { inflateBounded } from './inflate.ts'
import { decodeUtf8 } from './utf8.ts'

const MAX_ATTACHMENTS = 64
const MAX_STREAMS = 20_000
const DICTIONARY_WINDOW = 4096

export function looksLikePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')
}

/**
 * Texts of the files attached to a PDF. Every attachment is a stream object of its own with `/Type /EmbeddedFile`
 * (a stream cannot hide inside an object stream), so its bytes are found without building the document. A PDF library
 * would first inflate every stream of a stranger's file, without a bound.
 * Source: ISO 32000-1, Stream Objects and Embedded File Streams.
 */
export function attachedTextsOfPdf(bytes: Uint8Array): string[] {
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const texts: string[] = []
  let streams = 0
  let attachments = 0
  for (let at = pdf.indexOf('stream'); at >= 0; at = pdf.indexOf('stream', at + 6)) {
    if (++streams > MAX_STREAMS) throw new Malformed('broken-pdf', 'The PDF has too many parts to be a certificate.')
    const dictionary = dictionaryBefore(pdf, at)
    if (dictionary === null || !/\/Type\s*\/EmbeddedFile\b/.test(dictionary)) continue
    if (++attachments > MAX_ATTACHMENTS) throw new Malformed('broken-pdf', 'The PDF has too many attached files.')
    const text = attachmentText(pdf, at, dictionary)
    if (text !== null) texts.push(text)
  }
  return texts
}

function dictionaryBefore(pdf: Buffer, streamAt: number): string | null {
  const window = pdf.subarray(Math.max(0, streamAt - DICTIONARY_WINDOW), streamAt).toString('latin1')
  const dictionary = window.slice(window.lastIndexOf(' obj') + 1)
  return /^obj\s*<<[\s\S]*>>\s*$/.test(dictionary) ? dictionary : null
}

/** Null for an attachment that is not text, or is encoded in another way than Flate: it is not one of our kind. */
function attachmentText(pdf: Buffer, streamAt: number, dictionary: string): string | null {
  const start = streamAt + 6 + (pdf[streamAt + 6] === 0x0d ? 2 : 1)
  const end = pdf.indexOf('endstream', start)
  const filter = /\/Filter\s*\[?\s*\/(\w+)\s*(?:\]|\/|>)/.exec(dictionary)?.[1]
  if (end < 0) return null
  const data =
    filter === undefined
      ? pdf.subarray(start, end)
      : filter === 'FlateDecode'
        ? inflateBounded(pdf.subarray(start))
        : null
  try {
    return data === null ? null : decodeUtf8(data)
  } catch {
    return null
  }
}
