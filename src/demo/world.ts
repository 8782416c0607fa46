import { and, eq } from 'drizzle-orm'
import type { CheckOwnOutput } from '../credentials/index.ts'
import { tables } from '../database/index.ts'
import type { Actor, Role } from '../kernel/actor.ts'
import type { SettableClock } from '../kernel/clock.ts'
import type { Services } from '../services.ts'
import type { Entity, Seed } from './seed-types.ts'

/** The services of a service whose clock shows whatever instant history is at. */
export interface HistoryServices extends Services {
  readonly clock: SettableClock
  readonly checkOwnOutput: CheckOwnOutput
}

/** The programme as it is being lived: who acts, and under which id an entity of the seed is kept. */
export interface World {
  readonly services: HistoryServices
  readonly seed: Seed
  readonly programmeId: string
  readonly as: (personKey: string) => Actor
  /** The id of the seed, or one that was minted on the way. */
  readonly id: (key: string) => string
  readonly remember: (key: string, id: string) => void
  readonly entity: <List extends KeyedList>(list: List, key: string) => Entity<List>
  /** Decisions follow by rule from what people do, so their ids are made by the service. */
  readonly decisionId: (decisionKey: string) => Promise<string>
}

type KeyedList = {
  [List in keyof Seed]: Entity<List> extends { readonly key: string } ? List : never
}[keyof Seed]

export interface HistoryEvent {
  readonly at: Date
  /** In plain words, for whoever watches; null for what is not worth a line. */
  readonly what: string | null
  readonly act: (world: World) => Promise<void>
}

/** The seed and the two people that the design adds: it needs a second signatory, and somebody who runs the service. */
export const PARTNER_SIGNATORY = 'per-saarnio'
export const ADMINISTRATOR = 'per-administration'

const ADDED_PEOPLE: readonly Entity<'people'>[] = [
  {
    key: PARTNER_SIGNATORY,
    id: '7c0a5c1e-52f4-5d0b-9d53-0c8d1b1f6a01',
    givenName: 'Tuulikki',
    familyName: 'Saarnio',
    email: 'saarnio@pohjantahti.example',
    locale: 'fi',
    roles: ['signatory'],
    organisationKey: 'org-pohjantahti',
  },
  {
    key: ADMINISTRATOR,
    id: '7c0a5c1e-52f4-5d0b-9d53-0c8d1b1f6a02',
    givenName: 'Pilar',
    familyName: 'Quezada Ruiz',
    email: 'administracion@plataforma.example',
    locale: 'es',
    roles: ['administrator'],
    organisationKey: null,
  },
]

export function withAddedPeople(seed: Seed): Seed {
  return { ...seed, people: [...seed.people, ...ADDED_PEOPLE] }
}

export function createWorld(services: HistoryServices, seed: Seed, programmeId: string): World {
  const ids = idsOf(seed)
  const entity: World['entity'] = (list, key) => {
    const found = (seed[list] as { readonly key: string }[]).find((one) => one.key === key)
    if (!found) throw new Error(`${list} of the seed has no ${key}`)
    return found as Entity<typeof list>
  }
  const id = (key: string): string => {
    const found = ids.get(key)
    if (found === undefined) throw new Error(`nothing is known under ${key} at this point of history`)
    return found
  }
  return {
    services,
    seed,
    programmeId,
    entity,
    id,
    remember: (key, value) => void ids.set(key, value),
    as: (key) => actorOf(entity('people', key), programmeId, id),
    decisionId: async (key) => {
      const { submissionKey, version } = entity('decisions', key)
      return findDecisionId(services, id(submissionKey), version)
    },
  }
}

function actorOf(person: Entity<'people'>, programmeId: string, id: World['id']): Actor {
  const organisationId = person.organisationKey === null ? null : id(person.organisationKey)
  const scope = (role: Role) => (role === 'administrator' ? null : programmeId)
  return {
    kind: 'person',
    personId: person.id,
    programmeIds: person.roles.every((role) => role === 'administrator') ? [] : [programmeId],
    name: nameOf(person),
    locale: person.locale,
    organisationId,
    assignments: person.roles.map((role) => ({ role, programmeId: scope(role), organisationId, cohortId: null })),
  }
}

export function nameOf({ givenName, familyName }: { readonly givenName: string; readonly familyName: string }): string {
  return `${givenName} ${familyName}`
}

/** Every key of the seed with the UUID beside it, wherever in the file they stand. */
function idsOf(value: unknown, ids = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) return ids
  if ('key' in value && 'id' in value) ids.set(String(value.key), String(value.id))
  for (const member of Object.values(value)) idsOf(member, ids)
  return ids
}

async function findDecisionId({ database }: Services, submissionId: string, version: number): Promise<string> {
  const { decisions } = tables
  const [found] = await database.owner
    .select({ id: decisions.id })
    .from(decisions)
    .where(and(eq(decisions.submissionId, submissionId), eq(decisions.version, version)))
  if (!found) throw new Error(`the submission ${submissionId} has no decision of version ${version} yet`)
  return found.id
}
