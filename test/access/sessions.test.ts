import { eq } from 'drizzle-orm'
import { t, type Test } from '../support/test.ts'
import {
  createAccount,
  createAccounts,
  identifyBySession,
  sessionRoutes,
  signInPages,
  type Accounts,
} from '../../src/access/index.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { createApp, pageContext, sendPage, type App, type FeatureRoutes } from '../../src/http/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { Layout } from '../../src/pages/index.ts'
import type { Services } from '../../src/services.ts'
import { testServices } from '../support/app.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { createProgramme, type TestProgramme } from '../support/programme.ts'
import { browser as visit, tokenOf } from './browser.ts'

const PASSWORD = 'correct horse battery'
const EMAIL = 'coordinator@home.example'

/** Stands for the pages of the features. */
const home: FeatureRoutes = (app) => {
  app.get('/', { config: { access: 'signed-in' } }, (request, reply) => {
    const context = pageContext(request)
    return sendPage(reply, Layout({ context, title: 'Home', children: context.timeZone }))
  })
}

interface Running {
  readonly app: App
  readonly services: Services
  readonly clock: SettableClock
  readonly accounts: Accounts
}

async function start(t: Test, database: Database): Promise<Running> {
  // better-auth reads the clock of the machine, so that roles and sessions are judged by the same one here.
  const clock = new SettableClock(new Date())
  const services = testServices(database, { clock, randomness: systemRandomness })
  const accounts = createAccounts(services)
  const app = await createApp({
    services,
    identify: identifyBySession(accounts),
    formSecret: accounts.formSecret,
    features: [signInPages(accounts), sessionRoutes(accounts), home],
  })
  await app.ready()
  t.teardown(() => app.close())
  return { app, services, clock, accounts }
}

/** A browser of the coordinator, or of whoever guesses at the account. */
function browser(app: App, remoteAddress?: string) {
  const { jar, get, post, signIn } = visit(app, remoteAddress)
  return {
    ...{ jar, get, post },
    signIn: (password = PASSWORD, email = EMAIL, next = '/') => signIn(email, password, next),
  }
}

const SESSION = 'insignia.session_token'

await onBothDatabases(t, 'sessions', async (t, database) => {
  const running = await start(t, database)
  const { app, services, clock } = running
  let programme: TestProgramme
  t.beforeEach(async () => {
    await clearTables(database)
    clock.set(new Date())
    programme = await createProgramme(database, systemRandomness)
    await createAccount(services, programme.people.coordinator.personId ?? '', PASSWORD)
  })

  t.test('sign in, be somebody, sign out', async (t) => {
    const { get, post, signIn, jar } = browser(app)
    t.equal((await get('/')).headers.location, '/sign-in?next=%2F')
    const signedIn = await signIn(PASSWORD, ' Coordinator@HOME.example ', '/?a=b')
    t.strictSame([signedIn.statusCode, signedIn.headers.location], [303, '/?a=b'])
    t.match(
      signedIn.cookies.find(({ name }) => name === SESSION),
      { httpOnly: true, sameSite: 'Lax', path: '/' },
    )
    const page = await get('/')
    t.match(page.body, /coordinator home/)
    t.match(page.body, /America\/Santiago/)
    t.equal((await get('/sign-in')).statusCode, 303)
    const out = await post('/sign-out', { _csrf: tokenOf(page.body) })
    t.strictSame([out.statusCode, jar[SESSION]], [303, undefined])
    t.equal((await get('/')).statusCode, 303)
    t.equal((await database.owner.select().from(tables.authSessions)).length, 0)
  })

  t.test('the API signs in, tells who one is, and signs out', async (t) => {
    const signIn = (password: string) =>
      app.inject({ method: 'POST', url: '/api/v1/session', payload: { email: EMAIL, password } })
    const refused = await signIn('wrong password')
    t.match(refused.json(), { status: 401, code: 'wrong-credentials' })
    const answer = await signIn(PASSWORD)
    t.equal(answer.statusCode, 201)
    const token = answer.cookies.find(({ name }) => name === SESSION)?.value ?? ''
    const cookies = { [SESSION]: token }
    const me = await app.inject({ url: '/api/v1/me', cookies })
    t.match(me.json(), { personId: programme.people.coordinator.personId, roles: [{ role: 'coordinator' }] })
    t.equal((await app.inject({ method: 'DELETE', url: '/api/v1/session', cookies })).statusCode, 204)
    t.equal((await app.inject({ url: '/api/v1/me', cookies })).statusCode, 401)
  })

  t.test('every sign-in makes a new session and ends the one the browser had', async (t) => {
    const { signIn, jar } = browser(app)
    await signIn()
    const first = jar[SESSION] ?? ''
    const again = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      cookies: { [SESSION]: first },
      payload: { email: EMAIL, password: PASSWORD },
    })
    const second = again.cookies.find(({ name }) => name === SESSION)?.value
    t.ok(second)
    t.not(second, first)
    t.equal((await app.inject({ url: '/api/v1/me', cookies: { [SESSION]: first } })).statusCode, 401)
    t.equal((await app.inject({ url: '/api/v1/me', cookies: { [SESSION]: second ?? '' } })).statusCode, 200)
  })

  t.test('an unknown address, a wrong password and a person without account are one answer', async (t) => {
    const answers = []
    for (const [email, password] of [
      ['nobody@home.example', PASSWORD],
      [EMAIL, 'wrong password'],
      ['mentor@home.example', PASSWORD],
      ['not an address', PASSWORD],
      [EMAIL, 'x'.repeat(900)],
    ] as const) {
      const answer = await browser(app).signIn(password, email)
      t.equal(answer.statusCode, 401)
      answers.push(/error-summary[\s\S]*?<\/div>/.exec(answer.body)?.[0])
    }
    t.equal(new Set(answers).size, 1)
    t.ok(answers[0])
  })

  t.test('a form of another browser signs nobody in', async (t) => {
    const token = tokenOf((await browser(app).get('/sign-in')).body)
    t.ok(token)
    const answer = await browser(app).post('/sign-in', { _csrf: token, email: EMAIL, password: PASSWORD })
    t.equal(answer.statusCode, 403)
  })

  t.test('a role that ends, and a person who is erased, take effect at the next request', async (t) => {
    const { signIn, jar } = browser(app)
    await signIn()
    const me = () => app.inject({ url: '/api/v1/me', cookies: jar })
    const personId = programme.people.coordinator.personId ?? ''
    await database.owner
      .update(tables.roleAssignments)
      .set({ validTo: clock.now() })
      .where(eq(tables.roleAssignments.personId, personId))
    t.strictSame((await me()).json<{ roles: unknown[] }>().roles, [])
    await database.owner.update(tables.persons).set({ erasedAt: clock.now() }).where(eq(tables.persons.id, personId))
    t.equal((await me()).statusCode, 401)
    t.equal((await browser(app).signIn()).statusCode, 401)
  })

  t.test('a role counts from its first instant to the one before its last', async (t) => {
    const { signIn, jar } = browser(app)
    await signIn()
    const now = clock.now().getTime()
    const personId = programme.people.coordinator.personId ?? ''
    await database.owner
      .update(tables.roleAssignments)
      .set({ validFrom: new Date(now + 1000), validTo: new Date(now + 2000) })
      .where(eq(tables.roleAssignments.personId, personId))
    for (const { after, roles } of [
      { after: 999, roles: 0 },
      { after: 1000, roles: 1 },
      { after: 1999, roles: 1 },
      { after: 2000, roles: 0 },
    ]) {
      clock.set(new Date(now + after))
      const answer = await app.inject({ url: '/api/v1/me', cookies: jar })
      t.equal(answer.json<{ roles: unknown[] }>().roles.length, roles, `after ${String(after)} ms`)
    }
  })

  t.test(
    'guessing at an account is stopped, also through another process, and locks out no known browser',
    async (t) => {
      const other = await start(t, database)
      const owner = browser(app, '10.0.0.9')
      t.equal((await owner.signIn()).statusCode, 303)
      for (let count = 0; count < 10; count++) {
        const guesser = browser(count % 2 === 0 ? app : other.app, `10.1.0.${String(count)}`)
        t.equal((await guesser.signIn('a wrong guess')).statusCode, 401)
      }
      const stopped = await browser(other.app, '10.2.0.1').signIn()
      t.equal(stopped.statusCode, 429)
      t.ok(Number(stopped.headers['retry-after']) > 0)
      await owner.post('/sign-out', { _csrf: tokenOf((await owner.get('/')).body) })
      t.equal((await owner.signIn()).statusCode, 303)
      clock.set(new Date(clock.now().getTime() + 11 * 60 * 1000))
      other.clock.set(clock.now())
      t.equal((await browser(other.app, '10.2.0.1').signIn()).statusCode, 303)
    },
  )

  t.test('attempts of one network address are counted by both processes together', async (t) => {
    const other = await start(t, database)
    const attempt = (to: App) =>
      to.inject({ method: 'POST', url: '/api/v1/session', payload: { email: 'a@b.example', password: '' } })
    const first = await attempt(app)
    t.equal(first.headers['ratelimit-limit'], '100')
    const second = await attempt(other.app)
    t.equal(Number(second.headers['ratelimit-remaining']), Number(first.headers['ratelimit-remaining']) - 1)
  })

  for (const { next, expected } of [
    { next: '/people?a=1#b', expected: '/people?a=1#b' },
    { next: '//evil.example', expected: '/' },
    { next: '/\\evil.example', expected: '/' },
    { next: '/\t/evil.example', expected: '/' },
    { next: 'https://evil.example', expected: '/' },
    { next: '/..//evil.example', expected: '/' },
    { next: 'javascript:alert(1)', expected: '/' },
    { next: '/sign-out', expected: '/' },
    { next: '', expected: '/' },
  ]) {
    t.test(`next=${JSON.stringify(next)} leads to ${expected}`, async (t) => {
      const { signIn, get } = browser(app)
      t.equal((await signIn(PASSWORD, EMAIL, next)).headers.location, expected)
      t.equal((await get(`/sign-in?next=${encodeURIComponent(next)}`)).headers.location, expected)
    })
  }
})
