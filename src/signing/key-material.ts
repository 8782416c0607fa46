import { createECDH, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { encodeMultikey, encodeSecretMultikey, p256Multikey, type Multikey } from '../standards/vc/index.ts'

export type KeyAlgorithm = 'Ed25519' | 'ES256'

/** A key pair in memory. `secret` is the seed of Ed25519 or the scalar of P-256; it leaves this folder sealed only. */
export interface KeyPair {
  readonly algorithm: KeyAlgorithm
  readonly publicKeyMultibase: string
  /** For the keys that a VC-JWT is checked with. */
  readonly publicKeyJwk: Readonly<Record<string, string>> | null
  readonly secret: Uint8Array
}

/** The private part is random by the operating system: never by a seed. */
export function generateKey(algorithm: KeyAlgorithm = 'Ed25519'): KeyPair {
  const { privateKey } =
    algorithm === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return keyPairOf(algorithm, base64url(privateKey.export({ format: 'jwk' }).d))
}

/** The pair that belongs to a private key. */
export function keyPairOf(algorithm: KeyAlgorithm, secret: Uint8Array): KeyPair {
  const { x = '', y = '', kty, crv } = privateKeyOf(algorithm, secret).export({ format: 'jwk' })
  if (algorithm === 'Ed25519') {
    const publicKeyMultibase = encodeMultikey({ algorithm, bytes: base64url(x) })
    return { algorithm, publicKeyMultibase, publicKeyJwk: null, secret }
  }
  const publicKeyJwk = { kty: kty ?? 'EC', crv: crv ?? 'P-256', x, y, alg: 'ES256', use: 'sig' }
  return { algorithm, publicKeyMultibase: p256Multikey({ x, y }), publicKeyJwk, secret }
}

/** PKCS #8 of an Ed25519 seed, up to the seed. Source: RFC 8410. */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export function privateKeyOf(algorithm: KeyAlgorithm, secret: Uint8Array): KeyObject {
  if (secret.length !== 32) throw new RangeError('a private key has 32 bytes')
  if (algorithm === 'Ed25519')
    return createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, secret]), format: 'der', type: 'pkcs8' })
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(secret)
  const point = ecdh.getPublicKey()
  const [x, y, d] = [point.subarray(1, 33), point.subarray(33), Buffer.from(secret)].map((b) => b.toString('base64url'))
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d } as JsonWebKeyOfEc, format: 'jwk' })
}

type JsonWebKeyOfEc = Record<'kty' | 'crv' | 'x' | 'y' | 'd', string>

export function secretMultibase({ algorithm, secret }: KeyPair): string {
  return encodeSecretMultikey({ algorithm: algorithm === 'Ed25519' ? 'Ed25519' : 'P-256', bytes: secret })
}

export function keyPairOfSecret({ algorithm, bytes }: Multikey): KeyPair {
  return keyPairOf(algorithm === 'Ed25519' ? 'Ed25519' : 'ES256', bytes)
}

/** Node leaves out no leading zeros of EC keys, but a short `d` would be a silent change of the key. */
function base64url(text: string | undefined): Uint8Array {
  const bytes = Buffer.from(text ?? '', 'base64url')
  return Uint8Array.from(Buffer.concat([Buffer.alloc(Math.max(0, 32 - bytes.length)), bytes]))
}
