import { t } from '../support/test.ts'
import { createAccount } from '../../src/access/index.ts'
import { tables } from '../../src/database/index.ts'
import { clearTables, openTestPglite } from '../support/database.ts'
import { mailScene } from './mail-scene.ts'

t.test('signing in by a link in a mail', async (t) => {
  const database = await openTestPglite(t)
  t.beforeEach(() => clearTables(database))

  const scene = async (who: 'mentor' | 'signatory' | 'administrator' = 'mentor') => {
    const made = await mailScene(t, database)
    await createAccount(made.services, made.home.people[who].personId ?? '', 'a long password')
    return made
  }

  t.test('the link signs in by a button, once, and the browser is known from then on', async (t) => {
    const { answer, get, deliver, server, app } = await scene()
    const asked = await answer('/sign-in/link', { email: 'mentor@home.example' })
    t.equal(asked.headers.location, '/sign-in/link?done=access.done.linkRequested')
    const link = await deliver()
    t.match(server.received, [{ to: ['mentor@home.example'] }])
    t.equal((await get(link, { accept: 'text/html' })).statusCode, 200)
    t.equal((await get(link, { accept: 'text/html' })).statusCode, 200, 'a mail program that opens it uses nothing up')
    const signedIn = await answer(link, {})
    t.strictSame([signedIn.statusCode, signedIn.headers.location], [303, '/'])
    const cookies = signedIn.cookies.map(({ name }) => name)
    t.ok(cookies.includes('insignia.session_token'))
    t.ok(cookies.includes('insignia_device'))
    t.match(await database.owner.select().from(tables.authSessions), { length: 1 })
    for (const again of [await answer(link, {}), await get(link)]) t.not(again.statusCode, 303)
    t.equal((await app.inject({ url: link })).statusCode, 410)
  })

  t.test('the API does the same, with the token', async (t) => {
    const { send, deliver, home } = await scene()
    t.equal((await send('POST', '/api/v1/sign-in-links', { email: 'mentor@home.example' })).statusCode, 202)
    const token = (await deliver()).split('/').at(-1) ?? ''
    const signedIn = await send('POST', '/api/v1/session/by-link', { token })
    t.equal(signedIn.statusCode, 201)
    t.match(signedIn.json(), { personId: home.people.mentor.personId, roles: [{ role: 'mentor' }] })
    const again = await send('POST', '/api/v1/session/by-link', { token })
    t.match(again.json(), { status: 410, code: 'link-expired' })
  })

  for (const who of ['signatory', 'administrator'] as const) {
    t.test(`who is ${who} gets none`, async (t) => {
      const { answer, deliver, server } = await scene(who)
      await answer('/sign-in/link', { email: `${who}@home.example` })
      t.equal(await deliver(), '')
      t.equal(server.received.length, 0)
    })
  }

  t.test('who became signatory after the mail went out is not signed in by it', async (t) => {
    const { answer, get, deliver, home, services } = await scene()
    await answer('/sign-in/link', { email: 'mentor@home.example' })
    const link = await deliver()
    await database.owner.insert(tables.roleAssignments).values({
      id: services.randomness.uuid(),
      personId: home.people.mentor.personId ?? '',
      role: 'signatory',
      programmeId: home.id,
      organisationId: home.awarding,
      validFrom: services.clock.now(),
    })
    t.equal((await get(link)).statusCode, 410)
  })

  t.test('a link ends after a quarter of an hour, and with a new password', async (t) => {
    const { answer, get, send, deliver, clock } = await scene()
    const ask = async () => {
      await answer('/sign-in/link', { email: 'mentor@home.example' })
      return deliver()
    }
    const first = await ask()
    clock.set(new Date(clock.now().getTime() + 15 * 60 * 1000))
    t.equal((await get(first)).statusCode, 410)
    const second = await ask()
    t.equal((await get(second)).statusCode, 200)
    await send('POST', '/api/v1/password-links', { email: 'mentor@home.example' })
    t.equal((await answer(await deliver(), { password: 'another long password' })).statusCode, 303)
    t.equal((await get(second)).statusCode, 410)
  })

  t.test('others who ask for links keep nobody from one that works', async (t) => {
    const { send, get, deliver, clock, server } = await scene()
    const ask = () => send('POST', '/api/v1/sign-in-links', { email: 'mentor@home.example' })
    for (let count = 0; count < 20; count++) await ask()
    const last = await deliver()
    t.equal(server.received.length, 4)
    clock.set(new Date(clock.now().getTime() + 14 * 60 * 1000))
    await ask()
    await deliver()
    t.equal((await get(last)).statusCode, 200)
    clock.set(new Date(clock.now().getTime() + 61_000))
    await ask()
    t.equal((await get(await deliver())).statusCode, 200)
    t.equal(server.received.length, 5)
  })

  t.test('of several who come with one link at once one is signed in', async (t) => {
    const { send, deliver } = await scene()
    await send('POST', '/api/v1/sign-in-links', { email: 'mentor@home.example' })
    const token = (await deliver()).split('/').at(-1) ?? ''
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => send('POST', '/api/v1/session/by-link', { token })),
    )
    t.strictSame(answers.map(({ statusCode }) => statusCode).sort(), [201, 410, 410, 410, 410])
    t.equal((await database.owner.select().from(tables.authSessions)).length, 1)
  })

  t.test('a link of one kind does not serve as another', async (t) => {
    const { answer, get, deliver } = await scene()
    await answer('/sign-in/link', { email: 'mentor@home.example' })
    const token = (await deliver()).split('/').at(-1) ?? ''
    t.equal((await get(`/welcome/${token}`)).statusCode, 410)
    await answer('/forgotten', { email: 'mentor@home.example' })
    const password = (await deliver()).split('/').at(-1) ?? ''
    t.equal((await get(`/sign-in/link/${password}`)).statusCode, 410)
  })
})
