import type { Test } from 'tap'
import { t } from '../support/test.ts'
import { pairMentor } from '../../src/access/index.ts'
import { portfolioPages, portfolioRoutes, setCriterionEvidence, submit as handIn } from '../../src/portfolio/index.ts'
import { LANGUAGES } from '../../src/kernel/language.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPglite } from '../support/database.ts'
import {
  addFile,
  addText,
  clearPortfolios,
  completeDraft,
  HANDOVER,
  portfolioWorld,
  release,
  submitted,
} from '../support/portfolio.ts'

const HOSTILE = `"><script>alert('x')</script>`
const database = await openTestPglite(t)
const world = await portfolioWorld(database)
const { people } = world.programme
const [first, second] = world.criterionIds
const { get, submit, upload, send } = await buildTestApp(t, world.services, [portfolioPages, portfolioRoutes], people)
await pairMentor(world.services, people.coordinator, world.programme.id, {
  mentorId: people.mentor.personId ?? '',
  participantId: people.participant.personId ?? '',
  startsOn: '2026-01-01',
})
t.beforeEach(() => clearPortfolios(database, world))

/** The page in each language, looked through for markup that somebody else wrote; returned in Spanish. */
async function page(t: Test, url: string, as: string): Promise<string> {
  const [path = '', query = ''] = url.split('?')
  let spanish = ''
  for (const lang of LANGUAGES) {
    const answer = await get(`${path}?${query}&lang=${lang}`, { as, accept: 'text/html' })
    t.equal(answer.statusCode, 200, `${url} as ${as} in ${lang}`)
    t.notMatch(answer.body, /<script>alert/, `${url} as ${as} in ${lang}: escaped`)
    t.match(answer.body, `<html lang="${lang}">`)
    if (lang === 'es') spanish = answer.body
  }
  return spanish
}

async function status(url: string, as: string): Promise<number> {
  return (await get(url, { as, accept: 'text/html' })).statusCode
}

/** Sends a form that succeeds; returns where it leads. */
async function form(t: Test, url: string, as: string, fields: Record<string, string | string[]>): Promise<string> {
  const answer = await submit(url, fields, { as })
  t.equal(answer.statusCode, 303, `${url} as ${as}: ${answer.body.slice(0, 300)}`)
  return String(answer.headers.location)
}

const EVIDENCE = {
  programmeId: world.programme.id,
  title: HOSTILE,
  capturedOn: '2026-05-20',
  language: 'es',
  peopleShown: 'none',
}

t.test('the road of a teacher by forms alone, with hostile texts in every field', async (t) => {
  t.match(await page(t, '/portfolio', 'participant'), /Aún no ha comenzado ninguna entrega/)
  const begun = await form(t, '/portfolio/submissions', 'participant', {
    versionId: world.course.versionId,
    route: 'standard',
  })
  const draft = begun.split('?')[0] ?? ''
  t.match(begun, 'done=portfolio.done.started')
  const empty = await page(t, begun, 'participant')
  t.match(empty, /«Criterio 1» aún no tiene evidencia/)
  t.match(empty, /Planificación: 0 de 1/)
  t.match(empty, /Sirve como tal: Documento/)

  const id = draft.split('/').at(-1) ?? ''
  const forFirst = { submissionId: id, criterionId: first }
  await page(t, `/portfolio/evidence/new?submission=${id}&criterion=${first}`, 'participant')
  for (const kind of ['file', 'text', 'link']) await page(t, `/portfolio/evidence/new?kind=${kind}`, 'participant')
  const file = new File(['# Plan'], `${HOSTILE}.md`, { type: 'text/markdown' })
  const uploaded = await upload(
    '/portfolio/evidence',
    { ...EVIDENCE, ...forFirst, kind: 'file', type: 'file', file },
    { as: 'participant' },
  )
  t.equal(uploaded.statusCode, 303, uploaded.body)
  t.equal(uploaded.headers.location, `${draft}?done=portfolio.done.evidenceAdded#criterion-${first}`)
  const written = await form(t, '/portfolio/evidence', 'participant', {
    ...EVIDENCE,
    ...{ kind: 'text', type: 'text_reflection', text: HOSTILE },
  })
  const reflection = written.split('?')[0] ?? ''
  const url = 'https://example.org/?q="><script>alert(1)</script>'
  const linked = await form(t, '/portfolio/evidence', 'participant', {
    ...EVIDENCE,
    ...{ kind: 'link', type: 'external_link', url },
  })
  await page(t, linked, 'participant')
  t.match(await page(t, reflection, 'participant'), /&lt;script/, 'the text is there, as a text')
  await form(t, `${reflection}/versions`, 'participant', {
    ...{ capturedOn: '2026-05-21', language: 'fi', peopleShown: 'minors', text: `${HOSTILE} 2` },
  })
  t.match(await page(t, reflection, 'participant'), /Versión 2/)

  const consents = '/portfolio/consents'
  await form(t, consents, 'participant', {
    ...{ programmeId: world.programme.id, subjectKind: 'minors_group', subjectCount: '12' },
    ...{ scope: 'assessment', form: 'signed_paper', heldBy: HOSTILE, minorAssents: '12' },
  })
  const [consentId = ''] = /(?<=consent-)[0-9a-f-]{36}/.exec(await page(t, consents, 'participant')) ?? []
  await form(t, `${consents}/${consentId}`, 'participant', {
    [`of.${consentId}.guardianAuthorisations`]: '12',
    [`of.${consentId}.minorAssents`]: '12',
    [`of.${consentId}.grantedAt`]: '2026-05-30',
  })
  t.match(await page(t, consents, 'participant'), /Otorgado/)
  const [versionId = ''] = /(?<=name="versionId" value=")[^"]+/.exec(await page(t, reflection, 'participant')) ?? []
  await form(t, `${reflection}/consents`, 'participant', { versionId, attachIds: consentId })
  t.match(await page(t, reflection, 'participant'), /Con consentimiento/)

  const [planId = ''] = /(?<=value=")[0-9a-f-]{36}(?=" checked)/.exec(await page(t, draft, 'participant')) ?? []
  const choices = { [`criteria.${first}`]: planId, [`criteria.${second}`]: versionId }
  t.match(await form(t, `${draft}/evidence`, 'participant', choices), 'done=portfolio.done.saved')
  t.equal(
    await form(t, `${draft}/evidence`, 'participant', { ...choices, next: second }),
    `/portfolio/evidence/new?submission=${id}&criterion=${second}`,
  )
  t.equal(await form(t, `${draft}/evidence`, 'participant', { ...choices, next: 'hand-in' }), `${draft}/hand-in`)
  t.match(await page(t, draft, 'participant'), /No falta nada/)
  t.match(await page(t, '/portfolio', 'participant'), /No falta nada/)

  const handover = {
    ...{ nameAsPrinted: 'Juana Arancibia', isNameConfirmed: 'yes', credentialLanguage: 'fi', showsLevel: 'yes' },
    ...{ aiUse: 'used', aiUseDisclosed: HOSTILE, isOwnWork: 'yes' },
  }
  await page(t, `${draft}/hand-in`, 'participant')
  const preview = await submit(
    `${draft}/hand-in/preview`,
    { ...handover, nameAsPrinted: HOSTILE },
    { as: 'participant' },
  )
  t.equal(preview.statusCode, 200)
  t.notMatch(preview.body, /<script>alert/)
  t.notMatch(preview.body, /name="isNameConfirmed"[^>]*checked/, 'a name shown anew is confirmed anew')
  t.match(preview.body, /name="isOwnWork"[^>]*checked/)
  await form(t, `${draft}/hand-in`, 'participant', handover)
  const handedIn = await page(t, draft, 'participant')
  t.match(handedIn, /Juana Arancibia/)
  t.match(handedIn, /Finés/)
  t.equal(
    (await get(`${draft}/hand-in`, { as: 'participant' })).headers.location,
    draft,
    'there is nothing more to say',
  )

  await form(t, `${draft}/return`, 'coordinator', { reason: HOSTILE })
  t.match(await page(t, draft, 'participant'), /Devuelta para completar el .*&lt;script/s)
  t.match(await page(t, `${draft}/hand-in`, 'participant'), /name="credentialLanguage"[^>]*value="fi"[^>]*checked/)
  await form(t, `${draft}/withdraw`, 'participant', {})
  t.match(await page(t, '/portfolio', 'participant'), /Retirada/)
})

t.test('evidence that no submission holds can be removed, other evidence stays', async (t) => {
  const { plan } = await completeDraft(world, people.participant)
  const spare = await addText(world, people.participant)
  t.equal(
    await form(t, `/portfolio/evidence/${spare.item.id}/remove`, 'participant', {}),
    '/portfolio?done=portfolio.done.evidenceRemoved',
  )
  const refused = await submit(`/portfolio/evidence/${plan.item.id}/remove`, {}, { as: 'participant' })
  t.equal(refused.statusCode, 409)
  t.match(refused.body, /Esta evidencia está en una entrega/)
})

t.test('what the scan found stands on the page of the evidence, and goes to no criterion', async (t) => {
  const { submission } = await completeDraft(world, people.participant)
  const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
  const file = new File([eicar], 'plan.txt', { type: 'text/plain' })
  const fields = { ...EVIDENCE, kind: 'file', type: 'file', submissionId: submission.id, criterionId: first }
  const answer = await upload('/portfolio/evidence', { ...fields, file }, { as: 'participant' })
  const where = String(answer.headers.location)
  t.match(where, /^\/portfolio\/evidence\/[0-9a-f-]{36}$/)
  t.match(await page(t, where, 'participant'), /encontró algo peligroso/)
  t.match(await page(t, '/portfolio', 'participant'), /Archivo peligroso/)
  t.match(await page(t, `/portfolio/submissions/${submission.id}`, 'participant'), /No falta nada/)
})

t.test('while no scanner answers, evidence waits and its owner is told', async (t) => {
  const services = { ...world.services, scanner: null }
  const waiting = await buildTestApp(t, services, [portfolioPages], people)
  const fields = { ...EVIDENCE, kind: 'text', type: 'text_reflection', text: 'x' }
  const answer = await waiting.submit('/portfolio/evidence', fields, { as: 'participant' })
  t.match(answer.headers.location, /done=portfolio\.done\.evidenceWaiting$/)
  t.match(await page(t, String(answer.headers.location), 'participant'), /En espera de revisión/)
})

t.test('the next attempt carries what was met, and a criterion met by an appeal can be carried later', async (t) => {
  const { submission } = await submitted(world, people.participant)
  await release(world, submission.id, [3, 2])
  const overview = await page(t, '/portfolio', 'participant')
  t.match(overview, /Comenzar el intento 2/)
  t.match(overview, `/portfolio/submissions/${submission.id}/result`)
  const begun = await form(t, '/portfolio/submissions', 'participant', {
    versionId: world.course.versionId,
    route: 'standard',
  })
  const draft = begun.split('?')[0] ?? ''
  const id = draft.split('/').at(-1) ?? ''
  t.match(await page(t, draft, 'participant'), /Logrado en un intento anterior/)
  await database.owner.execute(`delete from carry_forwards where submission_id = '${id}'`)
  t.match(await page(t, draft, 'participant'), /Ya logrado: mantenerlo/)
  const reflection = await addText(world, people.participant)
  const choices = { [`criteria.${second}`]: reflection.version.id }
  await form(t, `${draft}/evidence`, 'participant', { ...choices, carry: first })
  const view = (await get(`/api/v1/submissions/${id}`, { as: 'participant' })).json<{
    carryForwards: { criterionId: string }[]
    items: { criterionId: string }[]
  }>()
  t.strictSame(
    view.carryForwards.map(({ criterionId }) => criterionId),
    [first],
  )
  t.strictSame(
    view.items.map(({ criterionId }) => criterionId),
    [second],
    'and the choices of the other criteria were saved with it',
  )
})

t.test('a coordinator excuses, reads what a draft lacks, and sees which consents do not hold', async (t) => {
  const begun = await form(t, '/portfolio/submissions', 'participant', {
    versionId: world.course.versionId,
    route: 'standard',
  })
  const draft = begun.split('?')[0] ?? ''
  const [requirementId = ''] = world.requirementIds
  t.match(await page(t, draft, 'coordinator'), /Por qué se acepta menos evidencia/)
  await form(t, `${draft}/exceptions`, 'coordinator', { requirementId, [`reasons.${requirementId}`]: HOSTILE })
  t.match(await page(t, draft, 'coordinator'), /Dispensado por la coordinación/)

  const consent = await send(
    'POST',
    '/api/v1/consents',
    {
      ...{ programmeId: world.programme.id, subjectKind: 'adult', subjectCount: 1, scope: ['assessment'] },
      ...{ form: 'signed_paper', heldBy: HOSTILE, grantedAt: '2026-05-01T12:00:00Z' },
    },
    { as: 'participant2' },
  )
  const consentId = consent.json<{ id: string }>().id
  const { submission } = await completeDraft(world, people.participant2)
  const shown = await addText(world, people.participant2, { peopleShown: 'adults', consentIds: [consentId] })
  await setCriterionEvidence(world.services, people.participant2, submission.id, {
    criterionId: second,
    versionIds: [shown.version.id],
  })
  await handIn(world.services, people.participant2, submission.id, HANDOVER)
  const evidence = `/portfolio/evidence/${shown.item.id}`
  t.match(await page(t, evidence, 'coordinator'), /Con consentimiento/)
  t.equal(
    await form(t, `${evidence}/consents/${consentId}/withdraw`, 'coordinator', {}),
    `${evidence}?done=portfolio.done.consentWithdrawn`,
  )
  t.match(await page(t, evidence, 'coordinator'), /El consentimiento ya no rige/)
  t.match(await page(t, `/portfolio/submissions/${submission.id}`, 'coordinator'), /Problema de consentimiento/)
  const listed = await page(t, '/submissions?show=consent-problem', 'coordinator')
  t.match(listed, submission.id)
  t.notMatch(listed, draft)
  t.match(await page(t, '/submissions?show=', 'auditor'), draft)
  t.match(await page(t, '/submissions?show=withdrawn', 'auditor'), /Aquí no hay entregas/)
})

t.test('a mentor reads along without a form of their own', async (t) => {
  const { submission, plan } = await submitted(world, people.participant)
  const overview = await page(t, '/portfolio', 'mentor')
  t.match(overview, /Personas a quienes acompaña/)
  t.match(overview, `/portfolio/submissions/${submission.id}`)
  t.notMatch(overview, /Agregar evidencia/)
  for (const url of [`/portfolio/submissions/${submission.id}`, `/portfolio/evidence/${plan.item.id}`]) {
    t.notMatch(await page(t, url, 'mentor'), /action="\/portfolio/)
  }
})

t.test('a stranger finds nothing', async (t) => {
  const { submission, plan } = await submitted(world, people.participant)
  const unmentored = await submitted(world, people.participant2)
  const paths = [`/portfolio/submissions/${submission.id}`, `/portfolio/evidence/${plan.item.id}`]
  for (const path of [...paths, `${paths[0] ?? ''}/hand-in`]) t.equal(await status(path, 'participant2'), 404, path)
  for (const path of [`${paths[0] ?? ''}/withdraw`, `${paths[0] ?? ''}/evidence`, `${paths[1] ?? ''}/remove`]) {
    t.equal((await submit(path, {}, { as: 'participant2' })).statusCode, 404, path)
  }
  t.equal(await status(`/portfolio/submissions/${unmentored.submission.id}`, 'mentor'), 404)
  t.equal(await status(`/portfolio/evidence/${unmentored.plan.item.id}`, 'mentor'), 404)
  t.equal(await status(paths[0] ?? '', 'assessor'), 403)
  t.equal(await status('/portfolio', 'observer'), 403)
  const spare = await addFile(world, people.participant)
  t.equal(await status(`/portfolio/evidence/${spare.item.id}`, 'participant2'), 404)
})
