import { t } from '../support/test.ts'
import { tables } from '../../src/database/index.ts'
import { frameworkRoutes } from '../../src/frameworks/index.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { authoringServices, draftFramework, publishedFramework } from '../support/catalogue.ts'
import { clearTables, openTestPostgres } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const database = await openTestPostgres(t)
t.beforeEach(() => clearTables(database))

type Method = 'POST' | 'PUT' | 'DELETE'
interface Answer {
  readonly id: string
  readonly code: string
  readonly state: string
  readonly contentHash: string
  readonly items: readonly { readonly id: string; readonly alignments: readonly { readonly id: string }[] }[]
}

async function scene(t: Parameters<typeof buildTestApp>[0]) {
  const randomness = seededRandomness('framework routes')
  const programme = await createProgramme(database, randomness)
  const foreign = await createProgramme(database, randomness, 'foreign')
  const services = testServices(database, { randomness })
  const people = {
    ...programme.people,
    stranger: foreign.people.author,
    // Teaches here, and writes for another programme.
    visitor: {
      ...foreign.people.author,
      programmeIds: [programme.id, foreign.id],
      assignments: [...foreign.people.author.assignments, ...programme.people.participant.assignments],
    },
  }
  const app = await buildTestApp(t, services, [frameworkRoutes], people)
  const send = async (method: Method, path: string, as: string, body: object | undefined, status: number) => {
    const answer = await app.send(method, `/api/v1${path}`, body, { as })
    t.equal(answer.statusCode, status, `${method} ${path} as ${as}: ${answer.body.slice(0, 300)}`)
    return answer.json<Answer>()
  }
  const read = async (path: string, as: string, status = 200) => {
    const answer = await app.get(`/api/v1${path}`, { as })
    t.equal(answer.statusCode, status, `${path} as ${as}: ${answer.body.slice(0, 300)}`)
    return answer.json<unknown>()
  }
  return { programme, foreign, services, app, send, read, authoring: authoringServices(database, randomness) }
}

const details = {
  version: '1.0.0',
  baseLanguage: 'es',
  title: { es: 'Marco' },
  description: { es: 'Para pruebas.' },
  license: 'CC BY 4.0',
} as const
const item = { code: 'A1', sequence: 1, title: { es: 'Título' }, statement: { es: 'Enunciado.' }, keywords: ['taller'] }
const alignment = {
  targetFramework: 'ESCO v1.2.0',
  targetName: 'developing educational programmes',
  targetUrl: 'http://data.europa.eu/esco/skill/7e0b93e0-0de7-4607-b07f-27a6828d3ff0',
  targetType: 'ext:ESCOSkill',
  relation: 'isRelatedTo',
  isVerified: true,
}

t.test('the whole road of a framework by the API', async (t) => {
  const { programme, send, read, app } = await scene(t)
  const { id } = await send('POST', '/frameworks', 'author', { programmeId: programme.id, ...details }, 201)
  const path = `/frameworks/${id}`
  t.match(await read(path, 'author'), {
    uri: `http://localhost:3000/uri/${id}`,
    state: 'draft',
    creator: { id: programme.awarding },
    missing: [{ pointer: '/items' }],
    steps: [
      { step: 'edit', obstacle: null },
      { step: 'request-review', obstacle: 'incomplete' },
    ],
  })
  t.match(await send('POST', `${path}/review-request`, 'author', undefined, 422), { code: 'not-ready-for-publication' })
  const area = await send('POST', `${path}/items`, 'author', { ...item, kind: 'area', parentId: null, code: 'A' }, 201)
  const inArea = { ...item, kind: 'competency', parentId: area.id }
  const { id: itemId } = await send('POST', `${path}/items`, 'author', inArea, 201)
  await send('PUT', `${path}/items/${itemId}`, 'author', { ...inArea, title: { es: 'Mejor' } }, 200)
  const { id: other } = await send('POST', `${path}/items`, 'author', { ...inArea, code: 'A2' }, 201)
  await send('DELETE', `${path}/items/${other}`, 'author', undefined, 200)
  const { id: alignmentId } = await send('POST', `${path}/items/${itemId}/alignments`, 'author', alignment, 201)
  await send('DELETE', `${path}/items/${itemId}/alignments/${alignmentId}`, 'author', undefined, 200)
  await send('DELETE', `${path}/items/${itemId}/alignments/${alignmentId}`, 'author', undefined, 404)
  await send('PUT', path, 'author', { ...details, officialSourceUrl: 'https://standards.example/x' }, 200)

  const { contentHash, state } = await send('POST', `${path}/review-request`, 'author', undefined, 200)
  t.equal(state, 'in_review')
  const review = { contentHash, outcome: 'approved' }
  t.match(await send('POST', `${path}/reviews`, 'author', review, 403), { code: 'author-cannot-validate' })
  t.match(await send('POST', `${path}/publication`, 'coordinator', undefined, 409), { code: 'validation-incomplete' })
  t.match(await send('POST', `${path}/reviews`, 'validator', { ...review, contentHash: 'old' }, 409), {
    code: 'content-changed',
  })
  await send('POST', `${path}/reviews`, 'validator', review, 201)
  t.match(await read('/frameworks', 'validator2'), {
    frameworks: [{ id, state: 'in_review', approvingOrganisations: 1, isMyTurn: true }],
  })
  t.match(await send('POST', `${path}/reviews`, 'validator2', { ...review, comment: 'Bien' }, 201), {
    state: 'validated',
    reviews: [{ outcome: 'approved' }, { outcome: 'approved', comment: 'Bien' }],
  })
  t.match(await send('POST', `${path}/publication`, 'author', undefined, 403), { code: 'forbidden' })
  t.match(await send('POST', `${path}/publication`, 'coordinator', undefined, 200), { state: 'published' })
  t.match(await read('/frameworks', 'participant'), { frameworks: [{ id, isMyTurn: false }], nextCursor: null })
  t.match(await read(path, 'participant'), { state: 'published', authors: [], reviews: [], steps: [] })

  t.match(await send('PUT', path, 'author', details, 409), { code: 'immutable' })
  t.match(await send('DELETE', `${path}/items/${itemId}`, 'author', undefined, 409), { code: 'published-item' })
  const wording = { title: { es: 'Título', en: 'Title' }, statement: { es: 'Enunciado.' } }
  await send('PUT', `${path}/items/${itemId}/wording`, 'author', wording, 200)
  await send('POST', `${path}/items/${area.id}/end`, 'author', { endsOn: '2030-12-31' }, 200)
  const replacement = { ...item, code: 'A9', endsOn: '2026-12-31' }
  const { id: newId } = await send('POST', `${path}/items/${itemId}/replacement`, 'author', replacement, 201)
  t.match(await read(path, 'participant'), {
    items: [
      { id: area.id, statusEndsOn: '2030-12-31' },
      { id: itemId, title: { en: 'Title' }, replacedById: newId },
      { id: newId, statusStartsOn: '2026-12-31' },
    ],
  })
  t.match(await send('POST', `${path}/retirement`, 'coordinator', undefined, 409), { code: 'invalid-transition' })
  await send('POST', `${path}/deprecation`, 'coordinator', undefined, 200)
  t.match(await send('POST', `${path}/retirement`, 'coordinator', undefined, 200), { state: 'retired' })

  const create = () =>
    app.send(
      'POST',
      '/api/v1/frameworks',
      { programmeId: programme.id, ...details },
      {
        as: 'author',
        headers: { 'idempotency-key': 'twice' },
      },
    )
  const [first, second] = [await create(), await create()]
  t.match(first.headers.location, /^\/api\/v1\/frameworks\/[0-9a-f-]{36}$/)
  t.equal(second.headers.location, first.headers.location)
  t.equal(second.headers['idempotency-replayed'], 'true')
})

t.test('what is asked for wrongly is refused at its place, and nothing changes', async (t) => {
  const { programme, foreign, authoring, send, app } = await scene(t)
  const { frameworkId, areaId, competencyIds } = await draftFramework(authoring, programme)
  const create = { programmeId: programme.id, ...details }
  const path = `/frameworks/${frameworkId}`
  const area = { ...item, kind: 'area', parentId: null, code: 'Z' }
  const unknown = '00000000-0000-4000-8000-000000000000'
  for (const { method = 'POST', to, body, status, pointer } of [
    { to: '/frameworks', body: { ...create, title: 'Marco' }, status: 400, pointer: '/title' },
    { to: '/frameworks', body: { ...create, title: { sv: 'Ram' } }, status: 400, pointer: '/title/sv' },
    { to: '/frameworks', body: { ...create, id: unknown }, status: 400, pointer: '/id' },
    { to: '/frameworks', body: { ...create, version: '' }, status: 400, pointer: '/version' },
    { to: '/frameworks', body: { ...create, license: ' ' }, status: 400, pointer: '/license' },
    { to: '/frameworks', body: { ...create, title: { es: 'a\u0000b' } }, status: 400, pointer: '/title/es' },
    { to: '/frameworks', body: { ...create, officialSourceUrl: 'javascript:alert(1)' }, status: 400 },
    { to: '/frameworks', body: { ...create, title: { en: 'Only English' } }, status: 422, pointer: '/title/es' },
    {
      to: '/frameworks',
      body: { ...create, creatorOrganisationId: foreign.awarding },
      status: 422,
      pointer: '/creatorOrganisationId',
    },
    { to: '/frameworks', body: { ...create, programmeId: foreign.id }, status: 403 },
    { method: 'PUT', to: path, body: { ...details, statusStartsOn: '2026-02-30' }, status: 400 },
    { to: `${path}/items`, body: { ...area, sequence: '1' }, status: 400, pointer: '/sequence' },
    { to: `${path}/items`, body: { ...area, code: 'A' }, status: 422, pointer: '/code' },
    { to: `${path}/items`, body: { ...area, parentId: competencyIds[0] }, status: 422, pointer: '/parentId' },
    { to: `${path}/items`, body: { ...area, parentId: unknown }, status: 422, pointer: '/parentId' },
    { to: `${path}/items`, body: { ...area, title: {} }, status: 422, pointer: '/title/es' },
    { to: `${path}/items`, body: { ...area, keywords: ['a', 'a'] }, status: 400, pointer: '/keywords' },
    { method: 'PUT', to: `${path}/items/${unknown}`, body: area, status: 404 },
    { method: 'PUT', to: `${path}/items/no-uuid`, body: area, status: 404 },
    {
      method: 'PUT',
      to: `${path}/items/${areaId}`,
      body: { ...area, kind: 'competency' },
      status: 422,
      pointer: '/kind',
    },
    { method: 'DELETE', to: `${path}/items/${areaId}`, body: undefined, status: 422 },
    {
      to: `${path}/items/${areaId}/alignments`,
      body: { ...alignment, targetUrl: 'javascript:alert(1)' },
      status: 422,
      pointer: '/targetUrl',
    },
    {
      to: `${path}/items/${areaId}/alignments`,
      body: { ...alignment, targetType: 'CFItem' },
      status: 422,
      pointer: '/targetCode',
    },
    {
      to: `${path}/items/${areaId}/alignments`,
      body: { ...alignment, targetType: 'mine' },
      status: 422,
      pointer: '/targetType',
    },
    { to: `${path}/items/${areaId}/alignments`, body: { ...alignment, relation: 'isTheBest' }, status: 400 },
    { to: `${path}/authors`, body: { personId: foreign.people.author.personId }, status: 422, pointer: '/personId' },
    { to: `${path}/reviews`, body: { contentHash: 'x', outcome: 'splendid' }, status: 400, pointer: '/outcome' },
    { to: `${path}/items/${areaId}/end`, body: { endsOn: '2026-12-31' }, status: 409 },
  ] as { method?: Method; to: string; body: object | undefined; status: number; pointer?: string }[]) {
    const problem = await send(method, to, 'author', body, status)
    if (pointer !== undefined) t.match(problem, { errors: [{ pointer }] }, JSON.stringify(problem))
  }
  const broken = await app.app.inject({
    method: 'POST',
    url: '/api/v1/frameworks',
    headers: { 'content-type': 'application/json', 'x-test-actor': 'author' },
    payload: '{"programmeId":',
  })
  t.match(broken.json(), { status: 400, code: 'malformed-json' })
  t.equal(await database.owner.$count(tables.frameworks), 1)
  t.equal(await database.owner.$count(tables.frameworkItems), 3)
})

t.test('a draft is unknown to those whom it does not concern', async (t) => {
  const { programme, authoring, send, read } = await scene(t)
  const { frameworkId, areaId } = await draftFramework(authoring, programme)
  const path = `/frameworks/${frameworkId}`
  for (const as of ['participant', 'assessor', 'signatory', 'observer', 'stranger', 'visitor']) {
    await read(path, as, 404)
    t.strictSame(await read('/frameworks', as), { frameworks: [], nextCursor: null }, as)
  }
  for (const as of ['stranger', 'visitor']) {
    for (const [method, to, body] of [
      ['PUT', path, details],
      ['POST', `${path}/authors`, { personId: areaId }],
      ['POST', `${path}/review-request`, undefined],
      ['POST', `${path}/reviews`, { contentHash: 'x', outcome: 'approved' }],
      ['DELETE', `${path}/items/${areaId}`, undefined],
      ['PUT', `${path}/items/${areaId}/wording`, { title: item.title, statement: item.statement }],
    ] as const) {
      t.match(await send(method, to, as, body, 404), { code: 'not-found' }, `${method} ${to} as ${as}`)
    }
  }
  for (const as of ['author', 'validator', 'coordinator', 'auditor']) t.match(await read(path, as), { state: 'draft' })
})

t.test('the list is read page by page, and by state', async (t) => {
  const { programme, authoring, read } = await scene(t)
  const draft = await draftFramework(authoring, programme)
  const published = await publishedFramework(authoring, programme)
  t.match(await read('/frameworks?state=published', 'author'), { frameworks: [{ id: published.frameworkId }] })
  const first = (await read('/frameworks?limit=1', 'author')) as { nextCursor: string }
  t.match(first, { frameworks: [{ id: draft.frameworkId }], nextCursor: draft.frameworkId })
  t.match(await read(`/frameworks?limit=1&cursor=${first.nextCursor}`, 'author'), {
    frameworks: [{ id: published.frameworkId }],
    nextCursor: null,
  })
  t.match(await read('/frameworks?limit=0', 'author', 400), { errors: [{ pointer: '/query/limit' }] })
  t.match(await read('/frameworks?state=splendid', 'author', 400), { code: 'malformed-input' })
})

t.test('level scales: made by authors, read by those who check drafts', async (t) => {
  const { programme, foreign, send, read } = await scene(t)
  const scale = {
    programmeId: programme.id,
    title: { es: 'Escala' },
    levels: [1, 2, 3].map((position) => ({ position, name: { es: `Nivel ${String(position)}` } })),
    requiredLevelDefault: 2,
  }
  const { id } = await send('POST', '/level-scales', 'author', scale, 201)
  t.match(await read('/level-scales', 'validator'), { levelScales: [{ id, requiredLevelDefault: 2 }] })
  t.match(await read(`/level-scales?programmeId=${foreign.id}`, 'validator'), { levelScales: [] })
  t.match(await read('/level-scales', 'stranger'), { levelScales: [] })
  t.match(await read('/level-scales', 'participant', 403), { code: 'forbidden' })
  t.match(await send('POST', '/level-scales', 'author', { ...scale, requiredLevelDefault: 9 }, 422), {
    errors: [{ pointer: '/requiredLevelDefault' }],
  })
  t.match(await send('POST', '/level-scales', 'stranger', scale, 403), { code: 'forbidden' })
})
