import { and, desc, eq, inArray } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'

const { programmes, cohorts, enrolments, persons } = tables

export type Programme = typeof programmes.$inferSelect
export type Cohort = typeof cohorts.$inferSelect

export async function loadProgramme(tx: Db, id: string): Promise<Programme> {
  const [programme] = await tx.select().from(programmes).where(eq(programmes.id, id))
  if (!programme) throw new NotFound('programme', id)
  return programme
}

export async function listProgrammes(tx: Db, ids: readonly string[]): Promise<readonly Programme[]> {
  return ids.length === 0
    ? []
    : tx
        .select()
        .from(programmes)
        .where(inArray(programmes.id, [...ids]))
}

export async function timeZoneOf(tx: Db, programmeId: string): Promise<string> {
  return (await loadProgramme(tx, programmeId)).timeZone
}

export async function loadCohort(tx: Db, id: string): Promise<Cohort> {
  const [cohort] = await tx.select().from(cohorts).where(eq(cohorts.id, id))
  if (!cohort) throw new NotFound('cohort', id)
  return cohort
}

/** The running cohort in which the person is actively enrolled; the one enrolled in last, where there are several. */
export async function findEnrolment(tx: Db, programmeId: string, personId: string): Promise<Cohort | null> {
  const [found] = await tx
    .select({ cohort: cohorts })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(
      and(
        eq(enrolments.programmeId, programmeId),
        eq(enrolments.participantId, personId),
        eq(enrolments.status, 'active'),
        eq(cohorts.status, 'running'),
      ),
    )
    .orderBy(desc(enrolments.enrolledAt))
    .limit(1)
  return found?.cohort ?? null
}

/** Empty for a person that the reader may not see. */
export async function personName(tx: Db, id: string): Promise<string> {
  const [person] = await tx
    .select({ givenName: persons.givenName, familyName: persons.familyName })
    .from(persons)
    .where(eq(persons.id, id))
  return person ? `${person.givenName} ${person.familyName}` : ''
}
