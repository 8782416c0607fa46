import { systemActor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Db } from '../database/index.ts'
import { ScannerUnavailable } from './clamav-scanner.ts'
import {
  listUnscanned,
  lockVersion,
  setScanStatus,
  type EvidenceVersion,
  type WaitingVersion,
} from './evidence-store.ts'
import type { ScanStatus } from './evidence.ts'
import { scannerOf, type PortfolioServices } from './portfolio-services.ts'
import type { Scanner, ScanVerdict } from './scanner.ts'

/**
 * Scans one version and records what came of it. Without a scanner, or when it does not answer, the version stays in
 * quarantine. Returns the status it has now.
 */
export async function scanEvidence(services: PortfolioServices, waiting: WaitingVersion): Promise<ScanStatus> {
  const scanner = scannerOf(services)
  if (!scanner) return 'uploaded'
  const begun = await inQuarantine(services, waiting, (version) =>
    version.scanStatus === 'uploaded' ? 'scanning' : null,
  )
  if (begun?.sha256 == null || begun.mediaType === null) return begun?.scanStatus ?? 'uploaded'
  const content = await services.blobs.get(begun.sha256)
  const verdict = content === null ? null : await ask(scanner, content, begun.mediaType)
  if (verdict === null) return 'scanning'
  const done = await inQuarantine(services, waiting, () => verdict.status, verdict.reason)
  return done?.scanStatus ?? verdict.status
}

/** Null when the scanner cannot be asked; the scheduled work asks again. */
async function ask(scanner: Scanner, content: Uint8Array, mediaType: string): Promise<ScanVerdict | null> {
  try {
    return await scanner.scan(content, mediaType)
  } catch (error) {
    if (error instanceof ScannerUnavailable) return null
    throw error
  }
}

/** Moves a version that nobody has answered for yet; the service itself does so, never the owner. */
async function inQuarantine(
  { database, clock }: PortfolioServices,
  { id, programmeId }: WaitingVersion,
  next: (version: EvidenceVersion) => ScanStatus | null,
  reason?: string,
): Promise<EvidenceVersion | null> {
  const at = clock.now()
  return database.transaction(systemActor([programmeId]), at, async (tx) => {
    const version = await lockVersion(tx, id)
    if (!version || !['uploaded', 'scanning'].includes(version.scanStatus)) return version
    const scanStatus = next(version)
    if (scanStatus === null) return version
    await setScanStatus(tx, id, scanStatus)
    await appendScan(tx, at, { id, programmeId }, scanStatus, reason)
    return { ...version, scanStatus }
  })
}

async function appendScan(tx: Db, at: Date, { id, programmeId }: WaitingVersion, status: ScanStatus, reason?: string) {
  await appendEvent(tx, at, {
    programmeId,
    actorId: null,
    actorRole: 'system',
    action: `evidence-version.${status}`,
    subjectType: 'evidence_version',
    subjectId: id,
    ...(reason === undefined ? {} : { data: { reason } }),
  })
}

const BATCH = 50

/** Scheduled work: asks again for everything that is still in quarantine. Returns how many got their answer. */
export async function scanWaitingEvidence(services: PortfolioServices): Promise<number> {
  if (!scannerOf(services)) return 0
  let answered = 0
  for (const waiting of await listUnscanned(services.database.owner, BATCH)) {
    const status = await scanEvidence(services, waiting)
    if (status !== 'uploaded' && status !== 'scanning') answered += 1
  }
  return answered
}
