import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import { Forbidden, InvalidInput, NotFound, personOf } from '../kernel/access-errors.ts'
import { hasRoleAnywhere, type Actor, type Role } from '../kernel/actor.ts'
import type { Language } from '../kernel/language.ts'
import { isPrintableName, tidyName } from '../kernel/person-name.ts'
import type { Services } from '../services.ts'
import { normalisedEmail } from './e-mail-address.ts'
import { AlreadyEnrolled, LastAdministrator, RoleAlreadyHeld } from './errors.ts'
import {
  actingIn,
  keeperRole,
  requireMayName,
  requirePeopleKeeper,
  requireSamePerson,
  type Names,
} from './people-rules.ts'
import { holdsRole, listCohorts, listOrganisations, listPeople, requireCohort, requirePerson } from './people-store.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness'>

/** Roles that a programme gives; `administrator` belongs to the whole service. */
export type ProgrammeRole = Exclude<Role, 'administrator'>

/** Everything the people page shows. */
export async function readPeople(services: Omit<Parts, 'randomness'>, actor: Actor, programmeId: string) {
  requirePeopleKeeper(actor, programmeId)
  const at = services.clock.now()
  return services.database.transaction(actingIn(actor, programmeId), at, async (tx) => ({
    people: await listPeople(tx, programmeId, at),
    cohorts: await listCohorts(tx, programmeId),
    organisations: await listOrganisations(tx, programmeId),
  }))
}

export interface NewRole {
  readonly id?: string
  readonly role: ProgrammeRole
  readonly cohortId?: string | undefined
  readonly validFrom?: Date | undefined
  readonly validTo?: Date | undefined
}

export interface NewPerson extends NewRole {
  readonly personId?: string
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly locale: Language
  readonly organisationId?: string | undefined
  readonly assessorLanguages?: readonly string[] | undefined
}

/**
 * Gives somebody a role in the programme. Who has the address already – from another programme, say – keeps their
 * organisation and account, and has to be the person whose name was typed. Throws `KnownByAnotherName`,
 * `AnotherOrganisationsPeople`, `RoleAlreadyHeld`.
 */
export async function addPerson(
  services: Parts,
  actor: Actor,
  programmeId: string,
  input: NewPerson,
): Promise<{ personId: string; assignmentId: string }> {
  const { database, clock, randomness } = services
  requirePeopleKeeper(actor, programmeId)
  const at = clock.now()
  const emailNorm = normalisedEmail(input.email)
  const [givenName, familyName] = [tidyName(input.givenName), tidyName(input.familyName)]
  requireNames({ givenName, familyName })
  const known = await personByEmail(database, emailNorm)
  if (known) requireSamePerson(actor, known, { givenName, familyName })
  return database.transaction(actingIn(actor, programmeId), at, (tx) =>
    addPersonWithin({ tx, at, actor }, { randomness }, programmeId, { ...input, givenName, familyName }, known),
  )
}

/** A step of one person at one instant, inside the transaction of a use case. */
export interface PeopleMoment {
  readonly tx: Db
  readonly at: Date
  readonly actor: Actor
}

/** As `addPerson`, for names and an address that were looked at: `known` is whom the address belongs to. */
export async function addPersonWithin(
  moment: PeopleMoment,
  services: Pick<Parts, 'randomness'>,
  programmeId: string,
  input: NewPerson,
  known: { readonly id: string; readonly organisationId: string | null } | null,
): Promise<{ personId: string; assignmentId: string }> {
  const { tx, at, actor } = moment
  await requireOrganisation(tx, programmeId, input.organisationId)
  const personId = known?.id ?? input.personId ?? services.randomness.uuid()
  if (!known) {
    await tx.insert(tables.persons).values({
      id: personId,
      givenName: input.givenName,
      familyName: input.familyName,
      emailNorm: normalisedEmail(input.email),
      locale: input.locale,
      organisationId: input.organisationId ?? null,
      assessorLanguages: [...(input.assessorLanguages ?? [])],
      createdAt: at,
    })
  }
  const organisationId = known ? known.organisationId : (input.organisationId ?? null)
  const assignmentId = await grant(tx, at, services, actor, { ...input, programmeId, personId, organisationId })
  return { personId, assignmentId }
}

/** Gives one more role to somebody who has one in the programme. */
export async function grantRole(
  services: Parts,
  actor: Actor,
  programmeId: string,
  personId: string,
  input: NewRole,
): Promise<string> {
  const { database, clock } = services
  requirePeopleKeeper(actor, programmeId)
  const at = clock.now()
  return database.transaction(actingIn(actor, programmeId), at, async (tx) => {
    const { organisationId } = await requirePerson(tx, programmeId, personId)
    return grant(tx, at, services, actor, { ...input, programmeId, personId, organisationId })
  })
}

interface Grant extends NewRole {
  readonly programmeId: string
  readonly personId: string
  readonly organisationId: string | null
}

async function grant(
  tx: Db,
  at: Date,
  { randomness }: Pick<Parts, 'randomness'>,
  actor: Actor,
  input: Grant,
): Promise<string> {
  const { role, programmeId, personId, organisationId } = input
  requireMayName(actor, role, organisationId)
  const validFrom = input.validFrom ?? at
  if (input.validTo !== undefined && input.validTo <= validFrom) {
    throw new InvalidInput({ errors: [{ pointer: '/validTo', detail: 'has to be after the beginning' }] })
  }
  if (input.cohortId !== undefined && (await requireCohort(tx, input.cohortId)).programmeId !== programmeId) {
    throw new NotFound('cohort', input.cohortId)
  }
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`roles of ${personId}`}, 0))`)
  if (await holdsSameRole(tx, input, validFrom)) throw new RoleAlreadyHeld()
  const id = input.id ?? randomness.uuid()
  await tx.insert(tables.roleAssignments).values({
    id,
    personId,
    role,
    programmeId,
    organisationId,
    cohortId: input.cohortId ?? null,
    validFrom,
    validTo: input.validTo ?? null,
    grantedById: actor.personId,
  })
  await appendEvent(tx, at, {
    programmeId,
    actorId: actor.personId,
    actorRole: keeperRole(actor, programmeId),
    action: 'role.granted',
    subjectType: 'role-assignment',
    subjectId: id,
    data: { role, personId },
  })
  return id
}

/** Ends a role as of now; the person's next request is without it. Only an administrator ends an administrator's. */
export async function endRole({ database, clock }: Parts, actor: Actor, assignmentId: string): Promise<void> {
  const at = clock.now()
  const { roleAssignments } = tables
  await database.transaction(actor, at, async (tx) => {
    const [found] = await tx.select().from(roleAssignments).where(eq(roleAssignments.id, assignmentId))
    if (!found || (found.validTo !== null && found.validTo <= at)) throw new NotFound('role', assignmentId)
    if (found.programmeId !== null) requirePeopleKeeper(actor, found.programmeId)
    else await requireAnotherAdministrator(tx, at, actor, assignmentId)
    // A role that was to begin later never begins.
    const validTo = found.validFrom > at ? found.validFrom : at
    await tx.update(roleAssignments).set({ validTo }).where(eq(roleAssignments.id, assignmentId))
    await appendEvent(tx, at, {
      programmeId: found.programmeId,
      actorId: actor.personId,
      actorRole: found.programmeId === null ? 'administrator' : keeperRole(actor, found.programmeId),
      action: 'role.ended',
      subjectType: 'role-assignment',
      subjectId: assignmentId,
      data: { role: found.role, personId: found.personId },
    })
  })
}

/** By how much the clocks of two processes may differ. */
const CLOCKS_DIFFER_MS = 60_000

async function requireAnotherAdministrator(tx: Db, at: Date, actor: Actor, assignmentId: string): Promise<void> {
  if (!hasRoleAnywhere(actor, ['administrator'])) throw new Forbidden(['administrator'])
  const { roleAssignments } = tables
  // Locked in one order, so that of two administrators who end each other's role the second finds nobody left.
  const holders = await tx
    .select({ id: roleAssignments.id, validTo: roleAssignments.validTo })
    .from(roleAssignments)
    .where(
      and(
        eq(roleAssignments.role, 'administrator'),
        or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
      ),
    )
    .orderBy(roleAssignments.id)
    .for('update')
  const staysUntil = at.getTime() + CLOCKS_DIFFER_MS
  const isLeft = holders.some(
    ({ id, validTo }) => id !== assignmentId && (validTo === null || validTo.getTime() > staysUntil),
  )
  if (!isLeft) throw new LastAdministrator()
}

/** Enrols somebody who is a participant of the programme into one of its cohorts. */
export async function enrolParticipant(
  services: Parts,
  actor: Actor,
  programmeId: string,
  input: { readonly id?: string; readonly cohortId: string; readonly personId: string },
): Promise<string> {
  const { database, clock, randomness } = services
  requirePeopleKeeper(actor, programmeId)
  const at = clock.now()
  return database.transaction(actingIn(actor, programmeId), at, (tx) =>
    enrolWithin({ tx, at, actor }, { randomness }, programmeId, input),
  )
}

/** As `enrolParticipant`, inside the transaction of a use case. */
export async function enrolWithin(
  { tx, at, actor }: PeopleMoment,
  { randomness }: Pick<Parts, 'randomness'>,
  programmeId: string,
  input: { readonly id?: string; readonly cohortId: string; readonly personId: string },
): Promise<string> {
  if ((await requireCohort(tx, input.cohortId)).programmeId !== programmeId)
    throw new NotFound('cohort', input.cohortId)
  await requirePerson(tx, programmeId, input.personId)
  if (!(await holdsRole(tx, programmeId, input.personId, ['participant'], at))) {
    throw new InvalidInput({ errors: [{ pointer: '/personId', detail: 'has to be a participant of the programme' }] })
  }
  const { enrolments } = tables
  const id = input.id ?? randomness.uuid()
  const added = await tx
    .insert(enrolments)
    .values({
      id,
      programmeId,
      cohortId: input.cohortId,
      participantId: input.personId,
      status: 'active',
      enrolledAt: at,
    })
    .onConflictDoNothing({ target: [enrolments.cohortId, enrolments.participantId] })
    .returning({ id: enrolments.id })
  if (added.length === 0) throw new AlreadyEnrolled()
  await appendEvent(tx, at, {
    programmeId,
    actorId: personOf(actor),
    actorRole: keeperRole(actor, programmeId),
    action: 'participant.enrolled',
    subjectType: 'enrolment',
    subjectId: id,
    data: { cohortId: input.cohortId, personId: input.personId },
  })
  return id
}

async function requireOrganisation(tx: Db, programmeId: string, organisationId: string | undefined): Promise<void> {
  if (organisationId === undefined) return
  const known = await listOrganisations(tx, programmeId)
  if (!known.some(({ id }) => id === organisationId)) {
    throw new InvalidInput({ errors: [{ pointer: '/organisationId', detail: 'has to take part in the programme' }] })
  }
}

/** Whether the person has the role, for the same cohort or none, at any time that the new one would be valid. */
async function holdsSameRole(tx: Db, { personId, programmeId, role, cohortId, validTo }: Grant, from: Date) {
  const { roleAssignments: held } = tables
  const [found] = await tx
    .select({ id: held.id })
    .from(held)
    .where(
      and(
        ...[eq(held.personId, personId), eq(held.programmeId, programmeId), eq(held.role, role)],
        cohortId === undefined ? isNull(held.cohortId) : eq(held.cohortId, cohortId),
        or(isNull(held.validTo), and(gt(held.validTo, from), gt(held.validTo, held.validFrom))),
        validTo === undefined ? undefined : lt(held.validFrom, validTo),
      ),
    )
    .limit(1)
  return found !== undefined
}

function requireNames(names: Names): void {
  const errors = (['givenName', 'familyName'] as const)
    .filter((field) => !isPrintableName(names[field]))
    .map((field) => ({ pointer: `/${field}`, detail: 'must be a name on one line' }))
  if (errors.length > 0) throw new InvalidInput({ errors })
}

/** Read as the owner, since the person may be in programmes that the coordinator does not see. */
async function personByEmail({ owner }: Services['database'], emailNorm: string) {
  const { persons, roleAssignments } = tables
  const { id, organisationId, givenName, familyName } = persons
  const found = await owner
    .select({ id, organisationId, givenName, familyName, role: roleAssignments.role })
    .from(persons)
    .leftJoin(roleAssignments, eq(roleAssignments.personId, persons.id))
    .where(eq(persons.emailNorm, emailNorm))
  const [person] = found
  return person ? { ...person, isAdministrator: found.some(({ role }) => role === 'administrator') } : null
}
