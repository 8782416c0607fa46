import sharp from 'sharp'
import { t } from '../support/test.ts'
import { portfolioRoutes } from '../../src/portfolio/index.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPglite } from '../support/database.ts'
import { addFile, clearPortfolios, completeDraft, HANDOVER, portfolioWorld, submitted } from '../support/portfolio.ts'

const database = await openTestPglite(t)
const world = await portfolioWorld(database)
const people = world.programme.people
const { send, get, upload } = await buildTestApp(t, world.services, [portfolioRoutes], people)
t.beforeEach(() => clearPortfolios(database, world))
const as = 'participant'

const FIELDS = { programmeId: world.programme.id, capturedOn: '2026-05-20', language: 'es', peopleShown: 'none' }
const TEXT = {
  ...FIELDS,
  type: 'text_reflection',
  title: { es: 'Reflexión' },
  text: 'Planifiqué noventa minutos.\n',
}

t.test('a text goes in as JSON and its bytes come out', async (t) => {
  const made = await send('POST', '/api/v1/evidence-items', TEXT, { as })
  t.equal(made.statusCode, 201, made.body)
  const { id, versions } = made.json<{ id: string; versions: { contentUrl: string; scanStatus: string }[] }>()
  t.equal(made.headers.location, `/api/v1/evidence-items/${id}`)
  t.equal(versions[0]?.scanStatus, 'clean')
  const bytes = await get(versions[0]?.contentUrl ?? '', { as })
  t.equal(bytes.body, TEXT.text)
  t.match(bytes.headers, {
    'content-type': 'text/markdown; charset=utf-8',
    'content-disposition': /^attachment; filename=/,
    'content-security-policy': /sandbox/,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
  t.equal((await get(versions[0]?.contentUrl ?? '', { as: 'participant2' })).statusCode, 404)
  t.equal((await get(versions[0]?.contentUrl ?? '')).statusCode, 401)
})

t.test('a picture goes in as a form and is shown in place', async (t) => {
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#363' } })
    .png()
    .toBuffer()
  const file = new File([new Uint8Array(png)], 'señal 1.png', { type: 'image/png' })
  const made = await upload(
    '/api/v1/evidence-items',
    { ...FIELDS, type: 'image', 'title[es]': 'Foto', file },
    { as, accept: 'application/json' },
  )
  t.equal(made.statusCode, 201, made.body)
  const [version] = made.json<{ versions: { contentUrl: string; mediaType: string }[] }>().versions
  t.equal(version?.mediaType, 'image/png')
  const shown = await get(version?.contentUrl ?? '', { as })
  t.match(
    shown.headers['content-disposition'],
    /^inline; filename="se_al 1\.png"; filename\*=UTF-8''se%C3%B1al%201\.png$/,
  )
  t.strictSame(shown.rawPayload, png)
})

t.test('refused uploads carry their code and status', async (t) => {
  for (const { name, content, status, code } of [
    { name: 'a.svg', content: '<svg/>', status: 415, code: 'media-type-refused' },
    { name: 'a.pdf', content: 'hola', status: 422, code: 'media-type-mismatch' },
  ]) {
    const file = new File([content], name, { type: 'application/octet-stream' })
    const options = { as, accept: 'application/json' }
    const answer = await upload('/api/v1/evidence-items', { ...FIELDS, type: 'file', 'title[es]': 'x', file }, options)
    t.equal(answer.statusCode, status)
    t.equal(answer.json<{ code: string }>().code, code)
  }
  const nothing = await send('POST', '/api/v1/evidence-items', { ...TEXT, type: 'file' }, { as })
  t.match(nothing.json(), { code: 'invalid-input', errors: [{ pointer: '/file' }] })
})

t.test('the road of a submission', async (t) => {
  const made = await send(
    'POST',
    '/api/v1/submissions',
    { versionId: world.course.versionId, route: 'standard' },
    { as },
  )
  t.equal(made.statusCode, 201, made.body)
  const { id, missing } = made.json<{ id: string; missing: { code: string }[] }>()
  t.equal(missing.length, 4)
  const early = await send('POST', `/api/v1/submissions/${id}/hand-in`, HANDOVER, { as })
  t.equal(early.statusCode, 422)
  t.match(early.json(), { code: 'evidence-required' })
  const [first, second] = world.criterionIds
  const plan = await addFile(world, people.participant)
  const text = await send('POST', '/api/v1/evidence-items', TEXT, { as })
  const choose = (criterionId: string, versionId: string | undefined) =>
    send(
      'PUT',
      `/api/v1/submissions/${id}/criteria/${criterionId}/evidence`,
      { evidenceVersionIds: [versionId] },
      { as },
    )
  await choose(first, plan.version.id)
  const complete = await choose(second, text.json<{ versions: { id: string }[] }>().versions[0]?.id)
  t.match(complete.json(), { missing: [], items: { length: 2 } })
  const handed = await send('POST', `/api/v1/submissions/${id}/hand-in`, HANDOVER, { as })
  t.match(handed.json(), { state: 'submitted', nameAsPrinted: HANDOVER.nameAsPrinted })
  t.equal((await send('POST', `/api/v1/submissions/${id}/hand-in`, HANDOVER, { as })).statusCode, 409)
  const back = await send('POST', `/api/v1/submissions/${id}/return`, { reason: 'No se abre.' }, { as: 'coordinator' })
  t.equal(back.json<{ state: string }>().state, 'returned_for_completion')
  const seen = await get(`/api/v1/submissions/${id}`, { as })
  t.equal(seen.json<{ returnedReason: string }>().returnedReason, 'No se abre.', 'its participant is told why')
})

t.test('the same request with an idempotency key opens one draft', async (t) => {
  const body = { versionId: world.course.versionId, route: 'standard' }
  const options = { as, headers: { 'idempotency-key': 'one' } }
  const first = await send('POST', '/api/v1/submissions', body, options)
  const again = await send('POST', '/api/v1/submissions', body, options)
  t.strictSame([again.statusCode, again.json()], [201, first.json()])
})

t.test('an exception and a withdrawal', async (t) => {
  const { submission } = await completeDraft(world, people.participant)
  const path = `/api/v1/submissions/${submission.id}`
  const excuse = { requirementId: world.requirementIds[0], reason: 'Cámara averiada.' }
  t.equal((await send('POST', `${path}/exceptions`, excuse, { as })).statusCode, 403)
  const excused = await send('POST', `${path}/exceptions`, excuse, { as: 'coordinator' })
  t.match(excused.json(), { exceptions: [{ reason: 'Cámara averiada.', provided: 1, minimum: 1 }] })
  t.equal((await send('POST', `${path}/withdrawal`, undefined, { as })).json<{ state: string }>().state, 'withdrawn')
})

t.test('lists page by cursor and show each reader their own', async (t) => {
  await submitted(world, people.participant)
  await submitted(world, people.participant2)
  const page = await get('/api/v1/submissions?limit=1&state=submitted', { as: 'coordinator' })
  const { submissions, nextCursor } = page.json<{ submissions: { id: string }[]; nextCursor: string }>()
  const rest = await get(`/api/v1/submissions?limit=1&cursor=${nextCursor}`, { as: 'coordinator' })
  t.match(rest.json(), { submissions: { length: 1 }, nextCursor: null })
  t.not(rest.json<{ submissions: { id: string }[] }>().submissions[0]?.id, submissions[0]?.id)
  t.match((await get('/api/v1/submissions', { as })).json(), { submissions: { length: 1 } })
  t.equal((await get(`/api/v1/submissions/${submissions[0]?.id ?? ''}`, { as: 'assessor' })).statusCode, 404)
})

t.test('consents are recorded, completed and withdrawn', async (t) => {
  const made = await send(
    'POST',
    '/api/v1/consents',
    {
      programmeId: world.programme.id,
      subjectKind: 'minors_group',
      subjectCount: 2,
      guardianAuthorisations: 1,
      scope: ['assessment'],
      form: 'signed_paper',
      heldBy: 'Liceo',
    },
    { as },
  )
  t.match(made.json(), { status: 'incomplete', grantedAt: null })
  const path = `/api/v1/consents/${made.json<{ id: string }>().id}`
  const counts = { guardianAuthorisations: 2, minorAssents: 2, grantedAt: '2026-05-30T12:00:00Z' }
  t.match((await send('PATCH', path, { ...counts, minorAssents: 1 }, { as })).json(), { code: 'consent-incomplete' })
  t.match((await send('PATCH', path, counts, { as })).json(), { status: 'granted' })
  t.match((await send('POST', `${path}/withdrawal`, undefined, { as: 'coordinator' })).json(), { submissionIds: [] })
  t.match((await get('/api/v1/consents', { as })).json(), { consents: [{ status: 'withdrawn' }] })
})

t.test('an item is removed unless a submission holds it', async (t) => {
  const { plan } = await completeDraft(world, people.participant)
  const free = await addFile(world, people.participant)
  t.equal((await send('DELETE', `/api/v1/evidence-items/${free.item.id}`, undefined, { as })).statusCode, 204)
  const held = await send('DELETE', `/api/v1/evidence-items/${plan.item.id}`, undefined, { as })
  t.equal(held.json<{ code: string }>().code, 'evidence-in-use')
})
