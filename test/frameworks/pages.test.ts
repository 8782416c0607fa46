import { t } from '../support/test.ts'
import { caseRoutes, frameworkPages, frameworkRoutes } from '../../src/frameworks/index.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { authoringServices, draftFramework, publishedFramework } from '../support/catalogue.ts'
import { clearTables, openTestPostgres } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const HOSTILE = `"><script>alert('x')</script>`
const LANGUAGES = ['es', 'en', 'fi'] as const
const database = await openTestPostgres(t)
t.beforeEach(() => clearTables(database))

type Fields = Record<string, string | readonly string[]>

async function scene(t: Parameters<typeof buildTestApp>[0]) {
  const randomness = seededRandomness('framework pages')
  const programme = await createProgramme(database, randomness)
  const foreign = await createProgramme(database, randomness, 'foreign')
  const services = testServices(database, { randomness })
  const people = { ...programme.people, stranger: foreign.people.author }
  const app = await buildTestApp(t, services, [frameworkPages, frameworkRoutes, caseRoutes], people)
  const page = async (url: string, as?: string, language: string = 'es'): Promise<string> => {
    const answer = await app.get(`${url}${url.includes('?') ? '&' : '?'}lang=${language}`, { accept: 'text/html', as })
    t.equal(answer.statusCode, 200, `${url} as ${as ?? 'nobody'} in ${language}: ${answer.body.slice(0, 300)}`)
    t.notMatch(answer.body, /<script>alert/, `${url}: escaped`)
    t.notMatch(answer.body, /href="(javascript|data):/, `${url}: no address that acts`)
    return answer.body
  }
  const everywhere = async (url: string, as?: string): Promise<void> => {
    for (const language of LANGUAGES) await page(url, as, language)
  }
  const form = async (url: string, as: string, fields: Fields, status = 303): Promise<string> => {
    const answer = await app.submit(url, fields, { as })
    t.equal(answer.statusCode, status, `${url} as ${as}: ${answer.headers.location ?? answer.body.slice(0, 600)}`)
    t.notMatch(answer.body, /<script>alert/, `${url}: escaped`)
    return status === 303 ? (answer.headers.location ?? '') : answer.body
  }
  return { programme, app, page, everywhere, form, authoring: authoringServices(database, randomness) }
}

const localisedHostile = (name: string): Fields =>
  Object.fromEntries(LANGUAGES.map((language) => [`${name}.${language}`, `${HOSTILE} ${language}`]))
const details: Fields = {
  version: HOSTILE,
  baseLanguage: 'es',
  ...localisedHostile('title'),
  ...localisedHostile('description'),
  license: HOSTILE,
  officialSourceUrl: `https://a.example/${encodeURI(HOSTILE)}`,
  'educationalField.scheme': HOSTILE,
  'educationalField.code': HOSTILE,
  'educationalField.uri': 'https://a.example/x"><script>alert(1)</script>',
  statusStartsOn: '2026-07-01',
}
const item = (kind: string, code: string): Fields => ({
  ...{ kind, code, sequence: '1', keywords: `${HOSTILE}, taller, taller` },
  ...localisedHostile('title'),
  ...localisedHostile('statement'),
})

t.test('the whole road by forms alone, with hostile texts in every field', async (t) => {
  const { programme, page, everywhere, form } = await scene(t)
  t.match(await page('/frameworks', 'author'), /Todavía no hay marcos/)
  await everywhere('/frameworks/new', 'author')
  const created = await form('/frameworks', 'author', { programmeId: programme.id, ...details })
  const path = created.split('?')[0] ?? ''
  t.match(path, /^\/frameworks\/[0-9a-f-]{36}$/)
  t.match(await page(path, 'author'), /No hay ninguna competencia/)
  await form(`${path}/review-request`, 'author', {}, 422)
  await everywhere(`${path}/edit`, 'author')
  await form(`${path}/edit`, 'author', details)

  await everywhere(`${path}/items/new?kind=area`, 'author')
  const area = (await form(`${path}/items`, 'author', item('area', HOSTILE))).split('#item-')[1] ?? ''
  const inArea = { ...item('competency', 'A1'), parentId: area }
  const competency = (await form(`${path}/items`, 'author', inArea)).split('#item-')[1] ?? ''
  const second = (await form(`${path}/items`, 'author', { ...inArea, code: 'A2', sequence: '2' })).split('#item-')[1]
  await form(`${path}/items/${second ?? ''}/removal`, 'author', {})
  await form(`${path}/items/${competency}`, 'author', { ...inArea, sequence: '7' })
  const alignment = {
    ...{ targetFramework: HOSTILE, targetName: HOSTILE, targetCode: HOSTILE, targetType: 'ext:Other' },
    ...{ targetUrl: 'https://a.example/"><script>alert(1)</script>', relation: 'exactMatchOf' },
  }
  await form(`${path}/items/${competency}/alignments`, 'author', alignment)
  await everywhere(`${path}/items/${competency}`, 'author')
  await everywhere(path, 'author')

  await form(`${path}/review-request`, 'author', {})
  t.match(await page('/frameworks', 'validator'), /Es su turno/)
  t.match(await page(path, 'author'), /usted no puede, porque es parte de la autoría/)
  const [, contentHash = ''] = /name="contentHash" value="([^"]+)"/.exec(await page(path, 'validator')) ?? []
  const review = { contentHash, outcome: 'approved', comment: HOSTILE }
  const own = await form(`${path}/reviews`, 'author', review, 403)
  t.match(own, /Nadie valida su propio trabajo/)
  await form(`${path}/reviews`, 'validator', { ...review, outcome: '' }, 400)
  await form(`${path}/reviews`, 'validator', { ...review, contentHash: 'old' }, 409)
  await form(`${path}/reviews`, 'validator', review)
  t.match(await page(path, 'coordinator'), /todavía no; se requieren aprobaciones/)
  await form(`${path}/publication`, 'coordinator', {}, 409)
  t.match(await page('/frameworks', 'observer'), /Todavía no hay marcos/)
  await form(`${path}/reviews`, 'validator2', review)
  await everywhere(path, 'validator')
  await form(`${path}/publication`, 'coordinator', {})
  for (const as of ['author', 'coordinator', 'validator', 'participant', 'observer']) await page(path, as)

  await everywhere(`${path}/items/${competency}`, 'author')
  for (const step of ['wording', 'end', 'replacement'])
    await everywhere(`${path}/items/${competency}/${step}`, 'author')
  const wording = { ...localisedHostile('title'), ...localisedHostile('statement'), keywords: HOSTILE }
  await form(`${path}/items/${competency}/wording`, 'author', { ...wording, 'title.es': '' }, 422)
  await form(`${path}/items/${competency}/wording`, 'author', wording)
  await form(`${path}/items/${competency}/end`, 'author', { endsOn: 'tomorrow' }, 400)
  await form(`${path}/items/${area}/end`, 'author', { endsOn: '2030-12-31' })
  const replacement = { ...wording, code: 'A9', sequence: '9', endsOn: '2026-12-31' }
  await form(`${path}/items/${competency}/replacement`, 'author', { ...replacement, code: HOSTILE }, 422)
  const next = await form(`${path}/items/${competency}/replacement`, 'author', replacement)
  t.match(next, `done=frameworks.done.replacement#item-${competency}`)
  await form(`${path}/items/${area}/removal`, 'author', {}, 409)
  await form(`${path}/edit`, 'author', details, 409)

  const guid = path.split('/').at(-1) ?? ''
  for (const id of [guid, area, competency]) await everywhere(`/uri/${id}`)
  t.match(await page(`/uri/${competency}`), /La reemplaza:/)
  await form(`${path}/deprecation`, 'coordinator', {})
  await form(`${path}/retirement`, 'coordinator', {})
  t.match(await page(`/uri/${guid}`, undefined, 'en'), /Retired/)
})

t.test('a refused form shows what was typed, and where it is wrong', async (t) => {
  const { programme, form, page, authoring } = await scene(t)
  const create = { programmeId: programme.id, ...details }
  const typed = await form('/frameworks', 'author', { ...create, version: '', 'title.en': 'Typed before' }, 400)
  t.match(typed, /id="field-version"[^>]*aria-invalid="true"/)
  t.match(typed, /value="Typed before"/)
  const untitled = await form('/frameworks', 'author', { ...create, 'title.es': '' }, 422)
  t.match(untitled, /id="field-title-es"[^>]*aria-invalid="true"/)
  const half = await form('/frameworks', 'author', { ...create, 'educationalField.code': '' }, 422)
  t.match(half, /id="field-educationalField-code"[^>]*aria-invalid="true"/)
  await form('/frameworks', 'author', { ...create, officialSourceUrl: 'javascript:alert(1)' }, 400)

  const { frameworkId, areaId, competencyIds } = await draftFramework(authoring, programme)
  const path = `/frameworks/${frameworkId}`
  for (const { to, fields, status, says } of [
    { to: `${path}/items`, fields: { ...item('area', 'A') }, status: 422, says: /Otro elemento de este marco/ },
    { to: `${path}/items`, fields: { ...item('area', 'B'), sequence: 'x' }, status: 400, says: /Ingrese un número/ },
    {
      to: `${path}/items/${areaId}`,
      fields: { ...item('area', 'A'), parentId: areaId },
      status: 422,
      says: /no puede quedar dentro de sí/,
    },
    { to: `${path}/items/${areaId}/removal`, fields: {}, status: 422, says: /Primero mueva o elimine/ },
    {
      to: `${path}/items/${competencyIds[0]}/alignments`,
      fields: {
        targetFramework: 'x',
        targetName: 'x',
        targetUrl: 'javascript:x',
        targetType: 'y',
        relation: 'isRelatedTo',
      },
      status: 422,
      says: /comience con https[\s\S]*Escriba CFItem/,
    },
  ] as { to: string; fields: Fields; status: number; says: RegExp }[]) {
    t.match(await form(to, 'author', fields, status), says, to)
  }
  t.match(
    await page(`${path}/items/new?kind=area&parent=${areaId}`, 'author'),
    /value="3"/,
    'the next place is offered',
  )
})

t.test('a level scale takes as many levels as were named', async (t) => {
  const { programme, form, everywhere, page } = await scene(t)
  await everywhere('/frameworks/level-scales/new', 'author')
  const rows = (names: readonly string[]): Fields =>
    Object.fromEntries(names.map((name, index) => [`levels.${String(index)}.name.es`, name]))
  const scale = { programmeId: programme.id, 'title.es': HOSTILE, requiredLevelDefault: '2' }
  const refused = await form('/frameworks/level-scales', 'author', { ...scale, ...rows(['Uno', '', 'Tres', '']) }, 422)
  t.match(refused, /id="field-levels-1-name-es"[^>]*aria-invalid="true"/)
  await form('/frameworks/level-scales', 'author', { ...scale, ...rows(['Uno', '', '']) }, 422)
  await form('/frameworks/level-scales', 'author', { ...scale, ...rows(['Uno', HOSTILE, '', '', '', '']) })
  t.match(await page('/frameworks', 'validator'), /Nivel exigido habitual/)
  t.notMatch(await page('/frameworks', 'participant'), /Escalas de niveles/)
})

t.test('co-authors are chosen among those with the role, and a stranger finds nothing', async (t) => {
  const { programme, form, app, authoring } = await scene(t)
  const { frameworkId, areaId } = await draftFramework(authoring, programme)
  const path = `/frameworks/${frameworkId}`
  const { people } = programme
  await form(`${path}/authors`, 'author', { personId: people.mentor.personId ?? '' }, 422)
  for (const url of [path, `${path}/edit`, `${path}/items/${areaId}`, `${path}/items/new`, `/uri/${areaId}`]) {
    t.equal((await app.get(url, { accept: 'text/html', as: 'stranger' })).statusCode, 404, url)
  }
  for (const as of ['participant', 'signatory', 'observer']) {
    t.equal((await app.get(path, { accept: 'text/html', as })).statusCode, 404, as)
  }
  const nobody = await app.get(path, { accept: 'text/html' })
  t.match(nobody.headers.location, /^\/sign-in\?next=/)
  const forged = await app.app.inject({
    method: 'POST',
    url: `${path}/review-request`,
    headers: { 'x-test-actor': 'author', 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    payload: '',
  })
  t.equal(forged.statusCode, 403)
})

t.test('a permanent address answers people and programs as each asks', async (t) => {
  const { programme, app, authoring, page } = await scene(t)
  const { frameworkId, competencyIds } = await publishedFramework(authoring, programme)
  const [id] = competencyIds
  t.match(await page(`/uri/${frameworkId}`), /Título A1[\s\S]*CC BY 4\.0/)
  for (const { accept, status, type } of [
    { accept: '*/*', status: 200, type: 'application/json' },
    { accept: 'application/json', status: 200, type: 'application/json' },
    { accept: 'text/html, application/json;q=0.9', status: 200, type: 'text/html' },
    { accept: 'image/png', status: 406, type: 'application/problem+json' },
  ]) {
    const answer = await app.get(`/uri/${id}`, { accept })
    t.equal(answer.statusCode, status, accept)
    t.match(answer.headers['content-type'], type)
    t.match(answer.headers.vary, /accept/)
  }
})
