import { and, eq, inArray } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'
import { NotFound } from '../kernel/access-errors.ts'
import { listCohorts } from './people-store.ts'
import type { KnownPerson, PeopleSetting } from './people-plan.ts'

/** What the cells of a file can name in the programme. Throws `NotFound`. */
export async function loadPeopleSetting(tx: Db, programmeId: string): Promise<Omit<PeopleSetting, 'known'>> {
  const { programmes, organisations, programmeOrganisations } = tables
  const [programme] = await tx
    .select({ baseLanguage: programmes.baseLanguage })
    .from(programmes)
    .where(eq(programmes.id, programmeId))
  if (!programme) throw new NotFound('programme', programmeId)
  const { id, slug, legalName, displayName } = organisations
  return {
    baseLanguage: programme.baseLanguage,
    cohorts: await listCohorts(tx, programmeId),
    organisations: await tx
      .select({ id, slug, legalName, displayName })
      .from(programmeOrganisations)
      .innerJoin(organisations, eq(id, programmeOrganisations.organisationId))
      .where(eq(programmeOrganisations.programmeId, programmeId)),
  }
}

type Known = KnownPerson & { readonly id: string; readonly roles: Set<string>; readonly cohortIds: Set<string> }

/** Whom the addresses belong to. Read as the owner, since they may be in programmes that the coordinator does not see. */
export async function findKnownPeople(
  owner: Db,
  programmeId: string,
  emails: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, Known>> {
  const { persons, roleAssignments, enrolments } = tables
  if (emails.length === 0) return new Map()
  const found = await owner
    .select({ person: persons, role: roleAssignments })
    .from(persons)
    .leftJoin(roleAssignments, eq(roleAssignments.personId, persons.id))
    .where(inArray(persons.emailNorm, [...emails]))
  const enrolled = await owner
    .select({ personId: enrolments.participantId, cohortId: enrolments.cohortId })
    .from(enrolments)
    .innerJoin(persons, eq(persons.id, enrolments.participantId))
    .where(and(eq(enrolments.programmeId, programmeId), inArray(persons.emailNorm, [...emails])))
  const known = new Map<string, Known>()
  for (const { person, role } of found) {
    const { id, givenName, familyName, organisationId } = person
    const one = known.get(person.emailNorm) ?? {
      ...{ id, givenName, familyName, organisationId },
      isAdministrator: false,
      roles: new Set<string>(),
      cohortIds: new Set(enrolled.filter(({ personId }) => personId === id).map(({ cohortId }) => cohortId)),
    }
    const lasts = role !== null && (role.validTo === null || (role.validTo > at && role.validTo > role.validFrom))
    if (lasts && role.programmeId === programmeId && role.cohortId === null) one.roles.add(role.role)
    known.set(person.emailNorm, { ...one, isAdministrator: one.isAdministrator || role?.role === 'administrator' })
  }
  return known
}
