import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { tables } from '../../src/database/index.ts'
import { clearTables, openTestPglite } from '../support/database.ts'
import { mailScene } from './mail-scene.ts'

const HOSTILE = `"><script>alert(1)</script>&'`
const admin = { as: 'administrator', accept: 'text/html' }

t.test('the outbox as administrators see it', async (t) => {
  const database = await openTestPglite(t)
  t.beforeEach(() => clearTables(database))

  const invite = (scene: Awaited<ReturnType<typeof mailScene>>) =>
    scene.send(
      'POST',
      `/api/v1/programmes/${scene.home.id}/people/${scene.home.people.mentor.personId ?? ''}/invitation`,
      undefined,
      { as: 'coordinator' },
    )
  const messageId = async () => (await database.owner.select().from(tables.outbox))[0]?.id ?? ''

  t.test('who was written to, about what, and what became of it; never the link', async (t) => {
    const scene = await mailScene(t, database)
    t.match((await scene.get('/outbox', admin)).body, 'Todavía no hay mensajes')
    await database.owner
      .update(tables.persons)
      .set({ givenName: HOSTILE })
      .where(eq(tables.persons.id, scene.home.people.mentor.personId ?? ''))
    await invite(scene)
    const link = await scene.deliver()
    const page = await scene.get('/outbox', admin)
    t.equal(page.statusCode, 200)
    t.equal(page.headers['cache-control'], 'private, no-store')
    t.match(page.body, 'mentor@home.example')
    t.match(page.body, 'Enviado')
    t.notMatch(page.body, '<script>alert')
    const api = await scene.get('/api/v1/outbox', { as: 'administrator' })
    t.match(api.json(), { messages: [{ kind: 'invitation', state: 'sent', trouble: null }], next: null })
    t.ok(link)
    for (const { body } of [page, api]) t.notMatch(body, link)
    t.equal((await scene.get('/api/v1/outbox', { as: 'coordinator' })).statusCode, 403)
  })

  t.test('what was given up stands on the start page of administrators and is sent again', async (t) => {
    const scene = await mailScene(t, database)
    await invite(scene)
    const id = await messageId()
    await database.owner
      .update(tables.outbox)
      .set({ state: 'failed', trouble: 'refused', replyCode: 550, attempts: 1 })
      .where(eq(tables.outbox.id, id))
    t.match((await scene.get('/outbox', admin)).body, /No entregado[\s\S]*rechaza el mensaje[\s\S]*\(550\)/)
    const again = await scene.submit(`/outbox/${id}/sending`, {}, admin)
    t.equal(again.headers.location, '/outbox?done=access.done.messageQueued')
    await scene.deliver()
    t.equal(scene.server.received.length, 1)
    t.match(await database.owner.select().from(tables.outbox), [{ state: 'sent', trouble: null }])
    const twice = await scene.send('POST', `/api/v1/outbox/${id}/sending`, undefined, { as: 'administrator' })
    t.match(twice.json(), { status: 404, code: 'not-found' })
  })

  t.test('while developing without mail a message is read on the page, once', async (t) => {
    const scene = await mailScene(t, database, { mail: null })
    await invite(scene)
    await scene.deliver()
    t.match((await scene.get('/outbox', admin)).body, 'Leer aquí')
    const read = () => scene.submit('/outbox/' + id + '/reading', {}, admin)
    const id = await messageId()
    const page = await read()
    const link = /\/welcome\/[\w-]{43}/.exec(page.body)?.[0] ?? ''
    t.equal((await scene.get(link)).statusCode, 200)
    t.equal((await read()).statusCode, 404)
  })

  t.test('in production nobody reads a message', async (t) => {
    const scene = await mailScene(t, database, { mail: null, environment: 'production' })
    await invite(scene)
    await scene.deliver()
    t.notMatch((await scene.get('/outbox', admin)).body, '/reading')
    t.equal((await scene.submit(`/outbox/${await messageId()}/reading`, {}, admin)).statusCode, 404)
    t.notMatch((await scene.get('/forgotten', { accept: 'text/html' })).body, '<input')
  })
})
