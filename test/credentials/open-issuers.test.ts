import { eq, sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { openIssuerPages, openIssuerRoutes } from '../../src/credentials/index.ts'
import { tables } from '../../src/database/index.ts'
import { buildTestApp } from '../support/app.ts'
import { onBothDatabases } from '../support/database.ts'
import { issuingScene, SLUG } from '../vc-api/issuing-scene.ts'
import { minimal } from '../vc-api/scene.ts'

const HOSTILE = `"><script>alert(1)</script>&'`
const API = '/api/v1/open-issuers'
const ADMIN = { as: 'administrator' }
const PAGE = { as: 'administrator', accept: 'text/html' }

await onBothDatabases(t, 'open issuers for those who administer', async (t, database) => {
  const scene = await issuingScene(t, database)
  const { services, programme } = scene
  const { get, send, submit } = await buildTestApp(t, services, [openIssuerPages, openIssuerRoutes], programme.people)
  const keyOf = async (secretOf: string) =>
    (await get(API, ADMIN))
      .json<{ openIssuers: { slug: string; keys: { id: string; name: string; lastUsedAt: string | null }[] }[] }>()
      .openIssuers.flatMap(({ keys }) => keys)
      .find(({ name }) => name === secretOf)
  const use = (secret: string) => scene.issue(minimal(scene.did), undefined, secret)

  await t.test('one is made, and its identifier is told', async (t) => {
    const made = await send('POST', API, { slug: 'lab', name: 'Lab', countryCode: 'CL' }, ADMIN)
    t.equal(made.statusCode, 201)
    const { did } = made.json<{ did: string }>()
    t.match(did, /^did:key:z6Mk/)
    t.match((await get(API, ADMIN)).json(), { openIssuers: [{ slug: 'lab', did, keys: [] }, { slug: SLUG }] })
    for (const [change, pointer] of [
      [{ slug: 'lab' }, '/slug'],
      [{ slug: 'home-awarding' }, '/slug'],
      [{ slug: 'x y' }, '/slug'],
      [{ slug: 'new', countryCode: 'cl' }, '/countryCode'],
    ] as const) {
      const refused = await send('POST', API, { ...{ name: 'Lab', countryCode: 'CL' }, ...change }, ADMIN)
      t.equal(refused.statusCode, 422)
      t.match(refused.json(), { code: 'invalid-input', errors: [{ pointer }] })
    }
  })

  await t.test('a secret is shown once, also when the request is repeated', async (t) => {
    const body = { name: 'register', scopes: ['issue'] }
    const once = { ...ADMIN, headers: { 'idempotency-key': 'one' } }
    const made = await send('POST', `${API}/${SLUG}/keys`, body, once)
    t.equal(made.statusCode, 201)
    t.equal(made.headers['cache-control'], 'private, no-store')
    const { secret } = made.json<{ secret: string }>()
    t.match(secret, /^insignia_/)
    const again = await send('POST', `${API}/${SLUG}/keys`, body, once)
    t.equal(again.statusCode, 201)
    t.equal(again.headers['idempotency-replayed'], 'true')
    t.equal(again.body, '')
    const kept = JSON.stringify(await database.owner.select().from(tables.idempotencyKeys))
    t.notMatch(kept, secret)
    t.notMatch((await get(API, ADMIN)).body, secret)
    t.equal((await use(secret)).status, 201)
  })

  await t.test('the last use is noted, at most once a minute', async (t) => {
    const made = await send('POST', `${API}/${SLUG}/keys`, { name: 'noted', scopes: ['issue'] }, ADMIN)
    const { secret } = made.json<{ secret: string }>()
    t.match(await keyOf('noted'), { lastUsedAt: null })
    const first = services.clock.now()
    await use(secret)
    t.match(await keyOf('noted'), { lastUsedAt: first.toISOString() })
    services.clock.set(new Date(first.getTime() + 59_000))
    await use(secret)
    t.match(await keyOf('noted'), { lastUsedAt: first.toISOString() })
    services.clock.set(new Date(first.getTime() + 61_000))
    await use(secret)
    t.match(await keyOf('noted'), { lastUsedAt: services.clock.now().toISOString() })
    t.equal((await use(`${secret}x`)).status, 401)
  })

  await t.test('a revoked key stops working at once', async (t) => {
    const made = await send('POST', `${API}/${SLUG}/keys`, { name: 'gone', scopes: ['issue', 'status'] }, ADMIN)
    const { id, secret } = made.json<{ id: string; secret: string }>()
    t.equal((await send('DELETE', `${API}/lab/keys/${id}`, undefined, ADMIN)).statusCode, 404, 'of another issuer')
    t.equal((await send('DELETE', `${API}/${SLUG}/keys/${id}`, undefined, ADMIN)).statusCode, 204)
    t.equal((await use(secret)).status, 401)
    const twice = await send('DELETE', `${API}/${SLUG}/keys/${id}`, undefined, ADMIN)
    t.equal(twice.statusCode, 404)
    t.match(twice.json(), { code: 'not-found' })
    await t.rejects(
      database.owner.update(tables.apiKeys).set({ lastUsedAt: new Date() }).where(eq(tables.apiKeys.id, id)),
      { cause: { message: 'immutable' } },
      'and is not used behind its back',
    )
  })

  await t.test('nothing else of a key ever changes', async (t) => {
    for (const change of [
      sql`update api_keys set scopes = '{issue,status}', name = 'wider'`,
      sql`update api_keys set last_used_at = null where last_used_at is not null`,
      sql`update api_keys set expires_at = now() + interval '1 year'`,
      sql`delete from api_keys`,
    ])
      await t.rejects(database.owner.execute(change), { cause: { message: 'immutable' } })
  })

  await t.test('on pages as by the API', async (t) => {
    const added = await submit('/open-issuers', { slug: 'museo', name: HOSTILE, countryCode: 'cl' }, PAGE)
    t.equal(added.headers.location, '/open-issuers/museo?done=issuers.done.openAdded')
    t.equal((await submit('/open-issuers', { slug: 'museo', name: 'Museo', countryCode: 'CL' }, PAGE)).statusCode, 422)
    const key = { name: HOSTILE, scopes: ['issue'], lastDay: '2026-12-31' }
    const made = await submit('/open-issuers/museo/keys', key, PAGE)
    t.equal(made.statusCode, 200)
    t.equal(made.headers['cache-control'], 'private, no-store')
    const secret = /insignia_[\w-]{43}/.exec(made.body)?.[0] ?? ''
    t.not(secret, '')
    for (const url of ['/open-issuers', '/open-issuers/museo']) {
      const page = await get(url, PAGE)
      t.equal(page.statusCode, 200)
      t.match(page.body, '&lt;script')
      t.notMatch(page.body, '<script>alert')
      t.notMatch(page.body, secret)
    }
    for (const { change, says } of [
      { change: { scopes: '' }, says: /Complete este campo/ },
      { change: { lastDay: '2020-01-01' }, says: /error-summary/ },
      { change: { lastDay: 'soon' }, says: /Indique una fecha|fecha válida/ },
    ]) {
      const refused = await submit('/open-issuers/museo/keys', { ...key, ...change }, PAGE)
      t.equal(refused.statusCode, 422)
      t.match(refused.body, says)
    }
    const id = /keys\/([0-9a-f-]{36})\/revocation/.exec((await get('/open-issuers/museo', PAGE)).body)?.[1] ?? ''
    t.equal((await submit(`/open-issuers/museo/keys/${id}/revocation`, {}, PAGE)).statusCode, 303)
    t.match((await get('/open-issuers/museo', PAGE)).body, 'Revocada')
    t.equal((await get('/open-issuers/home-awarding', PAGE)).statusCode, 404)
  })
})
