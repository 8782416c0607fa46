import { NotFound, systemActor, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Services } from '../services.ts'
import { consentOfEvidence } from './consent-of-evidence.ts'
import { ConsentMissing, ConsentWithdrawn, EvidenceBytesDeleted, EvidenceInfected, NoBytes } from './errors.ts'
import { findReadableVersion, type ReadableVersion } from './evidence-store.ts'
import { isReadingLogged, purposeOf, type ReadingPurpose } from './evidence.ts'
import { isShownInline } from './media-types.ts'

export interface EvidenceContent {
  readonly content: Uint8Array
  readonly mediaType: string
  readonly fileName: string
  readonly isShownInline: boolean
}

const READER_ROLES: Readonly<Record<ReadingPurpose, string>> = {
  owner: 'participant',
  assessment: 'assessor',
  'formal-check': 'coordinator',
  audit: 'auditor',
  mentoring: 'mentor',
}

/**
 * The bytes of a version, for its owner and for those whose work it is to look at them, and then only while the consent
 * of the people in it holds. What shows minors is never read without a line in the log.
 */
export async function readEvidence(
  services: Pick<Services, 'database' | 'clock' | 'blobs'>,
  actor: Actor,
  versionId: string,
): Promise<EvidenceContent> {
  const at = services.clock.now()
  const found = await services.database.transaction(actor, at, (tx) => findReadableVersion(tx, versionId))
  const { version, item } = found
  const purpose = purposeOf(actor, { ...item, isJudgedByActor: found.isJudgedByActor })
  if (purpose === 'mentoring' && !found.isMentoredByActor) throw new NotFound('evidence version', versionId)
  if (version.scanStatus === 'infected') throw new EvidenceInfected()
  if (version.bytesDeletedAt !== null) throw new EvidenceBytesDeleted()
  if (version.sha256 === null || version.mediaType === null) throw new NoBytes()
  if (purpose !== 'owner') await requireConsent(services, at, found)
  const content = await services.blobs.get(version.sha256)
  if (content === null) throw new EvidenceBytesDeleted()
  if (isReadingLogged(purpose, version.identifiablePeople)) await logReading(services, actor, at, found, purpose)
  return {
    content,
    mediaType: version.mediaType,
    fileName: version.fileName ?? `${version.id}.${version.mediaType === 'text/markdown' ? 'md' : 'bin'}`,
    isShownInline: isShownInline(version.mediaType),
  }
}

/** Assessors do not see the consents themselves, so the service looks. */
async function requireConsent(
  { database }: Pick<Services, 'database'>,
  at: Date,
  { version, item, wasSubmitted }: ReadableVersion,
): Promise<void> {
  const consents = await database.transaction(systemActor([item.programmeId]), at, (tx) =>
    consentOfEvidence(tx, [version], item.ownerId, at),
  )
  const consent = consents.get(version.id)
  if (consent === 'withdrawn') throw new ConsentWithdrawn()
  if (consent === 'missing') throw wasSubmitted ? new ConsentWithdrawn() : new ConsentMissing()
}

async function logReading(
  { database }: Pick<Services, 'database'>,
  actor: Actor,
  at: Date,
  { version, item }: ReadableVersion,
  purpose: ReadingPurpose,
): Promise<void> {
  await database.transaction(actor, at, (tx) =>
    appendEvent(tx, at, {
      programmeId: item.programmeId,
      actorId: actor.personId,
      actorRole: READER_ROLES[purpose],
      action: 'evidence-version.read',
      subjectType: 'evidence_version',
      subjectId: version.id,
      data: { purpose, peopleShown: version.identifiablePeople },
    }),
  )
}
