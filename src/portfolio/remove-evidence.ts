import { personOf, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Services } from '../services.ts'
import { EvidenceInUse } from './errors.ts'
import { deleteItem, isHashInUse, isInASubmission, lockOwnItem } from './evidence-store.ts'

/** Takes an item out of the portfolio again, bytes and all, as long as no submission holds it: the wrong photograph. */
export async function removeEvidence(
  services: Pick<Services, 'database' | 'clock' | 'blobs'>,
  actor: Actor,
  itemId: string,
): Promise<void> {
  const ownerId = personOf(actor)
  const at = services.clock.now()
  const hashes = await services.database.transaction(actor, at, async (tx) => {
    const item = await lockOwnItem(tx, itemId, ownerId)
    if (await isInASubmission(tx, itemId)) throw new EvidenceInUse()
    const gone = await deleteItem(tx, itemId)
    await appendEvent(tx, at, {
      programmeId: item.programmeId,
      actorId: ownerId,
      actorRole: 'participant',
      action: 'evidence-item.removed',
      subjectType: 'evidence_item',
      subjectId: itemId,
    })
    return gone
  })
  for (const sha256 of hashes) {
    if (!(await isHashInUse(services.database.owner, sha256))) await services.blobs.remove(sha256)
  }
}
