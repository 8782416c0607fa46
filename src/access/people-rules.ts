import { Forbidden, InvalidInput, requireRole } from '../kernel/access-errors.ts'
import { hasRole, hasRoleAnywhere, type Actor, type Role } from '../kernel/actor.ts'
import { AnotherOrganisationsPeople, KnownByAnotherName } from './errors.ts'

export const PEOPLE_KEEPERS = ['coordinator', 'administrator'] as const satisfies readonly Role[]

/** Coordinators keep the people of their programme; administrators those of all. */
export function requirePeopleKeeper(actor: Actor, programmeId: string): void {
  requireRole(actor, PEOPLE_KEEPERS, programmeId)
}

/** The role that a keeper acts in, for the judgement log. */
export function keeperRole(actor: Actor, programmeId: string): Role {
  return hasRole(actor, ['coordinator'], programmeId) && actor.programmeIds.includes(programmeId)
    ? 'coordinator'
    : 'administrator'
}

/** An administrator's scope comprises the programme they work in, though they hold no role of it. */
export function actingIn(actor: Actor, programmeId: string): Actor {
  return actor.programmeIds.includes(programmeId)
    ? actor
    : { ...actor, programmeIds: [...actor.programmeIds, programmeId] }
}

/**
 * Roles in which a person speaks for an organisation. Two organisations vouch for a badge, so neither may invent the
 * people of the other. The database holds the same list (`role_assignment_guard`).
 */
export const ROLES_OF_AN_ORGANISATION: readonly Role[] = [
  'coordinator',
  'validator',
  'assessor',
  'adjudicator',
  'appeals_panel',
  'signatory',
]

/** Who speaks for an organisation is named by its own coordinator, or by an administrator. */
export function requireMayName(actor: Actor, role: Role, organisationId: string | null): void {
  if (!ROLES_OF_AN_ORGANISATION.includes(role)) return
  if (organisationId === null) {
    throw new InvalidInput({ errors: [{ pointer: '/organisationId', detail: 'is required' }] })
  }
  if (isAdministrator(actor) || actor.organisationId === organisationId) return
  throw new AnotherOrganisationsPeople()
}

function isAdministrator(actor: Actor): boolean {
  return hasRoleAnywhere(actor, ['administrator'])
}

export interface Invitee {
  readonly hasAccount: boolean
  readonly organisationId: string | null
  readonly roles: readonly { readonly role: Role; readonly programmeId: string | null }[]
}

/**
 * Whoever holds the link of an invitation can act as the person. A coordinator therefore invites only people who have
 * no account yet, no role beyond the coordinator's own programmes and none for another organisation; the rest is for an
 * administrator.
 */
export function requireMayInvite(actor: Actor, { hasAccount, organisationId, roles }: Invitee): void {
  if (isAdministrator(actor)) return
  for (const { role } of roles) requireMayName(actor, role, organisationId)
  const isOwnPerson = roles.every(
    ({ programmeId }) => programmeId !== null && hasRole(actor, ['coordinator'], programmeId),
  )
  if (hasAccount || !isOwnPerson) throw new Forbidden(['administrator'])
}

export interface Names {
  readonly givenName: string
  readonly familyName: string
}

/** A typing error in an address must not give somebody else a role; an administrator's roles are for administrators. */
export function requireSamePerson(
  actor: Actor,
  known: Names & { readonly isAdministrator: boolean },
  typed: Names,
): void {
  const plain = ({ givenName, familyName }: Names): string => `${givenName} ${familyName}`.toLocaleLowerCase()
  const isForAdministrators = known.isAdministrator && !isAdministrator(actor)
  if (isForAdministrators || plain(known) !== plain(typed)) throw new KnownByAnotherName()
}
