import { and, asc, desc, eq } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import { findAlignments, isPublished, loadRubric, type Move, type Reviewable } from '../frameworks/index.ts'
import type { EuElements, EvidenceRequirement, MicroCourseVersion, Outcome, VersionRow } from './version.ts'

const { achievementPictures } = tables
const { evidenceRequirements, frameworkItems, frameworks, microCourses, microCourseVersions, versionOutcomes } = tables
const { organisations, programmes } = tables

export type MicroCourse = typeof microCourses.$inferSelect

export async function insertMicroCourse(tx: Db, course: MicroCourse): Promise<void> {
  await tx.insert(microCourses).values(course)
}

export async function loadMicroCourse(tx: Db, id: string): Promise<MicroCourse> {
  const [found] = await tx.select().from(microCourses).where(eq(microCourses.id, id))
  if (!found) throw new NotFound('micro-course', id)
  return found
}

export async function insertVersion(tx: Db, version: typeof microCourseVersions.$inferInsert): Promise<void> {
  await tx.insert(microCourseVersions).values(version)
}

export async function updateVersion(
  tx: Db,
  id: string,
  change: Partial<typeof microCourseVersions.$inferInsert>,
): Promise<void> {
  await tx.update(microCourseVersions).set(change).where(eq(microCourseVersions.id, id))
}

export const moveVersion: Move = async (tx, id, change) => updateVersion(tx, id, change)

export function reviewableVersion({
  id,
  programmeId,
  state,
  contentHash,
}: Pick<VersionRow, 'id' | 'programmeId' | 'state' | 'contentHash'>): Reviewable {
  return { type: 'micro_course_version', id, programmeId, state, contentHash }
}

/** Throws NotFound for an unknown, foreign or invisible version. */
export async function loadVersion(tx: Db, id: string): Promise<MicroCourseVersion> {
  const found = await findVersion(tx, id)
  if (!found) throw new NotFound('micro-course-version', id)
  return found
}

/** As loadVersion, and nobody else changes it until the transaction ends. */
export async function lockVersion(tx: Db, id: string): Promise<MicroCourseVersion> {
  await tx
    .select({ id: microCourseVersions.id })
    .from(microCourseVersions)
    .where(eq(microCourseVersions.id, id))
    .for('update')
  return loadVersion(tx, id)
}

/** A published, deprecated or retired version. */
export async function findPublishedVersion(tx: Db, id: string): Promise<MicroCourseVersion | undefined> {
  const found = await findVersion(tx, id)
  return found && isPublished(found.state) ? found : undefined
}

/** The published version at a public address. */
export async function findVersionAt(
  tx: Db,
  microCourseId: string,
  version: string,
): Promise<MicroCourseVersion | undefined> {
  const [row] = await tx
    .select({ id: microCourseVersions.id })
    .from(microCourseVersions)
    .where(and(eq(microCourseVersions.microCourseId, microCourseId), eq(microCourseVersions.version, version)))
  return row && findPublishedVersion(tx, row.id)
}

export async function findVersion(tx: Db, id: string): Promise<MicroCourseVersion | undefined> {
  const [found] = await tx
    .select({
      version: microCourseVersions,
      course: microCourses,
      frameworkState: frameworks.state,
      awardingBody: {
        id: organisations.id,
        legalName: organisations.legalName,
        countryCode: organisations.countryCode,
      },
    })
    .from(microCourseVersions)
    .innerJoin(microCourses, eq(microCourses.id, microCourseVersions.microCourseId))
    .innerJoin(frameworks, eq(frameworks.id, microCourseVersions.frameworkId))
    .innerJoin(programmes, eq(programmes.id, microCourseVersions.programmeId))
    .innerJoin(organisations, eq(organisations.id, programmes.awardingOrganisationId))
    .where(eq(microCourseVersions.id, id))
  if (!found) return undefined
  const { version, course, frameworkState, awardingBody } = found
  return {
    ...version,
    code: course.code,
    sequence: course.sequence,
    awardingBody,
    frameworkState,
    outcomes: (isPublished(version.state) && version.eu.learningOutcomes) || (await findOutcomes(tx, id)),
    requirements: await findRequirements(tx, id),
    rubric: await loadRubric(tx, version.rubricId),
  }
}

async function findRequirements(tx: Db, versionId: string): Promise<MicroCourseVersion['requirements']> {
  const found = await tx
    .select()
    .from(evidenceRequirements)
    .where(eq(evidenceRequirements.versionId, versionId))
    .orderBy(asc(evidenceRequirements.key))
  return found.map(({ programmeId: _programme, versionId: _version, ...requirement }) => requirement)
}

async function findOutcomes(tx: Db, versionId: string): Promise<readonly Outcome[]> {
  const found = await tx
    .select({ item: frameworkItems, framework: frameworks })
    .from(versionOutcomes)
    .innerJoin(frameworkItems, eq(frameworkItems.id, versionOutcomes.competencyId))
    .innerJoin(frameworks, eq(frameworks.id, frameworkItems.frameworkId))
    .where(eq(versionOutcomes.versionId, versionId))
    .orderBy(asc(versionOutcomes.position))
  const alignments = await findAlignments(
    tx,
    found.map(({ item }) => item.id),
  )
  return found.map(({ item, framework }) => ({
    competencyId: item.id,
    uri: item.uri,
    code: item.code,
    title: item.title,
    statement: item.statement,
    keywords: item.keywords,
    framework: { id: framework.id, uri: framework.uri, title: framework.title },
    // A name that nobody checked against its source is not signed into credentials.
    alignments: alignments
      .filter(({ itemId, isVerified }) => itemId === item.id && isVerified)
      .map(({ targetFramework, targetCode, targetName, targetUrl, targetType }) => ({
        targetFramework,
        targetCode,
        targetName,
        targetUrl,
        targetType,
      })),
  }))
}

export interface VersionParts {
  readonly outcomeIds: readonly string[]
  readonly requirements: readonly EvidenceRequirement[]
}

/** Puts these outcomes and requirements in the place of the ones there are. */
export async function replaceParts(
  tx: Db,
  { id: versionId, programmeId }: { readonly id: string; readonly programmeId: string },
  { outcomeIds, requirements }: VersionParts,
): Promise<void> {
  await tx.delete(versionOutcomes).where(eq(versionOutcomes.versionId, versionId))
  await tx.delete(evidenceRequirements).where(eq(evidenceRequirements.versionId, versionId))
  if (outcomeIds.length > 0) {
    const rows = outcomeIds.map((competencyId, index) => ({
      programmeId,
      versionId,
      competencyId,
      position: index + 1,
    }))
    await tx.insert(versionOutcomes).values(rows)
  }
  if (requirements.length > 0) {
    await tx
      .insert(evidenceRequirements)
      .values(requirements.map((requirement) => ({ ...requirement, programmeId, versionId })))
  }
}

/** Keeps a cleaned picture; the same one is kept once. */
export async function keepPicture(tx: Db, picture: typeof achievementPictures.$inferInsert): Promise<void> {
  await tx.insert(achievementPictures).values(picture).onConflictDoNothing()
}

/** The PNG that a version names; null where its picture is drawn. */
export async function loadPicture(
  tx: Db,
  { programmeId, pictureSha256 }: Pick<VersionRow, 'programmeId' | 'pictureSha256'>,
): Promise<Uint8Array | null> {
  if (pictureSha256 === null) return null
  const [found] = await tx
    .select({ content: achievementPictures.content })
    .from(achievementPictures)
    .where(and(eq(achievementPictures.programmeId, programmeId), eq(achievementPictures.sha256, pictureSha256)))
  if (!found) throw new NotFound('picture', pictureSha256)
  return found.content
}

/** The picture of the version that is there now, for the one that follows it. */
export async function latestPictureOf(tx: Db, microCourseId: string): Promise<string | null> {
  const [latest] = await tx
    .select({ pictureSha256: microCourseVersions.pictureSha256 })
    .from(microCourseVersions)
    .where(eq(microCourseVersions.microCourseId, microCourseId))
    .orderBy(desc(microCourseVersions.createdAt), desc(microCourseVersions.version))
    .limit(1)
  return latest?.pictureSha256 ?? null
}

export interface VersionSummary {
  readonly id: string
  readonly programmeId: string
  readonly microCourseId: string
  readonly code: string
  readonly sequence: number
  readonly version: string
  readonly state: VersionRow['state']
  readonly baseLanguage: VersionRow['baseLanguage']
  readonly title: VersionRow['title']
  readonly description: VersionRow['description']
  readonly eu: EuElements
  readonly contentHash: string
  readonly publishedAt: Date | null
}

/** The versions that the row policies show: by course, the newest version first. */
export async function listVersions(tx: Db): Promise<readonly VersionSummary[]> {
  const found = await tx
    .select({ version: microCourseVersions, code: microCourses.code, sequence: microCourses.sequence })
    .from(microCourseVersions)
    .innerJoin(microCourses, eq(microCourses.id, microCourseVersions.microCourseId))
    .orderBy(
      asc(microCourses.sequence),
      asc(microCourses.code),
      asc(microCourseVersions.createdAt),
      asc(microCourseVersions.version),
    )
  return found.map(({ version, code, sequence }) => ({ ...version, code, sequence }))
}

/** Ids of the versions that are judged by the rubric, in a fixed order so that two edits never wait for each other. */
export async function findVersionsWithRubric(tx: Db, rubricId: string): Promise<readonly string[]> {
  const found = await tx
    .select({ id: microCourseVersions.id })
    .from(microCourseVersions)
    .where(eq(microCourseVersions.rubricId, rubricId))
    .orderBy(asc(microCourseVersions.id))
  return found.map(({ id }) => id)
}

export async function findCompetencyIds(tx: Db, frameworkId: string): Promise<readonly string[]> {
  const found = await tx
    .select({ id: frameworkItems.id })
    .from(frameworkItems)
    .where(and(eq(frameworkItems.frameworkId, frameworkId), eq(frameworkItems.kind, 'competency')))
  return found.map(({ id }) => id)
}
