import { fileTypeFromBuffer } from 'file-type'
import { MediaTypeMismatch, MediaTypeRefused } from './errors.ts'
import { acceptedKind, acceptedTextKind, extensionOf, kindOfExtension, mayBeDeclaredAs } from './media-types.ts'

export interface Upload {
  readonly content: Uint8Array
  readonly fileName: string
  /** What the client declared; empty when it declared nothing. */
  readonly declaredType: string
}

export interface InspectedUpload {
  readonly content: Uint8Array
  readonly mediaType: string
}

/**
 * Decides the media type from the content. A type that is not on the list, or a name or declared type that says
 * something else, is refused. Texts come out as UTF-8: Spanish spreadsheet programs still write Windows-1252.
 */
export async function inspectUpload({ content, fileName, declaredType }: Upload): Promise<InspectedUpload> {
  const extension = extensionOf(fileName)
  const found = (await fileTypeFromBuffer(content))?.mime
  if (found === undefined) return inspectText(content, extension, declaredType)
  const kind = acceptedKind(found)
  if (!kind) throw new MediaTypeRefused(found)
  if (extension !== '' && !kind.extensions.includes(extension)) throw new MediaTypeMismatch(`.${extension}`, found)
  if (!mayBeDeclaredAs(kind, declaredType)) throw new MediaTypeMismatch(declaredType, found)
  return { content, mediaType: kind.mediaType }
}

function inspectText(content: Uint8Array, extension: string, declaredType: string): InspectedUpload {
  const text = decodeText(content)
  if (text === null) {
    const claimed = kindOfExtension(extension)
    throw claimed ? new MediaTypeMismatch(`.${extension}`, 'unknown') : new MediaTypeRefused('unknown')
  }
  if (MARKUP.test(text)) throw new MediaTypeRefused('HTML or SVG')
  const kind = acceptedTextKind(extension === '' ? 'txt' : extension)
  if (!kind) {
    throw kindOfExtension(extension)
      ? new MediaTypeMismatch(`.${extension}`, 'text/plain')
      : new MediaTypeRefused(`.${extension}`)
  }
  if (!mayBeDeclaredAs(kind, declaredType)) throw new MediaTypeMismatch(declaredType, kind.mediaType)
  return { content: new TextEncoder().encode(text), mediaType: kind.mediaType }
}

/** A document that a browser would run: it begins with a tag of HTML, SVG or XML, whatever comes before as comment. */
const MARKUP =
  /^\s*(<!--[\s\S]*?-->\s*)*<(\?xml|!doctype|html|head|body|script|svg|iframe|style|meta|link|object|embed)\b/i

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** Null for what is not a text. A UTF-8 byte order mark is dropped. */
function decodeText(content: Uint8Array): string | null {
  for (const encoding of ['utf-8', 'windows-1252'] as const) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(content)
      return CONTROL.test(text) ? null : text
    } catch {
      continue
    }
  }
  return null
}
