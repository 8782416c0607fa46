import { and, asc, eq, isNull } from 'drizzle-orm'
import { Forbidden, hasRoleAnywhere, InvalidInput, NotFound, personOf, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import type { Services } from '../services.ts'
import { activeIssuer, didsOf, listPublicKeys } from './issuers.ts'

const { apiKeys, organisations } = tables

type Needs = Pick<Services, 'database' | 'clock' | 'randomness' | 'signing' | 'config'>

/** What a program with a key may do for its issuer. */
export const KEY_SCOPES = ['issue', 'status'] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

export interface NewOpenIssuer {
  readonly slug: string
  readonly name: string
  readonly countryCode: string
}

export interface NewApiKey {
  readonly name: string
  readonly scopes: readonly KeyScope[]
  readonly expiresAt?: Date | undefined
}

export interface ApiKeyRow {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  /** To the minute; null for a key that was never used. */
  readonly lastUsedAt: Date | null
}

export interface OpenIssuer {
  readonly id: string
  /** What callers put into their documents; null while its signing key is being made. */
  readonly did: string | null
  readonly slug: string
  readonly name: string
  readonly countryCode: string
  readonly keys: readonly ApiKeyRow[]
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/
const SECRET_BYTES = 32
export const SECRET_PREFIX = 'insignia_'

/** Issuers of the general interface, apart from the organisations of every programme; the administrator's alone. */
export async function listOpenIssuers(
  { database, clock, config }: Pick<Needs, 'database' | 'clock' | 'config'>,
  actor: Actor,
): Promise<readonly OpenIssuer[]> {
  requireAdministrator(actor)
  return database.transaction(actor, clock.now(), async (tx) => {
    const open = await tx
      .select()
      .from(organisations)
      .where(eq(organisations.kind, 'open'))
      .orderBy(asc(organisations.slug))
    const keys = await tx.select(PUBLIC_COLUMNS).from(apiKeys).orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
    const signingKeys = (await listPublicKeys(tx)).filter(({ state }) => state === 'active')
    const didFor = (organisation: (typeof open)[number]): string | null =>
      didsOf(
        config,
        organisation,
        signingKeys.filter(
          ({ organisationId, algorithm }) => organisationId === organisation.id && algorithm === 'Ed25519',
        ),
      )[0] ?? null
    return open.map((organisation) => ({
      id: organisation.id,
      did: didFor(organisation),
      slug: organisation.slug,
      name: organisation.legalName,
      countryCode: organisation.countryCode,
      keys: keys.filter(({ organisationId }) => organisationId === organisation.id),
    }))
  })
}

const PUBLIC_COLUMNS = {
  id: apiKeys.id,
  organisationId: apiKeys.organisationId,
  name: apiKeys.name,
  scopes: apiKeys.scopes,
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
  revokedAt: apiKeys.revokedAt,
  lastUsedAt: apiKeys.lastUsedAt,
}

/** Makes an issuer with a key and a DID of its own. The DID is what callers put into their documents. */
export async function createOpenIssuer(services: Needs, actor: Actor, issuer: NewOpenIssuer): Promise<string> {
  requireAdministrator(actor)
  const { slug, countryCode } = issuer
  const name = issuer.name.trim()
  const errors = [
    ...(SLUG.test(slug) ? [] : [{ pointer: '/slug', detail: 'has to be of small letters, digits and hyphens' }]),
    ...(name.length >= 2 ? [] : [{ pointer: '/name', detail: 'is required: at least two characters' }]),
    ...(/^[A-Z]{2}$/.test(countryCode) ? [] : [{ pointer: '/countryCode', detail: 'has to be two capital letters' }]),
  ]
  if (errors.length > 0) throw new InvalidInput({ errors })
  const { database, clock, randomness } = services
  const [id, at] = [randomness.uuid(), clock.now()]
  await database.transaction(actor, at, async (tx) => {
    const displayName = { es: name, en: name, fi: name }
    const [added] = await tx
      .insert(organisations)
      .values({ id, slug, legalName: name, displayName, countryCode, kind: 'open', createdAt: at })
      .onConflictDoNothing({ target: organisations.slug })
      .returning({ id: organisations.id })
    if (!added) throw new InvalidInput({ errors: [{ pointer: '/slug', detail: 'is taken by another organisation' }] })
    await log(tx, at, actor, 'open-issuer.created', id)
  })
  return (await activeIssuer(services, id)).id
}

/** The key and its secret, which nobody can be shown again. */
export async function createApiKey(
  services: Needs,
  actor: Actor,
  slug: string,
  { name, scopes, expiresAt }: NewApiKey,
): Promise<{ readonly id: string; readonly secret: string }> {
  requireAdministrator(actor)
  const { database, clock, randomness } = services
  const at = clock.now()
  const errors = [
    ...(name.trim().length >= 2 ? [] : [{ pointer: '/name', detail: 'is required: at least two characters' }]),
    ...(scopes.length > 0 ? [] : [{ pointer: '/scopes', detail: 'is required: what may the key be used for?' }]),
    ...(expiresAt && expiresAt <= at ? [{ pointer: '/expiresAt', detail: 'has to be in the future' }] : []),
  ]
  if (errors.length > 0) throw new InvalidInput({ errors })
  const secret = SECRET_PREFIX + Buffer.from(randomness.bytes(SECRET_BYTES)).toString('base64url')
  const id = randomness.uuid()
  await database.transaction(actor, at, async (tx) => {
    const organisationId = await openIssuerId(tx, slug)
    await tx.insert(apiKeys).values({
      id,
      organisationId,
      name: name.trim(),
      scopes: [...new Set(scopes)],
      secretHash: sha256Hex(secret),
      createdById: personOf(actor),
      createdAt: at,
      expiresAt: expiresAt ?? null,
    })
    await log(tx, at, actor, 'api-key.created', id)
  })
  return { id, secret }
}

/** At once and for good. */
export async function revokeApiKey({ database, clock }: Needs, actor: Actor, slug: string, id: string): Promise<void> {
  requireAdministrator(actor)
  const at = clock.now()
  await database.transaction(actor, at, async (tx) => {
    const organisationId = await openIssuerId(tx, slug)
    const [revoked] = await tx
      .update(apiKeys)
      .set({ revokedAt: at })
      .where(and(eq(apiKeys.id, id), eq(apiKeys.organisationId, organisationId), isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id })
    if (!revoked) throw new NotFound('API key', id)
    await log(tx, at, actor, 'api-key.revoked', id)
  })
}

/** An organisation of a programme is no open issuer, and the answer is the same as for none at all. */
async function openIssuerId(tx: Db, slug: string): Promise<string> {
  const [found] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.slug, slug), eq(organisations.kind, 'open')))
  if (!found) throw new NotFound('open issuer', slug)
  return found.id
}

function log(tx: Db, at: Date, actor: Actor, action: string, subjectId: string): Promise<void> {
  return appendEvent(tx, at, {
    programmeId: null,
    actorId: personOf(actor),
    actorRole: 'administrator',
    action,
    subjectType: action.split('.')[0] ?? '',
    subjectId,
  })
}

function requireAdministrator(actor: Actor): void {
  if (!hasRoleAnywhere(actor, ['administrator'])) throw new Forbidden(['administrator'])
}
