import { PUBLIC_ACTOR } from '../access/index.ts'
import type { Services } from '../services.ts'
import { didDocument, didWebIdentifier, type DidDocument } from '../standards/vc/index.ts'
import { didOf, findOrganisation, listPublicKeys, type OrganisationRow, type PublicKeyRow } from './issuers.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'config'>

export type Jwk = Readonly<Record<string, unknown>>

interface Issuer {
  readonly organisation: OrganisationRow
  readonly keys: readonly PublicKeyRow[]
}

export async function loadIssuer({ database, clock }: Needs, slug: string): Promise<Issuer | null> {
  // No database takes NUL for a text, not even to say that there is none.
  if (slug.includes('\0')) return null
  return database.transaction(PUBLIC_ACTOR, clock.now(), async (tx) => {
    const organisation = await findOrganisation(tx, { slug })
    return organisation ? { organisation, keys: await listPublicKeys(tx, organisation.id) } : null
  })
}

/** The did:web document: all keys, retired ones still trusted, a compromised one dated and out of assertionMethod. */
export async function didDocumentOf(services: Needs, slug: string): Promise<DidDocument | null> {
  const issuer = await loadIssuer(services, slug)
  if (!issuer || issuer.keys.length === 0) return null
  return didDocument(didWebIdentifier(services.config.publicUrl, slug), issuer.keys)
}

/** One JWK, which is what a VC-JWT's `kid` has to dereference to (Open Badges 3.0, External proof). */
export async function jwkOf(services: Needs, slug: string, kid: string): Promise<Jwk | null> {
  const issuer = await loadIssuer(services, slug)
  const key = issuer?.keys.find((one) => one.kid === kid)
  return key?.publicKeyJwk ?? null
}

/** The public JWKs of every organisation, each naming its issuer (Open Badges 3.0, recommended practices). */
export async function jwksOf(services: Needs): Promise<{ keys: Jwk[] }> {
  const { database, clock, config } = services
  return database.transaction(PUBLIC_ACTOR, clock.now(), async (tx) => {
    const keys: Jwk[] = []
    for (const key of await listPublicKeys(tx)) {
      const organisation = await findOrganisation(tx, { id: key.organisationId })
      if (!organisation || !key.publicKeyJwk || key.state === 'compromised') continue
      keys.push({ ...key.publicKeyJwk, kid: key.kid, iss: didOf(config, organisation, key) })
    }
    return { keys }
  })
}
