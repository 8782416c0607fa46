import { asc, eq } from 'drizzle-orm'
import { NotFound, systemActor } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import { localised, type Language, type LocalisedText } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { issuerDid } from '../standards/vc/index.ts'
import type { CredentialIssuer } from './credential-document.ts'

const { issuerKeys, organisations } = tables

type Needs = Pick<Services, 'database' | 'clock' | 'signing' | 'config'>

export interface PublicKeyRow {
  readonly id: string
  readonly organisationId: string
  readonly kid: string
  readonly algorithm: 'Ed25519' | 'ES256' | 'RS256'
  readonly state: 'next' | 'active' | 'retired' | 'compromised'
  readonly publicKeyMultibase: string
  readonly publicKeyJwk: Record<string, unknown> | null
  readonly compromisedAt: Date | null
}

/** An organisation as issuer, under one of its keys. */
export interface IssuerIdentity {
  readonly id: string
  readonly displayName: LocalisedText
  readonly countryCode: string
  readonly slug: string
  readonly keyId: string
  readonly addsLegacyProof: boolean
}

export type OrganisationRow = typeof organisations.$inferSelect

const PUBLIC_COLUMNS = {
  id: issuerKeys.id,
  organisationId: issuerKeys.organisationId,
  kid: issuerKeys.kid,
  algorithm: issuerKeys.algorithm,
  state: issuerKeys.state,
  publicKeyMultibase: issuerKeys.publicKeyMultibase,
  publicKeyJwk: issuerKeys.publicKeyJwk,
  compromisedAt: issuerKeys.compromisedAt,
}

/** Public parts of every key, oldest first. */
export async function listPublicKeys(tx: Db, organisationId?: string): Promise<PublicKeyRow[]> {
  return tx
    .select(PUBLIC_COLUMNS)
    .from(issuerKeys)
    .where(organisationId === undefined ? undefined : eq(issuerKeys.organisationId, organisationId))
    .orderBy(asc(issuerKeys.createdAt), asc(issuerKeys.kid))
}

export async function findOrganisation(
  tx: Db,
  by: { readonly id: string } | { readonly slug: string },
): Promise<OrganisationRow | undefined> {
  const [found] = await tx
    .select()
    .from(organisations)
    .where('id' in by ? eq(organisations.id, by.id) : eq(organisations.slug, by.slug))
  return found
}

/** The organisation under its active key, which is made when there is none yet. Never called inside a transaction. */
export async function activeIssuer(services: Needs, organisationId: string): Promise<IssuerIdentity> {
  await services.signing.ensureIssuerKeys(organisationId)
  return identity(services, organisationId, (key) => key.state === 'active' && key.algorithm === 'Ed25519')
}

/** The organisation under the key that a reserved credential names, whatever became of the key since. */
export async function issuerWithKey(services: Needs, organisationId: string, keyId: string): Promise<IssuerIdentity> {
  return identity(services, organisationId, (key) => key.id === keyId)
}

async function identity(
  { database, clock, config }: Needs,
  organisationId: string,
  isWanted: (key: PublicKeyRow) => boolean,
): Promise<IssuerIdentity> {
  return database.transaction(systemActor([]), clock.now(), async (tx) => {
    const organisation = await findOrganisation(tx, { id: organisationId })
    const key = (await listPublicKeys(tx, organisationId)).find(isWanted)
    if (!organisation || !key) throw new NotFound('issuer', organisationId)
    return {
      id: didOf(config, organisation, key),
      displayName: organisation.displayName,
      countryCode: organisation.countryCode,
      slug: organisation.slug,
      keyId: key.id,
      addsLegacyProof: organisation.addsLegacyProof,
    }
  })
}

/** As a document in `language` names it. */
export function issuerIn(
  { id, displayName, countryCode }: Pick<IssuerIdentity, 'id' | 'displayName' | 'countryCode'>,
  language: Language,
): CredentialIssuer {
  return { id, name: organisationName(displayName, language), countryCode }
}

export function didOf(
  config: Pick<Services['config'], 'issuerDid' | 'publicUrl'>,
  organisation: Pick<OrganisationRow, 'slug'>,
  key: Pick<PublicKeyRow, 'publicKeyMultibase'>,
): string {
  return issuerDid(config.issuerDid, config.publicUrl, organisation.slug, key.publicKeyMultibase)
}

/** Every DID that the keys of an organisation make: one with did:web, one a key with did:key. */
export function didsOf(
  config: Pick<Services['config'], 'issuerDid' | 'publicUrl'>,
  organisation: Pick<OrganisationRow, 'slug'>,
  keys: readonly PublicKeyRow[],
): string[] {
  return [...new Set(keys.map((key) => didOf(config, organisation, key)))]
}

export function organisationName(name: LocalisedText, language: Language = 'es'): string {
  return localised(name, language)
}
