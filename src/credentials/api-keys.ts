import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { tables, type Database } from '../database/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import type { Services } from '../services.ts'
import { ApiKeyNotEntitled, ApiKeyRequired } from './errors.ts'
import { SECRET_PREFIX, type KeyScope } from './open-issuers.ts'

const { apiKeys, organisations } = tables

/** Whom a program acts for. */
export interface KeyHolder {
  readonly keyId: string
  readonly organisationId: string
}

/**
 * The open issuer that a bearer token acts for. Throws `ApiKeyRequired` without a live key, `ApiKeyNotEntitled` for
 * another issuer than the key's and for another use. Read by the owner's connection, as sessions are: the application
 * role sees no hashes.
 */
export async function authenticateKey(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  authorization: string | undefined,
  slug: string,
  scope: KeyScope,
): Promise<KeyHolder> {
  const [, secret] = /^Bearer +(\S{1,200})$/i.exec(authorization ?? '') ?? []
  if (secret === undefined || !secret.startsWith(SECRET_PREFIX)) throw new ApiKeyRequired()
  const [key] = await database.owner
    .select({
      keyId: apiKeys.id,
      scopes: apiKeys.scopes,
      expiresAt: apiKeys.expiresAt,
      revokedAt: apiKeys.revokedAt,
      organisationId: organisations.id,
      slug: organisations.slug,
      kind: organisations.kind,
    })
    .from(apiKeys)
    .innerJoin(organisations, eq(organisations.id, apiKeys.organisationId))
    .where(eq(apiKeys.secretHash, sha256Hex(secret)))
  const isLive = key?.revokedAt === null && (key.expiresAt === null || key.expiresAt > clock.now())
  if (!key || !isLive) throw new ApiKeyRequired()
  if (key.slug !== slug || key.kind !== 'open' || !key.scopes.includes(scope)) throw new ApiKeyNotEntitled()
  await noteUse(database, key.keyId, clock.now())
  return { keyId: key.keyId, organisationId: key.organisationId }
}

const NOTED_EVERY_MS = 60_000

/** At most once a minute: a busy program does not write a row for each of its requests. */
async function noteUse({ owner }: Pick<Database, 'owner'>, keyId: string, at: Date): Promise<void> {
  const before = new Date(at.getTime() - NOTED_EVERY_MS)
  await owner
    .update(apiKeys)
    .set({ lastUsedAt: at })
    .where(
      and(
        eq(apiKeys.id, keyId),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, before)),
      ),
    )
}
