import { t } from '../support/test.ts'
import {
  criteriaInput,
  draftCourse,
  draftFramework,
  EU_ELEMENTS,
  publishedFramework,
  versionInput,
} from '../support/catalogue.ts'
import { openTestPostgres } from '../support/database.ts'
import { client, contentOf, VERSIONS, type Problem } from './api-client.ts'
import { courseScene } from './scene.ts'

const NOWHERE = '00000000-0000-4000-8000-000000000000'
const database = await openTestPostgres(t)

t.test('refusals', async (t) => {
  const scene = await courseScene(t, database)
  const { sent, read, approve } = client(t, scene)
  const { services, programme, foreign, people } = scene
  const { versionId, rubricId, framework, microCourseId } = await draftCourse(services, programme)
  const input = versionInput(framework)
  const content = contentOf(input)
  const theirs = await draftFramework(services, foreign)
  const at = `${VERSIONS}/${versionId}`
  const course = { programmeId: programme.id, code: 'M2', sequence: 2, version: input }

  const refused = async (
    name: string,
    expected: { as: string; method?: 'POST' | 'PUT'; url: string; body?: object; status: number } & Problem,
  ) =>
    t.test(name, async (t) => {
      const { as, method = 'POST', url, body, status, code, errors } = expected
      const answer = await scene.send(method, url, body, { as })
      t.equal(answer.statusCode, status, answer.body.slice(0, 300))
      t.match(answer.headers['content-type'], /^application\/problem\+json/)
      t.match(answer.json(), { code, ...(errors ? { errors } : {}) })
    })

  for (const { name, body, pointer } of [
    { name: 'a number as a text', body: { ...content, maxAttempts: '3' }, pointer: '/maxAttempts' },
    { name: 'a title that is no text', body: { ...content, title: { es: 1 } }, pointer: '/title/es' },
    { name: 'a language that is none of ours', body: { ...content, title: { xx: 'x' } }, pointer: '/title/xx' },
    {
      name: 'an unknown type of assessment',
      body: { ...content, eu: { ...EU_ELEMENTS, assessmentTypes: ['horoscope'] } },
      pointer: '/eu/assessmentTypes/0',
    },
    { name: 'a member nobody knows', body: { ...content, colour: 'red' }, pointer: '/colour' },
    { name: 'a missing member', body: { ...content, outcomeIds: undefined }, pointer: '/outcomeIds' },
  ]) {
    await refused(`${name} is malformed, at its pointer`, {
      ...{ as: 'author', method: 'PUT', url: at, body, status: 400, code: 'malformed-input', errors: [{ pointer }] },
    })
  }
  await refused('an outcome of another framework', {
    ...{ as: 'author', method: 'PUT', url: at, body: { ...content, outcomeIds: [NOWHERE] } },
    ...{ status: 422, code: 'invalid-input', errors: [{ pointer: '/outcomeIds/0' }] },
  })
  await refused('a criterion of another rubric', {
    ...{ as: 'author', method: 'PUT', url: `/api/v1/rubrics/${rubricId}` },
    body: { title: { es: 'x' }, criteria: criteriaInput(framework).map((one) => ({ ...one, id: NOWHERE })) },
    ...{ status: 422, code: 'invalid-input', errors: [{ pointer: '/criteria/0/id' }] },
  })
  await refused('a code that is taken', {
    ...{ as: 'author', url: '/api/v1/micro-courses', body: { ...course, code: 'M1' } },
    ...{ status: 409, code: 'already-exists' },
  })
  await refused('a version that is there already', {
    ...{ as: 'author', url: `/api/v1/micro-courses/${microCourseId}/versions`, body: input },
    ...{ status: 409, code: 'already-exists' },
  })
  await refused('an author who is nobody', {
    ...{ as: 'author', url: `${at}/authors`, body: { personId: NOWHERE } },
    ...{ status: 422, code: 'invalid-input', errors: [{ pointer: '/personId' }] },
  })
  await refused('a scale of another programme', {
    ...{ as: 'author', url: '/api/v1/micro-courses' },
    body: { ...course, version: { ...input, rubric: { levelScaleId: theirs.levelScaleId } } },
    ...{ status: 404, code: 'not-found' },
  })
  await refused('a course in a foreign programme', {
    ...{ as: 'author', url: '/api/v1/micro-courses', body: { ...course, programmeId: foreign.id } },
    ...{ status: 403, code: 'forbidden' },
  })
  await refused('a review without a request for it', {
    ...{ as: 'validator', url: `${at}/reviews`, body: { contentHash: 'x', outcome: 'approved' } },
    ...{ status: 409, code: 'invalid-transition' },
  })
  for (const as of ['stranger', 'participant']) {
    t.test(`a draft is unknown to the ${as}`, async (t) => {
      for (const url of [at, `/api/v1/rubrics/${rubricId}`, `${VERSIONS}/${NOWHERE}`, `/api/v1/rubrics/${NOWHERE}`]) {
        const answer = await scene.get(url, { as })
        t.equal(answer.statusCode, 404, url)
        t.equal(answer.json<Problem>().code, 'not-found')
      }
      const list = await scene.get(VERSIONS, { as })
      t.strictSame(list.json(), { versions: [], nextCursor: null })
    })
  }
  await refused('an edit by an author of something else', {
    ...{ as: 'otherAuthor', method: 'PUT', url: at, body: content, status: 403, code: 'not-author' },
  })

  await sent('POST', 'author', `${at}/review-request`)
  await refused('an author who approves their own work', {
    ...{ as: 'authorWhoValidates', url: `${at}/reviews` },
    body: { contentHash: (await read('author', versionId)).contentHash, outcome: 'approved' },
    ...{ status: 403, code: 'author-cannot-validate' },
  })
  await refused('an approval of something else than what is there', {
    ...{ as: 'validator', url: `${at}/reviews`, body: { contentHash: 'x', outcome: 'approved' } },
    ...{ status: 409, code: 'content-changed' },
  })
  await refused('a reviewer without organisation', {
    ...{ as: 'withoutOrganisation', url: `${at}/reviews` },
    body: { contentHash: (await read('author', versionId)).contentHash, outcome: 'approved' },
    ...{ status: 409, code: 'reviewer-without-organisation' },
  })
  await t.test('two approvals of one organisation do not publish', async (t) => {
    await approve('validator', versionId)
    t.match(await approve('sameOrganisation', versionId), { state: 'in_review' })
    t.match(await sent('POST', 'coordinator', `${at}/publication`, undefined, 409), { code: 'validation-incomplete' })
  })
  await t.test('an open request for changes does not publish either', async (t) => {
    t.match(await approve('validator2', versionId, 'changes_requested'), { state: 'changes_requested' })
    t.match(await sent('POST', 'coordinator', `${at}/publication`, undefined, 409), { code: 'validation-incomplete' })
    t.match(await sent('POST', 'author', `${at}/review-request`), { state: 'in_review' })
    t.match(await approve('validator2', versionId), { state: 'validated' })
  })
  await t.test('an edit takes it back to draft and voids what was approved', async (t) => {
    const edited = await sent('PUT', 'author', at, { ...content, maxAttempts: 2 })
    t.equal(edited.state, 'draft')
    t.notOk(edited.reviews.some(({ outcome, voidedAt }) => outcome === 'approved' && voidedAt === null))
    t.strictSame(
      edited.requirements.map(({ id }) => id),
      (await read('author', versionId)).requirements.map(({ id }) => id),
    )
  })
  await t.test('a co-author edits, and can never review', async (t) => {
    const { author, mentor } = people
    await services.database.owner.execute(
      `insert into role_assignments (id, person_id, role, programme_id, valid_from)
       values (gen_random_uuid(), '${mentor?.personId ?? ''}', 'author', '${programme.id}', '2025-01-01')`,
    )
    const added = await sent('POST', 'author', `${at}/authors`, { personId: mentor?.personId }, 201)
    t.equal(added.authors.length, 2)
    t.match(await sent('POST', 'author', `${at}/authors`, { personId: author?.personId }, 409), {
      code: 'already-exists',
    })
    await sent('PUT', 'otherAuthor', at, content)
  })
})

t.test('the same request with an idempotency key makes one course', async (t) => {
  const scene = await courseScene(t, database)
  const framework = await publishedFramework(scene.services, scene.programme)
  const body = { programmeId: scene.programme.id, code: 'M1', sequence: 1, version: versionInput(framework) }
  const options = { as: 'author', headers: { 'idempotency-key': 'one' } }
  const first = await scene.send('POST', '/api/v1/micro-courses', body, options)
  const again = await scene.send('POST', '/api/v1/micro-courses', body, options)
  t.strictSame([again.statusCode, again.json()], [201, first.json()])
})

t.test('the list is paged, and narrowed to a state or a course', async (t) => {
  const scene = await courseScene(t, database)
  const { services, programme, get, send } = scene
  const framework = await publishedFramework(services, programme)
  for (const sequence of [1, 2, 3]) {
    const version = versionInput(framework)
    const body = { programmeId: programme.id, code: `M${String(sequence)}`, sequence, version }
    t.equal((await send('POST', '/api/v1/micro-courses', body, { as: 'author' })).statusCode, 201)
  }
  interface List {
    readonly versions: readonly { readonly code: string; readonly microCourseId: string }[]
    readonly nextCursor: string | null
  }
  const list = async (query: string) => (await get(`${VERSIONS}?${query}`, { as: 'author' })).json<List>()
  const first = await list('limit=2')
  t.strictSame(
    first.versions.map(({ code }) => code),
    ['M1', 'M2'],
  )
  const second = await list(`limit=2&cursor=${first.nextCursor ?? ''}`)
  t.match(second, { versions: [{ code: 'M3' }], nextCursor: null })
  t.strictSame((await list('state=published')).versions, [])
  t.match(await list(`microCourseId=${second.versions[0]?.microCourseId ?? ''}`), { versions: [{ code: 'M3' }] })
})
