import { betterAuth, type BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { setSessionCookie } from 'better-auth/cookies'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { and, eq } from 'drizzle-orm'
import { tables, type Database, type Db } from '../database/index.ts'
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
  /** As `signIn`, for somebody who has shown in another way who they are. Throws `WrongCredentials` without account. */
  signInAs(personId: string, headers: Headers): Promise<SignedIn>
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
  /** What the browser had before is ended. */
  const begun = async (userId: string, answered: Headers, headers: Headers): Promise<SignedIn> => {
    const person = await loadActor(database.owner, clock.now(), userId)
    if (!person) throw new WrongCredentials()
    if (headers.has('cookie')) await signOut(headers)
    return { person, cookies: answered.getSetCookie() }
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
      return begun(response.user.id, answered, headers)
    },
    async signInAs(personId, headers) {
      const userId = await userOf(database.owner, personId)
      const { headers: answered } = await attempt(() =>
        auth.api.beginSession({ body: { userId: userId ?? '' }, headers, returnHeaders: true }),
      )
      return begun(userId ?? '', answered, headers)
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
    plugins: [trustedSessions],
    logger: { disabled: true },
    telemetry: { enabled: false },
  })
}

const ofUser = {
  '~standard': {
    version: 1 as const,
    vendor: 'insignia',
    types: undefined as { input: { userId: string }; output: { userId: string } } | undefined,
    validate: (value: unknown) => ({ value: value as { userId: string } }),
  },
}

/** Begins a session for a user whom the caller vouches for. No address of better-auth is reachable from outside. */
const trustedSessions = {
  id: 'trusted-sessions',
  endpoints: {
    beginSession: createAuthEndpoint('/begin-session', { method: 'POST', body: ofUser }, async (ctx) => {
      const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId)
      if (!user) throw new APIError('UNAUTHORIZED')
      const session = await ctx.context.internalAdapter.createSession(user.id)
      await setSessionCookie(ctx, { session, user })
      return ctx.json({ userId: user.id })
    }),
  },
} satisfies BetterAuthPlugin

async function userOf(owner: Db, personId: string): Promise<string | null> {
  const [person] = await owner
    .select({ userId: tables.persons.userId })
    .from(tables.persons)
    .where(eq(tables.persons.id, personId))
  return person?.userId ?? null
}

/** Whether it is the person's present password. As the owner. */
export async function isPasswordOf(
  { owner }: Pick<Database, 'owner'>,
  personId: string,
  password: string,
): Promise<boolean> {
  const { authAccounts, persons } = tables
  const [account] = await owner
    .select({ hash: authAccounts.password })
    .from(authAccounts)
    .innerJoin(persons, eq(persons.userId, authAccounts.userId))
    .where(and(eq(persons.id, personId), eq(authAccounts.providerId, 'credential')))
  return account?.hash != null && verifyPassword({ hash: account.hash, password })
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
