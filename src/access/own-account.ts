import { and, desc, eq, gt } from 'drizzle-orm'
import { tables } from '../database/index.ts'
import { countHit, takeBackHit, TooManyRequests } from '../http/index.ts'
import { InvalidInput, personOf } from '../kernel/access-errors.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Language } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { isPasswordOf } from './accounts.ts'
import { setPassword } from './passwords.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness'>

export interface OwnSession {
  readonly id: string
  readonly startedAt: Date
  /** As the browser names itself. */
  readonly browser: string
}

export interface OwnAccount {
  readonly name: string
  readonly email: string
  readonly locale: Language
  /** The newest first. */
  readonly sessions: readonly OwnSession[]
}

/** What a person sees of their account. Sessions are read as the owner, which alone has a right to them. */
export async function readOwnAccount(
  { database, clock }: Pick<Parts, 'database' | 'clock'>,
  actor: Actor,
): Promise<OwnAccount> {
  const { persons, authSessions } = tables
  const [person] = await database.owner
    .select()
    .from(persons)
    .where(eq(persons.id, personOf(actor)))
  if (!person) throw new Error('a signed-in person has a record')
  const isLive = and(eq(authSessions.userId, person.userId ?? ''), gt(authSessions.expiresAt, clock.now()))
  const sessions = await database.owner.select().from(authSessions).where(isLive).orderBy(desc(authSessions.createdAt))
  return {
    name: `${person.givenName} ${person.familyName}`,
    email: person.emailNorm,
    locale: person.locale,
    sessions: sessions.map(({ id, createdAt, userAgent }) => ({ id, startedAt: createdAt, browser: userAgent ?? '' })),
  }
}

export async function chooseLanguage(
  { database, clock }: Pick<Parts, 'database' | 'clock'>,
  actor: Actor,
  locale: Language,
): Promise<void> {
  const personId = personOf(actor)
  await database.transaction(actor, clock.now(), (tx) =>
    tx.update(tables.persons).set({ locale }).where(eq(tables.persons.id, personId)),
  )
}

const WINDOW_MS = 10 * 60 * 1000
const MOST_WRONG = 10

/** Asks for the present password, a few times; all sessions end, this one too. */
export async function changePassword(
  services: Parts,
  actor: Actor,
  { current, password }: { readonly current: string; readonly password: string },
): Promise<void> {
  const personId = personOf(actor)
  const counter = `present-password:${personId}`
  const { hits, ttlMs } = await countHit(services, counter, WINDOW_MS)
  if (hits > MOST_WRONG) throw new TooManyRequests(Math.max(1, Math.ceil(ttlMs / 1000)))
  if (!(await isPasswordOf(services.database, personId, current))) {
    throw new InvalidInput({ errors: [{ pointer: '/current', detail: 'is not the present password' }] })
  }
  await takeBackHit(services, counter)
  await setPassword(services, personId, password)
}

/** Signs the person out of every browser. */
export async function endOwnSessions({ database }: Pick<Parts, 'database'>, actor: Actor): Promise<void> {
  const { persons, authSessions } = tables
  const [person] = await database.owner
    .select({ userId: persons.userId })
    .from(persons)
    .where(eq(persons.id, personOf(actor)))
  if (person?.userId) await database.owner.delete(authSessions).where(eq(authSessions.userId, person.userId))
}
