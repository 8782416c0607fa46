import type { Db } from '../database/index.ts'
import { evidenceConsent, type EvidenceConsent } from './consent.ts'
import { loadConsents, type EvidenceVersion } from './evidence-store.ts'

/**
 * Whether each version of one owner may be seen by others. Its reader has to see the owner's consents; for anybody else
 * the service itself asks.
 */
export async function consentOfEvidence(
  tx: Db,
  versions: readonly Pick<EvidenceVersion, 'id' | 'sha256' | 'identifiablePeople'>[],
  ownerId: string,
  at: Date,
): Promise<ReadonlyMap<string, EvidenceConsent>> {
  const consents = await loadConsents(tx, versions, ownerId)
  return new Map(
    versions.map(({ id, identifiablePeople }) => {
      const { attached = [], ofSameBytes = [] } = consents.get(id) ?? {}
      return [id, evidenceConsent(identifiablePeople, attached, ofSameBytes, at)]
    }),
  )
}
