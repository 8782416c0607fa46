import { eq } from 'drizzle-orm'
import { appendEvent } from '../audit/index.ts'
import { tables } from '../database/index.ts'
import { personOf } from '../kernel/access-errors.ts'
import { systemActor, type Actor } from '../kernel/actor.ts'
import type { Services } from '../services.ts'
import { createAccount } from './accounts.ts'
import { LinkExpired } from './errors.ts'
import { createLink, readLink, redeemLink } from './one-time-links.ts'
import { actingIn, keeperRole, requireMayInvite, requirePeopleKeeper, type Invitee } from './people-rules.ts'
import { requirePerson } from './people-store.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness' | 'config'>

const LINK_TTL_MS = 7 * 24 * 3600 * 1000

/**
 * A one-time address at which the person chooses a password; whoever asks for it hands it on. Where the person has a
 * password, it works until a new one is chosen.
 */
export async function invite(services: Parts, actor: Actor, programmeId: string, personId: string): Promise<string> {
  const { database, clock, config } = services
  requirePeopleKeeper(actor, programmeId)
  const at = clock.now()
  requireMayInvite(actor, await inviteeOf(services, personId))
  await database.transaction(actingIn(actor, programmeId), at, async (tx) => {
    await requirePerson(tx, programmeId, personId)
    await appendEvent(tx, at, {
      programmeId,
      actorId: personOf(actor),
      actorRole: keeperRole(actor, programmeId),
      action: 'person.invited',
      subjectType: 'person',
      subjectId: personId,
    })
  })
  return `${config.publicUrl}/welcome/${await createLink(services, `account:${personId}`, LINK_TTL_MS)}`
}

/** Read as the owner: roles in programmes that the coordinator does not see count as well. */
async function inviteeOf({ database }: Pick<Parts, 'database'>, personId: string): Promise<Invitee> {
  const { persons, roleAssignments } = tables
  const found = await database.owner
    .select({ userId: persons.userId, role: roleAssignments.role, programmeId: roleAssignments.programmeId })
    .from(persons)
    .innerJoin(roleAssignments, eq(roleAssignments.personId, persons.id))
    .where(eq(persons.id, personId))
  return { hasAccount: found.some(({ userId }) => userId !== null), roles: found }
}

/** Uses the link up and gives the person the password. Throws `LinkExpired`. */
export async function acceptInvitation(services: Parts, token: string, password: string): Promise<void> {
  const purpose = await readLink(services, token)
  if (!purpose.startsWith('account:')) throw new LinkExpired()
  await redeemLink(services, token)
  const personId = purpose.slice('account:'.length)
  await createAccount(services, personId, password)
  const at = services.clock.now()
  await services.database.transaction(systemActor([]), at, (tx) =>
    appendEvent(tx, at, {
      programmeId: null,
      actorId: personId,
      actorRole: 'person',
      action: 'account.password-set',
      subjectType: 'person',
      subjectId: personId,
    }),
  )
}
