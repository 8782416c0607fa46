import { t, type Test } from '../support/test.ts'
import { grantRole } from '../../src/access/index.ts'
import { checkPage } from '../../src/demo/check-addresses.ts'
import { handIn, type HandedIn } from '../../src/demo/hand-in.ts'
import {
  assign,
  currentDecision,
  issue,
  judge,
  judgeAndSeal,
  type Company,
  type Destination,
  type WalkedAward,
} from '../../src/demo/walk-award.ts'
import { onBothDatabases } from '../support/database.ts'
import { refusalOf } from './answers.ts'
import { isReadable, tryAll } from './attempts.ts'
import { visit } from './form-visitor.ts'
import { openRoad, qualify, type Road } from './scene.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

await onBothDatabases(t, 'bad input', async (t, database) => {
  const road = await openRoad(t, database, { MAX_UPLOAD_MB: '1' })
  await unreadable(t, road)
  const judged = await whileJudged(t, road)
  await beforeRelease(t, road)
  const award = await whileAwarded(t, road, judged)
  await wrongCodes(t, road, award)
  await checkPage(award, road.programme.destination.teacherName, 'valid')
})

/** What does not get as far as a rule. */
async function unreadable(t: Test, road: Road): Promise<void> {
  const { programmeId, capturedOn } = road.programme.destination
  const file = new File([new Uint8Array(1_200_000).fill(97)], 'clase.txt', { type: 'text/plain' })
  const form = new FormData()
  form.append('programmeId', programmeId)
  form.append('file', file)
  const award = `awards/${UNKNOWN}`
  await t.test('malformed JSON', async (t) => {
    const broken = '{"decisionId": "'
    const coordinator = await road.as('coordinator')
    t.strictSame(await refusalOf(coordinator, { path: '/api/v1/awards', body: broken }), {
      status: 400,
      code: 'malformed-json',
    })
    const headers = { 'content-type': 'application/json' }
    const page = await visit(coordinator, '/awards/proposals', { method: 'POST', headers, body: broken })
    t.equal(page.status, 400)
    isReadable(t, page, 'malformed-json')
  })
  await tryAll(t, road, [
    {
      what: 'an id that names nothing',
      as: 'signatory',
      sent: { method: 'GET', path: `/api/v1/${award}` },
      refused: { status: 404, code: 'not-found' },
      page: `/${award}`,
    },
    {
      what: 'an id that is none',
      as: 'signatory',
      sent: { method: 'GET', path: '/api/v1/awards/first' },
      refused: { status: 404, code: 'unknown-address' },
      page: '/awards/first',
    },
    {
      what: 'a step on something unknown',
      as: 'coordinator',
      sent: { path: `/api/v1/decisions/${UNKNOWN}/release` },
      refused: { status: 404, code: 'not-found' },
      page: `/assessment/decisions/${UNKNOWN}/release`,
      fields: {},
    },
    {
      what: 'an oversized upload',
      as: 'participant',
      sent: { path: '/api/v1/evidence-items', body: form },
      refused: { status: 413, code: 'body-too-large' },
      page: '/portfolio/evidence',
      fields: {
        ...{ kind: 'file', programmeId, type: 'file', capturedOn, language: 'es', peopleShown: 'none' },
        ...{ title: 'Una clase grabada entera', file },
      },
      keeps: ['Una clase grabada entera'],
    },
  ])
}

interface Judged {
  readonly company: Company
  readonly destination: Destination
  readonly submission: HandedIn
  readonly judgementIds: { readonly A: string; readonly B: string }
}

/** One judgement is sealed; the other is complete but for the evidence. A signatory is among the judges. */
async function whileJudged(t: Test, road: Road): Promise<Judged> {
  const { services, programme } = road
  const { people, course } = programme
  const assessorAId = people.signatoryB.personId ?? ''
  await grantRole(services, people.coordinator, programme.id, assessorAId, { role: 'assessor' })
  await qualify(services, programme, course, 'signatoryB')
  const company = { ...(await road.company('participant')), assessorA: await road.as('signatoryB') }
  const destination = { ...road.programme.destination, assessorAId }
  const submission = await handIn(company.teacher, destination)
  const judgementIds = await assign(company, destination, submission)
  await judgeAndSeal(company.assessorA, judgementIds.A, destination, submission)
  await judge(company.assessorB, judgementIds.B, destination, { ...submission, evidenceVersionIds: [] })
  const [criterionId] = destination.criterionIds
  const judgement = `judgements/${judgementIds.B}`
  const rulesOfEvidence = { valid: true, authentic: true, current: true, sufficient: 'yes' }
  const typed = 'El producto se probó en la sede.'
  await tryAll(t, road, [
    {
      what: 'a second seal',
      as: 'signatoryB',
      sent: { path: `/api/v1/judgements/${judgementIds.A}/seal`, body: {} },
      refused: { status: 409, code: 'judgement-not-open' },
      page: `/assessment/judgements/${judgementIds.A}/seal`,
      fields: { languageSupport: 'assessor_reads_language' },
    },
    {
      what: 'a seal without evidence',
      as: 'assessor2',
      sent: { path: `/api/v1/${judgement}/seal`, body: {} },
      refused: {
        status: 422,
        code: 'evidence-required',
        pointers: [`/criteria/${criterionId}/evidenceVersionIds`],
      },
      page: `/assessment/${judgement}/seal`,
      fields: { languageSupport: 'assessor_reads_language' },
    },
    {
      what: 'values of a wrong type',
      as: 'assessor2',
      sent: {
        method: 'PUT',
        path: `/api/v1/${judgement}/criteria/${criterionId}`,
        body: { mark: 3, rationale: typed, rulesOfEvidence, evidenceVersionIds: [] },
      },
      refused: { status: 400, code: 'malformed-input', pointers: ['/rationale', '/rulesOfEvidence/sufficient'] },
      page: `/assessment/${judgement}/criteria/${criterionId}`,
      fields: { [`c.${criterionId}.mark`]: 'tres', [`c.${criterionId}.rationale`]: typed },
      onPage: { status: 422, code: 'invalid-input' },
      keeps: [typed],
    },
  ])
  return { company, destination, submission, judgementIds }
}

/** Another submission, on which both judges agree that a criterion is not met. */
async function beforeRelease(t: Test, road: Road): Promise<void> {
  const { destination } = road.programme
  const company = await road.company('participant2')
  const submission = await handIn(company.teacher, destination)
  const judgementIds = await assign(company, destination, submission)
  await judgeAndSeal(company.assessorA, judgementIds.A, destination, submission, [2, 3])
  await judgeAndSeal(company.assessorB, judgementIds.B, destination, submission, [2, 3])
  const decisionId = await currentDecision(company.coordinator, submission)
  await tryAll(t, road, [
    {
      what: 'a release without feedback',
      as: 'coordinator',
      sent: { path: `/api/v1/decisions/${decisionId}/release` },
      refused: { status: 422, code: 'feedback-required', pointers: [`/feedback/${destination.criterionIds[0]}`] },
      page: `/assessment/decisions/${decisionId}/release`,
      fields: {},
    },
    {
      what: 'an award for a decision that is neither released nor competent',
      as: 'coordinator',
      sent: { path: '/api/v1/awards', body: { decisionId } },
      refused: { status: 409, code: 'decision-not-competent' },
      page: '/awards/proposals',
      fields: { decisionIds: decisionId },
    },
  ])
}

/** The judgement that was refused is completed and sealed: nothing of it was lost. */
async function whileAwarded(t: Test, road: Road, judged: Judged): Promise<WalkedAward> {
  const { company, destination, submission, judgementIds } = judged
  const { assessorB, coordinator, signatory, partnerSignatory } = company
  for (const [index, criterionId] of destination.criterionIds.entries()) {
    await assessorB.put(`/api/v1/judgements/${judgementIds.B}/criteria/${criterionId}`, {
      mark: 3,
      rationale: { es: 'Corresponde.' },
      rulesOfEvidence: { valid: true, authentic: true, current: true, sufficient: true },
      evidenceVersionIds: submission.evidenceVersionIds.slice(index, index + 1),
    })
  }
  await assessorB.post(`/api/v1/judgements/${judgementIds.B}/seal`, {})
  const decisionId = await currentDecision(coordinator, submission)
  await coordinator.post(`/api/v1/decisions/${decisionId}/release`)
  const awardId = (await coordinator.post('/api/v1/awards', { decisionId })).text('id')
  const step = (name: 'approval' | 'endorsement' | 'credential') => ({ path: `/api/v1/awards/${awardId}/${name}` })
  const fields = { awardIds: awardId }
  await tryAll(t, road, [
    {
      what: 'approval by an assessor',
      as: 'assessor',
      sent: step('approval'),
      refused: { status: 403, code: 'forbidden' },
      page: '/awards/approvals',
      fields,
    },
    {
      what: 'approval by a signatory who judged it',
      as: 'signatoryB',
      sent: step('approval'),
      refused: { status: 409, code: 'separation-of-duties' },
      page: '/awards/approvals',
      fields,
    },
    {
      what: "approval by the partner's signatory",
      as: 'signatory2',
      sent: step('approval'),
      refused: { status: 409, code: 'wrong-approving-organisation' },
      page: '/awards/approvals',
      fields,
    },
    {
      what: 'endorsement by the wrong organisation',
      as: 'signatory',
      sent: step('endorsement'),
      refused: { status: 409, code: 'wrong-endorsing-organisation' },
      page: '/awards/endorsements',
      fields,
    },
    {
      what: 'issuing before anybody approved',
      as: 'signatory',
      sent: step('credential'),
      refused: { status: 409, code: 'award-not-approved' },
      page: '/awards/issues',
      fields,
    },
    {
      what: 'a second award',
      as: 'coordinator',
      sent: { path: '/api/v1/awards', body: { decisionId } },
      refused: { status: 409, code: 'award-exists' },
      page: '/awards/proposals',
      fields: { decisionIds: decisionId },
    },
  ])
  await signatory.post(step('approval').path)
  await tryAll(t, road, [
    {
      what: 'issuing without endorsement',
      as: 'signatory',
      sent: step('credential'),
      refused: { status: 409, code: 'endorsement-missing' },
      page: '/awards/issues',
      fields,
    },
  ])
  await partnerSignatory.post(step('endorsement').path)
  const award = await issue(company, awardId, road.address)
  await tryAll(t, road, [
    {
      what: 'issuing a second time',
      as: 'signatory',
      sent: step('credential'),
      refused: { status: 409, code: 'award-already-issued' },
      page: '/awards/issues',
      fields,
    },
  ])
  return award
}

/** Unknown, mistyped and nonsense: the same report, and a page that says how to go on. */
async function wrongCodes(t: Test, { address }: Road, { code }: WalkedAward): Promise<void> {
  const nobody = { ask: (path: string, init?: RequestInit) => fetch(`${address}${path}`, init) }
  const mistyped = code.replace(/.$/, (last) => (last === '7' ? '8' : '7'))
  const reports: string[] = []
  for (const wrong of ['7H2K-9QWX-4M3N-6PRT', mistyped, 'certificado']) {
    await t.test(`the wrong code ${wrong === mistyped ? 'with one sign mistyped' : wrong}`, async (t) => {
      const response = await nobody.ask(`/v/${wrong}`, { headers: { accept: 'application/json' } })
      t.equal(response.status, 404)
      const { checkedAt, ...report } = (await response.json()) as Record<string, unknown>
      t.match(report, { state: 'not-found', verified: false, credential: null })
      t.ok(checkedAt)
      reports.push(JSON.stringify(report))
      const page = await visit(nobody, `/v/${wrong}`, { headers: { 'accept-language': 'es' } })
      t.equal(page.status, 404)
      t.match(page.html, 'data-state="not-found"')
    })
  }
  t.equal(new Set(reports).size, 1, 'the answer does not tell one from the other')
}
