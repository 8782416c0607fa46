import { and, asc, desc, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { rows, tables, type Db } from '../database/index.ts'
import type { ScanStatus } from './evidence.ts'

const { evidenceItems: items, evidenceVersions: versions, submissionItems, evidenceConsents, consentRecords } = tables

export type EvidenceItem = typeof items.$inferSelect
export type EvidenceVersion = typeof versions.$inferSelect
export type ConsentRecord = typeof consentRecords.$inferSelect

export interface EvidenceWithVersions extends EvidenceItem {
  /** Newest first. */
  readonly versions: readonly EvidenceVersion[]
}

export async function insertItem(tx: Db, item: EvidenceItem): Promise<void> {
  await tx.insert(items).values(item)
}

export async function insertVersion(tx: Db, version: EvidenceVersion): Promise<void> {
  await tx.insert(versions).values(version)
}

/** The owner's item, held until the transaction ends so that versions are numbered without gaps. */
export async function lockOwnItem(tx: Db, id: string, ownerId: string): Promise<EvidenceItem> {
  const [item] = await tx
    .select()
    .from(items)
    .where(and(eq(items.id, id), eq(items.ownerId, ownerId)))
    .for('update')
  if (!item) throw new NotFound('evidence item', id)
  return item
}

export async function loadItem(tx: Db, id: string): Promise<EvidenceWithVersions> {
  const [item] = await tx.select().from(items).where(eq(items.id, id))
  if (!item) throw new NotFound('evidence item', id)
  return { ...item, versions: await versionsOf(tx, [id]) }
}

export async function listItems(tx: Db, ownerId: string): Promise<readonly EvidenceWithVersions[]> {
  const found = await tx
    .select()
    .from(items)
    .where(eq(items.ownerId, ownerId))
    .orderBy(desc(items.createdAt), desc(items.id))
  const all = await versionsOf(
    tx,
    found.map(({ id }) => id),
  )
  return found.map((item) => ({ ...item, versions: all.filter(({ itemId }) => itemId === item.id) }))
}

async function versionsOf(tx: Db, itemIds: readonly string[]): Promise<readonly EvidenceVersion[]> {
  if (itemIds.length === 0) return []
  return tx
    .select()
    .from(versions)
    .where(inArray(versions.itemId, [...itemIds]))
    .orderBy(asc(versions.itemId), desc(versions.version))
}

export async function countItems(tx: Db, ownerId: string): Promise<number> {
  return tx.$count(items, eq(items.ownerId, ownerId))
}

export async function latestVersionNumber(tx: Db, itemId: string): Promise<number> {
  const [latest] = await tx
    .select({ version: versions.version })
    .from(versions)
    .where(eq(versions.itemId, itemId))
    .orderBy(desc(versions.version))
    .limit(1)
  return latest?.version ?? 0
}

export interface ReadableVersion {
  readonly version: EvidenceVersion
  readonly item: EvidenceItem
  readonly isJudgedByActor: boolean
  readonly isMentoredByActor: boolean
  readonly wasSubmitted: boolean
}

/** A version that the row policies show to the reader, with why they do. */
export async function findReadableVersion(tx: Db, id: string): Promise<ReadableVersion> {
  const [found] = await tx
    .select({
      version: versions,
      item: items,
      isJudgedByActor: sql<boolean>`exists (select from ${submissionItems} si
        where si.evidence_version_id = ${versions.id} and insignia_is_judge(si.submission_id))`,
      isMentoredByActor: sql<boolean>`insignia_mentors(${items.programmeId}, ${items.ownerId})`,
      wasSubmitted: sql<boolean>`exists (select from ${submissionItems} si join submissions s on s.id = si.submission_id
        where si.evidence_version_id = ${versions.id} and s.submitted_at is not null)`,
    })
    .from(versions)
    .innerJoin(items, eq(items.id, versions.itemId))
    .where(eq(versions.id, id))
  if (!found) throw new NotFound('evidence version', id)
  return found
}

/** A version of one's own items; nobody else's can be attached to anything. */
export async function findOwnVersion(tx: Db, id: string, ownerId: string): Promise<EvidenceVersion> {
  const [found] = await tx
    .select({ version: versions })
    .from(versions)
    .innerJoin(items, eq(items.id, versions.itemId))
    .where(and(eq(versions.id, id), eq(items.ownerId, ownerId)))
  if (!found) throw new NotFound('evidence version', id)
  return found.version
}

export async function lockVersion(tx: Db, id: string): Promise<EvidenceVersion | null> {
  const [version] = await tx.select().from(versions).where(eq(versions.id, id)).for('update')
  return version ?? null
}

export async function setScanStatus(tx: Db, id: string, scanStatus: ScanStatus): Promise<void> {
  await tx.update(versions).set({ scanStatus }).where(eq(versions.id, id))
}

export interface WaitingVersion {
  readonly id: string
  readonly programmeId: string
}

/** What no scanner has answered for yet, oldest first; read as the owner of the database, by the scheduled work. */
export async function listUnscanned(db: Db, limit: number): Promise<readonly WaitingVersion[]> {
  return db
    .select({ id: versions.id, programmeId: versions.programmeId })
    .from(versions)
    .where(inArray(versions.scanStatus, ['uploaded', 'scanning']))
    .orderBy(asc(versions.createdAt))
    .limit(limit)
}

export async function isInASubmission(tx: Db, itemId: string): Promise<boolean> {
  const [found] = await rows<{ found: boolean }>(
    tx,
    sql`select exists (select from submission_items si join evidence_versions v on v.id = si.evidence_version_id
      where v.item_id = ${itemId}) as found`,
  )
  return found?.found === true
}

/** Removes an item that no submission holds; returns the hashes that its versions had. */
export async function deleteItem(tx: Db, itemId: string): Promise<readonly string[]> {
  const own = tx.select({ id: versions.id }).from(versions).where(eq(versions.itemId, itemId))
  await tx.delete(evidenceConsents).where(inArray(evidenceConsents.evidenceVersionId, own))
  const gone = await tx.delete(versions).where(eq(versions.itemId, itemId)).returning({ sha256: versions.sha256 })
  await tx.delete(items).where(eq(items.id, itemId))
  return [...new Set(gone.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256])))]
}

/** Whether any version of anybody still has these bytes; asked as the owner of the database. */
export async function isHashInUse(db: Db, sha256: string): Promise<boolean> {
  return (await db.$count(versions, eq(versions.sha256, sha256))) > 0
}

export interface AttachedConsents {
  readonly attached: readonly ConsentRecord[]
  readonly ofSameBytes: readonly ConsentRecord[]
}

/** The consents of versions, and of all versions of the same owner with the same bytes. */
export async function loadConsents(
  tx: Db,
  wanted: readonly Pick<EvidenceVersion, 'id' | 'sha256'>[],
  ownerId: string,
): Promise<ReadonlyMap<string, AttachedConsents>> {
  if (wanted.length === 0) return new Map()
  const hashes = wanted.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]))
  const found = await tx
    .select({ versionId: versions.id, sha256: versions.sha256, consent: consentRecords })
    .from(evidenceConsents)
    .innerJoin(versions, eq(versions.id, evidenceConsents.evidenceVersionId))
    .innerJoin(items, eq(items.id, versions.itemId))
    .innerJoin(consentRecords, eq(consentRecords.id, evidenceConsents.consentId))
    .where(
      and(
        eq(items.ownerId, ownerId),
        or(
          inArray(
            versions.id,
            wanted.map(({ id }) => id),
          ),
          and(isNotNull(versions.sha256), inArray(versions.sha256, hashes)),
        ),
      ),
    )
  return new Map(
    wanted.map(({ id, sha256 }) => [
      id,
      {
        attached: found.filter(({ versionId }) => versionId === id).map(({ consent }) => consent),
        ofSameBytes: found.filter((row) => sha256 !== null && row.sha256 === sha256).map(({ consent }) => consent),
      },
    ]),
  )
}
