import { and, eq, isNull } from 'drizzle-orm'
import { NotFound, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Services } from '../services.ts'
import { awardingOrganisationOf, lockAward, updateAward } from './award-store.ts'
import { findCredential, type CredentialWithBytes } from './credential-store.ts'
import { AwardNotIssued, NotTheAwardingOrganisation } from './errors.ts'
import { setRevoked } from './status-lists.ts'

const { revocations } = tables

export type RevocationCategory = (typeof tables.REVOCATION_CATEGORIES)[number]
export type RevocationRow = typeof revocations.$inferSelect

type Needs = Pick<Services, 'database' | 'clock' | 'randomness'>

export interface RevocationRequest {
  readonly credentialId: string
  /** Public: shown to whoever verifies the badge. */
  readonly category: RevocationCategory
  /** For the log of the people involved; never published. */
  readonly note?: string
  readonly id?: string
}

/** The first of two people. Nothing changes for a verifier yet. */
export async function requestRevocation(services: Needs, actor: Actor, input: RevocationRequest): Promise<string> {
  const at = services.clock.now()
  const id = input.id ?? services.randomness.uuid()
  await services.database.transaction(actor, at, async (tx) => {
    const credential = await issuedCredential(tx, actor, input.credentialId)
    await tx.insert(revocations).values({
      id,
      programmeId: credential.programmeId,
      credentialId: credential.id,
      category: input.category,
      note: input.note ?? null,
      requestedById: personOf(actor),
      requestedAt: at,
    })
    await log(tx, at, actor, credential, 'revocation.requested', { category: input.category })
  })
  return id
}

/**
 * The second person, who is not the first: the database refuses the same one. The bit of the status list is set and the
 * award ends in the same transaction; the list is signed anew by the first who asks for it.
 */
export async function confirmRevocation(services: Needs, actor: Actor, revocationId: string): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const revocation = await openRevocation(tx, revocationId)
    const credential = await issuedCredential(tx, actor, revocation.credentialId)
    await tx
      .update(revocations)
      .set({ confirmedById: personOf(actor), confirmedAt: at })
      .where(eq(revocations.id, revocationId))
    await requireAwardingOrganisation(tx, actor, revocation)
    await setRevoked(tx, credential.statusListId, credential.statusIndex, at)
    await updateAward(tx, credential.awardId, { state: 'revoked', endedAt: at })
    await log(tx, at, actor, credential, 'award.revoked', { category: revocation.category })
  })
}

/** The second person says no; the request ends and the badge stays valid. */
export async function refuseRevocation(services: Needs, actor: Actor, revocationId: string): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const revocation = await openRevocation(tx, revocationId)
    const credential = await issuedCredential(tx, actor, revocation.credentialId)
    await tx.update(revocations).set({ refusedAt: at }).where(eq(revocations.id, revocationId))
    await log(tx, at, actor, credential, 'revocation.refused', {})
  })
}

async function openRevocation(tx: Db, revocationId: string): Promise<RevocationRow> {
  const [revocation] = await tx.select().from(revocations).where(eq(revocations.id, revocationId)).for('update')
  if (!revocation) throw new NotFound('revocation', revocationId)
  return revocation
}

async function issuedCredential(tx: Db, actor: Actor, credentialId: string): Promise<CredentialWithBytes> {
  const credential = await findCredential(tx, credentialId)
  if (!credential) throw new NotFound('credential', credentialId)
  requireRole(actor, ['signatory'], credential.programmeId)
  const award = await lockAward(tx, credential.awardId)
  if (award.state !== 'issued') throw new AwardNotIssued(award.id, award.state)
  return credential
}

/** At least one of the two people belongs to the organisation that awarded the badge. */
async function requireAwardingOrganisation(tx: Db, actor: Actor, revocation: RevocationRow): Promise<void> {
  const awarding = await awardingOrganisationOf(tx, revocation.programmeId)
  const [requester] = await tx
    .select({ organisationId: tables.persons.organisationId })
    .from(tables.persons)
    .where(eq(tables.persons.id, revocation.requestedById))
  if (actor.organisationId !== awarding && requester?.organisationId !== awarding)
    throw new NotTheAwardingOrganisation()
}

export interface OpenRevocation {
  readonly id: string
  readonly credentialId: string
  readonly category: RevocationCategory
  readonly note: string | null
  readonly requestedById: string
  readonly requestedAt: Date
}

export async function openRevocationOf(tx: Db, credentialId: string): Promise<OpenRevocation | undefined> {
  const [found] = await tx
    .select()
    .from(revocations)
    .where(
      and(eq(revocations.credentialId, credentialId), isNull(revocations.confirmedAt), isNull(revocations.refusedAt)),
    )
  return found
}

async function log(
  tx: Db,
  at: Date,
  actor: Actor,
  credential: CredentialWithBytes,
  action: string,
  data: Record<string, unknown>,
): Promise<void> {
  await appendEvent(tx, at, {
    programmeId: credential.programmeId,
    actorId: actor.personId,
    actorRole: 'signatory',
    action,
    subjectType: 'credential',
    subjectId: credential.id,
    data,
  })
}
