import { CONTEXT } from './context-files.ts'

/** A public key of an issuer, as far as its DID document needs it. */
export interface DidKeyEntry {
  /** Fragment of the verification method: the publicKeyMultibase itself, or the thumbprint of an RSA key. */
  readonly kid: string
  readonly state: 'next' | 'active' | 'retired' | 'compromised'
  readonly publicKeyMultibase: string
  readonly publicKeyJwk?: Readonly<Record<string, unknown>> | null
  readonly compromisedAt?: Date | null
}

export interface VerificationMethod {
  readonly id: string
  readonly type: 'Multikey' | 'JsonWebKey'
  readonly controller: string
  readonly publicKeyMultibase?: string
  readonly publicKeyJwk?: Readonly<Record<string, unknown>>
  readonly revoked?: string
}

export interface DidDocument {
  readonly '@context': readonly string[]
  readonly id: string
  readonly verificationMethod: readonly VerificationMethod[]
  readonly assertionMethod: readonly string[]
}

const MULTIKEY_CONTEXT = 'https://w3id.org/security/multikey/v1'
const JWK_CONTEXT = 'https://w3id.org/security/jwk/v1'

export function didKey(publicKeyMultibase: string): string {
  return `did:key:${publicKeyMultibase}`
}

/** `did:web:HOST%3APORT:issuers:SLUG`, which resolves to `/issuers/SLUG/did.json`. Source: did:web, Method Specific Identifier. */
export function didWebIdentifier(publicUrl: string, slug: string): string {
  return `did:web:${encodeURIComponent(new URL(publicUrl).host)}:issuers:${encodeURIComponent(slug)}`
}

/** The id of an organisation as issuer: one for all its keys with did:web, one for each key with did:key. */
export function issuerDid(kind: 'web' | 'key', publicUrl: string, slug: string, publicKeyMultibase: string): string {
  return kind === 'web' ? didWebIdentifier(publicUrl, slug) : didKey(publicKeyMultibase)
}

/** Source: Open Badges 3.0 recommended practices: the key is the fragment, so that verifiers find it. */
export function verificationMethodId(issuerId: string, kid: string): string {
  return `${issuerId}#${kid}`
}

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i
const SEGMENT = /^[A-Za-z0-9._~-]+$/

/** Where a did:web document is published; null for an id that is not a well-formed did:web. Source: did:web, Read. */
export function didWebDocumentUrl(did: string): string | null {
  const [scheme, method, encodedHost = '', ...segments] = did.split(':')
  if (scheme !== 'did' || method !== 'web') return null
  const host = encodedHost.replace(/%3a/i, ':')
  if (!HOST.test(host) || !segments.every((segment) => SEGMENT.test(segment) && !/^\.+$/.test(segment))) return null
  const path = segments.length === 0 ? '.well-known' : segments.join('/')
  const url = `https://${host}/${path}/did.json`
  return URL.canParse(url) ? url : null
}

/**
 * The DID document of an issuer. Retired keys still stand behind what they signed and stay in `assertionMethod`. A
 * compromised one leaves it and carries its date: any value of `revoked` fails everything the key ever signed.
 */
export function didDocument(id: string, keys: readonly DidKeyEntry[]): DidDocument {
  const methods = keys.map((key) => methodOf(id, key))
  const trusted = keys.filter(({ state }) => state !== 'compromised')
  const contexts = [
    CONTEXT.didV1,
    MULTIKEY_CONTEXT,
    ...(methods.some(({ publicKeyJwk }) => publicKeyJwk) ? [JWK_CONTEXT] : []),
  ]
  return {
    '@context': contexts,
    id,
    verificationMethod: methods,
    assertionMethod: trusted.map(({ kid }) => verificationMethodId(id, kid)),
  }
}

function methodOf(
  id: string,
  { kid, state, publicKeyMultibase, publicKeyJwk, compromisedAt }: DidKeyEntry,
): VerificationMethod {
  const material = publicKeyJwk
    ? ({ type: 'JsonWebKey', publicKeyJwk } as const)
    : ({ type: 'Multikey', publicKeyMultibase } as const)
  const revoked = state === 'compromised' ? { revoked: (compromisedAt ?? new Date(0)).toISOString() } : {}
  return { id: verificationMethodId(id, kid), controller: id, ...material, ...revoked }
}
