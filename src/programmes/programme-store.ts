import { and, asc, desc, eq, gt, inArray, isNull, notInArray, or } from 'drizzle-orm'
import { InvalidInput, NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import type { Participation } from './programme.ts'

const { cohorts, microCourses, microCourseVersions, organisations, persons } = tables
const { programmeOrganisations, programmes, roleAssignments } = tables

export type ProgrammeRow = typeof programmes.$inferSelect
export type CohortRow = typeof cohorts.$inferSelect

export interface ParticipatingOrganisation extends Participation {
  readonly displayName: LocalisedText
}

export interface MicroCourseName {
  readonly id: string
  readonly code: string
  readonly title: LocalisedText
}

/** Null for all. */
export function listProgrammes(tx: Db, ids: readonly string[] | null): Promise<ProgrammeRow[]> {
  return tx
    .select()
    .from(programmes)
    .where(ids === null ? undefined : inArray(programmes.id, [...ids]))
    .orderBy(asc(programmes.slug))
}

export async function loadProgramme(tx: Db, id: string): Promise<ProgrammeRow> {
  const [found] = await tx.select().from(programmes).where(eq(programmes.id, id))
  if (!found) throw new NotFound('programme', id)
  return found
}

/** Two who change it at once come one after the other. */
export async function lockProgramme(tx: Db, id: string): Promise<ProgrammeRow> {
  const [found] = await tx.select().from(programmes).where(eq(programmes.id, id)).for('update')
  if (!found) throw new NotFound('programme', id)
  return found
}

export function listParticipations(tx: Db, programmeId: string): Promise<ParticipatingOrganisation[]> {
  const { organisationId, isAssessing, isEndorsing } = programmeOrganisations
  return tx
    .select({ organisationId, isAssessing, isEndorsing, displayName: organisations.displayName })
    .from(programmeOrganisations)
    .innerJoin(organisations, eq(organisations.id, organisationId))
    .where(eq(programmeOrganisations.programmeId, programmeId))
    .orderBy(asc(organisations.slug))
}

export async function replaceParticipations(
  tx: Db,
  programmeId: string,
  participations: readonly Participation[],
): Promise<void> {
  const ids = participations.map(({ organisationId }) => organisationId)
  await tx
    .delete(programmeOrganisations)
    .where(
      and(eq(programmeOrganisations.programmeId, programmeId), notInArray(programmeOrganisations.organisationId, ids)),
    )
  for (const participation of participations) {
    const { isAssessing, isEndorsing } = participation
    await tx
      .insert(programmeOrganisations)
      .values({ programmeId, ...participation })
      .onConflictDoUpdate({
        target: [programmeOrganisations.programmeId, programmeOrganisations.organisationId],
        set: { isAssessing, isEndorsing },
      })
  }
}

/** Throws `InvalidInput` for an id that is no organisation of the kind that takes part in programmes. */
export async function requireOrganisations(tx: Db, ids: readonly string[]): Promise<void> {
  const found = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(inArray(organisations.id, [...ids]), eq(organisations.kind, 'programme')))
  if (found.length < new Set(ids).size) {
    throw new InvalidInput({ errors: [{ pointer: '/organisations', detail: 'is no organisation of this service' }] })
  }
}

/** Of these organisations, those whose people hold a role in the programme that has not ended. */
export async function organisationsWithPeople(tx: Db, programmeId: string, at: Date): Promise<readonly string[]> {
  const found = await tx
    .selectDistinct({ id: persons.organisationId })
    .from(roleAssignments)
    .innerJoin(persons, eq(persons.id, roleAssignments.personId))
    .where(
      and(
        eq(roleAssignments.programmeId, programmeId),
        or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
      ),
    )
  return found.flatMap(({ id }) => (id === null ? [] : [id]))
}

export function listCohorts(tx: Db, programmeId: string): Promise<CohortRow[]> {
  return tx
    .select()
    .from(cohorts)
    .where(eq(cohorts.programmeId, programmeId))
    .orderBy(asc(cohorts.startsOn), asc(cohorts.id))
}

export async function loadCohort(tx: Db, programmeId: string, id: string): Promise<CohortRow> {
  const [found] = await tx
    .select()
    .from(cohorts)
    .where(and(eq(cohorts.id, id), eq(cohorts.programmeId, programmeId)))
  if (!found) throw new NotFound('cohort', id)
  return found
}

/** With the title of the newest version. */
export async function listMicroCourses(tx: Db, programmeId: string): Promise<readonly MicroCourseName[]> {
  const found = await tx
    .selectDistinctOn([microCourses.sequence, microCourses.id], {
      id: microCourses.id,
      code: microCourses.code,
      title: microCourseVersions.title,
    })
    .from(microCourses)
    .leftJoin(microCourseVersions, eq(microCourseVersions.microCourseId, microCourses.id))
    .where(eq(microCourses.programmeId, programmeId))
    .orderBy(asc(microCourses.sequence), asc(microCourses.id), desc(microCourseVersions.createdAt))
  return found.map(({ title, ...course }) => ({ ...course, title: title ?? {} }))
}
