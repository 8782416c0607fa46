import { createECDH, createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import {
  encodeMultikey,
  encodeSecretMultikey,
  p256Multikey,
  rsaMultikey,
  type SecretMultikey,
} from '../standards/vc/index.ts'

export const KEY_ALGORITHMS = ['Ed25519', 'ES256', 'RS256'] as const
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number]
/** What signs a VC-JWT. */
export type JwtAlgorithm = Exclude<KeyAlgorithm, 'Ed25519'>

/** A key pair in memory. */
export interface KeyPair {
  readonly algorithm: KeyAlgorithm
  /** How addresses name it: the public key itself, or the thumbprint of an RSA key, which is too long for an address. */
  readonly kid: string
  readonly publicKeyMultibase: string
  /** For the keys that a VC-JWT is checked with. */
  readonly publicKeyJwk: Readonly<Record<string, string>> | null
  /** The seed of Ed25519, the scalar of P-256, or an RSA key as RSAPrivateKey. It leaves this folder sealed only. */
  readonly secret: Uint8Array
}

/** Enough beyond the year 2030. Source: NIST SP 800-57 Part 1, Table 2. */
const RSA_BITS = 3072
const SMALLEST_RSA_BITS = 2048
const generate = promisify(generateKeyPair)

/** The private part is random by the operating system: never by a seed. An RSA key takes a second, off the main thread. */
export async function generateKey(algorithm: KeyAlgorithm = 'Ed25519'): Promise<KeyPair> {
  if (algorithm === 'RS256') {
    const { privateKey } = await generate('rsa', { modulusLength: RSA_BITS })
    return keyPairOf(algorithm, rsaPrivateKey(privateKey))
  }
  const { privateKey } =
    algorithm === 'Ed25519' ? await generate('ed25519', {}) : await generate('ec', { namedCurve: 'P-256' })
  return keyPairOf(algorithm, base64url(privateKey.export({ format: 'jwk' }).d))
}

/** The pair that belongs to a private key. */
export function keyPairOf(algorithm: KeyAlgorithm, secret: Uint8Array): KeyPair {
  const privateKey = privateKeyOf(algorithm, secret)
  if (algorithm === 'RS256') return rsaPair(privateKey)
  const { x = '', y = '', kty, crv } = privateKey.export({ format: 'jwk' })
  if (algorithm === 'Ed25519') {
    const kid = encodeMultikey({ algorithm, bytes: base64url(x) })
    return { algorithm, kid, publicKeyMultibase: kid, publicKeyJwk: null, secret }
  }
  const kid = p256Multikey({ x, y })
  const publicKeyJwk = { kty: kty ?? 'EC', crv: crv ?? 'P-256', x, y, alg: algorithm, use: 'sig' }
  return { algorithm, kid, publicKeyMultibase: kid, publicKeyJwk, secret }
}

function rsaPair(privateKey: KeyObject): KeyPair {
  const { n = '', e = '' } = privateKey.export({ format: 'jwk' })
  const bytes = createPublicKey(privateKey).export({ format: 'der', type: 'pkcs1' })
  return {
    algorithm: 'RS256',
    kid: thumbprint(n, e),
    publicKeyMultibase: rsaMultikey(Uint8Array.from(bytes)),
    publicKeyJwk: { kty: 'RSA', n, e, alg: 'RS256', use: 'sig' },
    secret: rsaPrivateKey(privateKey),
  }
}

/** Source: RFC 7638, JWK Thumbprint Computation: the required members in the order of their names. */
function thumbprint(n: string, e: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url')
}

/** PKCS #8 of an Ed25519 seed, up to the seed. Source: RFC 8410. */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Throws RangeError for bytes that are no private key of the algorithm. */
export function privateKeyOf(algorithm: KeyAlgorithm, secret: Uint8Array): KeyObject {
  if (algorithm === 'RS256') return rsaKeyOf({ key: Buffer.from(secret), format: 'der', type: 'pkcs1' })
  if (secret.length !== 32) throw new RangeError('a private key has 32 bytes')
  if (algorithm === 'Ed25519')
    return createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, secret]), format: 'der', type: 'pkcs8' })
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(secret)
  const point = ecdh.getPublicKey()
  const [x, y, d] = [point.subarray(1, 33), point.subarray(33), Buffer.from(secret)].map((b) => b.toString('base64url'))
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d } as Record<string, string>, format: 'jwk' })
}

function rsaKeyOf(input: Parameters<typeof createPrivateKey>[0]): KeyObject {
  const key = keyOrNull(input)
  if (key?.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < SMALLEST_RSA_BITS)
    throw new RangeError(`must be an RSA private key of at least ${String(SMALLEST_RSA_BITS)} bits`)
  return key
}

/** What the library says of unreadable bytes is not passed on: they may be a private key. */
function keyOrNull(input: Parameters<typeof createPrivateKey>[0]): KeyObject | null {
  try {
    return createPrivateKey(input)
  } catch {
    return null
  }
}

/** The private part of a pair that is no RSA pair, as it travels. */
export function secretMultibase({ algorithm, secret }: KeyPair): string {
  return encodeSecretMultikey({ algorithm: algorithm === 'Ed25519' ? 'Ed25519' : 'P-256', bytes: secret })
}

export function keyPairOfSecret({ algorithm, bytes }: SecretMultikey): KeyPair {
  return keyPairOf(algorithm === 'Ed25519' ? 'Ed25519' : 'ES256', bytes)
}

/** The private JWK of an RSA pair, which is how it travels. Source: RFC 7518, RSA Private Keys. */
export function rsaPrivateJwk({ secret }: KeyPair): Readonly<Record<string, unknown>> {
  return { ...privateKeyOf('RS256', secret).export({ format: 'jwk' }) }
}

/** Null for a JWK that is no RSA private key of a sufficient length. */
export function rsaPairOfJwk(jwk: Readonly<Record<string, unknown>>): KeyPair | null {
  try {
    return rsaPair(rsaKeyOf({ key: jwk, format: 'jwk' }))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function rsaPrivateKey(key: KeyObject): Uint8Array {
  return Uint8Array.from(key.export({ format: 'der', type: 'pkcs1' }) as Buffer)
}

/** Node leaves out no leading zeros of EC keys, but a short `d` would be a silent change of the key. */
function base64url(text: string | undefined): Uint8Array {
  const bytes = Buffer.from(text ?? '', 'base64url')
  return Uint8Array.from(Buffer.concat([Buffer.alloc(Math.max(0, 32 - bytes.length)), bytes]))
}
