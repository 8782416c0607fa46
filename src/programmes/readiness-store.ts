import { and, count, eq, gt, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm'
import type { Role } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import { listParticipations, type ProgrammeRow } from './programme-store.ts'
import type { ProgrammeFacts, StaffMember } from './readiness.ts'

const { assessorQualifications, authorships, cohorts, conflictsOfInterest, enrolments } = tables
const { frameworks, microCourseVersions, organisations, persons, roleAssignments, settings } = tables

const ON_THEIR_WAY = ['draft', 'in_review', 'changes_requested', 'validated'] as const

export async function countOrganisations(tx: Db): Promise<number> {
  const [found] = await tx.select({ count: count() }).from(organisations).where(eq(organisations.kind, 'programme'))
  return found?.count ?? 0
}

export async function readProgrammeFacts(tx: Db, programme: ProgrammeRow, at: Date): Promise<ProgrammeFacts> {
  const { id, awardingOrganisationId, profile } = programme
  const taking = await listParticipations(tx, id)
  const idsWhere = (isMeant: (one: (typeof taking)[number]) => boolean) =>
    taking.filter(isMeant).map(({ organisationId }) => organisationId)
  return {
    profile,
    awardingOrganisationId,
    assessingOrganisationIds: idsWhere(({ isAssessing }) => isAssessing),
    endorsingOrganisationIds: idsWhere((one) => one.isEndorsing && one.organisationId !== awardingOrganisationId),
    staff: await findStaff(tx, id, at),
    drafts: await findDrafts(tx, id),
    publishedFrameworks: await countFrameworks(tx, id),
    courses: await findCourses(tx, id, at),
    participants: await findParticipants(tx, id, at.toISOString().slice(0, 10)),
    runningCohorts: await countCohorts(tx, id),
  }
}

async function findStaff(tx: Db, programmeId: string, at: Date): Promise<readonly StaffMember[]> {
  const found = await tx
    .select({ id: persons.id, organisationId: persons.organisationId, role: roleAssignments.role })
    .from(roleAssignments)
    .innerJoin(persons, and(eq(persons.id, roleAssignments.personId), isNull(persons.erasedAt)))
    .where(
      and(
        eq(roleAssignments.programmeId, programmeId),
        lte(roleAssignments.validFrom, at),
        or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
        ne(roleAssignments.role, 'participant'),
      ),
    )
  const roles = new Map<string, Role[]>()
  for (const { id, role } of found) roles.set(id, [...(roles.get(id) ?? []), role])
  return [...new Map(found.map((person) => [person.id, person])).values()].map(({ id, organisationId }) => ({
    ...{ id, organisationId },
    roles: roles.get(id) ?? [],
  }))
}

/** By their authors; what nobody has begun to write is no draft. */
async function findDrafts(tx: Db, programmeId: string): Promise<readonly (readonly string[])[]> {
  const written = [
    ...(await tx
      .select({ id: frameworks.id })
      .from(frameworks)
      .where(and(eq(frameworks.programmeId, programmeId), inArray(frameworks.state, [...ON_THEIR_WAY])))),
    ...(await tx
      .select({ id: microCourseVersions.id })
      .from(microCourseVersions)
      .where(
        and(eq(microCourseVersions.programmeId, programmeId), inArray(microCourseVersions.state, [...ON_THEIR_WAY])),
      )),
  ]
  if (written.length === 0) return []
  const ids = written.map(({ id }) => id)
  const found = await tx.select().from(authorships).where(inArray(authorships.subjectId, ids))
  return ids.map((id) => found.filter(({ subjectId }) => subjectId === id).map(({ personId }) => personId))
}

async function countFrameworks(tx: Db, programmeId: string): Promise<number> {
  const [found] = await tx
    .select({ count: count() })
    .from(frameworks)
    .where(and(eq(frameworks.programmeId, programmeId), eq(frameworks.state, 'published')))
  return found?.count ?? 0
}

async function countCohorts(tx: Db, programmeId: string): Promise<number> {
  const [found] = await tx
    .select({ count: count() })
    .from(cohorts)
    .where(and(eq(cohorts.programmeId, programmeId), eq(cohorts.status, 'running')))
  return found?.count ?? 0
}

async function findCourses(tx: Db, programmeId: string, at: Date): Promise<ProgrammeFacts['courses']> {
  const versions = await tx
    .select({ rubricId: microCourseVersions.rubricId })
    .from(microCourseVersions)
    .where(and(eq(microCourseVersions.programmeId, programmeId), eq(microCourseVersions.state, 'published')))
  const qualified = await tx
    .select({ rubricId: assessorQualifications.rubricId, personId: assessorQualifications.personId })
    .from(assessorQualifications)
    .where(and(eq(assessorQualifications.programmeId, programmeId), gt(assessorQualifications.validUntil, at)))
  return versions.map(({ rubricId }) =>
    qualified.filter((one) => one.rubricId === rubricId).map(({ personId }) => personId),
  )
}

async function findParticipants(tx: Db, programmeId: string, today: string): Promise<ProgrammeFacts['participants']> {
  const enrolled = await tx
    .selectDistinct({ id: enrolments.participantId })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(and(eq(enrolments.programmeId, programmeId), eq(enrolments.status, 'active'), eq(cohorts.status, 'running')))
  const { personId, participantId, startsOn, endsOn, coolingOffMonths } = conflictsOfInterest
  const ties = await tx
    .select({ personId, participantId })
    .from(conflictsOfInterest)
    .where(
      and(
        eq(conflictsOfInterest.programmeId, programmeId),
        lte(startsOn, today),
        sql`(${endsOn} is null or (${endsOn} + make_interval(months => ${coolingOffMonths}))::date >= ${today}::date)`,
      ),
    )
  return enrolled.map(({ id }) => ({
    id,
    tiedIds: ties.filter((tie) => tie.participantId === id).map((tie) => tie.personId),
  }))
}

/** Whether something was signed under the address of this service, which then stays as it is. */
export async function isAddressPinned(db: Db): Promise<boolean> {
  const found = await db.select().from(settings).where(eq(settings.key, 'public-url'))
  return found.length > 0
}
