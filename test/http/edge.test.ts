import Type from 'typebox'
import { t } from '../support/test.ts'
import { createApp, handleForm, NOBODY, pageContext, sendPage, type FeatureRoutes } from '../../src/http/index.ts'
import { hasRoleAnywhere, type Actor, type Role } from '../../src/kernel/actor.ts'
import { NotFound, Forbidden } from '../../src/kernel/access-errors.ts'
import { tables } from '../../src/database/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { Layout } from '../../src/pages/index.ts'
import { buildTestApp, testServices, TEST_NOW } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'

const PARAMS = Type.Object({ thingId: Type.String({ format: 'uuid' }) })
const THING = '/api/v1/things/6f1f0a52-6f0e-4a34-8a0e-3f6d3d6c9a11'

/** A feature with one route of every kind. */
const things: FeatureRoutes = (app) => {
  const coordinators = { access: ['coordinator'] as const }
  const body = Type.Object({ name: Type.String({ minLength: 1 }), size: Type.Integer() })
  const query = Type.Object({ limit: Type.Integer({ default: 20, maximum: 50 }) })
  app.get(
    '/api/v1/things',
    { config: { access: 'public' }, schema: { querystring: query } },
    (request) => request.query,
  )
  app.post('/api/v1/things', { config: coordinators, schema: { body } }, (request, reply) =>
    reply
      .code(201)
      .header('location', '/api/v1/things/1')
      .send({ ...request.body, at: Math.random() }),
  )
  app.get('/api/v1/things/:thingId', { config: { access: 'signed-in' }, schema: { params: PARAMS } }, (request) => {
    throw new NotFound('thing', request.params.thingId)
  })
  app.post('/api/v1/things/refused', { config: coordinators }, () => {
    throw new Forbidden(['signatory'])
  })
  app.get('/api/v1/broken', { config: { access: 'public' } }, () => {
    throw new Error('Failed query: select secret from /srv/inner.ts\nparams: hunter2', { cause: { code: '42P01' } })
  })
  app.get('/things', { config: { access: 'signed-in' } }, (request, reply) => {
    const context = pageContext(request)
    return sendPage(reply, Layout({ context, title: 'Things', children: context.csrfToken }))
  })
  app.post(
    '/things',
    { config: coordinators, schema: { body: Type.Object({ name: Type.String() }) }, attachValidation: true },
    (request, reply) =>
      handleForm(request, reply, {
        act: () => {
          if (request.body.name === 'forbidden') throw new Forbidden(['signatory'])
          return Promise.resolve('/things?done=1')
        },
        redisplay: (problem) =>
          Layout({
            context: pageContext(request),
            title: 'Again',
            children: `${problem.code} ${JSON.stringify(problem.errors)} ${String(request.formValues['name'])}`,
          }),
      }),
  )
  app.post('/things/files', { config: coordinators }, (request) => ({
    body: request.body,
    files: request.formFiles.map(({ field, fileName, content }) => ({ field, fileName, size: content.byteLength })),
  }))
  app.get('/limited', { config: { access: 'public', rateLimit: { max: 2, timeWindow: 60_000 } } }, () => 'fine')
  app.post('/nested', { config: coordinators }, (request) => request.body)
}

function person(role: Role): Actor {
  const scope = { programmeId: null, organisationId: null, cohortId: null }
  return {
    kind: 'person',
    personId: '0a0f0a52-6f0e-4a34-8a0e-3f6d3d6c9a11',
    name: `A ${role}`,
    locale: 'en',
    organisationId: null,
    programmeIds: [],
    assignments: [{ role, ...scope }],
  }
}

const people = { coordinator: person('coordinator'), mentor: person('mentor') }

t.test('the edge', async (t) => {
  const clock = new SettableClock(TEST_NOW)
  const services = testServices(await openTestPostgres(t), { clock })
  const { app, get, send, submit, upload } = await buildTestApp(t, services, [things], people)
  t.ok(hasRoleAnywhere(people.coordinator, ['coordinator']))

  t.test(
    'a body with an unknown member, a text for a number and nothing required is refused with pointers',
    async (t) => {
      const answer = await send('POST', '/api/v1/things', { size: '5', other: 1 }, { as: 'coordinator' })
      t.equal(answer.statusCode, 400)
      t.match(answer.headers['content-type'], 'application/problem+json')
      const problem = answer.json<{
        code: string
        status: number
        type: string
        instance: string
        errors: { pointer: string }[]
      }>()
      t.match(problem, { code: 'malformed-input', status: 400, type: 'http://localhost:3000/problems/malformed-input' })
      t.match(problem.instance, /^urn:uuid:/)
      t.strictSame(problem.errors.map(({ pointer }) => pointer).sort(), ['/name', '/other', '/size'])
    },
  )

  t.test('a text that no database keeps is refused at its place, as JSON and in a form', async (t) => {
    for (const name of ['a\0b', '\ud800', '\udc00 half']) {
      const answer = await send('POST', '/api/v1/things', { name, size: 5 }, { as: 'coordinator' })
      t.match(answer.json(), { status: 400, code: 'malformed-input', errors: [{ pointer: '/name' }] })
    }
    t.equal((await submit('/things', { name: 'a\0b' }, { as: 'coordinator' })).statusCode, 400)
    t.equal((await send('POST', '/api/v1/things', { name: '😀', size: 5 }, { as: 'coordinator' })).statusCode, 201)
    const deep = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const headers = { 'content-type': 'application/json', 'x-test-actor': 'coordinator' }
    t.equal((await app.inject({ method: 'POST', url: '/api/v1/things', headers, payload: deep })).statusCode, 400)
  })

  t.test('signs that turn a text round are refused by the API and left out of a form; joiners stay', async (t) => {
    for (const sign of ['\u202e', '\u202c', '\u2066', '\u200b', '\u200f', '\u2060', '\ufeff', '\u{e0041}']) {
      const name = `co${sign}mpetente`
      const answer = await send('POST', '/api/v1/things', { name, size: 5 }, { as: 'coordinator' })
      t.match(answer.json(), { status: 400, code: 'malformed-input', errors: [{ pointer: '/name' }] })
      const kept = await submit('/nested', { 'a.name': name, list: [name, 'b'] }, { as: 'coordinator' })
      t.strictSame(kept.json(), { a: { name: 'competente' }, list: ['competente', 'b'] })
    }
    const family = '👩\u200d🏫 so\u00adfá \u200c'
    const kept = await submit('/nested', { name: family }, { as: 'coordinator' })
    t.strictSame(kept.json(), { name: family })
    const password = 'a\u200b long one'
    const secret = await submit('/nested', { password, newPassword: password, name: '\u200bA' }, { as: 'coordinator' })
    t.strictSame(secret.json(), { password, newPassword: password, name: 'A' }, 'a password is kept as it was typed')
  })

  t.test('a query is read, its bounds hold', async (t) => {
    t.strictSame((await get('/api/v1/things?limit=5')).json(), { limit: 5 })
    t.strictSame((await get('/api/v1/things')).json(), { limit: 20 })
    const refused = await get('/api/v1/things?limit=500')
    t.match(refused.json(), { code: 'malformed-input', errors: [{ pointer: '/query/limit' }] })
  })

  for (const { name, method, url, payload, type, expected } of [
    {
      name: 'broken JSON',
      method: 'POST',
      url: '/api/v1/things',
      payload: '{"a":',
      type: 'application/json',
      expected: [400, 'malformed-json'],
    },
    {
      name: 'an empty JSON body',
      method: 'POST',
      url: '/api/v1/things',
      payload: '',
      type: 'application/json',
      expected: [400, 'malformed-json'],
    },
    {
      name: 'a type nobody reads',
      method: 'POST',
      url: '/api/v1/things',
      payload: '<a/>',
      type: 'text/xml',
      expected: [415, 'unsupported-media-type'],
    },
    {
      name: 'a form sent to the API',
      method: 'POST',
      url: '/api/v1/things',
      payload: 'a=1',
      type: 'application/x-www-form-urlencoded',
      expected: [415, 'unsupported-media-type'],
    },
    {
      name: 'a body too large',
      method: 'POST',
      url: '/api/v1/things',
      payload: `"${'x'.repeat(1_000_001)}"`,
      type: 'application/json',
      expected: [413, 'body-too-large'],
    },
    {
      name: 'an unknown address',
      method: 'GET',
      url: '/api/v1/nothing',
      payload: undefined,
      type: undefined,
      expected: [404, 'unknown-address'],
    },
    {
      name: 'an id that is none',
      method: 'GET',
      url: '/api/v1/things/12',
      payload: undefined,
      type: undefined,
      expected: [404, 'unknown-address'],
    },
    {
      name: 'an id that is unknown',
      method: 'GET',
      url: THING,
      payload: undefined,
      type: undefined,
      expected: [404, 'not-found'],
    },
    {
      name: 'a wrong method',
      method: 'DELETE',
      url: '/api/v1/things',
      payload: undefined,
      type: undefined,
      expected: [405, 'method-not-allowed'],
    },
  ] as const) {
    t.test(`answers ${name} with ${expected.join(' ')}`, async (t) => {
      const headers = { 'x-test-actor': 'coordinator', ...(type === undefined ? {} : { 'content-type': type }) }
      const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
      t.strictSame([answer.statusCode, answer.json<{ code: string }>().code], expected)
    })
  }

  t.test('a wrong method is told the right ones', async (t) => {
    const answer = await send('DELETE', '/api/v1/things', undefined, { as: 'coordinator' })
    t.strictSame((answer.headers['allow'] as string).split(', ').sort(), ['GET', 'HEAD', 'POST'])
  })

  t.test('nothing inner reaches a client', async (t) => {
    for (const accept of ['application/json', 'text/html']) {
      const answer = await get('/api/v1/broken', { accept })
      t.equal(answer.statusCode, 500)
      t.notMatch(answer.body, /select|inner|hunter2|42P01|stack|node_modules/)
      t.match(answer.json(), { type: 'about:blank', title: 'Internal error', code: 'internal-error' })
    }
  })

  t.test('access is checked before the body', async (t) => {
    t.match((await send('POST', '/api/v1/things', { bad: 1 })).json(), { status: 401, code: 'not-signed-in' })
    t.match((await send('POST', '/api/v1/things', { bad: 1 }, { as: 'mentor' })).json(), {
      status: 403,
      code: 'forbidden',
    })
  })

  t.test('a reader without session is led to sign in, and back to where they wanted to go', async (t) => {
    const answer = await get('/things?a=b', { accept: 'text/html' })
    t.equal(answer.statusCode, 303)
    t.equal(answer.headers.location, '/sign-in?next=%2Fthings%3Fa%3Db')
    t.equal((await get('/things')).statusCode, 401)
  })

  t.test('a page for a person is kept nowhere, allows nothing from elsewhere and speaks their language', async (t) => {
    const answer = await get('/things', { as: 'coordinator', accept: 'text/html' })
    t.equal(answer.statusCode, 200)
    t.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
    t.equal(answer.headers['cache-control'], 'private, no-store')
    t.equal(
      answer.headers['content-security-policy'],
      "default-src 'none';style-src 'self';img-src 'self' data:;script-src 'self';font-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    )
    t.equal(answer.headers['x-content-type-options'], 'nosniff')
    t.equal(answer.headers['referrer-policy'], 'same-origin')
    t.equal(answer.headers['access-control-allow-origin'], undefined)
    t.match(answer.body, '<html lang="en">')
    const finnish = await get('/things?lang=fi', { as: 'coordinator' })
    t.match(finnish.body, '<html lang="fi">')
    t.match(finnish.cookies, [{ name: 'insignia_language', value: 'fi', httpOnly: true, sameSite: 'Lax' }])
  })

  t.test('a form answers 303, or itself again with what is wrong', async (t) => {
    const done = await submit('/things', { name: 'a' }, { as: 'coordinator' })
    t.strictSame([done.statusCode, done.headers.location], [303, '/things?done=1'])
    const refused = await submit('/things', { name: 'forbidden' }, { as: 'coordinator' })
    t.equal(refused.statusCode, 403)
    t.match(refused.body, /forbidden undefined forbidden/)
    const empty = await submit('/things', { name: '' }, { as: 'coordinator' })
    t.equal(empty.statusCode, 400)
    t.match(empty.body, /malformed-input .*\/name/)
  })

  for (const token of ['', 'forged', undefined]) {
    t.test(`a form with the token ${String(token)} is refused`, async (t) => {
      const fields = token === undefined ? { name: 'a' } : { name: 'a', _csrf: token }
      const answer = await app.inject({
        method: 'POST',
        url: '/things',
        headers: { 'x-test-actor': 'coordinator', 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString(),
      })
      t.match(answer.json(), { status: 403, code: 'form-expired' })
    })
  }

  t.test('the token of another session is refused', async (t) => {
    const other = (await get('/things', { as: 'mentor' })).body.match(/<\/form>.*?([\w-]{43})<\/main>/s)?.[1] ?? ''
    t.equal(other.length, 43)
    t.equal((await submit('/things', { name: 'a', _csrf: other }, { as: 'coordinator' })).statusCode, 403)
  })

  t.test('a multipart form needs its token as well, and its files arrive', async (t) => {
    const file = new File(['hello'], 'a.txt', { type: 'text/plain' })
    const answer = await upload('/things/files', { title: 'T', file }, { as: 'coordinator' })
    t.strictSame(answer.json(), { body: { title: 'T' }, files: [{ field: 'file', fileName: 'a.txt', size: 5 }] })
    const forged = await upload('/things/files', { title: 'T', file, _csrf: 'x' }, { as: 'coordinator' })
    t.equal(forged.statusCode, 403)
  })

  for (const { name, type, payload } of [
    { name: 'no form at all', type: 'multipart/form-data; boundary=x', payload: '{"title":"T"}' },
    { name: 'cut off', type: 'multipart/form-data; boundary=x', payload: '--x\r\nContent-Disposition: form-data' },
    { name: 'without boundary', type: 'multipart/form-data', payload: '--x\r\n' },
  ]) {
    t.test(`a broken multipart form is a bad request: ${name}`, async (t) => {
      const headers = { 'x-test-actor': 'coordinator', 'content-type': type }
      const answer = await app.inject({ method: 'POST', url: '/things/files', headers, payload })
      t.match(answer.json(), { status: 400, code: 'malformed-request' })
    })
  }

  t.test('names of fields nest, empty fields are absent, and no name reaches a prototype', async (t) => {
    const fields = {
      'criteria.0.level': '2',
      'criteria.1.level': '',
      'criteria[2][level]': '3',
      tags: ['a', 'b'],
      '__proto__.x': '1',
      empty: '',
    }
    const answer = await submit('/nested', fields, { as: 'coordinator' })
    t.strictSame(answer.json(), { criteria: [{ level: '2' }, {}, { level: '3' }], tags: ['a', 'b'] })
  })

  for (const { headers, expected } of [
    { headers: { origin: 'https://evil.example' }, expected: 403 },
    { headers: { 'sec-fetch-site': 'cross-site' }, expected: 403 },
    { headers: { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' }, expected: 403 },
    { headers: { origin: 'null' }, expected: 403 },
    { headers: { origin: 'http://localhost:3000' }, expected: 201 },
    { headers: { 'sec-fetch-site': 'same-origin' }, expected: 201 },
    { headers: {}, expected: 201 },
  ]) {
    t.test(`the API with a session and ${JSON.stringify(headers)} answers ${String(expected)}`, async (t) => {
      const answer = await send('POST', '/api/v1/things', { name: 'a', size: 1 }, { as: 'coordinator', headers })
      t.equal(answer.statusCode, expected)
    })
  }

  t.test('an Idempotency-Key gives the first answer again, and refuses another request', async (t) => {
    const options = { as: 'coordinator', headers: { 'idempotency-key': 'one' } }
    const first = await send('POST', '/api/v1/things', { name: 'a', size: 1 }, options)
    const again = await send('POST', '/api/v1/things', { size: 1, name: 'a' }, options)
    t.equal(again.body, first.body)
    t.strictSame([again.statusCode, again.headers.location], [201, '/api/v1/things/1'])
    t.equal(again.headers['idempotency-replayed'], 'true')
    const other = await send('POST', '/api/v1/things', { name: 'b', size: 1 }, options)
    t.match(other.json(), { status: 409, code: 'idempotency-key-reused' })
    const long = { as: 'coordinator', headers: { 'idempotency-key': 'x'.repeat(201) } }
    t.match((await send('POST', '/api/v1/things', { name: 'a', size: 1 }, long)).json(), {
      code: 'invalid-idempotency-key',
    })
  })

  t.test('a key whose first request has no answer yet waits, and a refused request leaves its key free', async (t) => {
    const personId = people.coordinator.personId ?? ''
    const row = { actorId: personId, key: 'two', requestHash: 'x', createdAt: services.clock.now() }
    await services.database.owner.insert(tables.idempotencyKeys).values(row)
    const waiting = { as: 'coordinator', headers: { 'idempotency-key': 'two' } }
    const answer = await send('POST', '/api/v1/things', { name: 'a', size: 1 }, waiting)
    t.match(answer.json(), { status: 409, code: 'idempotent-request-in-progress' })
    const refused = { as: 'coordinator', headers: { 'idempotency-key': 'three' } }
    t.equal((await send('POST', '/api/v1/things/refused', {}, refused)).statusCode, 403)
    t.equal((await send('POST', '/api/v1/things', { name: 'a', size: 1 }, refused)).statusCode, 201)
  })

  t.test('a limit is shared by two processes, told in headers, and opens again', async (t) => {
    const other = await buildTestApp(t, services, [things], people)
    const first = await get('/limited')
    t.match(first.headers, { 'ratelimit-limit': '2', 'ratelimit-remaining': '1' })
    t.equal((await other.get('/limited')).statusCode, 200)
    const stopped = await get('/limited')
    t.match(stopped.json(), { status: 429, code: 'too-many-requests' })
    t.equal(stopped.headers['retry-after'], '60')
    clock.set(new Date(clock.now().getTime() + 60_000))
    t.equal((await other.get('/limited')).statusCode, 200)
  })

  t.test('the service says that it lives, that it works and what it can do', async (t) => {
    t.strictSame((await get('/healthz')).json(), { status: 'ok' })
    t.strictSame((await get('/readyz')).json(), { status: 'ok' })
    const openapi = (await get('/openapi.json')).json<{
      openapi: string
      paths: object
      components: { schemas: object }
    }>()
    t.equal(openapi.openapi, '3.1.0')
    t.strictSame(Object.keys(openapi.paths), [
      '/metrics',
      '/healthz',
      '/readyz',
      '/api/v1/things',
      '/api/v1/things/{thingId}',
    ])
    t.ok('Problem' in openapi.components.schemas)
    const docs = await get('/docs/', { accept: 'text/html' })
    t.equal(docs.statusCode, 200)
    t.match(docs.headers['content-security-policy'], "default-src 'none'")
  })

  t.test('figures name routes, never addresses', async (t) => {
    await get(`/api/v1/things/00000000-0000-4000-8000-00000000beef`)
    const metrics = await get('/metrics')
    t.match(metrics.headers['content-type'], /^text\/plain; version=0\.0\.4/)
    t.match(
      metrics.body,
      /request_duration_seconds_count\{method="GET",route="\/api\/v1\/things\/:thingId",status="401"\}/,
    )
    t.notMatch(metrics.body, 'beef')
  })

  t.test('a problem has a page of its own', async (t) => {
    t.equal((await get('/problems/coi-mentor', { accept: 'text/html' })).statusCode, 200)
    t.equal((await get('/problems/none')).statusCode, 404)
  })
})

t.test('a route that does not say who may use it does not start', async (t) => {
  const services = testServices(await openTestPostgres(t))
  const undeclared: FeatureRoutes = (app) => {
    app.get('/undeclared', () => 'x')
  }
  const start = async () =>
    createApp({ services, features: [undeclared], formSecret: 'x', identify: () => Promise.resolve(NOBODY) })
  await t.rejects(start(), { name: 'UndeclaredAccess' })
})
