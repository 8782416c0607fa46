import { eq } from 'drizzle-orm'
import { appendEvent } from '../audit/index.ts'
import { tables } from '../database/index.ts'
import { InvalidInput, NotFound, personOf } from '../kernel/access-errors.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Services } from '../services.ts'
import { actingIn, keeperRole, requirePeopleKeeper } from './people-rules.ts'
import { holdsRole, listPairings, requirePerson } from './people-store.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness'>

export interface NewPairing {
  readonly id?: string
  readonly mentorId: string
  readonly participantId: string
  readonly cohortId?: string | undefined
  /** A calendar day. */
  readonly startsOn: string
  readonly endsOn?: string | undefined
}

export async function readPairings({ database, clock }: Omit<Parts, 'randomness'>, actor: Actor, programmeId: string) {
  requirePeopleKeeper(actor, programmeId)
  return database.transaction(actingIn(actor, programmeId), clock.now(), (tx) => listPairings(tx, programmeId))
}

/** Pairs a mentor with a participant; the database derives the conflict of interest that follows. */
export async function pairMentor(
  services: Parts,
  actor: Actor,
  programmeId: string,
  input: NewPairing,
): Promise<string> {
  const { database, clock, randomness } = services
  requirePeopleKeeper(actor, programmeId)
  requireOrder(input.startsOn, input.endsOn)
  const at = clock.now()
  return database.transaction(actingIn(actor, programmeId), at, async (tx) => {
    for (const [field, role] of [
      ['mentorId', 'mentor'],
      ['participantId', 'participant'],
    ] as const) {
      await requirePerson(tx, programmeId, input[field])
      if (!(await holdsRole(tx, programmeId, input[field], [role], at))) {
        throw new InvalidInput({ errors: [{ pointer: `/${field}`, detail: `has to be a ${role} of the programme` }] })
      }
    }
    if (input.mentorId === input.participantId) {
      throw new InvalidInput({ errors: [{ pointer: '/mentorId', detail: 'cannot be the participant' }] })
    }
    const id = input.id ?? randomness.uuid()
    const { mentorId, participantId, startsOn } = input
    await tx.insert(tables.mentorPairings).values({
      id,
      programmeId,
      cohortId: input.cohortId ?? null,
      mentorId,
      participantId,
      startsOn,
      endsOn: input.endsOn ?? null,
    })
    await appendEvent(tx, at, {
      programmeId,
      actorId: personOf(actor),
      actorRole: keeperRole(actor, programmeId),
      action: 'mentor.paired',
      subjectType: 'mentor-pairing',
      subjectId: id,
      data: { mentorId, participantId },
    })
    return id
  })
}

/** Ends a pairing on a day; the conflict stays for the time the programme's rule names. */
export async function endPairing(
  { database, clock }: Parts,
  actor: Actor,
  programmeId: string,
  pairingId: string,
  endsOn: string,
): Promise<void> {
  requirePeopleKeeper(actor, programmeId)
  const at = clock.now()
  await database.transaction(actingIn(actor, programmeId), at, async (tx) => {
    const { mentorPairings } = tables
    const [found] = await tx.select().from(mentorPairings).where(eq(mentorPairings.id, pairingId))
    if (found?.programmeId !== programmeId) throw new NotFound('pairing', pairingId)
    requireOrder(found.startsOn, endsOn)
    await tx.update(mentorPairings).set({ endsOn }).where(eq(mentorPairings.id, pairingId))
    await appendEvent(tx, at, {
      programmeId,
      actorId: personOf(actor),
      actorRole: keeperRole(actor, programmeId),
      action: 'mentor.pairing-ended',
      subjectType: 'mentor-pairing',
      subjectId: pairingId,
      data: { endsOn },
    })
  })
}

function requireOrder(startsOn: string, endsOn: string | undefined): void {
  if (endsOn !== undefined && endsOn < startsOn) {
    throw new InvalidInput({ errors: [{ pointer: '/endsOn', detail: 'cannot be before the beginning' }] })
  }
}
