import { NotFound, personOf, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Services } from '../services.ts'
import { lockAward } from './award-store.ts'
import { findCredential, setVisibility } from './credential-store.ts'

/**
 * The holder switches the public page on or off. While it is off, the printed code and the credential's address answer
 * as if there were no record: pages say so before anybody switches or prints.
 */
export async function changeVisibility(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  credentialId: string,
  visibility: 'link' | 'private',
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const credential = await findCredential(tx, credentialId)
    if (!credential) throw new NotFound('credential', credentialId)
    const award = await lockAward(tx, credential.awardId)
    if (award.participantId !== personOf(actor)) throw new NotFound('credential', credentialId)
    if (credential.visibility === visibility) return
    await setVisibility(tx, credential.id, visibility)
    await appendEvent(tx, at, {
      programmeId: credential.programmeId,
      actorId: actor.personId,
      actorRole: 'participant',
      action: 'credential.visibility-changed',
      subjectType: 'credential',
      subjectId: credential.id,
      data: { visibility },
    })
  })
}
