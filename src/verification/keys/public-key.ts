import type { JWK } from 'jose'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { sha256Hex } from '../../kernel/hash.ts'
import { decodeMultikey, multikeyToJwk } from '../../standards/vc/multikey.ts'
import type { JsonObject } from '../reading/json-text.ts'

/** A public key in one form whatever it was published as. `fingerprint` changes when the material does. */
export interface PublicKey {
  readonly jwk: JWK
  readonly fingerprint: string
}

const REQUIRED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['kty', 'n', 'e'],
  EC: ['kty', 'crv', 'x', 'y'],
  OKP: ['kty', 'crv', 'x'],
}

/**
 * The public part of a JWK; null for one that is no asymmetric key, lacks a member, or gives away a private part.
 * Source: RFC 7517; RFC 7638, required members.
 */
export function publicKeyOfJwk(jwk: JsonObject): PublicKey | null {
  const names = typeof jwk['kty'] === 'string' ? REQUIRED_MEMBERS[jwk['kty']] : undefined
  if (!names || 'd' in jwk || !names.every((name) => typeof jwk[name] === 'string')) return null
  const required = Object.fromEntries(names.map((name) => [name, String(jwk[name])]))
  return { jwk: required, fingerprint: sha256Hex(canonicalJson(required)) }
}

/** The key of a Multikey; null for text that is none, and for kinds of key that are not known here. */
export function publicKeyOfMultibase(multibase: string): PublicKey | null {
  const multikey = decodeMultikey(multibase)
  const jwk = multikey && multikeyToJwk(multikey)
  return jwk && publicKeyOfJwk(jwk)
}
