import { systemActor, type Actor } from '../access/index.ts'
import { hasRole } from '../kernel/actor.ts'
import type { Services } from '../services.ts'
import type { EvidenceConsent } from './consent.ts'
import { consentOfEvidence } from './consent-of-evidence.ts'
import { listConsents } from './consent-store.ts'
import {
  loadConsents,
  loadItem,
  type ConsentRecord,
  type EvidenceVersion,
  type EvidenceWithVersions,
} from './evidence-store.ts'
import { MARKDOWN } from './media-types.ts'
import { loadProgramme, type Programme } from './programme-store.ts'

export interface VersionConsents {
  readonly state: EvidenceConsent
  /** Those for this version; none for readers who do not see consents. */
  readonly attached: readonly ConsentRecord[]
}

export interface EvidenceView {
  readonly item: EvidenceWithVersions
  readonly isOwner: boolean
  readonly isCoordinator: boolean
  readonly programme: Programme
  /** By version. */
  readonly consentsOf: ReadonlyMap<string, VersionConsents>
  /** The owner's, to be attached to versions. */
  readonly consents: readonly ConsentRecord[]
}

/** One item with its versions, as far as the reader may see them. */
export async function readEvidenceItem(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  itemId: string,
): Promise<EvidenceView> {
  const at = clock.now()
  const seen = await database.transaction(actor, at, async (tx) => {
    const item = await loadItem(tx, itemId)
    const isOwner = item.ownerId === actor.personId
    return {
      item,
      isOwner,
      isCoordinator: hasRole(actor, ['coordinator'], item.programmeId),
      programme: await loadProgramme(tx, item.programmeId),
      consents: isOwner ? await listConsents(tx, item.ownerId) : [],
      attached: await loadConsents(tx, item.versions, item.ownerId),
    }
  })
  const { item, attached } = seen
  const states = await database.transaction(systemActor([item.programmeId]), at, (tx) =>
    consentOfEvidence(tx, item.versions, item.ownerId, at),
  )
  const consentsOf = item.versions.map(({ id }): [string, VersionConsents] => [
    id,
    { state: states.get(id) ?? 'missing', attached: attached.get(id)?.attached ?? [] },
  ])
  return { ...seen, consentsOf: new Map(consentsOf) }
}

/** What its owner wrote in a version, to be read and to be written on; null for everything but a text. */
export async function readOwnText(
  { blobs }: Pick<Services, 'blobs'>,
  version: EvidenceVersion | undefined,
): Promise<string | null> {
  if (version?.mediaType !== MARKDOWN || version.sha256 === null) return null
  const content = await blobs.get(version.sha256)
  return content && new TextDecoder().decode(content)
}
