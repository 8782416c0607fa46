import { appendEvent } from '../audit/index.ts'
import { tables } from '../database/index.ts'
import { InvalidInput, NotFound, personOf } from '../kernel/access-errors.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Services } from '../services.ts'
import { listConflicts, listPeople, requirePerson } from './people-store.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness'>

export const DECLARABLE = ['line_manager', 'family', 'co_author', 'former_colleague', 'other'] as const

export interface NewConflict {
  readonly id?: string
  readonly participantId: string
  readonly kind: (typeof DECLARABLE)[number]
  /** Calendar days; an open end means: still so. */
  readonly startsOn: string
  readonly endsOn?: string | undefined
}

/** The actor's own conflicts, and the participants whom they may name. */
export async function readOwnConflicts(
  { database, clock }: Omit<Parts, 'randomness'>,
  actor: Actor,
  programmeId: string,
) {
  const personId = personOf(actor)
  requireMember(actor, programmeId)
  const at = clock.now()
  return database.transaction(actor, at, async (tx) => {
    const people = await listPeople(tx, programmeId, at)
    return {
      conflicts: await listConflicts(tx, programmeId, personId),
      participants: people.filter(
        ({ id, roles }) => id !== personId && roles.some(({ role }) => role === 'participant'),
      ),
    }
  })
}

/** Declares one's own conflict with a participant. It counts from the next check on, and nobody can take it back. */
export async function declareConflict(
  services: Parts,
  actor: Actor,
  programmeId: string,
  input: NewConflict,
): Promise<string> {
  const { database, clock, randomness } = services
  const personId = personOf(actor)
  requireMember(actor, programmeId)
  if (input.participantId === personId) {
    throw new InvalidInput({ errors: [{ pointer: '/participantId', detail: 'has to be somebody else' }] })
  }
  if (input.endsOn !== undefined && input.endsOn < input.startsOn) {
    throw new InvalidInput({ errors: [{ pointer: '/endsOn', detail: 'cannot be before the beginning' }] })
  }
  const at = clock.now()
  return database.transaction(actor, at, async (tx) => {
    await requirePerson(tx, programmeId, input.participantId)
    const id = input.id ?? randomness.uuid()
    const { participantId, kind, startsOn } = input
    await tx.insert(tables.conflictsOfInterest).values({
      id,
      programmeId,
      personId,
      participantId,
      kind,
      source: 'declared',
      startsOn,
      endsOn: input.endsOn ?? null,
    })
    await appendEvent(tx, at, {
      programmeId,
      actorId: personId,
      actorRole: actor.assignments.find((assignment) => assignment.programmeId === programmeId)?.role ?? 'person',
      action: 'conflict.declared',
      subjectType: 'conflict-of-interest',
      subjectId: id,
      data: { participantId },
    })
    return id
  })
}

function requireMember(actor: Actor, programmeId: string): void {
  if (!actor.programmeIds.includes(programmeId)) throw new NotFound('programme', programmeId)
}
