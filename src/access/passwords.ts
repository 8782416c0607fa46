import { eq } from 'drizzle-orm'
import { appendEvent } from '../audit/index.ts'
import { tables } from '../database/index.ts'
import { countHit } from '../http/index.ts'
import { systemActor } from '../kernel/actor.ts'
import { queueMessage, type LinkKind } from '../mail/index.ts'
import type { Services } from '../services.ts'
import { createAccount } from './accounts.ts'
import { normalisedEmail } from './e-mail-address.ts'
import { LINK_TTL_MS, removeLinks } from './one-time-links.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness'>

const MOST_REQUESTS = 4

/**
 * Asks for a link to the address. The same is done whether anybody has it or not: who that is gets looked up when the
 * message is sent. After a few nothing more is sent for as long as the last of them works: nobody's mailbox can be
 * filled, and nobody is kept from a link by others who ask for it.
 */
export async function requestLink(services: Parts, kind: LinkKind, email: string): Promise<void> {
  const { database, clock, randomness } = services
  const address = normalisedEmail(email)
  const { hits } = await countHit(services, `link:${kind}:${address}`, LINK_TTL_MS[kind])
  if (hits > MOST_REQUESTS) return
  await database.owner.transaction((tx) =>
    queueMessage(tx, randomness, clock.now(), { kind, address, programmeId: null }),
  )
}

/** A new password, which ends the person's sessions and links; who had one before is told of the change. */
export async function setPassword(services: Parts, personId: string, password: string): Promise<void> {
  const { database, clock, randomness } = services
  const [before] = await database.owner
    .select({ userId: tables.persons.userId })
    .from(tables.persons)
    .where(eq(tables.persons.id, personId))
  await createAccount(services, personId, password)
  for (const kind of ['account', 'password', 'sign-in'] as const) await removeLinks(services, `${kind}:${personId}`)
  const at = clock.now()
  await database.transaction(systemActor([]), at, async (tx) => {
    if (before?.userId) {
      const message = { kind: 'password-changed', personId, programmeId: null, path: '/forgotten' } as const
      await queueMessage(tx, randomness, at, message)
    }
    await appendEvent(tx, at, {
      programmeId: null,
      actorId: personId,
      actorRole: 'person',
      action: 'account.password-set',
      subjectType: 'person',
      subjectId: personId,
    })
  })
}
