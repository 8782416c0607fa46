import { sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { readLog } from '../../src/audit/index.ts'
import { ownPorts, recognisedIssuerPages, recognisedIssuerRoutes } from '../../src/credentials/index.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { buildTestApp, testServices, TEST_NOW } from '../support/app.ts'
import { onBothDatabases } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const API = '/api/v1/recognised-issuers'
const UNIVERSITY = { issuerId: 'did:web:university.example', name: 'Universidad de Ejemplo', note: 'By agreement' }
const NAMED = 'X Y'

onBothDatabases(t, 'recognised issuers', async (t, database) => {
  const randomness = seededRandomness('recognised')
  const { people } = await createProgramme(database, randomness, 'home')
  const services = testServices(database, { randomness })
  const features = [recognisedIssuerPages, recognisedIssuerRoutes]
  const { get, send, submit, upload } = await buildTestApp(t, services, features, people)
  const as = 'administrator'
  const listed = async () => (await get(API, { as })).json<{ recognisedIssuers: { id: string }[] }>().recognisedIssuers
  const known = (issuerId: string) => ownPorts(services).recognisedIssuers(issuerId)

  await t.test('an administrator adds one; verification knows the name from then on', async (t) => {
    t.equal(await known(UNIVERSITY.issuerId), null)
    t.equal((await send('POST', API, UNIVERSITY, { as })).statusCode, 201)
    t.match(await listed(), [UNIVERSITY])
    t.strictSame(await known(UNIVERSITY.issuerId), { name: UNIVERSITY.name, note: UNIVERSITY.note })
    t.equal(await known(`${UNIVERSITY.issuerId}:other`), null)
  })

  const unreadable = { status: 422, code: 'invalid-input' }
  for (const { name, body, status, code, pointer } of [
    { name: 'twice', body: UNIVERSITY, status: 409, code: 'already-recognised' },
    { name: 'no id', body: { name: NAMED }, status: 400, code: 'malformed-input', pointer: '/issuerId' },
    { name: 'an id that no badge has', body: { name: NAMED, issuerId: 'x' }, ...unreadable, pointer: '/issuerId' },
    { name: 'a key', body: { name: NAMED, issuerId: 'did:key:z6M#z6M' }, ...unreadable, pointer: '/issuerId' },
    { name: 'a name of spaces', body: { name: '   ', issuerId: 'https://a.example' }, ...unreadable, pointer: '/name' },
  ]) {
    await t.test(`refused: ${name}`, async (t) => {
      const answer = await send('POST', API, body, { as })
      t.equal(answer.statusCode, status)
      t.match(answer.json(), { code, ...(pointer === undefined ? {} : { errors: [{ pointer }] }) })
      t.equal((await listed()).length, 1)
    })
  }

  await t.test('a list is brought in whole or not at all, and given out again', async (t) => {
    const good = { issuerId: 'https://school.example/profile', name: 'Escuela' }
    const bad = { ...good, issuerId: 'x' }
    const refused = await send('POST', `${API}/import`, { recognisedIssuers: [good, bad] }, { as })
    t.equal(refused.statusCode, 422)
    t.match(refused.json(), { errors: [{ pointer: '/recognisedIssuers/1/issuerId' }] })
    t.equal((await listed()).length, 1)
    const answer = await send('POST', `${API}/import`, { recognisedIssuers: [UNIVERSITY, good] }, { as })
    t.strictSame(answer.json(), { added: 1, present: 1 })
    const file = await get('/recognised-issuers.json', { as })
    t.match(file.headers['content-disposition'], 'attachment')
    t.strictSame(file.json(), { recognisedIssuers: [good, UNIVERSITY] })
  })

  await t.test('the page: adds, shows what is wrong, keeps what was typed, takes off', async (t) => {
    const hostile = '<script>alert(1)</script>'
    const sent = { name: hostile, issuerId: 'did:web:h.example', note: hostile }
    t.equal((await submit('/recognised-issuers', sent, { as })).statusCode, 303)
    const page = await get('/recognised-issuers', { as, accept: 'text/html' })
    t.notOk(page.body.includes(hostile))
    t.match(page.body, '&lt;script>alert(1)&lt;/script>')
    const refused = await submit('/recognised-issuers', { name: 'Kept', issuerId: 'typed by hand' }, { as })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'value="Kept"')
    t.match(refused.body, 'value="typed by hand"')
    const row = (await listed()).at(0)
    t.equal((await submit(`/recognised-issuers/${row?.id ?? ''}/removal`, {}, { as })).statusCode, 303)
    t.equal((await listed()).length, 2)
  })

  await t.test('the page takes the file that it gives out, and says of another what is wrong', async (t) => {
    const file = (text: string) => new File([text], 'list.json', { type: 'application/json' })
    const list = (await get('/recognised-issuers.json', { as })).body
    const again = await upload('/recognised-issuers/import', { file: file(`\uFEFF${list}`) }, { as })
    t.equal(again.headers['location'], '/recognised-issuers?done=issuers.done.imported')
    for (const text of ['no json', '{"recognisedIssuers":[{"name":"x"}]}', '']) {
      t.equal((await upload('/recognised-issuers/import', { file: file(text) }, { as })).statusCode, 422, text)
    }
  })

  await t.test('the database lets nobody else change the list, and the log has every step', async (t) => {
    const insert = database.transaction(people.coordinator, TEST_NOW, (tx) =>
      tx.execute(sql`insert into recognised_issuers (id, issuer_id, name, added_at)
        values (${randomness.uuid()}, 'did:web:friend.example', 'Friend', now())`),
    )
    await t.rejects(insert, { name: 'DatabaseRefusal', code: 'forbidden' })
    const actions: string[] = []
    for await (const { action } of readLog(database.owner)) actions.push(action)
    t.strictSame(
      actions.filter((action) => action.startsWith('issuer.')),
      ['issuer.recognised', 'issuer.recognised', 'issuer.recognised', 'issuer.dropped'],
    )
  })
})
