import { and, desc, eq } from 'drizzle-orm'
import { appendEvent } from '../audit/index.ts'
import { tables } from '../database/index.ts'
import { personOf } from '../kernel/access-errors.ts'
import type { Actor } from '../kernel/actor.ts'
import { queueMessage } from '../mail/index.ts'
import type { Services } from '../services.ts'
import { LinkExpired } from './errors.ts'
import { createLink, LINK_TTL_MS, personOfLink, readLink, redeemLink, removeLinks } from './one-time-links.ts'
import { setPassword } from './passwords.ts'
import { actingIn, keeperRole, requireMayInvite, requirePeopleKeeper, type Invitee } from './people-rules.ts'
import { requirePerson } from './people-store.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness' | 'config'>

export interface Invited {
  /** The address that a message goes to; null where the service sends no mail. */
  readonly sentTo: string | null
  /** To be handed on by whoever asked for it; null where it goes by mail. */
  readonly url: string | null
}

/**
 * A one-time address at which the person chooses a password, by mail where the service sends any. Earlier ones stop
 * working. Where the person has a password, it works until a new one is chosen.
 */
export async function invite(services: Parts, actor: Actor, programmeId: string, personId: string): Promise<Invited> {
  const { database, clock, config, randomness } = services
  requirePeopleKeeper(actor, programmeId)
  const at = clock.now()
  requireMayInvite(actor, await inviteeOf(services, personId))
  const purpose = `account:${personId}` as const
  await removeLinks(services, purpose)
  const person = await database.transaction(actingIn(actor, programmeId), at, async (tx) => {
    const found = await requirePerson(tx, programmeId, personId)
    await queueMessage(tx, randomness, at, { kind: 'invitation', personId, programmeId })
    await appendEvent(tx, at, {
      programmeId,
      actorId: personOf(actor),
      actorRole: keeperRole(actor, programmeId),
      action: 'person.invited',
      subjectType: 'person',
      subjectId: personId,
    })
    return found
  })
  if (config.mail !== null) return { sentTo: person.emailNorm, url: null }
  const token = await createLink(services, purpose, LINK_TTL_MS.invitation)
  return { sentTo: null, url: `${config.publicUrl}/welcome/${token}` }
}

export type LastInvitation = Pick<typeof tables.outbox.$inferSelect, 'state' | 'createdAt' | 'trouble'>

/** What became of the last invitation by mail; null before the first. Read as the owner: keepers see no outbox. */
export async function lastInvitation(
  { database }: Pick<Parts, 'database'>,
  personId: string,
): Promise<LastInvitation | null> {
  const { outbox } = tables
  const [found] = await database.owner
    .select({ state: outbox.state, createdAt: outbox.createdAt, trouble: outbox.trouble })
    .from(outbox)
    .where(and(eq(outbox.personId, personId), eq(outbox.kind, 'invitation')))
    .orderBy(desc(outbox.createdAt))
    .limit(1)
  return found ?? null
}

/** Read as the owner: roles in programmes that the coordinator does not see count as well. */
async function inviteeOf({ database }: Pick<Parts, 'database'>, personId: string): Promise<Invitee> {
  const { persons, roleAssignments } = tables
  const found = await database.owner
    .select({
      userId: persons.userId,
      organisationId: persons.organisationId,
      role: roleAssignments.role,
      programmeId: roleAssignments.programmeId,
    })
    .from(persons)
    .innerJoin(roleAssignments, eq(roleAssignments.personId, persons.id))
    .where(eq(persons.id, personId))
  return {
    hasAccount: found.some(({ userId }) => userId !== null),
    organisationId: found[0]?.organisationId ?? null,
    roles: found,
  }
}

/** Uses the link up and gives the person the password, which ends their other links. Throws `LinkExpired`. */
export async function acceptInvitation(services: Parts, token: string, password: string): Promise<void> {
  const personId = await requireWelcome(services, token)
  await redeemLink(services, token)
  await setPassword(services, personId, password)
}

/** Whose password the link lets choose. Throws `LinkExpired`. */
export async function requireWelcome(services: Omit<Parts, 'randomness'>, token: string): Promise<string> {
  const personId = personOfLink(await readLink(services, token), ['account', 'password'])
  if (personId === null) throw new LinkExpired()
  return personId
}
