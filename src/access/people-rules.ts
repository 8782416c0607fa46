import { Forbidden, requireRole } from '../kernel/access-errors.ts'
import { hasRole, type Actor, type Role } from '../kernel/actor.ts'

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

export interface Invitee {
  readonly hasAccount: boolean
  readonly roles: readonly { readonly role: Role; readonly programmeId: string | null }[]
}

/**
 * Whoever holds the link of an invitation can act as the person. A coordinator therefore invites only people who have
 * no account yet and no role beyond the coordinator's own programmes; the rest is for an administrator.
 */
export function requireMayInvite(actor: Actor, { hasAccount, roles }: Invitee): void {
  if (actor.assignments.some(({ role }) => role === 'administrator')) return
  const isOwnPerson = roles.every(
    ({ programmeId }) => programmeId !== null && hasRole(actor, ['coordinator'], programmeId),
  )
  if (hasAccount || !isOwnPerson) throw new Forbidden(['administrator'])
}
