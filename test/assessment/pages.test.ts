import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { assessmentPages, assessmentRoutes, releaseDecision } from '../../src/assessment/index.ts'
import { tables } from '../../src/database/index.ts'
import type { TestApp } from '../support/app.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { clearTables, openTestPglite } from '../support/database.ts'
import {
  assign,
  createScene,
  currentDecisionId,
  fillIn,
  firstRound,
  judgeAndSeal,
  judged,
  stateOf,
  type Scene,
} from './scene.ts'

const HOSTILE = `"><script>alert('x')</script>`
const database = await openTestPglite(t)
t.beforeEach(() => clearTables(database))

async function open(t: Parameters<typeof buildTestApp>[0], scene: Scene): Promise<TestApp> {
  const services = testServices(database, { clock: scene.clock, randomness: scene.randomness })
  return buildTestApp(t, services, [assessmentRoutes, assessmentPages], scene.people)
}

const html = { accept: 'text/html' }

t.test('the whole road by forms alone, with hostile texts in every field', async (t) => {
  const scene = await createScene(database)
  const app = await open(t, scene)
  const { submissionId, criteria, people } = scene
  const submission = `/assessment/submissions/${submissionId}`
  const page = async (url: string, as: string, lang = 'es'): Promise<string> => {
    const answer = await app.get(`${url}?lang=${lang}`, { ...html, as })
    t.equal(answer.statusCode, 200, `${url} as ${as} in ${lang}`)
    t.notMatch(answer.body, /<script>alert/, `${url} as ${as}: escaped`)
    return answer.body
  }
  const form = async (url: string, as: string, fields: Record<string, string | string[]>, status = 303) => {
    const answer = await app.submit(url, fields, { as })
    t.equal(answer.statusCode, status, `${url} as ${as}: ${answer.headers.location ?? answer.body.slice(0, 400)}`)
    return answer
  }

  t.match(await page('/assessment', 'coordinator'), /Sin asignar/)
  const assignment = await page(submission, 'coordinator')
  t.match(assignment, /assessor home/)
  for (const [slot, name] of [
    ['A', 'assessor'],
    ['B', 'assessor2'],
  ] as const) {
    await form(`${submission}/assignments/${slot}`, 'coordinator', {
      [`a.${slot}.assessorId`]: people[name].personId ?? '',
    })
  }
  await form(`${submission}/assignments/A`, 'coordinator', { 'a.A.assessorId': people.assessorB.personId ?? '' }, 409)

  for (const as of ['assessor', 'assessor2'] as const) {
    const queue = await page('/assessment', as)
    const [judgement = ''] = /\/assessment\/judgements\/[0-9a-f-]{36}/.exec(queue) ?? []
    t.match(await page(judgement, as), /Declaro que no hay conflicto/)
    await form(`${judgement}/declination`, as, {}, 422)
    await form(`${judgement}/acceptance`, as, { languageSupport: 'assessor_reads_language' })
    for (const lang of ['es', 'en', 'fi']) {
      t.notMatch(
        await page(judgement, as, lang),
        /\(opcional\)|\(optional\)|\(valinnainen\)/,
        'a mark has its conditions',
      )
    }
    for (const [index, criterionId] of criteria.entries()) {
      const prefix = `c.${criterionId}`
      const fields = {
        [`${prefix}.mark`]: index === 0 ? '0' : as === 'assessor' ? '3' : '4',
        [`${prefix}.rationale`]: HOSTILE,
        [`${prefix}.rationaleLanguage`]: 'es',
        [`${prefix}.evidenceVersionIds`]: scene.evidence[0],
        [`${prefix}.rules`]: ['valid', 'authentic', 'current', ...(index === 0 ? [] : ['sufficient'])],
        [`${prefix}.reason`]: HOSTILE,
      }
      const refused = await form(`${judgement}/criteria/${criterionId}`, as, { ...fields, [`${prefix}.mark`]: '' }, 422)
      t.notMatch(refused.body, /<script>alert/)
      t.match(refused.body, /&lt;script/, 'what was typed is still there')
      await form(`${judgement}/criteria/${criterionId}`, as, fields)
    }
    t.match(await page(`${judgement}/seal`, as), /definitivo/)
    await form(`${judgement}/seal`, as, {}, 303)
    await page(judgement, as)
  }
  t.equal(await stateOf(scene), 'awaiting_reconciliation')

  const second = criteria[1]
  for (const lang of ['es', 'en', 'fi']) await page(submission, 'assessor', lang)
  const proposal = {
    [`r.${second}.mark`]: '4',
    [`r.${second}.rationale`]: HOSTILE,
    [`r.${second}.rationaleLanguage`]: 'es',
  }
  await form(`${submission}/reconciliations/${second}`, 'assessor', { ...proposal, [`r.${second}.rationale`]: '' }, 422)
  await form(`${submission}/reconciliations/${second}`, 'assessor', proposal)
  const [signature = ''] =
    /\/assessment\/reconciliations\/[0-9a-f-]{36}\/signature/.exec(await page(submission, 'assessor2')) ?? []
  await form(signature, 'assessor2', {})
  t.equal(await stateOf(scene), 'decided')

  const decision = `/assessment/decisions/${await currentDecisionId(scene)}`
  await form(`${decision}/release`, 'coordinator', {}, 422)
  t.match(await page(submission, 'coordinator'), /Faltó evidencia: pida la evidencia/)
  t.notMatch(await page(`/portfolio/submissions/${submissionId}/result`, 'participant'), /Criterio 1|Aún no/)
  await form(`${decision}/feedback/${criteria[0]}`, 'assessor', { [`f.${criteria[0]}.text.es`]: HOSTILE })
  await form(`${decision}/release`, 'coordinator', {})

  const result = `/portfolio/submissions/${submissionId}/result`
  t.match(await page(result, 'participant'), /Aún no competente/)
  t.match(await page(result, 'participant', 'en'), /Not yet competent/)
  t.match(await page(result, 'participant', 'fi'), /Ei vielä osoitettu/)
  const appeal = { grounds: 'evidence_overlooked', statement: HOSTILE, statementLanguage: 'es' }
  await form(`/portfolio/submissions/${submissionId}/appeals`, 'participant', { ...appeal, grounds: '' }, 422)
  await form(`/portfolio/submissions/${submissionId}/appeals`, 'participant', appeal)
  await page(result, 'participant')
  const [rectification = ''] =
    /\/assessment\/appeals\/[0-9a-f-]{36}\/rectification/.exec(await page(submission, 'coordinator')) ?? []
  await form(rectification, 'coordinator', {})
  const base = rectification.replace('/rectification', '')
  const appealId = base.split('/').at(-1) ?? ''
  for (const as of ['assessor', 'assessor2']) {
    await page(submission, as)
    await form(`${base}/conclusion`, as, {
      [`p.${appealId}.conclusion.rationale`]: HOSTILE,
      [`p.${appealId}.conclusion.rationaleLanguage`]: 'es',
    })
  }
  await page(result, 'participant')
  await form(`/portfolio/appeals/${appealId}/escalation`, 'participant', {})
  await page(submission, 'coordinator')
  await form(`${base}/panel`, 'coordinator', { 'a.appeal_panel.assessorId': people.panel.personId ?? '' })
  await page('/assessment', 'panel')
})

t.test(
  'whoever has to agree reads the evidence beside both judgements; nobody sees it beside a blind one',
  async (t) => {
    const scene = await createScene(database)
    const app = await open(t, scene)
    const submission = `/assessment/submissions/${scene.submissionId}`
    const read = async (url: string, as: string) => {
      const answer = await app.get(url, { ...html, as })
      t.equal(answer.statusCode, 200, `${url} as ${as}`)
      return answer.body
    }
    const A = await assign(scene, 'A', 'assessor')
    const B = await assign(scene, 'B', 'assessor2')
    await judgeAndSeal(scene, scene.people.assessor, A, [3, 2])
    const sealed = await read(`/assessment/judgements/${A}`, 'assessor')
    t.match(sealed, `id="evidence-${scene.evidence[0]}"`)
    t.notMatch(await read(submission, 'assessor'), 'id="evidence-')
    await judgeAndSeal(scene, scene.people.assessor2, B, [3, 4])
    for (const url of [submission, `/assessment/judgements/${A}`]) {
      const body = await read(url, 'assessor')
      for (const id of scene.evidence) t.match(body, `id="evidence-${id}"`, `${url}: the evidence`)
      t.match(body, `/api/v1/evidence-versions/${scene.evidence[0]}/content`, 'which opens')
      t.match(body, `href="#evidence-${scene.evidence[0]}"`, 'and is linked where it is cited')
      t.match(body, /Fundamento secreto 2[^]*Fundamento secreto 4/, `${url}: both rationales`)
    }
    const overseen = await read(submission, 'coordinator')
    t.notMatch(overseen, 'id="evidence-')
    t.match(overseen, `href="/portfolio/submissions/${scene.submissionId}"`)
  },
)

t.test('a rationale of blanks is none: refused on the page, open in a draft, named before the seal', async (t) => {
  const scene = await createScene(database)
  const app = await open(t, scene)
  const [first, second] = scene.criteria
  const A = await assign(scene, 'A', 'assessor')
  const own = `/assessment/judgements/${A}`
  await fillIn(scene, scene.people.assessor, A, [3, 2])
  const blank = { ...judged(scene, 0, 3), rationale: { es: ' \n ' } }
  const { criterionId, ...body } = blank
  const saved = await app.send('PUT', `/api/v1/judgements/${A}/criteria/${criterionId}`, body, { as: 'assessor' })
  t.equal(saved.statusCode, 204, 'a draft may lack it')

  const bench = await app.get(own, { ...html, as: 'assessor' })
  t.match(bench.body, /Falta el fundamento/)
  t.match(bench.body, /falta 1 criterio/)
  const prefix = `c.${first}`
  const sent = { [`${prefix}.mark`]: '3', [`${prefix}.rationale`]: ' \n ', [`${prefix}.rationaleLanguage`]: 'es' }
  const refused = await app.submit(`${own}/criteria/${first}`, sent, { as: 'assessor' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, `href="#field-c-${first}-rationale"`)

  const sealed = await app.submit(`${own}/seal`, { languageSupport: 'assessor_reads_language' }, { as: 'assessor' })
  t.equal(sealed.statusCode, 422)
  t.match(sealed.body, `<a href="${own}#criterion-${first}">Criterio 1</a> · Falta el fundamento`)
  t.notMatch(sealed.body, `href="${own}#criterion-${second}"`)
})

t.test('reading in its own language is offered to whoever reads it, and otherwise said why not', async (t) => {
  const scene = await createScene(database)
  const app = await open(t, scene)
  const A = await assign(scene, 'A', 'assessor')
  const own = `/assessment/judgements/${A}`
  const inItsLanguage = '<option value="assessor_reads_language"'
  const read = async (url: string) => (await app.get(url, { ...html, as: 'assessor' })).body

  t.match(await read(own), inItsLanguage, 'Spanish is read, and the evidence is in Spanish')
  const named = { languages: 'fi', judgement: A }
  const saved = await app.submit('/assessment/languages', named, { as: 'assessor' })
  t.equal(saved.headers.location, `${own}?done=assessment.done.languages`)
  const refusing = await read(own)
  t.notMatch(refusing, inItsLanguage)
  t.match(refusing, /no ha indicado que lee español/)
  t.match(refusing, `href="/assessment/languages?judgement=${A}"`)

  await fillIn(scene, scene.people.assessor, A, [3, 2])
  const sealing = { languageSupport: 'assessor_reads_language' }
  const refused = await app.submit(`${own}/seal`, sealing, { as: 'assessor' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /Usted no ha indicado que lee el idioma de la evidencia/)
  t.match(refused.body, /No está entre los idiomas que usted lee/)
  t.notMatch(refused.body, inItsLanguage)

  t.match(await read(`/assessment/languages?judgement=${A}`), /value="fi" checked/)
  const change = { languages: ['es', 'fi'] }
  const put = await app.send('PUT', '/api/v1/me/assessor-languages', change, { as: 'assessor' })
  t.equal(put.statusCode, 204)
  t.strictSame((await app.get('/api/v1/me/assessor-languages', { as: 'assessor' })).json(), change)
  t.equal((await app.send('PUT', '/api/v1/me/assessor-languages', change, { as: 'coordinator' })).statusCode, 403)
  t.equal((await app.submit(`${own}/seal`, sealing, { as: 'assessor' })).statusCode, 303)
  const logged = await database.owner
    .select({ actorId: tables.auditEvents.actorId, data: tables.auditEvents.data })
    .from(tables.auditEvents)
    .where(eq(tables.auditEvents.action, 'assessor-languages.named'))
  const actorId = scene.people.assessor.personId
  t.strictSame(logged, [
    { actorId, data: { before: ['es', 'en'], languages: ['fi'] } },
    { actorId, data: { before: ['fi'], languages: ['es', 'fi'] } },
  ])
})

t.test('a result of competent leads its participant to the badge, whether it is issued already or not', async (t) => {
  const scene = await createScene(database)
  const app = await open(t, scene)
  await firstRound(scene, [3, 3], [3, 3])
  await releaseDecision(scene, scene.people.coordinator, await currentDecisionId(scene))
  const result = await app.get(`/portfolio/submissions/${scene.submissionId}/result`, { ...html, as: 'participant' })
  t.match(result.body, /<a href="\/awards">Ir a sus insignias<\/a>/)
  t.notMatch(result.body, /La credencial/)
})

t.test('a judge reads another’s page as not found, and a stranger no result', async (t) => {
  const scene = await createScene(database)
  const app = await open(t, scene)
  const A = await assign(scene, 'A', 'assessor')
  for (const as of ['assessor2', 'adjudicator'] as const) {
    t.equal((await app.get(`/assessment/judgements/${A}`, { ...html, as })).statusCode, 404, as)
  }
  const result = `/portfolio/submissions/${scene.submissionId}/result`
  t.equal((await app.get(result, { ...html, as: 'participant2' })).statusCode, 404)
  t.equal((await app.get(result, { ...html, as: 'observer' })).statusCode, 403)
})

t.test('the same road by the API', async (t) => {
  const scene = await createScene(database)
  const app = await open(t, scene)
  const { submissionId, criteria, people } = scene
  const send = async (method: 'POST' | 'PUT', url: string, as: string, body?: object, status = 204) => {
    const answer = await app.send(method, `/api/v1${url}`, body, { as })
    t.equal(answer.statusCode, status, `${url} as ${as}: ${answer.body}`)
    return answer.body === '' ? null : answer.json<unknown>()
  }
  const read = async (url: string, as: string, status = 200) => {
    const answer = await app.get(`/api/v1${url}`, { as })
    t.equal(answer.statusCode, status, `${url} as ${as}: ${answer.body}`)
    return answer.json<unknown>()
  }
  const judgements: Record<string, string> = {}
  for (const [slot, name] of [
    ['A', 'assessor'],
    ['B', 'assessor2'],
  ] as const) {
    const body = { slot, assessorId: people[name].personId }
    const assigned = await send('POST', `/submissions/${submissionId}/assignments`, 'coordinator', body, 201)
    judgements[name] = (assigned as { judgementId: string }).judgementId
  }
  t.match(await read(`/submissions/${submissionId}/assignable-people?slot=A`, 'coordinator'), [{ refusal: /.+/ }])
  const rulesOfEvidence = { valid: true, authentic: true, current: true, sufficient: true }
  for (const as of ['assessor', 'assessor2'] as const) {
    const own = `/judgements/${judgements[as] ?? ''}`
    await send('POST', `${own}/acceptance`, as, {})
    for (const criterionId of criteria) {
      const body = { mark: 3, rationale: { es: 'Secreto.' }, rulesOfEvidence, evidenceVersionIds: [scene.evidence[1]] }
      await send('PUT', `${own}/criteria/${criterionId}`, as, body)
      await send('PUT', `${own}/criteria/${criterionId}`, as, { ...body, mark: 'NICE' }, 400)
      await send('PUT', `${own}/criteria/${criterionId}`, as, { ...body, mark: 9 }, 422)
    }
    t.match(await read(own, as), { state: 'in_progress', criteria: [{ mark: 3 }, { mark: 3 }] })
    if (as === 'assessor') {
      t.match(await read(own, 'coordinator'), { criteria: null })
      t.match(await read(own, 'assessor2', 403), { code: 'judgement-sealed' })
      t.match(await read(`/first-round-marks?submissionIds=${submissionId}`, 'coordinator', 403), {
        code: 'judgement-sealed',
      })
    }
    await send('POST', `${own}/seal`, as, { languageSupport: 'assessor_reads_language' }, 200)
    await send('POST', `${own}/seal`, as, { languageSupport: 'assessor_reads_language' }, 409)
  }
  const decisionId = await currentDecisionId(scene)
  await read(`/decisions/${decisionId}`, 'participant', 404)
  t.match(await read(`/decisions/${decisionId}`, 'assessor'), { outcome: 'competent', releasedAt: null })
  await send('POST', `/decisions/${decisionId}/release`, 'assessor', undefined, 403)
  t.match(await send('POST', `/decisions/${decisionId}/release`, 'coordinator', undefined, 200), { appealUntil: /Z$/ })
  t.match(await read(`/submissions/${submissionId}/result`, 'participant'), {
    versions: [{ outcome: 'competent', criteria: [{ mark: 3, isMet: true }, {}] }],
    mayAppeal: true,
  })
  t.match(await read('/me/assessment-work', 'assessor'), { toJudge: [], waiting: [], toReconcile: [] })
  t.match(await read(`/programmes/${scene.programme.id}/assessment-board`, 'coordinator'), [])
  t.match(await read(`/programmes/${scene.programme.id}/agreement`, 'auditor'), { report: { counts: { pairs: 2 } } })
  await read(`/programmes/${scene.programme.id}/assessment-board`, 'assessor', 403)
  const grounds = { grounds: 'other', statement: { es: '…' } }
  const lodged = await send('POST', `/decisions/${decisionId}/appeals`, 'participant', grounds, 201)
  const { appealId } = lodged as { appealId: string }
  t.match(await read(`/appeals/${appealId}`, 'participant'), { state: 'lodged' })
  await read(`/appeals/${appealId}`, 'participant2', 404)
  await send('POST', `/appeals/${appealId}/withdrawal`, 'participant')
  await send('POST', `/submissions/${submissionId}/closure`, 'coordinator')
  t.equal(await stateOf(scene), 'closed')
})

t.test('a foreign coordinator finds nothing of it', async (t) => {
  const scene = await createScene(database)
  const foreign = await createScene(database, 'foreign')
  const services = testServices(database, { clock: scene.clock })
  const app = await buildTestApp(t, services, [assessmentRoutes, assessmentPages], foreign.people)
  const { A } = await firstRound(scene, [3, 3], [3, 3])
  const decisionId = await currentDecisionId(scene)
  for (const url of [
    `/api/v1/judgements/${A}`,
    `/api/v1/submissions/${scene.submissionId}/judgements`,
    `/api/v1/submissions/${scene.submissionId}/assessment`,
    `/api/v1/submissions/${scene.submissionId}/result`,
    `/api/v1/decisions/${decisionId}`,
  ]) {
    t.equal((await app.get(url, { as: 'coordinator' })).statusCode, 404, url)
  }
  t.equal(
    (await app.get(`/assessment/submissions/${scene.submissionId}`, { ...html, as: 'coordinator' })).statusCode,
    404,
  )
})
