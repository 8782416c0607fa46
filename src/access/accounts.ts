import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { hashPassword } from 'better-auth/crypto'
import { eq } from 'drizzle-orm'
import { tables, type Database } from '../database/index.ts'
import type { Services } from '../services.ts'
import { loadActor, type KnownPerson } from './actor-store.ts'
import { normalisedEmail } from './e-mail-address.ts'
import { WrongCredentials } from './errors.ts'
import { derivedSecret, sessionSecret } from './session-secret.ts'

const SESSION_SECONDS = 7 * 24 * 3600
export const SHORTEST_PASSWORD = 10
export const LONGEST_PASSWORD = 128

export interface Session extends KnownPerson {
  readonly sessionId: string
}

export interface SignedIn {
  readonly person: KnownPerson
  /** For the browser, one header each. */
  readonly cookies: readonly string[]
}

/** Who has an account, and who is signed in. Reads and writes as the owner: never inside `database.transaction`. */
export interface Accounts {
  /** Signs forms; derived from the secret of the sessions. */
  readonly formSecret: string
  readonly deviceSecret: string
  /** The session of a request's cookies, with the person as they are at this instant. */
  sessionOf(headers: Headers): Promise<Session | null>
  /** A new session, never the one that the browser had. Throws `WrongCredentials`. */
  signIn(email: string, password: string, headers: Headers): Promise<SignedIn>
  /** Ends the session; returns the cookies that make the browser forget it. */
  signOut(headers: Headers): Promise<readonly string[]>
}

type Parts = Pick<Services, 'database' | 'clock' | 'config'>

export function createAccounts({ database, clock, config }: Parts): Accounts {
  const secret = sessionSecret(config)
  const auth = createAuth(database, secret, config.publicUrl)
  const signOut = async (headers: Headers): Promise<readonly string[]> => {
    const answer = await auth.api.signOut({ headers, asResponse: true })
    return answer.headers.getSetCookie()
  }
  return {
    formSecret: derivedSecret(secret, 'forms'),
    deviceSecret: derivedSecret(secret, 'devices'),
    signOut,
    async sessionOf(headers) {
      const found = await auth.api.getSession({ headers })
      const person = found && (await loadActor(database.owner, clock.now(), found.user.id))
      return person ? { ...person, sessionId: found.session.id } : null
    },
    async signIn(email, password, headers) {
      const { response, headers: answered } = await attempt(() =>
        auth.api.signInEmail({ body: { email: normalisedEmail(email), password }, headers, returnHeaders: true }),
      )
      const person = await loadActor(database.owner, clock.now(), response.user.id)
      if (!person) throw new WrongCredentials()
      if (headers.has('cookie')) await signOut(headers)
      return { person, cookies: answered.getSetCookie() }
    },
  }
}

function createAuth(database: Database, secret: string, publicUrl: string) {
  return betterAuth({
    secret,
    baseURL: publicUrl,
    basePath: '/session',
    database: drizzleAdapter(database.owner, {
      provider: 'pg',
      schema: {
        user: tables.authUsers,
        session: tables.authSessions,
        account: tables.authAccounts,
        verification: tables.authVerifications,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'insignia',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    logger: { disabled: true },
    telemetry: { enabled: false },
  })
}

/** Whatever is wrong with the credentials is one answer; a failing database is not. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) throw new WrongCredentials()
    throw error
  }
}

/**
 * Gives a person an account, or a new password, which ends their sessions. As the owner and never inside
 * `database.transaction`: for the seed, the command line and one-time links.
 */
export async function createAccount(
  { database, clock, randomness }: Pick<Services, 'database' | 'clock' | 'randomness'>,
  personId: string,
  password: string,
): Promise<void> {
  const hash = await hashPassword(password)
  const at = clock.now()
  const { persons, authUsers, authAccounts, authSessions } = tables
  await database.owner.transaction(async (tx) => {
    const [person] = await tx.select().from(persons).where(eq(persons.id, personId))
    if (!person) throw new Error(`no person ${personId} to give an account to`)
    const userId = person.userId ?? randomness.uuid()
    const name = `${person.givenName} ${person.familyName}`
    await tx
      .insert(authUsers)
      .values({ id: userId, name, email: person.emailNorm, emailVerified: true, createdAt: at, updatedAt: at })
      .onConflictDoNothing()
    await tx.delete(authAccounts).where(eq(authAccounts.userId, userId))
    await tx.insert(authAccounts).values({
      id: randomness.uuid(),
      accountId: userId,
      providerId: 'credential',
      userId,
      password: hash,
      createdAt: at,
      updatedAt: at,
    })
    await tx.delete(authSessions).where(eq(authSessions.userId, userId))
    await tx.update(persons).set({ userId }).where(eq(persons.id, personId))
  })
}
