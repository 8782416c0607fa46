import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { appendEvent } from '../audit/index.ts'
import { tables } from '../database/index.ts'
import { systemActor } from '../kernel/actor.ts'
import type { Language } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { createAccount } from './accounts.ts'
import { normalisedEmail } from './e-mail-address.ts'
import { LinkExpired } from './errors.ts'
import { createLink, readLink, redeemLink, removeLinks } from './one-time-links.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness' | 'config'>

const LINK_TTL_MS = 24 * 3600 * 1000

/** The address at which somebody becomes the first administrator; null when there is an administrator who can sign in. */
export async function ensureFirstAdministrator(services: Parts): Promise<string | null> {
  if (await hasAdministrator(services)) {
    await removeLinks(services, 'set-up')
    return null
  }
  const token = await createLink(services, 'set-up', LINK_TTL_MS)
  return `${services.config.publicUrl}/set-up/${token}`
}

export interface NewAdministrator {
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly password: string
  readonly locale: Language
}

/** Uses the link up. Throws `LinkExpired`, also when somebody else was faster. */
export async function setUpFirstAdministrator(services: Parts, token: string, input: NewAdministrator): Promise<void> {
  if ((await readLink(services, token)) !== 'set-up' || (await hasAdministrator(services))) throw new LinkExpired()
  await redeemLink(services, token)
  const personId = await administratorOf(services, input)
  await createAccount(services, personId, input.password)
}

/** A person of this address may exist already: after a programme was imported, or when an earlier try broke off. */
async function administratorOf(services: Parts, input: NewAdministrator): Promise<string> {
  const { database, clock, randomness } = services
  const at = clock.now()
  const emailNorm = normalisedEmail(input.email)
  return database.transaction(systemActor([]), at, async (tx) => {
    const [known] = await tx
      .select({ id: tables.persons.id })
      .from(tables.persons)
      .where(eq(tables.persons.emailNorm, emailNorm))
    const personId = known?.id ?? randomness.uuid()
    if (!known) {
      const { givenName, familyName, locale } = input
      await tx.insert(tables.persons).values({ id: personId, givenName, familyName, emailNorm, locale, createdAt: at })
    }
    const assignmentId = randomness.uuid()
    await tx
      .insert(tables.roleAssignments)
      .values({ id: assignmentId, personId, role: 'administrator', validFrom: at, grantedById: personId })
    await appendEvent(tx, at, {
      programmeId: null,
      actorId: personId,
      actorRole: 'administrator',
      action: 'role.granted',
      subjectType: 'role-assignment',
      subjectId: assignmentId,
      data: { role: 'administrator', personId },
    })
    return personId
  })
}

async function hasAdministrator({ database }: Pick<Parts, 'database'>): Promise<boolean> {
  const { roleAssignments, persons } = tables
  const found = await database.owner
    .select({ id: persons.id })
    .from(roleAssignments)
    .innerJoin(persons, eq(persons.id, roleAssignments.personId))
    .where(
      and(
        eq(roleAssignments.role, 'administrator'),
        isNull(roleAssignments.validTo),
        isNull(persons.erasedAt),
        isNotNull(persons.userId),
      ),
    )
    .limit(1)
  return found.length > 0
}
