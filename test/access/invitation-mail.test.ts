import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { createAccount } from '../../src/access/index.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { openTestPglite, clearTables } from '../support/database.ts'
import { mailScene } from './mail-scene.ts'

const html = { as: 'coordinator', accept: 'text/html' }
const DAY_MS = 24 * 3600 * 1000

t.test('accounts by mail', async (t) => {
  const database: Database = await openTestPglite(t)
  t.beforeEach(() => clearTables(database))

  t.test('an invited person gets a link in their language, and it works once', async (t) => {
    const { home, get, submit, answer, deliver, server } = await mailScene(t, database)
    const personId = home.people.mentor.personId ?? ''
    await database.owner.update(tables.persons).set({ locale: 'fi' }).where(eq(tables.persons.id, personId))
    const invited = await submit(`/people/${personId}/invitation`, { programmeId: home.id }, html)
    t.match(invited.headers.location, 'done=access.done.invited')
    const waiting = await get(`/people/${personId}?programme=${home.id}`, html)
    t.match(waiting.body, 'En espera')
    const link = await deliver()
    t.match(server.received, [{ to: ['mentor@home.example'] }])
    t.match(server.received[0]?.header('subject'), /Tilisi/)
    t.match(server.received[0]?.text, `${link}?lang=fi`)
    t.match((await get(`${link}?lang=fi`, { accept: 'text/html' })).body, 'Valitse salasanasi')
    t.match((await get(`/people/${personId}?programme=${home.id}`, html)).body, 'Enviar la invitación de nuevo')
    const chosen = await answer(link, { password: 'a long password' })
    t.equal(chosen.headers.location, '/sign-in?done=access.done.accountReady')
    const again = await get(link, { accept: 'text/html' })
    t.equal(again.statusCode, 410)
    t.match(again.body, 'href="/forgotten"')
    await deliver()
    t.equal(server.received.length, 1, 'a first password is no news')
  })

  t.test('the API tells where the invitation goes, and not the link', async (t) => {
    const { home, send } = await mailScene(t, database)
    const url = `/api/v1/programmes/${home.id}/people/${home.people.mentor.personId ?? ''}/invitation`
    const answer = await send('POST', url, undefined, { as: 'coordinator' })
    t.equal(answer.statusCode, 201)
    t.strictSame(answer.json(), { url: null, sentTo: 'mentor@home.example' })
  })

  t.test('without mail the link is handed on, and the message is kept', async (t) => {
    const { home, send, deliver } = await mailScene(t, database, { mail: null })
    const url = `/api/v1/programmes/${home.id}/people/${home.people.mentor.personId ?? ''}/invitation`
    const answer = await send('POST', url, undefined, { as: 'coordinator' })
    t.match(answer.json(), { url: /\/welcome\/[\w-]{43}$/, sentTo: null })
    await deliver()
    t.match(await database.owner.select().from(tables.outbox), [{ state: 'kept' }])
  })

  t.test('an invitation that is sent again ends the earlier link', async (t) => {
    const { home, get, submit, deliver } = await mailScene(t, database)
    const invite = () =>
      submit(`/people/${home.people.mentor.personId ?? ''}/invitation`, { programmeId: home.id }, html)
    await invite()
    const first = await deliver()
    await invite()
    t.equal((await get(first)).statusCode, 410)
    const second = await deliver()
    t.not(second, first)
    t.equal((await get(second)).statusCode, 200)
  })

  t.test('expired, forged and misshapen links are one page that says what to do', async (t) => {
    const { home, get, submit, deliver, clock } = await mailScene(t, database)
    await submit(`/people/${home.people.mentor.personId ?? ''}/invitation`, { programmeId: home.id }, html)
    const link = await deliver()
    clock.set(new Date(clock.now().getTime() + 7 * DAY_MS))
    for (const url of [
      link,
      `/welcome/${'A'.repeat(43)}`,
      '/welcome/x',
      `/welcome/${encodeURIComponent("' or 1=1")}`,
    ]) {
      const page = await get(url, { accept: 'text/html' })
      t.equal(page.statusCode, 410, url)
      t.match(page.body, 'href="/forgotten"', url)
      t.equal((await get(url)).json<{ code: string }>().code, 'link-expired')
    }
  })

  t.test('a forgotten password: one answer for every address, and a link for who has one', async (t) => {
    const { home, answer, get, deliver, server, services } = await mailScene(t, database)
    await createAccount(services, home.people.mentor.personId ?? '', 'the old password')
    const answers = []
    for (const email of [' Mentor@HOME.example', 'nobody@home.example', 'observer@home.example']) {
      const page = await answer('/forgotten', { email: email.trim() })
      answers.push([page.statusCode, page.headers.location, page.body])
    }
    t.equal(new Set(answers.map(String)).size, 1)
    t.equal(answers[0]?.[1], '/forgotten?done=access.done.linkRequested')
    const link = await deliver()
    t.strictSame(
      server.received.map(({ to }) => to),
      [['mentor@home.example']],
      'neither a stranger nor somebody who was never invited',
    )
    t.equal((await answer(link, { password: 'the new password' })).statusCode, 303)
    t.equal((await get(link)).statusCode, 410)
    await deliver()
    t.match(server.received[1]?.text, /Se estableció una nueva contraseña[\s\S]*\/forgotten/)
  })

  t.test('the API asks for the same link', async (t) => {
    const { send, home, services, deliver } = await mailScene(t, database)
    await createAccount(services, home.people.mentor.personId ?? '', 'the old password')
    for (const email of ['mentor@home.example', 'nobody@home.example']) {
      const answer = await send('POST', '/api/v1/password-links', { email })
      t.strictSame([answer.statusCode, answer.body], [202, 'null'])
    }
    t.match(await deliver(), /\/welcome\//)
    t.match((await send('POST', '/api/v1/password-links', { email: 'no address' })).json(), {
      status: 400,
      code: 'malformed-input',
    })
  })

  t.test('nobody fills the mailbox of somebody else', async (t) => {
    const { send, home, services, deliver, server, clock } = await mailScene(t, database)
    await createAccount(services, home.people.mentor.personId ?? '', 'the old password')
    const ask = () => send('POST', '/api/v1/password-links', { email: 'mentor@home.example' })
    for (let count = 0; count < 9; count++) t.equal((await ask()).statusCode, 202)
    await deliver()
    t.equal(server.received.length, 4)
    clock.set(new Date(clock.now().getTime() + 3_600_001))
    await ask()
    await deliver()
    t.equal(server.received.length, 5)
  })

  t.test('who let an invitation expire gets a new link', async (t) => {
    const { home, submit, answer, deliver, clock } = await mailScene(t, database)
    await submit(`/people/${home.people.mentor.personId ?? ''}/invitation`, { programmeId: home.id }, html)
    await deliver()
    clock.set(new Date(clock.now().getTime() + 8 * DAY_MS))
    await answer('/forgotten', { email: 'mentor@home.example' })
    t.equal((await answer(await deliver(), { password: 'a long password' })).statusCode, 303)
  })
})
