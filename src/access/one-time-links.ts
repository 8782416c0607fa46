import { and, eq, gt } from 'drizzle-orm'
import { tables } from '../database/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import type { LinkKind } from '../mail/index.ts'
import type { Services } from '../services.ts'
import { LinkExpired } from './errors.ts'

/** How long the link of a message works. */
export const LINK_TTL_MS: Readonly<Record<LinkKind, number>> = {
  invitation: 7 * 24 * 3600 * 1000,
  'password-link': 3600 * 1000,
  'sign-in-link': 15 * 60 * 1000,
}

type Parts = Pick<Services, 'database' | 'clock' | 'randomness'>

/** Who may use the link for what: becoming the first administrator, choosing a password, or signing in as a person. */
export type LinkPurpose = 'set-up' | `${PersonalPurpose}:${string}`
export type PersonalPurpose = 'account' | 'password' | 'sign-in'

/** The only copy of a new token; earlier ones for the same purpose stop working. As the owner. */
export async function createLink(services: Parts, purpose: LinkPurpose, ttlMs: number): Promise<string> {
  await removeLinks(services, purpose)
  return addLink(services, purpose, ttlMs)
}

/** As `createLink`, and earlier ones go on working: a message that is sent again may have arrived the first time. */
export async function addLink(services: Parts, purpose: LinkPurpose, ttlMs: number): Promise<string> {
  const { database, clock, randomness } = services
  const token = Buffer.from(randomness.bytes(32)).toString('base64url')
  const at = clock.now()
  await database.owner.insert(tables.authVerifications).values({
    id: randomness.uuid(),
    identifier: `link:${purpose}`,
    value: sha256Hex(token),
    expiresAt: new Date(at.getTime() + ttlMs),
    createdAt: at,
    updatedAt: at,
  })
  return token
}

/** What the token is for. Throws `LinkExpired`. */
export async function readLink({ database, clock }: Omit<Parts, 'randomness'>, token: string): Promise<LinkPurpose> {
  const [link] = await database.owner
    .select({ identifier: tables.authVerifications.identifier })
    .from(tables.authVerifications)
    .where(isLive(token, clock.now()))
  return purposeOf(link)
}

/** As `readLink`, once: of two who come with the same token one gets through, and other links like it end. */
export async function redeemLink(services: Omit<Parts, 'randomness'>, token: string): Promise<LinkPurpose> {
  const { database, clock } = services
  const [link] = await database.owner
    .delete(tables.authVerifications)
    .where(isLive(token, clock.now()))
    .returning({ identifier: tables.authVerifications.identifier })
  const purpose = purposeOf(link)
  await removeLinks(services, purpose)
  return purpose
}

export async function removeLinks({ database }: Pick<Parts, 'database'>, purpose: LinkPurpose): Promise<void> {
  await database.owner
    .delete(tables.authVerifications)
    .where(eq(tables.authVerifications.identifier, `link:${purpose}`))
}

/** The person whose link for one of these purposes it is; null for a link of another kind. */
export function personOfLink(purpose: LinkPurpose, kinds: readonly PersonalPurpose[]): string | null {
  const [kind, personId] = purpose.split(':')
  return personId !== undefined && kinds.some((one) => one === kind) ? personId : null
}

function isLive(token: string, at: Date) {
  return and(eq(tables.authVerifications.value, sha256Hex(token)), gt(tables.authVerifications.expiresAt, at))
}

function purposeOf(link: { identifier: string } | undefined): LinkPurpose {
  if (!link?.identifier.startsWith('link:')) throw new LinkExpired()
  return link.identifier.slice('link:'.length) as LinkPurpose
}
