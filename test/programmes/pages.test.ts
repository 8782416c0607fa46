import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { peoplePages } from '../../src/access/index.ts'
import { readLog, verifyChain } from '../../src/audit/index.ts'
import { tables } from '../../src/database/index.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { programmeRoutes, setUpAndProgrammePages } from '../../src/programmes/index.ts'
import { buildTestApp, TEST_NOW, testServices } from '../support/app.ts'
import { clearTables, openTestPostgres } from '../support/database.ts'
import { createProgramme, LONG_AGO } from '../support/programme.ts'

const HOSTILE = `"><script>alert(1)</script>&'`
const database = await openTestPostgres(t)
const services = testServices(database, { randomness: systemRandomness })
const people: Record<string, Actor> = {}
const { get, send, submit } = await buildTestApp(
  t,
  services,
  [setUpAndProgrammePages, programmeRoutes, peoplePages],
  people,
)
const admin = { as: 'administrator', accept: 'text/html' }
const coordinator = { as: 'coordinator', accept: 'text/html' }

t.beforeEach(async () => {
  await clearTables(database)
  const { people: cast, ...rest } = await createProgramme(database, systemRandomness)
  Object.assign(people, cast)
  Object.assign(home, rest)
})
const home = { id: '', cohortId: '', awarding: '', partner: '' }

const ORGANISATION = {
  slug: 'liceo',
  legalName: 'Liceo Uno',
  'displayName.es': 'Liceo',
  countryCode: 'cl',
  addsLegacyProof: 'yes',
  jwtAlgorithm: 'RS256',
  accentColour: '#7A1F5C',
  ownDid: 'did:web:liceo.example',
}
const programmeForm = () => ({
  slug: 'nuevo',
  'title.es': 'Nuevo',
  languages: ['es', 'fi'],
  appealWindowDays: '14',
  reconciliationDays: '10',
  retentionMonths: '24',
  awardingOrganisationId: home.awarding,
  [`organisations.${home.awarding}`]: 'assesses',
  [`organisations.${home.partner}`]: ['assesses', 'endorses'],
  baseLanguage: 'es',
  timeZone: 'America/Santiago',
  profile: 'pilot',
})
const events = async () => {
  const log = []
  for await (const event of readLog(database.owner)) log.push(event)
  t.match(verifyChain(log), { intact: true })
  return log.map(({ action, actorRole, data }) => ({ action, actorRole, data }))
}

t.test('an administrator adds and changes an organisation', async (t) => {
  t.equal((await submit('/organisations', ORGANISATION, admin)).statusCode, 303)
  const [added] = (await database.owner.select().from(tables.organisations)).filter(({ slug }) => slug === 'liceo')
  t.match(added, {
    ...{ legalName: 'Liceo Uno', countryCode: 'CL', kind: 'programme', addsLegacyProof: true, city: null },
    ...{ jwtAlgorithm: 'RS256', accentColour: '#7a1f5c', ownDid: 'did:web:liceo.example' },
    displayName: { es: 'Liceo', en: 'Liceo Uno', fi: 'Liceo Uno' },
  })
  const path = `/organisations/${added?.id ?? ''}`
  const page = await get(path, admin)
  t.match(page.body, 'value="Liceo"')
  t.match(page.body, 'value="#7a1f5c"')
  t.notMatch(page.body, 'name="slug"', 'which is not to be changed')
  t.equal((await submit(path, { ...ORGANISATION, city: 'Temuco' }, admin)).statusCode, 303)
  t.equal((await submit(path, { ...ORGANISATION, city: 'Temuco' }, admin)).statusCode, 303)
  t.strictSame(await events(), [
    { action: 'organisation.created', actorRole: 'administrator', data: { slug: 'liceo' } },
    { action: 'organisation.changed', actorRole: 'administrator', data: { fields: ['city'] } },
  ])
})

t.test('what is wrong with an organisation is said at its field', async (t) => {
  for (const { change, says } of [
    { change: { slug: 'Mi Liceo' }, says: /minúsculas sin tilde/ },
    { change: { slug: 'home-awarding' }, says: /ya está en uso/ },
    { change: { countryCode: 'Chile' }, says: /dos letras de un país/ },
    { change: { legalName: '' }, says: /Complete este campo/ },
    { change: { accentColour: 'azul' }, says: /Escriba un color/ },
    { change: { accentColour: '#fff7e0' }, says: /demasiado claro/ },
    { change: { ownDid: 'liceo.example' }, says: /did:web en un dominio propio/ },
  ]) {
    const answer = await submit('/organisations', { ...ORGANISATION, ...change }, admin)
    t.equal(answer.statusCode, 422, JSON.stringify(change))
    t.match(answer.body, says)
  }
  t.equal((await database.owner.select().from(tables.organisations)).length, 2)
})

t.test('an open issuer is no organisation to be changed here', async (t) => {
  const id = systemRandomness.uuid()
  await database.owner.insert(tables.organisations).values({
    ...{ id, slug: 'open', legalName: 'Open', displayName: {}, countryCode: 'CL', kind: 'open', createdAt: LONG_AGO },
  })
  t.equal((await get(`/organisations/${id}`, admin)).statusCode, 404)
  const answer = await submit('/programmes', { ...programmeForm(), [`organisations.${id}`]: 'assesses' }, admin)
  t.equal(answer.statusCode, 422)
})

t.test('an administrator adds a programme, and is led to what is missing', async (t) => {
  const answer = await submit('/programmes', programmeForm(), admin)
  t.equal(answer.statusCode, 303)
  const to = answer.headers.location ?? ''
  t.match(to, /^\/set-up\?programmeId=[0-9a-f-]{36}&/)
  const [added] = (await database.owner.select().from(tables.programmes)).filter(({ slug }) => slug === 'nuevo')
  t.match(added, { profile: 'pilot', languages: ['es', 'fi'], title: { es: 'Nuevo' }, timeZone: 'America/Santiago' })
  const taking = (await database.owner.select().from(tables.programmeOrganisations)).filter(
    ({ programmeId }) => programmeId === added?.id,
  )
  t.strictSame(
    taking.map(({ organisationId, isAssessing, isEndorsing }) => ({ organisationId, isAssessing, isEndorsing })),
    [
      { organisationId: home.awarding, isAssessing: true, isEndorsing: false },
      { organisationId: home.partner, isAssessing: true, isEndorsing: true },
    ],
  )
  const page = await get(to, admin)
  t.equal(page.statusCode, 200)
  t.match(page.body, `/people?programme=${added?.id ?? ''}#add`)
  t.match(page.body, 'Lo que no se podrá cambiar después')
  t.match(await events(), [{ action: 'programme.created', data: { profile: 'pilot' } }])
})

t.test('a programme of one organisation is refused, at the field and in words', async (t) => {
  const answer = await submit('/programmes', { ...programmeForm(), [`organisations.${home.partner}`]: '' }, admin)
  t.equal(answer.statusCode, 422)
  t.match(answer.body, 'Marque dos organizaciones que evalúen.')
  t.match(answer.body, 'id="field-organisations"')
})

t.test('a coordinator changes the manners of their programme and reads the rest', async (t) => {
  const path = `/programmes/${home.id}`
  const page = await get(path, coordinator)
  t.equal(page.statusCode, 200)
  t.notMatch(page.body, 'name="timeZone"')
  const manners = { 'title.es': 'Otro', languages: 'es', appealWindowDays: '30', reconciliationDays: '5' }
  t.equal((await submit(path, { ...manners, timeZone: 'UTC', profile: 'pilot' }, coordinator)).statusCode, 303)
  const [changed] = await database.owner.select().from(tables.programmes)
  t.match(changed, { title: { es: 'Otro' }, appealWindowDays: 30, timeZone: 'America/Santiago', profile: 'standard' })
  t.strictSame(await events(), [
    {
      ...{ action: 'programme.changed', actorRole: 'coordinator' },
      data: { fields: ['appealWindowDays', 'reconciliationDays', 'title', 'languages'] },
    },
  ])
  const api = `/api/v1${path}`
  const refused = await send('PATCH', api, { profile: 'pilot' }, { as: 'coordinator' })
  t.equal(refused.statusCode, 403)
  t.match(refused.json(), { code: 'forbidden' })
  t.equal((await send('PATCH', api, { appealWindowDays: 3 }, { as: 'coordinator' })).statusCode, 422)
  t.equal((await send('PATCH', api, { reconciliationDays: 7 }, { as: 'coordinator' })).statusCode, 204)
  t.match((await get(api, { as: 'coordinator' })).json(), { reconciliationDays: 7, organisations: [{}, {}] })
})

t.test('a coordinator sees nothing of a foreign programme', async (t) => {
  const foreign = await createProgramme(database, systemRandomness, 'foreign')
  for (const url of [
    `/programmes/${foreign.id}`,
    `/programmes/${foreign.id}/cohorts/new`,
    `/programmes/${foreign.id}/cohorts/${foreign.cohortId}`,
    `/programmes/${home.id}/cohorts/${foreign.cohortId}`,
    `/set-up?programmeId=${foreign.id}`,
  ]) {
    const answer = await get(url, coordinator)
    t.ok([403, 404].includes(answer.statusCode), url)
    t.notMatch(answer.body, /foreign/, url)
  }
})

t.test('an organisation whose people work in the programme stays', async (t) => {
  await submit('/organisations', ORGANISATION, admin)
  const added = (await database.owner.select().from(tables.organisations)).find(({ slug }) => slug === 'liceo')
  const taking = [
    { organisationId: home.awarding, isAssessing: true, isEndorsing: false },
    { organisationId: added?.id ?? '', isAssessing: true, isEndorsing: true },
  ]
  const change = () =>
    send('PATCH', `/api/v1/programmes/${home.id}`, { organisations: taking }, { as: 'administrator' })
  const refused = await change()
  t.equal(refused.statusCode, 422)
  t.match(refused.json(), { errors: [{ pointer: `/organisations/${home.partner}` }] })
  await database.owner
    .update(tables.roleAssignments)
    .set({ validTo: TEST_NOW })
    .where(eq(tables.roleAssignments.organisationId, home.partner))
  t.equal((await change()).statusCode, 204, 'and leaves when their roles have ended')
})

t.test('cohorts are added and changed by their coordinator', async (t) => {
  const courseId = systemRandomness.uuid()
  await database.owner
    .insert(tables.microCourses)
    .values({ id: courseId, programmeId: home.id, code: 'M1', sequence: 1 })
  const path = `/programmes/${home.id}/cohorts`
  const form = {
    ...{ name: '2027', status: 'planned', startsOn: '2027-03-01', endsOn: '2027-12-01' },
    [`windows.${courseId}.opens`]: '2027-04-01',
    [`windows.${courseId}.recommendedBy`]: '',
  }
  t.match((await get(`${path}/new`, coordinator)).body, `windows.${courseId}.opens`)
  t.equal((await submit(path, form, coordinator)).statusCode, 303)
  const added = (await database.owner.select().from(tables.cohorts)).find(({ name }) => name === '2027')
  t.match(added, {
    coordinatorId: people['coordinator']?.personId,
    windows: [{ microCourseId: courseId, opens: '2027-04-01', recommendedBy: '2027-12-01' }],
  })
  const one = `${path}/${added?.id ?? ''}`
  t.match((await get(one, coordinator)).body, 'value="2027-04-01"')
  const refused = await submit(one, { ...form, endsOn: '2027-01-01' }, coordinator)
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'Elija un día posterior al primero.')
  t.equal((await submit(one, { ...form, status: 'running' }, coordinator)).statusCode, 303)
  t.match(await events(), [{ action: 'cohort.created' }, { action: 'cohort.changed', data: { fields: ['status'] } }])
  t.match((await get(`/api/v1${path}`, { as: 'coordinator' })).json(), { cohorts: [{}, { status: 'running' }] })
})

t.test('the staffing check tells a coordinator what is missing, and an administrator what lasts', async (t) => {
  const api = await get('/api/v1/set-up', { as: 'coordinator' })
  t.match(api.json(), { programmeId: home.id, isReady: false })
  const page = await get('/set-up?lang=en', coordinator)
  t.match(page.body, 'A published framework')
  t.match(page.body, 'Done by: Author.')
  t.notMatch(page.body, 'What cannot be changed later')
  await clearTables(database)
  await database.owner.insert(tables.persons).values({
    ...{ id: people['administrator']?.personId ?? '', givenName: 'A', familyName: 'B', emailNorm: 'a@example.org' },
    ...{ locale: 'es', createdAt: LONG_AGO },
  })
  const empty = await get('/set-up?lang=en', admin)
  t.equal(empty.statusCode, 200)
  t.match(empty.body, /href="\/organisations"[\s\S]*0 of 2/)
  t.equal((await get('/people', admin)).headers.location, '/set-up', 'before the first programme')
})

t.test('hostile texts are shown as texts', async (t) => {
  await database.owner.update(tables.organisations).set({ legalName: HOSTILE, displayName: { es: HOSTILE } })
  await database.owner.update(tables.programmes).set({ title: { es: HOSTILE } })
  await database.owner.update(tables.cohorts).set({ name: HOSTILE })
  const urls = [
    ...['/organisations', `/organisations/${home.awarding}`, '/programmes', '/programmes/new', '/set-up'],
    ...[`/programmes/${home.id}`, `/programmes/${home.id}/cohorts/${home.cohortId}`],
  ]
  for (const url of urls) {
    const page = await get(url, admin)
    t.equal(page.statusCode, 200, url)
    t.match(page.body, '&lt;script', url)
    t.notMatch(page.body, '<script>alert', url)
  }
  const refused = await submit('/organisations', { ...ORGANISATION, legalName: HOSTILE, slug: HOSTILE }, admin)
  t.equal(refused.statusCode, 422)
  t.notMatch(refused.body, '<script>alert')
})
