import { and, asc, eq } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'

const { microCourseVersions: versions, microCourses, evidenceRequirements, criteria, criterionLevels } = tables

export type CourseVersion = typeof versions.$inferSelect & { readonly code: string }
export type CourseRequirement = typeof evidenceRequirements.$inferSelect
export type RubricCriterion = typeof criteria.$inferSelect & {
  readonly levels: readonly (typeof criterionLevels.$inferSelect)[]
}

/** What a submission needs to know of its micro-course version and rubric. */
export interface CourseBasis {
  readonly version: CourseVersion
  readonly requirements: readonly CourseRequirement[]
  readonly criteria: readonly RubricCriterion[]
}

export async function loadCourseBasis(tx: Db, versionId: string): Promise<CourseBasis | null> {
  const [found] = await tx
    .select({ version: versions, code: microCourses.code })
    .from(versions)
    .innerJoin(microCourses, eq(microCourses.id, versions.microCourseId))
    .where(eq(versions.id, versionId))
  if (!found) return null
  return {
    version: { ...found.version, code: found.code },
    requirements: await tx
      .select()
      .from(evidenceRequirements)
      .where(eq(evidenceRequirements.versionId, versionId))
      .orderBy(asc(evidenceRequirements.key)),
    criteria: await loadCriteria(tx, found.version.rubricId),
  }
}

async function loadCriteria(tx: Db, rubricId: string): Promise<readonly RubricCriterion[]> {
  const found = await tx.select().from(criteria).where(eq(criteria.rubricId, rubricId)).orderBy(asc(criteria.position))
  const levels = await tx
    .select({ level: criterionLevels })
    .from(criterionLevels)
    .innerJoin(criteria, eq(criteria.id, criterionLevels.criterionId))
    .where(eq(criteria.rubricId, rubricId))
    .orderBy(asc(criterionLevels.position))
  return found.map((criterion) => ({
    ...criterion,
    levels: levels.map(({ level }) => level).filter(({ criterionId }) => criterionId === criterion.id),
  }))
}

/** The published versions of the programmes the actor is in, one a micro-course, in the order of the programme. */
export async function listPublishedVersions(tx: Db, programmeId: string): Promise<readonly CourseVersion[]> {
  const found = await tx
    .select({ version: versions, code: microCourses.code })
    .from(versions)
    .innerJoin(microCourses, eq(microCourses.id, versions.microCourseId))
    .where(and(eq(versions.programmeId, programmeId), eq(versions.state, 'published')))
    .orderBy(asc(microCourses.sequence))
  return found.map(({ version, code }) => ({ ...version, code }))
}
