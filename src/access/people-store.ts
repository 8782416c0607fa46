import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import { NotFound } from '../kernel/access-errors.ts'
import type { Role } from '../kernel/actor.ts'
import { tables, type Db } from '../database/index.ts'

export interface ListedRole {
  readonly id: string
  readonly role: Role
  readonly cohortId: string | null
  readonly validFrom: Date
  readonly validTo: Date | null
}

export interface ListedPerson {
  readonly id: string
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly organisationId: string | null
  readonly hasAccount: boolean
  readonly roles: readonly ListedRole[]
}

/** People with a role in the programme that has not ended at `at`, by family name. */
export async function listPeople(tx: Db, programmeId: string, at: Date): Promise<readonly ListedPerson[]> {
  const { persons, roleAssignments } = tables
  const found = await tx
    .select({ person: persons, role: roleAssignments })
    .from(roleAssignments)
    .innerJoin(persons, eq(persons.id, roleAssignments.personId))
    .where(
      and(
        eq(roleAssignments.programmeId, programmeId),
        or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
        isNull(persons.erasedAt),
      ),
    )
    .orderBy(asc(persons.familyName), asc(persons.givenName), asc(persons.id), asc(roleAssignments.validFrom))
  const people = new Map<string, ListedPerson & { roles: ListedRole[] }>()
  for (const { person, role } of found) {
    const listed = people.get(person.id) ?? {
      id: person.id,
      givenName: person.givenName,
      familyName: person.familyName,
      email: person.emailNorm,
      organisationId: person.organisationId,
      hasAccount: person.userId !== null,
      roles: [],
    }
    const { id, cohortId, validFrom, validTo } = role
    listed.roles.push({ id, role: role.role, cohortId, validFrom, validTo })
    people.set(person.id, listed)
  }
  return [...people.values()]
}

/** The person, if they have a role in the programme. Throws `NotFound`. */
export async function requirePerson(tx: Db, programmeId: string, personId: string) {
  const { persons, roleAssignments } = tables
  const [found] = await tx
    .select({ person: persons })
    .from(persons)
    .innerJoin(
      roleAssignments,
      and(eq(roleAssignments.personId, persons.id), eq(roleAssignments.programmeId, programmeId)),
    )
    .where(and(eq(persons.id, personId), isNull(persons.erasedAt)))
    .limit(1)
  if (!found) throw new NotFound('person', personId)
  return found.person
}

/** Whether the person holds one of `roles` in the programme at `at`. */
export async function holdsRole(
  tx: Db,
  programmeId: string,
  personId: string,
  roles: readonly Role[],
  at: Date,
): Promise<boolean> {
  const { roleAssignments } = tables
  const found = await tx
    .select({ id: roleAssignments.id })
    .from(roleAssignments)
    .where(
      and(
        eq(roleAssignments.programmeId, programmeId),
        eq(roleAssignments.personId, personId),
        inArray(roleAssignments.role, [...roles]),
        or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
      ),
    )
    .limit(1)
  return found.length > 0
}

export async function requireCohort(tx: Db, cohortId: string) {
  const [cohort] = await tx.select().from(tables.cohorts).where(eq(tables.cohorts.id, cohortId))
  if (!cohort) throw new NotFound('cohort', cohortId)
  return cohort
}

export function listCohorts(tx: Db, programmeId: string) {
  return tx
    .select({ id: tables.cohorts.id, name: tables.cohorts.name, status: tables.cohorts.status })
    .from(tables.cohorts)
    .where(eq(tables.cohorts.programmeId, programmeId))
    .orderBy(asc(tables.cohorts.startsOn))
}

/** The organisations that take part in the programme. */
export function listOrganisations(tx: Db, programmeId: string) {
  const { organisations, programmeOrganisations } = tables
  return tx
    .select({ id: organisations.id, displayName: organisations.displayName })
    .from(programmeOrganisations)
    .innerJoin(organisations, eq(organisations.id, programmeOrganisations.organisationId))
    .where(eq(programmeOrganisations.programmeId, programmeId))
    .orderBy(asc(organisations.slug))
}

export function listProgrammes(tx: Db, ids: readonly string[] | null) {
  const { id, slug, title, timeZone, baseLanguage } = tables.programmes
  return tx
    .select({ id, slug, title, timeZone, baseLanguage })
    .from(tables.programmes)
    .where(ids === null ? undefined : inArray(id, [...ids]))
    .orderBy(asc(slug))
}

export function listPairings(tx: Db, programmeId: string) {
  return tx
    .select()
    .from(tables.mentorPairings)
    .where(eq(tables.mentorPairings.programmeId, programmeId))
    .orderBy(asc(tables.mentorPairings.startsOn))
}

/** What the person declared, and what follows from their pairings. */
export function listConflicts(tx: Db, programmeId: string, personId: string) {
  const { conflictsOfInterest } = tables
  return tx
    .select()
    .from(conflictsOfInterest)
    .where(and(eq(conflictsOfInterest.programmeId, programmeId), eq(conflictsOfInterest.personId, personId)))
    .orderBy(asc(conflictsOfInterest.startsOn))
}
