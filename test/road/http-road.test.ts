import { t, type Test } from '../support/test.ts'
import { readLog, verifyLongChain } from '../../src/audit/index.ts'
import { checkCertificate, checkCredential, checkPage } from '../../src/demo/check-addresses.ts'
import { handIn } from '../../src/demo/hand-in.ts'
import {
  approveAndEndorse,
  assign,
  currentDecision,
  issue,
  judge,
  judgeAndSeal,
  revokeAward,
  walkAward,
  type Company,
  type Destination,
  type WalkedAward,
} from '../../src/demo/walk-award.ts'
import { onBothDatabases } from '../support/database.ts'
import type { TestProgramme } from '../support/programme.ts'
import { isRevokedIn, json, refusalOf, type IssuedDocument } from './answers.ts'
import { publishedOverHttp } from './published-over-http.ts'
import { openEmptyRoad, type Road } from './scene.ts'
import { strangerTo } from './stranger.ts'

await onBothDatabases(t, 'the road over HTTP', async (t, database) => {
  const road = await openEmptyRoad(t, database)
  const destination = await publishedOverHttp(t, road)
  const company = await road.company('participant')
  const decisionId = await reconciledDecision(t, destination, company)
  const kept = await issuedAward(t, road.address, destination, company, decisionId)
  await revokedAward(t, road, destination, kept)
  t.match(await verifyLongChain(readLog(database.owner)), { intact: true }, 'the whole way is in the judgement log')
})

/** From the upload to a released decision on which the two assessors did not agree at first. */
async function reconciledDecision(t: Test, destination: Destination, company: Company): Promise<string> {
  const { teacher, assessorA, assessorB, coordinator } = company
  const [, second] = destination.criterionIds
  const submission = await handIn(teacher, destination)
  const submissionPath = `/api/v1/submissions/${submission.submissionId}`

  await t.test('what was handed in is frozen', async (t) => {
    const body = { evidenceVersionIds: submission.evidenceVersionIds.slice(0, 1) }
    t.strictSame(
      await refusalOf(teacher, { method: 'PUT', path: `${submissionPath}/criteria/${second}/evidence`, body }),
      { status: 409, code: 'immutable' },
    )
  })

  const judgementIds = await assign(company, destination, submission)
  await judgeAndSeal(assessorA, judgementIds.A, destination, submission, [3, 4])
  await judge(assessorB, judgementIds.B, destination, submission, [3, 2])

  await t.test('until both have sealed, each is blind to the other and the teacher to both', async (t) => {
    for (const [assessor, others] of [
      [assessorA, judgementIds.B],
      [assessorB, judgementIds.A],
    ] as const) {
      const path = `/api/v1/judgements/${others}`
      t.strictSame(await refusalOf(assessor, { method: 'GET', path }), { status: 403, code: 'judgement-sealed' })
    }
    t.match((await teacher.get(`${submissionPath}/result`)).json, { versions: [] })
  })

  await assessorB.post(`/api/v1/judgements/${judgementIds.B}/seal`, {})

  await t.test('a difference across the threshold is talked about, written down, and signed by both', async (t) => {
    const { criteria } = (await assessorA.get(`${submissionPath}/assessment`)).json as {
      criteria: { difference: { kind: string; crossesThreshold: boolean } }[]
    }
    t.match(
      criteria.map(({ difference }) => difference),
      [{ kind: 'equal' }, { kind: 'conversation', crossesThreshold: true }],
    )
    const path = `${submissionPath}/reconciliations`
    const proposal = { criterionId: second, mark: 3, rationale: { es: 'Conversamos: corresponde al nivel 3.' } }
    t.strictSame(await refusalOf(assessorA, { path, body: proposal }), {
      status: 422,
      code: 'conversation-required',
      pointers: ['/conversationHeld'],
    })
    const proposed = await assessorA.post(path, { ...proposal, conversationHeld: true })
    const signature = `/api/v1/reconciliations/${proposed.text('reconciliationId')}/signature`
    t.strictSame(await refusalOf(assessorA, { path: signature }), { status: 409, code: 'already-signed' })
    t.ok((await assessorB.post(signature)).text('decisionId'))
  })

  const decisionId = await currentDecision(coordinator, submission)
  await coordinator.put(`/api/v1/decisions/${decisionId}/feedback/${second}`, { text: { es: 'Siga midiendo.' } })
  await coordinator.post(`/api/v1/decisions/${decisionId}/release`)

  await t.test('with the release the teacher sees levels and feedback', async (t) => {
    t.match((await teacher.get(`${submissionPath}/result`)).json, {
      versions: [
        {
          decisionId,
          outcome: 'competent',
          criteria: [
            { mark: 3, basis: 'exact_agreement', isMet: true },
            { mark: 3, basis: 'reconciled', isMet: true, feedback: { es: 'Siga midiendo.' } },
          ],
        },
      ],
    })
  })
  return decisionId
}

/** From the released decision to a badge that anybody can check. */
async function issuedAward(
  t: Test,
  address: string,
  destination: Destination,
  company: Company,
  decisionId: string,
): Promise<WalkedAward> {
  const awardId = await approveAndEndorse(company, decisionId)
  const award = await issue(company, awardId, address)
  await t.test('page, report, signed document and certificate say that it is valid', async () => {
    await checkPage(award, destination.teacherName, 'valid')
    await checkCredential(address, award, 'valid')
    await checkCertificate(address, award, 'valid')
  })
  await t.test("a stranger's library verifies it by its did:key", async (t) => {
    const stranger = await strangerTo({ address, publicUrl: address, issuers: [] })
    t.match(await stranger.verify(await json(award.credentialAddress)), { verified: true })
  })
  await t.test('the report knows both organisations', async (t) => {
    const report = await json<{ facts: { check: string; outcome: string }[] }>(award.verificationAddress)
    const outcomes = Object.fromEntries(report.facts.map(({ check, outcome }) => [check, outcome]))
    t.match(outcomes, { proof: 'passed', issuer: 'passed', status: 'passed', endorsement: 'passed' })
  })
  return award
}

/** A second badge, which two people revoke. */
async function revokedAward(t: Test, road: Road<TestProgramme>, before: Destination, kept: WalkedAward): Promise<void> {
  const { address } = road
  const destination = { ...before, teacherName: 'Pedro Lincopán Mella' }
  const company = await road.company('participant2')
  const award = await walkAward(company, destination, address)
  const { credentialStatus } = await json<IssuedDocument>(award.credentialAddress)
  const list = () => json<Parameters<typeof isRevokedIn>[0]>(credentialStatus.statusListCredential)
  const untouched = await list()

  await t.test('one person alone revokes nothing', async (t) => {
    const path = `/api/v1/credentials/${award.credentialId}/revocations`
    const { signatory } = company
    const id = (await signatory.post(path, { category: 'administrative_error' })).text('id')
    t.strictSame(await refusalOf(signatory, { path: `/api/v1/revocations/${id}/confirmation` }), {
      status: 409,
      code: 'second-person-required',
    })
    t.strictSame(await list(), untouched)
    await checkPage(award, destination.teacherName, 'valid')
    await company.partnerSignatory.post(`/api/v1/revocations/${id}/refusal`)
  })

  await revokeAward(company, award)

  await t.test('two people do: the signed list changes, and whoever asks is told', async (t) => {
    const after = await list()
    t.notOk(isRevokedIn(untouched, credentialStatus))
    t.ok(isRevokedIn(after, credentialStatus))
    t.match(await json(award.verificationAddress), {
      state: 'revoked',
      verified: false,
      credential: { revocationCategory: 'administrative_error' },
    })
    await checkPage(award, destination.teacherName, 'revoked')
    await checkCredential(address, award, 'revoked')
    await checkCertificate(address, award, 'revoked')
  })

  await t.test('and nothing else changes', async (t) => {
    const other = await json<IssuedDocument>(kept.credentialAddress)
    t.not(other.credentialStatus.statusListIndex, credentialStatus.statusListIndex)
    await checkPage(kept, before.teacherName, 'valid')
    await checkCredential(address, kept, 'valid')
  })
}
