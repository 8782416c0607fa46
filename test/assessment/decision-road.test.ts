import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import type { Actor } from '../../src/access/index.ts'
import {
  acceptJudgement,
  assignAdjudicator,
  assignPanelMember,
  closeDueSubmissions,
  closeSubmission,
  concludeRectification,
  escalateAppeal,
  escalateToAdjudication,
  explainPanelOutcome,
  grantQualification,
  lodgeAppeal,
  openRectification,
  proposeReconciliation,
  rejectAsInadmissible,
  releaseDecision,
  saveCriterionJudgement,
  sealJudgement,
  signReconciliation,
  withdrawAppeal,
  writeFeedback,
  type Mark,
} from '../../src/assessment/index.ts'
import { readLog, verifyChain } from '../../src/audit/index.ts'
import { tables } from '../../src/database/index.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import type { PersonName } from '../support/programme.ts'
import {
  assign,
  createScene,
  currentDecisionId,
  decisions,
  firstRound,
  judged,
  stateOf,
  type Marks,
  type Scene,
} from './scene.ts'

const SUPPORT = { languageSupport: 'assessor_reads_language' } as const

function proposal(scene: Scene, criterion: 0 | 1, mark: Mark) {
  const { submissionId, criteria } = scene
  return {
    submissionId,
    criterionId: criteria[criterion],
    mark,
    rationale: { es: 'Acordado.' },
    conversationHeld: true,
  }
}

async function agree(scene: Scene, criterion: 0 | 1, mark: Mark): Promise<void> {
  const { reconciliationId } = await proposeReconciliation(
    scene,
    scene.people.assessor,
    proposal(scene, criterion, mark),
  )
  await signReconciliation(scene, scene.people.assessor2, reconciliationId)
}

async function advise(scene: Scene, criterion: 0 | 1): Promise<void> {
  const decisionId = await currentDecisionId(scene)
  const criterionId = scene.criteria[criterion]
  await writeFeedback(scene, scene.people.coordinator, {
    decisionId,
    criterionId,
    text: { es: 'Agregue un registro.' },
  })
}

/** Decided, advised on what is unmet, and released. */
async function released(scene: Scene, a: Marks, b: Marks): Promise<string> {
  await firstRound(scene, a, b)
  for (const criterion of [0, 1] as const) await advise(scene, criterion)
  const decisionId = await currentDecisionId(scene)
  scene.pass(1)
  await releaseDecision(scene, scene.people.coordinator, decisionId)
  return decisionId
}

async function lodged(scene: Scene, decisionId: string): Promise<string> {
  const appeal = { decisionId, grounds: 'evidence_overlooked' as const, statement: { es: 'Falta considerar el plan.' } }
  return (await lodgeAppeal(scene, scene.people.participant, appeal)).appealId
}

async function upheld(scene: Scene, decisionId: string): Promise<string> {
  const appealId = await lodged(scene, decisionId)
  await openRectification(scene, scene.people.coordinator, appealId)
  scene.pass(1)
  for (const name of ['assessor', 'assessor2'] as const) {
    await concludeRectification(scene, scene.people[name], appealId, { rationale: { es: 'Se mantiene.' } })
  }
  return appealId
}

async function panelJudges(scene: Scene, appealId: string, name: PersonName, mark: Mark): Promise<void> {
  const actor: Actor = scene.people[name]
  const { judgementId } = await assignPanelMember(scene, scene.people.coordinator, {
    appealId,
    assessorId: actor.personId ?? '',
  })
  await acceptJudgement(scene, actor, judgementId)
  await saveCriterionJudgement(scene, actor, judgementId, judged(scene, 1, mark))
  await sealJudgement(scene, actor, judgementId, SUPPORT)
}

async function appealState(scene: Scene, appealId: string) {
  const [found] = await scene.database.owner.select().from(tables.appeals).where(eq(tables.appeals.id, appealId))
  return found
}

await onBothDatabases(t, 'the road to a released decision', async (t, database) => {
  t.beforeEach(() => clearTables(database))

  t.test('both signatures settle a criterion; the last one decides', async (t) => {
    const scene = await createScene(database)
    const { assessor, assessor2, coordinator, adjudicator } = scene.people
    await firstRound(scene, [3, 2], [4, 3])
    const first = await proposeReconciliation(scene, assessor, proposal(scene, 0, 4))
    await t.rejects(signReconciliation(scene, assessor, first.reconciliationId), { code: 'already-signed' })
    for (const stranger of [coordinator, adjudicator]) {
      await t.rejects(signReconciliation(scene, stranger, first.reconciliationId), { code: 'not-found' })
    }
    t.strictSame(await signReconciliation(scene, assessor2, first.reconciliationId), { decisionId: null })
    t.equal(await stateOf(scene), 'awaiting_reconciliation')
    await t.rejects(proposeReconciliation(scene, assessor, proposal(scene, 0, 3)), { code: 'criterion-not-open' })

    const silent = { ...proposal(scene, 1, 2), conversationHeld: false }
    await t.rejects(proposeReconciliation(scene, assessor, silent), { code: 'conversation-required' })
    const refused = await proposeReconciliation(scene, assessor, proposal(scene, 1, 2))
    const counter = await proposeReconciliation(scene, assessor2, proposal(scene, 1, 3))
    await t.rejects(signReconciliation(scene, assessor2, refused.reconciliationId), { code: 'criterion-not-open' })
    await t.rejects(signReconciliation(scene, assessor2, counter.reconciliationId), { code: 'already-signed' })
    const { decisionId } = await signReconciliation(scene, assessor, counter.reconciliationId)
    t.match(await decisions(scene), [{ id: decisionId, outcome: 'competent', method: 'joint' }])
    t.equal(await stateOf(scene), 'decided')
  })

  t.test('an adjudicator judges the open criteria and nothing else', async (t) => {
    const scene = await createScene(database)
    const { assessor, coordinator, adjudicator } = scene.people
    await firstRound(scene, [3, 2], [3, 4])
    await escalateToAdjudication(scene, assessor, scene.submissionId)
    t.equal(await stateOf(scene), 'in_adjudication')
    const wanted = (name: PersonName) => ({
      submissionId: scene.submissionId,
      assessorId: scene.people[name].personId ?? '',
    })
    await t.rejects(assignAdjudicator(scene, coordinator, wanted('assessor')), { code: 'assessor-role-missing' })
    await database.owner.insert(tables.roleAssignments).values({
      id: scene.randomness.uuid(),
      personId: assessor.personId ?? '',
      role: 'adjudicator',
      programmeId: scene.programme.id,
      validFrom: new Date('2025-01-01T00:00:00Z'),
    })
    await t.rejects(assignAdjudicator(scene, coordinator, wanted('assessor')), { code: 'prior-involvement' })
    const { judgementId } = await assignAdjudicator(scene, coordinator, wanted('adjudicator'))
    await acceptJudgement(scene, adjudicator, judgementId)
    await t.rejects(saveCriterionJudgement(scene, adjudicator, judgementId, judged(scene, 0, 4)), {
      code: 'criterion-not-open',
    })
    await saveCriterionJudgement(scene, adjudicator, judgementId, judged(scene, 1, 2))
    await sealJudgement(scene, adjudicator, judgementId, SUPPORT)
    t.match(await decisions(scene), [{ outcome: 'not_yet_competent', method: 'joint_with_adjudication' }])
    t.equal(await stateOf(scene), 'decided')
  })

  t.test('the coordinator escalates only after the time to agree, to the end of the day in Chile', async (t) => {
    const scene = await createScene(database)
    const { coordinator, participant, assessorB } = scene.people
    await firstRound(scene, [3, 2], [3, 4])
    await t.rejects(escalateToAdjudication(scene, coordinator, scene.submissionId), {
      code: 'reconciliation-time-left',
      data: { until: '2026-05-16T04:00:00.000Z' },
    })
    await t.rejects(escalateToAdjudication(scene, participant, scene.submissionId), { code: 'not-found' })
    await t.rejects(escalateToAdjudication(scene, assessorB, scene.submissionId), { code: 'not-found' })
    scene.clock.set(new Date('2026-05-16T04:00:00Z'))
    await escalateToAdjudication(scene, coordinator, scene.submissionId)
    t.equal(await stateOf(scene), 'in_adjudication')
  })

  t.test('neg-11: nobody is told "not yet" without being told what next', async (t) => {
    const scene = await createScene(database)
    const { coordinator, assessor, assessor2, adjudicator, participant } = scene.people
    await firstRound(scene, [3, 2], [3, 2])
    const decisionId = await currentDecisionId(scene)
    await t.rejects(releaseDecision(scene, coordinator, decisionId), {
      code: 'feedback-required',
      errors: [{ pointer: `/feedback/${scene.criteria[1]}` }],
    })
    const criterionId = scene.criteria[1]
    const text = { es: 'Agregue el registro de la clase siguiente.' }
    await t.rejects(writeFeedback(scene, assessor, { decisionId, criterionId, text: { en: 'Add…' } }), {
      code: 'invalid-input',
      errors: [{ pointer: '/text/es' }],
    })
    for (const stranger of [adjudicator, participant]) {
      await t.rejects(writeFeedback(scene, stranger, { decisionId, criterionId, text }), { code: 'not-found' })
    }
    await writeFeedback(scene, assessor, { decisionId, criterionId, text: { es: 'Borrador.' } })
    await writeFeedback(scene, assessor2, { decisionId, criterionId, text })
    for (const stranger of [assessor, assessor2]) {
      await t.rejects(releaseDecision(scene, stranger, decisionId), { code: 'forbidden' })
    }
    const { appealUntil } = await releaseDecision(scene, coordinator, decisionId)
    t.equal(appealUntil?.getTime(), scene.clock.now().getTime() + 14 * 24 * 60 * 60 * 1000)
    t.equal(await stateOf(scene), 'released')
    await t.rejects(releaseDecision(scene, coordinator, decisionId), { code: 'immutable' })
    await t.rejects(writeFeedback(scene, assessor, { decisionId, criterionId, text }), { code: 'immutable' })
  })

  t.test('a submission closes when there is nothing more to wait for', async (t) => {
    const scene = await createScene(database)
    const { coordinator, assessor } = scene.people
    const decisionId = await released(scene, [3, 2], [3, 2])
    await t.rejects(closeSubmission(scene, coordinator, scene.submissionId), { code: 'invalid-transition' })
    await t.rejects(closeSubmission(scene, assessor, scene.submissionId), { code: 'forbidden' })
    const appealId = await lodged(scene, decisionId)
    scene.pass(20)
    t.equal(await closeDueSubmissions(scene, scene.programme.id), 0, 'an appeal is open')
    await rejectAsInadmissible(scene, coordinator, appealId, { rationale: { es: 'Sin fundamento.' } })
    t.equal(await closeDueSubmissions(scene, scene.programme.id), 1)
    t.equal(await stateOf(scene), 'closed')
  })

  t.test('neg-18: an appeal after the window is refused', async (t) => {
    const scene = await createScene(database)
    const decisionId = await released(scene, [3, 2], [3, 2])
    scene.pass(14)
    scene.clock.set(new Date(scene.clock.now().getTime() + 1))
    await t.rejects(lodged(scene, decisionId), { code: 'appeal-window-closed' })
  })

  t.test('one appeal at a time, of the participant alone', async (t) => {
    const scene = await createScene(database)
    const decisionId = await released(scene, [3, 2], [3, 2])
    const appeal = { decisionId, grounds: 'other' as const, statement: { es: '…' } }
    await t.rejects(lodgeAppeal(scene, scene.people.participant2, appeal), { code: 'not-found' })
    await t.rejects(lodgeAppeal(scene, scene.people.assessor, appeal), { code: 'forbidden' })
    const appealId = await lodged(scene, decisionId)
    await t.rejects(lodged(scene, decisionId), { code: 'appeal-open' })
    await withdrawAppeal(scene, scene.people.participant, appealId)
    await lodged(scene, decisionId)
  })

  t.test('the same assessors rectify: a new version, better and not worse', async (t) => {
    const scene = await createScene(database)
    const { coordinator, assessor, assessor2 } = scene.people
    const decisionId = await released(scene, [3, 2], [3, 2])
    const appealId = await lodged(scene, decisionId)
    await openRectification(scene, coordinator, appealId)
    scene.pass(1)
    await t.rejects(proposeReconciliation(scene, assessor, proposal(scene, 0, 2)), { code: 'appeal-cannot-worsen' })
    await agree(scene, 1, 3)
    const rationale = { es: 'El plan lo muestra.' }
    t.strictSame(await concludeRectification(scene, assessor, appealId, { rationale }), { outcome: null })
    await t.rejects(concludeRectification(scene, assessor, appealId, { rationale }), { code: 'already-signed' })
    t.strictSame(await concludeRectification(scene, assessor2, appealId, { rationale }), { outcome: 'rectified' })
    const [second, first] = await decisions(scene)
    t.match(first, { id: decisionId, version: 1, outcome: 'not_yet_competent', supersededAt: scene.clock.now() })
    t.match(second, { version: 2, outcome: 'competent', method: 'appeal', supersedesId: decisionId, releasedAt: null })
    t.match(await appealState(scene, appealId), { state: 'rectified', resultingDecisionId: second?.id })
    await releaseDecision(scene, coordinator, second?.id ?? '')
    t.equal(await stateOf(scene), 'released')
    const asParticipant = await database.transaction(scene.people.participant, scene.clock.now(), (tx) =>
      tx.select({ version: tables.decisions.version }).from(tables.decisions),
    )
    t.strictSame(asParticipant.map(({ version }) => version).sort(), [1, 2], 'both versions stay readable')
  })

  t.test('upheld, escalated and overturned by a panel of two organisations', async (t) => {
    const scene = await createScene(database)
    const { coordinator, participant, panel } = scene.people
    const decisionId = await released(scene, [3, 2], [3, 2])
    const appealId = await upheld(scene, decisionId)
    t.match(await appealState(scene, appealId), { state: 'upheld', closedAt: null })
    await t.rejects(assignPanelMember(scene, coordinator, { appealId, assessorId: panel.personId ?? '' }), {
      code: 'appeal-stage-over',
    })
    await escalateAppeal(scene, participant, appealId)
    await panelJudges(scene, appealId, 'panel', 3)
    t.match(await appealState(scene, appealId), { state: 'in_panel' }, 'one organisation is not a panel')
    scene.pass(1)
    await panelJudges(scene, appealId, 'panel2', 3)
    const [second] = await decisions(scene)
    t.match(second, { version: 2, outcome: 'competent', method: 'appeal' })
    t.match(await appealState(scene, appealId), { state: 'overturned', resultingDecisionId: second?.id })
    await explainPanelOutcome(scene, panel, appealId, { rationale: { es: 'El texto lo acredita.' } })
    const { appealUntil } = await releaseDecision(scene, coordinator, second?.id ?? '')
    t.equal(appealUntil, null, 'a panel has the last word')
    await t.rejects(lodged(scene, second?.id ?? ''), { code: 'appeal-window-closed' })
    await t.rejects(lodged(scene, decisionId), { code: 'decision-not-released' })
    const events = []
    for await (const event of readLog(database.owner)) events.push(event)
    t.match(verifyChain(events), { intact: true })
  })

  t.test('neg-17: an assessor cannot sit on the panel', async (t) => {
    const scene = await createScene(database)
    const { coordinator, participant, assessor } = scene.people
    const appealId = await upheld(scene, await released(scene, [3, 2], [3, 2]))
    await escalateAppeal(scene, participant, appealId)
    await database.owner.insert(tables.roleAssignments).values({
      id: scene.randomness.uuid(),
      personId: assessor.personId ?? '',
      role: 'appeals_panel',
      programmeId: scene.programme.id,
      validFrom: new Date('2025-01-01T00:00:00Z'),
    })
    await t.rejects(assignPanelMember(scene, coordinator, { appealId, assessorId: assessor.personId ?? '' }), {
      code: 'prior-involvement',
    })
  })

  for (const [name, first, second] of [
    ['confirms', 2, 2],
    ['is divided', 4, 3],
  ] as const) {
    t.test(`a panel that ${name} leaves the decision as it is, for good`, async (t) => {
      const scene = await createScene(database)
      const decisionId = await released(scene, [3, 2], [3, 2])
      const appealId = await upheld(scene, decisionId)
      await escalateAppeal(scene, scene.people.participant, appealId)
      await panelJudges(scene, appealId, 'panel', first)
      await panelJudges(scene, appealId, 'panel2', second)
      t.match(await appealState(scene, appealId), { state: 'upheld_final', resultingDecisionId: null })
      t.match(await decisions(scene), [{ id: decisionId, supersededAt: null }])
      await t.rejects(lodged(scene, decisionId), { code: 'appeal-already-decided' })
    })
  }

  t.test('a panel cannot worsen a result', async (t) => {
    const scene = await createScene(database)
    const appealId = await upheld(scene, await released(scene, [3, 2], [3, 2]))
    await escalateAppeal(scene, scene.people.participant, appealId)
    await t.rejects(panelJudges(scene, appealId, 'panel', 1), { code: 'appeal-cannot-worsen' })
    await t.rejects(panelJudges(scene, appealId, 'panel2', 'NE'), { code: 'appeal-cannot-worsen' })
  })

  t.test('nobody takes an appeal to the panel after the window', async (t) => {
    const scene = await createScene(database)
    const appealId = await upheld(scene, await released(scene, [3, 2], [3, 2]))
    scene.pass(15)
    await t.rejects(escalateAppeal(scene, scene.people.participant, appealId), { code: 'appeal-window-closed' })
    t.equal(await closeDueSubmissions(scene, scene.programme.id), 1)
    t.match(await appealState(scene, appealId), { state: 'upheld', closedAt: scene.clock.now() })
  })

  t.test('a qualification rests on a calibration, in a pilot on a reason', async (t) => {
    const scene = await createScene(database)
    const { coordinator, assessor, validator } = scene.people
    const wanted = {
      programmeId: scene.programme.id,
      personId: validator.personId ?? '',
      microCourseId: scene.microCourseId,
      rubricId: scene.rubricId,
      validUntil: new Date('2027-05-01T00:00:00Z'),
    }
    const calibration = { benchmarkItems: 6, exactAgreement: 0.83, adjacentAgreement: 1 }
    await t.rejects(grantQualification(scene, assessor, { ...wanted, calibration }), { code: 'forbidden' })
    await t.rejects(grantQualification(scene, coordinator, { ...wanted, reason: 'first year' }), {
      code: 'calibration-required',
    })
    await grantQualification(scene, coordinator, { ...wanted, calibration })
    await database.owner
      .update(tables.programmes)
      .set({ profile: 'pilot' })
      .where(eq(tables.programmes.id, scene.programme.id))
    await t.rejects(grantQualification(scene, coordinator, { ...wanted, reason: ' ' }), {
      code: 'calibration-required',
    })
    await grantQualification(scene, coordinator, { ...wanted, reason: 'first year' })
  })

  t.test('an assessor without qualification is not assigned', async (t) => {
    const scene = await createScene(database)
    await database.owner.delete(tables.assessorQualifications)
    await t.rejects(assign(scene, 'A', 'assessor'), { code: 'qualification-missing' })
  })
})
