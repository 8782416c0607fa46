import { Malformed } from '../errors.ts'
import { parseJsonObject, type JsonObject } from './json-text.ts'
import { decodeUtf8 } from './utf8.ts'

/** A VC-JWT taken apart, nothing checked. */
export interface DecodedJwt {
  readonly compact: string
  readonly header: JsonObject
  readonly claims: JsonObject
}

const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/

export function looksLikeJwt(text: string): boolean {
  return COMPACT_JWS.test(text)
}

export function decodeJwt(compact: string): DecodedJwt {
  const [header, claims] = compact.split('.')
  if (!looksLikeJwt(compact) || header === undefined || claims === undefined)
    throw new Malformed('broken-jwt', 'The text is not a signed token of three parts.')
  return { compact, header: decodePart(header), claims: decodePart(claims) }
}

function decodePart(part: string): JsonObject {
  const bytes = Buffer.from(part, 'base64url')
  // Node skips what it does not know; only the canonical spelling of the bytes is the text that was signed.
  if (bytes.toString('base64url') !== part) throw new Malformed('broken-jwt', 'The token is not proper base64url.')
  return parseJsonObject(decodeUtf8(bytes))
}
