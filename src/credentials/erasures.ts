import { eq, sql } from 'drizzle-orm'
import { NotFound, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Services } from '../services.ts'
import { signingRole } from './awards.ts'
import { findCredential, type CredentialWithBytes } from './credential-store.ts'
import { AwardNotIssued } from './errors.ts'

const { erasures } = tables

type Needs = Pick<Services, 'database' | 'clock' | 'randomness'>

/** The first of two people asks that the bytes and the name of a credential be erased. */
export async function requestErasure(services: Needs, actor: Actor, credentialId: string): Promise<string> {
  const at = services.clock.now()
  const id = services.randomness.uuid()
  await services.database.transaction(actor, at, async (tx) => {
    const credential = await managedCredential(tx, actor, credentialId)
    await tx.insert(erasures).values({
      id,
      programmeId: credential.programmeId,
      credentialId,
      requestedById: personOf(actor),
      requestedAt: at,
    })
    await log(tx, at, actor, credential, 'erasure.requested')
  })
  return id
}

/** The second person confirms; id, SHA-256, status index and log stay, so that a chain and a list remain whole. */
export async function confirmErasure(services: Needs, actor: Actor, erasureId: string): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const [erasure] = await tx.select().from(erasures).where(eq(erasures.id, erasureId)).for('update')
    if (!erasure) throw new NotFound('erasure', erasureId)
    const credential = await managedCredential(tx, actor, erasure.credentialId)
    await tx
      .update(erasures)
      .set({ confirmedById: personOf(actor), confirmedAt: at })
      .where(eq(erasures.id, erasureId))
    await tx.execute(sql`select erase_credential(${erasure.credentialId}::uuid)`)
    await log(tx, at, actor, credential, 'credential.erased')
  })
}

async function managedCredential(tx: Db, actor: Actor, credentialId: string): Promise<CredentialWithBytes> {
  const credential = await findCredential(tx, credentialId)
  if (!credential) throw new NotFound('credential', credentialId)
  requireRole(actor, ['signatory', 'coordinator'], credential.programmeId)
  if (credential.state !== 'signed') throw new AwardNotIssued(credential.awardId, credential.state)
  return credential
}

async function log(tx: Db, at: Date, actor: Actor, credential: CredentialWithBytes, action: string): Promise<void> {
  await appendEvent(tx, at, {
    programmeId: credential.programmeId,
    actorId: actor.personId,
    actorRole: signingRole(actor, credential.programmeId),
    action,
    subjectType: 'credential',
    subjectId: credential.id,
  })
}
