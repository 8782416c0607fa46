import type { Language } from './language.ts'

export const ROLES = [
  'participant',
  'mentor',
  'assessor',
  'adjudicator',
  'appeals_panel',
  'coordinator',
  'author',
  'validator',
  'signatory',
  'auditor',
  'observer',
  'administrator',
] as const
export type Role = (typeof ROLES)[number]

export interface Assignment {
  readonly role: Role
  readonly programmeId: string | null
  readonly organisationId: string | null
  readonly cohortId: string | null
}

/** Who acts and in which programmes: what the row policies of the database see. */
export interface Scope {
  readonly kind: 'person' | 'system' | 'public'
  readonly personId: string | null
  readonly programmeIds: readonly string[]
}

/** Who acts: resolved once at the edge from the session or the API key, with the roles that are live at that instant. */
export interface Actor extends Scope {
  readonly name: string
  readonly locale: Language | null
  /** The organisation the person belongs to, which decides what they may assess, validate and sign for. */
  readonly organisationId: string | null
  readonly assignments: readonly Assignment[]
}

export const PUBLIC_ACTOR: Actor = {
  kind: 'public',
  personId: null,
  programmeIds: [],
  name: '',
  locale: null,
  organisationId: null,
  assignments: [],
}

/** The service itself, acting in one programme: scheduled work and derived steps. */
export function systemActor(programmeIds: readonly string[]): Actor {
  return { ...PUBLIC_ACTOR, kind: 'system', programmeIds }
}

/** Whether the actor holds one of `roles` in the programme; `administrator` counts everywhere. */
export function hasRole(actor: Actor, roles: readonly Role[], programmeId: string): boolean {
  return actor.assignments.some(
    ({ role, programmeId: scope }) =>
      roles.includes(role) && (scope === programmeId || (scope === null && role === 'administrator')),
  )
}

/** Whether the actor holds one of `roles` anywhere: the coarse check at the edge. */
export function hasRoleAnywhere(actor: Actor, roles: readonly Role[]): boolean {
  return actor.assignments.some(({ role }) => roles.includes(role))
}
