import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import {
  accountRoutes,
  createAccount,
  createAccounts,
  identifyBySession,
  sessionRoutes,
  signInPages,
} from '../../src/access/index.ts'
import { tables } from '../../src/database/index.ts'
import { createApp } from '../../src/http/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { testServices } from '../support/app.ts'
import { clearTables, openTestPglite } from '../support/database.ts'
import { createProgramme, type TestProgramme } from '../support/programme.ts'
import { browser, tokenOf } from './browser.ts'

const PASSWORD = 'correct horse battery'
const EMAIL = 'mentor@home.example'
const SESSION = 'insignia.session_token'

t.test("a person's own account", async (t) => {
  const database = await openTestPglite(t)
  const clock = new SettableClock(new Date())
  const services = testServices(database, { clock, randomness: systemRandomness })
  const accounts = createAccounts(services)
  const app = await createApp({
    services,
    identify: identifyBySession(accounts),
    formSecret: accounts.formSecret,
    features: [signInPages(accounts), sessionRoutes(accounts), accountRoutes(accounts)],
  })
  await app.ready()
  t.teardown(() => app.close())
  let home: TestProgramme
  let personId = ''
  t.beforeEach(async () => {
    await clearTables(database)
    clock.set(new Date())
    home = await createProgramme(database, systemRandomness)
    personId = home.people.mentor.personId ?? ''
    await createAccount(services, personId, PASSWORD)
  })
  const signedIn = async () => {
    const visitor = browser(app)
    await visitor.signIn(EMAIL, PASSWORD)
    return visitor
  }
  const step = async (visitor: ReturnType<typeof browser>, path: string, fields: Record<string, string>) =>
    visitor.post(path, { _csrf: tokenOf((await visitor.get('/account')).body), ...fields })

  t.test('the language is theirs from the next page on, and in their mail', async (t) => {
    const visitor = await signedIn()
    t.match((await visitor.get('/account')).body, 'Su cuenta')
    const saved = await step(visitor, '/account/language', { locale: 'fi' })
    t.equal(saved.headers.location, '/account?lang=fi&done=access.done.languageSaved')
    t.match((await visitor.get('/account?lang=fi')).body, 'Oma tili')
    t.match(await database.owner.select().from(tables.persons).where(eq(tables.persons.id, personId)), [
      { locale: 'fi' },
    ])
    t.equal((await step(visitor, '/account/language', { locale: 'sv' })).statusCode, 400)
  })

  t.test('a new password ends every other session and begins one here', async (t) => {
    const [visitor, other] = [await signedIn(), await signedIn()]
    const before = visitor.jar[SESSION]
    const wrong = await step(visitor, '/account/password', { current: 'not the one', password: 'another long one' })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, 'Esta no es su contraseña actual')
    t.notMatch(wrong.body, 'another long one')
    const changed = await step(visitor, '/account/password', { current: PASSWORD, password: 'another long one' })
    t.equal(changed.headers.location, '/account?done=access.done.passwordChanged')
    t.not(visitor.jar[SESSION], before)
    t.equal((await visitor.get('/account')).statusCode, 200)
    t.equal((await other.get('/account')).statusCode, 303)
    t.equal((await browser(app).signIn(EMAIL, PASSWORD)).statusCode, 401)
    t.equal((await browser(app).signIn(EMAIL, 'another long one')).statusCode, 303)
    t.match(await database.owner.select().from(tables.outbox), [{ kind: 'password-changed', personId }])
  })

  t.test('the present password is asked for ten times, and then not for a while', async (t) => {
    const visitor = await signedIn()
    const change = (current: string) =>
      app.inject({
        method: 'PUT',
        url: '/api/v1/me/password',
        cookies: visitor.jar,
        payload: { current, password: 'another long one' },
      })
    for (let count = 0; count < 10; count++) t.match((await change('wrong')).json(), { code: 'invalid-input' })
    t.match((await change(PASSWORD)).json(), { status: 429, code: 'too-many-requests' })
    clock.set(new Date(clock.now().getTime() + 11 * 60 * 1000))
    t.equal((await change(PASSWORD)).statusCode, 204)
  })

  t.test('signing out everywhere ends every session', async (t) => {
    const [visitor, other] = [await signedIn(), await signedIn()]
    const account = await app.inject({ url: '/api/v1/me/account', cookies: visitor.jar })
    t.equal(account.json<{ sessions: { isThisOne: boolean }[] }>().sessions.filter((one) => one.isThisOne).length, 1)
    t.match((await visitor.get('/account')).body, 'este dispositivo')
    const out = await step(visitor, '/account/sessions/end', {})
    t.equal(out.headers.location, '/sign-in?done=access.done.signedOutEverywhere')
    for (const one of [visitor, other]) t.equal((await one.get('/account')).statusCode, 303)
    t.equal((await database.owner.select().from(tables.authSessions)).length, 0)
  })

  t.test('the API does the same', async (t) => {
    const visitor = await signedIn()
    const send = (method: 'PUT' | 'DELETE', url: string, payload?: object) =>
      app.inject({ method, url, cookies: visitor.jar, ...(payload ? { payload } : {}) })
    t.equal((await send('PUT', '/api/v1/me/language', { locale: 'en' })).statusCode, 204)
    t.match((await app.inject({ url: '/api/v1/me', cookies: visitor.jar })).json(), { locale: 'en' })
    t.equal((await send('DELETE', '/api/v1/me/sessions')).statusCode, 204)
    t.equal((await send('DELETE', '/api/v1/me/sessions')).statusCode, 401)
  })

  t.test('hostile names are shown as text', async (t) => {
    const hostile = `"><script>alert(1)</script>&'`
    await database.owner
      .update(tables.persons)
      .set({ givenName: hostile, familyName: hostile })
      .where(eq(tables.persons.id, personId))
    const { body } = await (await signedIn()).get('/account')
    t.match(body, '&lt;script')
    t.notMatch(body, '<script>alert')
  })
})
