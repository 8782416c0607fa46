import { didWebDocumentUrl } from '../../standards/vc/did.ts'
import { jsonObjectIn, type Documents } from '../documents.ts'
import { objectsOf, textOf } from '../reading/members.ts'
import { publicKeyOfJwk, type PublicKey } from './public-key.ts'

export interface PublishedJwk {
  readonly kid: string | undefined
  readonly key: PublicKey
}

/** The key set of an issuer's host, or null when there is none to be had. */
export type KeySet = readonly PublishedJwk[] | null

/**
 * Keys that the host of an issuer publishes for this issuer at `/.well-known/jwks.json`. A member `iss` binds a key to
 * one of several issuers. Where the id is only a path of a shared host (did:web with a path) we ask for that member.
 * Source: Open Badges 3.0, Implementation Guide, External Proof.
 */
export async function keySetOf(documents: Documents, issuerId: string): Promise<KeySet> {
  const url = addressOfKeySet(issuerId)
  if (url === null) return null
  const answer = await documents.read(url)
  const set = answer.outcome === 'read' ? jsonObjectIn(answer.text) : null
  if (!set) return null
  const needsIssuer = issuerId.startsWith('did:web:') && issuerId.split(':').length > 3
  return objectsOf(set['keys']).flatMap((jwk): PublishedJwk[] => {
    const belongs = jwk['iss'] === undefined ? !needsIssuer : jwk['iss'] === issuerId
    const key = belongs ? publicKeyOfJwk(jwk) : null
    return key ? [{ kid: textOf(jwk['kid']), key }] : []
  })
}

function addressOfKeySet(issuerId: string): string | null {
  const address = issuerId.startsWith('did:web:') ? didWebDocumentUrl(issuerId) : issuerId
  if (address === null || !URL.canParse(address)) return null
  const { protocol, origin } = new URL(address)
  return /^https?:$/.test(protocol) ? `${origin}/.well-known/jwks.json` : null
}
