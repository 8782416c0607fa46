import { and, asc, eq } from 'drizzle-orm'
import { NotFound, systemActor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Services } from '../services.ts'
import { withStatus } from '../standards/vc/index.ts'
import type { KeyHolder } from './api-keys.ts'
import { lockList, replaceBits } from './status-store.ts'

const { openCredentials } = tables

/**
 * Revokes a credential of an open issuer, or takes that back; the published list shows it at once. Throws `NotFound` for
 * a credential that this issuer did not give a status.
 */
export async function setOpenStatus(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  { organisationId, keyId }: KeyHolder,
  credentialIri: string,
  isRevoked: boolean,
): Promise<void> {
  const at = clock.now()
  await database.transaction(systemActor([]), at, async (tx) => {
    const entries = await tx
      .select()
      .from(openCredentials)
      .where(and(eq(openCredentials.organisationId, organisationId), eq(openCredentials.credentialIri, credentialIri)))
      .orderBy(asc(openCredentials.statusListId))
      .for('update')
    if (entries.length === 0) throw new NotFound('credential', credentialIri)
    for (const entry of entries) if (entry.isRevoked !== isRevoked) await change(tx, entry, isRevoked, at)
    await appendEvent(tx, at, {
      programmeId: null,
      actorId: null,
      actorRole: 'api-key',
      action: isRevoked ? 'open-credential.revoked' : 'open-credential.restored',
      subjectType: 'open-credential',
      subjectId: entries[0]?.id ?? '',
      data: { apiKeyId: keyId },
    })
  })
}

async function change(
  tx: Db,
  { id, statusListId, statusIndex }: typeof openCredentials.$inferSelect,
  isRevoked: boolean,
  at: Date,
): Promise<void> {
  await tx.update(openCredentials).set({ isRevoked, statusChangedAt: at }).where(eq(openCredentials.id, id))
  const list = await lockList(tx, statusListId)
  await replaceBits(tx, list, withStatus(list.bits, statusIndex, isRevoked), statusIndex, at, isRevoked)
}
