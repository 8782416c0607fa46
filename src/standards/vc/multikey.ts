import { createPublicKey } from 'node:crypto'
import { decodeBase58Btc, encodeBase58Btc } from './base58btc.ts'

/** Kinds of key that a Multikey can hold and that are known here. */
export type MultikeyAlgorithm = 'Ed25519' | 'P-256' | 'P-384'
/** Kinds of key that this service signs with. */
type SecretAlgorithm = Exclude<MultikeyAlgorithm, 'P-384'>

export interface Multikey {
  readonly algorithm: MultikeyAlgorithm
  /** 32 bytes of Ed25519, 33 of a compressed P-256 point, 49 of a compressed P-384 point. */
  readonly bytes: Uint8Array
}

export type SecretMultikey = Multikey & { readonly algorithm: SecretAlgorithm }

/** Source: Controlled Identifiers 1.0, Multikey: multicodec prefix and length of the key. */
const KINDS: Readonly<Record<MultikeyAlgorithm, { prefix: readonly [number, number]; length: number }>> = {
  Ed25519: { prefix: [0xed, 0x01], length: 32 },
  'P-256': { prefix: [0x80, 0x24], length: 33 },
  'P-384': { prefix: [0x81, 0x24], length: 49 },
}
const SECRET_ALGORITHMS: readonly SecretAlgorithm[] = ['Ed25519', 'P-256']
const ALGORITHMS: readonly MultikeyAlgorithm[] = [...SECRET_ALGORITHMS, 'P-384']

/** Multicodec prefixes of private keys; both kinds have 32 bytes. */
const SECRET_PREFIXES: Readonly<Record<SecretAlgorithm, readonly [number, number]>> = {
  Ed25519: [0x80, 0x26],
  'P-256': [0x86, 0x26],
}
const LONGEST_TEXT = 80

export function encodeMultikey({ algorithm, bytes }: Multikey): string {
  const { prefix, length } = KINDS[algorithm]
  if (bytes.length !== length) throw new RangeError(`a key of ${algorithm} has ${String(length)} bytes`)
  return `z${encodeBase58Btc(Uint8Array.of(...prefix, ...bytes))}`
}

/** Null for a text that is no Multikey, and for kinds of key that we do not know. */
export function decodeMultikey(multibase: string): Multikey | null {
  const bytes = multibaseBytes(multibase)
  const algorithm = bytes && ALGORITHMS.find((name) => hasPrefix(bytes, KINDS[name].prefix))
  if (!algorithm || bytes.length !== KINDS[algorithm].length + 2) return null
  return { algorithm, bytes: bytes.slice(2) }
}

/** A private key (seed or scalar) in the form that key sets are exchanged in. Source: Controlled Identifiers 1.0, Multikey. */
export function encodeSecretMultikey({ algorithm, bytes }: SecretMultikey): string {
  if (bytes.length !== 32) throw new RangeError('a private key has 32 bytes')
  return `z${encodeBase58Btc(Uint8Array.of(...SECRET_PREFIXES[algorithm], ...bytes))}`
}

export function decodeSecretMultikey(multibase: string): SecretMultikey | null {
  const bytes = multibaseBytes(multibase)
  const algorithm = bytes?.length === 34 && SECRET_ALGORITHMS.find((name) => hasPrefix(bytes, SECRET_PREFIXES[name]))
  return algorithm ? { algorithm, bytes: bytes.slice(2) } : null
}

/** Null for a text without the base58btc prefix, with other characters, or longer than any key of ours. */
function multibaseBytes(text: string): Uint8Array | null {
  return text.startsWith('z') && text.length <= LONGEST_TEXT ? decodeBase58Btc(text.slice(1)) : null
}

function hasPrefix(bytes: Uint8Array, [first, second]: readonly [number, number]): boolean {
  return bytes[0] === first && bytes[1] === second
}

/** The public JWK of a Multikey. Null for bytes that are no point of the curve. */
export function multikeyToJwk({ algorithm, bytes }: Multikey): Readonly<Record<string, string>> | null {
  if (algorithm === 'Ed25519') return { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') }
  try {
    const der = Buffer.concat([COMPRESSED_SPKI[algorithm], bytes])
    return createPublicKey({ key: der, format: 'der', type: 'spki' }).export({ format: 'jwk' }) as Record<
      string,
      string
    >
  } catch {
    return null
  }
}

/** SubjectPublicKeyInfo of a compressed point, up to the point itself. Source: RFC 5480. */
const COMPRESSED_SPKI = {
  'P-256': Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex'),
  'P-384': Buffer.from('3046301006072a8648ce3d020106052b81040022033200', 'hex'),
} as const

/** The Multikey of a public JWK; null for a kind of key, or a length, that no Multikey known here has. */
export function jwkToMultikey({ crv, x = '', y = '' }: { crv?: string; x?: string; y?: string }): Multikey | null {
  const algorithm = ALGORITHMS.find((name) => name === crv)
  if (!algorithm) return null
  const bytes = algorithm === 'Ed25519' ? Uint8Array.from(Buffer.from(x, 'base64url')) : compressedPoint(x, y)
  return bytes.length === KINDS[algorithm].length ? { algorithm, bytes } : null
}

/** The compressed point of a P-256 JWK. */
export function p256Multikey({ x, y }: { readonly x: string; readonly y: string }): string {
  return encodeMultikey({ algorithm: 'P-256', bytes: compressedPoint(x, y) })
}

/** Multicodec `rsa-pub`. No verifier here reads an RSA Multikey; a JWK is how such a key is published. */
const RSA_PREFIX = [0x85, 0x24] as const

/** The Multikey of an RSAPublicKey (RFC 8017). */
export function rsaMultikey(publicKey: Uint8Array): string {
  return `z${encodeBase58Btc(Uint8Array.of(...RSA_PREFIX, ...publicKey))}`
}

function compressedPoint(x: string, y: string): Uint8Array {
  const isEven = (Buffer.from(y, 'base64url').at(-1) ?? 0) % 2 === 0
  return Uint8Array.of(isEven ? 0x02 : 0x03, ...Buffer.from(x, 'base64url'))
}
