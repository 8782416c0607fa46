import { createHash } from 'node:crypto'
import { decodeBase58Btc } from './base58btc.ts'

/** Multihash codes by the algorithm; each is followed by the length. Source: Multihash, Controlled Identifiers 1.0. */
const MULTIHASHES = [
  { code: 0x12, algorithm: 'sha256' },
  { code: 0x20, algorithm: 'sha384' },
  { code: 0x13, algorithm: 'sha512' },
] as const

/** Whether every hash of an integrity text is that of the bytes. Source: Subresource Integrity, Integrity metadata. */
export function matchesSri(integrity: string, bytes: Uint8Array): boolean {
  const hashes = integrity.trim().split(/\s+/)
  return hashes.every((hash) => {
    const [, algorithm, digest] = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?.*)?$/.exec(hash) ?? []
    return algorithm !== undefined && digest === createHash(algorithm).update(bytes).digest('base64')
  })
}

/** Whether a multibase multihash is that of the bytes. Source: VC Data Model 2.0, digestMultibase. */
export function matchesMultibase(digest: string, bytes: Uint8Array): boolean {
  const decoded = digest.startsWith('z')
    ? decodeBase58Btc(digest.slice(1, 120))
    : digest.startsWith('u')
      ? Buffer.from(digest.slice(1), 'base64url')
      : null
  const hash = MULTIHASHES.find(({ code }) => code === decoded?.[0])
  if (!decoded || !hash) return false
  const expected = createHash(hash.algorithm).update(bytes).digest()
  return Buffer.concat([Uint8Array.of(hash.code, expected.length), expected]).equals(decoded)
}
