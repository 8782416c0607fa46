import { and, eq } from 'drizzle-orm'
import { loadVersion, listVersions, type MicroCourseVersion } from '../courses/index.ts'
import { tables, type Db } from '../database/index.ts'
import { loadLevelScale, loadRubric, type LevelScale, type Rubric } from '../frameworks/index.ts'
import type { CohortPart } from './parts.ts'
import { NotFound } from '../access/index.ts'

/** The row, or undefined for what nobody here may see or is not there. */
async function orNothing<Found>(load: Promise<Found>): Promise<Found | undefined> {
  return load.catch((error: unknown) => {
    if (error instanceof NotFound) return undefined
    throw error
  })
}

export const findLevelScale = (tx: Db, id: string): Promise<LevelScale | undefined> => orNothing(loadLevelScale(tx, id))
export const findRubric = (tx: Db, id: string): Promise<Rubric | undefined> => orNothing(loadRubric(tx, id))
export const findVersion = (tx: Db, id: string): Promise<MicroCourseVersion | undefined> =>
  orNothing(loadVersion(tx, id))

export async function findMicroCourse(tx: Db, id: string) {
  const [found] = await tx.select().from(tables.microCourses).where(eq(tables.microCourses.id, id))
  return found
}

export async function findCohort(tx: Db, programmeId: string, id: string): Promise<CohortPart | undefined> {
  const { cohorts } = tables
  const [found] = await tx
    .select()
    .from(cohorts)
    .where(and(eq(cohorts.id, id), eq(cohorts.programmeId, programmeId)))
  if (!found) return undefined
  const { name, status, startsOn, endsOn, windows } = found
  const plain = windows.map(({ microCourseId, opens, recommendedBy }) => ({ microCourseId, opens, recommendedBy }))
  return { id, name, status, startsOn, endsOn, windows: plain }
}

/** The versions of micro-courses over the framework, by course and the oldest first. */
export async function findVersionsOver(tx: Db, frameworkId: string): Promise<readonly MicroCourseVersion[]> {
  const versions: MicroCourseVersion[] = []
  for (const { id } of await listVersions(tx)) versions.push(await loadVersion(tx, id))
  return versions.filter((version) => version.frameworkId === frameworkId)
}

/** The short names of the programme's organisations, and which of them awards. */
export async function findOrganisations(tx: Db, programmeId: string) {
  const { organisations, programmeOrganisations, programmes } = tables
  const [programme] = await tx
    .select({ awardingId: programmes.awardingOrganisationId })
    .from(programmes)
    .where(eq(programmes.id, programmeId))
  if (!programme) throw new NotFound('programme', programmeId)
  const found = await tx
    .select({ id: organisations.id, slug: organisations.slug })
    .from(programmeOrganisations)
    .innerJoin(organisations, eq(organisations.id, programmeOrganisations.organisationId))
    .where(eq(programmeOrganisations.programmeId, programmeId))
  return { ...programme, slugs: new Map(found.map(({ id, slug }) => [slug, id])) }
}
