import { sha256Hex } from '../../kernel/hash.ts'
import { Malformed, TooLarge } from '../errors.ts'
import { parseJsonObject, type JsonObject } from './json-text.ts'
import { decodeJwt, looksLikeJwt, type DecodedJwt } from './jwt-text.ts'
import { credentialOfClaims } from './jwt-claims.ts'
import { MAX_BYTES } from './limits.ts'
import { hasType, textOf } from './members.ts'
import { attachedTextsOfPdf, looksLikePdf } from './pdf.ts'
import { credentialTextsOfPng, looksLikePng } from './png.ts'
import { credentialTextsOfSvg } from './svg.ts'
import { decodeUtf8 } from './utf8.ts'

export type Carrier = 'json' | 'jwt' | 'png' | 'svg' | 'pdf'

/** One credential as it was found, nothing checked. */
export interface ReadCredential {
  /** The kind of file it came in. */
  readonly carrier: Carrier
  /** The signed text itself: JSON, or a compact JWS. */
  readonly text: string
  /** SHA-256 of `text`, hex: what the signature verdict is remembered by. */
  readonly contentHash: string
  /** The credential in the words of the data model, whichever way it is secured. */
  readonly document: JsonObject
  /** Present when the credential is secured by an enveloping JWT. */
  readonly jwt?: DecodedJwt
}

/**
 * Finds the credential in bytes of any kind. The kind is told by the content, never by a label that came with it.
 * Throws TooLarge or Malformed, and nothing else.
 */
export function readCredential(bytes: Uint8Array): ReadCredential {
  if (bytes.length > MAX_BYTES) throw new TooLarge(MAX_BYTES)
  if (looksLikePng(bytes)) return readText(onlyOne(credentialTextsOfPng(bytes)), 'png')
  if (looksLikePdf(bytes)) return readText(onlyOne(attachedTextsOfPdf(bytes).filter(looksLikeCredential)), 'pdf')
  const text = decodeUtf8(bytes).trim()
  if (text.startsWith('<')) return readText(onlyOne(credentialTextsOfSvg(text)), 'svg')
  return readText(text)
}

/** Reads signed text: JSON, or else a compact JWS. Source: Open Badges 3.0, Baked Badges (how to tell them apart). */
export function readText(text: string, carrier?: Carrier): ReadCredential {
  const trimmed = text.trim()
  const contentHash = sha256Hex(trimmed)
  if (looksLikeJwt(trimmed)) {
    const jwt = decodeJwt(trimmed)
    return { carrier: carrier ?? 'jwt', text: trimmed, contentHash, document: credentialOfClaims(jwt.claims), jwt }
  }
  const document = parseJsonObject(trimmed)
  const enveloped = envelopedText(document)
  if (enveloped !== null) return readText(enveloped, carrier)
  return { carrier: carrier ?? 'json', text: trimmed, contentHash, document }
}

/** Reads a credential that another document holds as a JSON value; its text is the value written out again. */
export function readEmbedded(document: JsonObject): ReadCredential {
  const enveloped = envelopedText(document)
  if (enveloped !== null) return readText(enveloped)
  const text = JSON.stringify(document)
  return { carrier: 'json', text, contentHash: sha256Hex(text), document }
}

/**
 * The token inside an EnvelopedVerifiableCredential; null for any other document. What is around the token is not secured
 * and says nothing. Source: VC Data Model 2.0, Enveloped Verifiable Credentials.
 */
function envelopedText(document: JsonObject): string | null {
  if (!hasType(document, 'EnvelopedVerifiableCredential')) return null
  const [, token] = ENVELOPE.exec(textOf(document['id']) ?? '') ?? []
  if (token === undefined || !looksLikeJwt(token))
    throw new Malformed('no-credential-inside', 'The envelope holds no token of a kind that is read here.')
  return token
}

const ENVELOPE = /^data:application\/(?:vc\+jwt|vc\+ld\+json\+jwt|jwt),([^\s]+)$/

function looksLikeCredential(text: string): boolean {
  const trimmed = text.trim()
  return looksLikeJwt(trimmed) || (trimmed.startsWith('{') && trimmed.includes('VerifiableCredential'))
}

/** A file with two different badges is refused: the reader would see one and the verdict would be about the other. */
function onlyOne(texts: readonly string[]): string {
  const [text, ...others] = new Set(texts)
  if (text === undefined)
    throw new Malformed(
      'no-credential-inside',
      'The file holds no Open Badges 3.0 credential. Ask for the original file.',
    )
  if (others.length > 0)
    throw new Malformed('several-credentials-inside', 'The file holds more than one credential. Check each file alone.')
  return text
}
