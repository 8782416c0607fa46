import { sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import {
  acceptJudgement,
  assignAssessor,
  declineJudgement,
  saveCriterionJudgement,
  sealJudgement,
  voidJudgement,
} from '../../src/assessment/index.ts'
import { readLog } from '../../src/audit/index.ts'
import { rows, tables, type Database } from '../../src/database/index.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import {
  assign,
  createScene,
  decisions,
  fillIn,
  firstRound,
  judged,
  judgeAndSeal,
  stateOf,
  type Scene,
} from './scene.ts'

async function actionsOf(database: Database): Promise<string[]> {
  const actions: string[] = []
  for await (const { action, actorRole } of readLog(database.owner)) actions.push(`${action} by ${actorRole}`)
  return actions
}

async function pair(scene: Scene, mentor: 'assessor' | 'assessor2', endsOn: string | null = null): Promise<void> {
  await scene.database.owner.insert(tables.mentorPairings).values({
    id: scene.randomness.uuid(),
    programmeId: scene.programme.id,
    mentorId: scene.people[mentor].personId ?? '',
    participantId: scene.people.participant.personId ?? '',
    startsOn: '2025-03-01',
    endsOn,
  })
}

await onBothDatabases(t, 'the first round', async (t, database) => {
  t.beforeEach(() => clearTables(database))

  t.test('two equal judgements are revealed together and decide', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    t.equal(await stateOf(scene), 'submitted', 'one assessor is not a joint assessment')
    const B = await assign(scene, 'B', 'assessor2')
    t.equal(await stateOf(scene), 'in_assessment')
    await judgeAndSeal(scene, scene.people.assessor, A, [3, 4])
    t.equal(await stateOf(scene), 'in_assessment', 'one seal changes nothing that others can see')
    t.strictSame(await decisions(scene), [])
    scene.pass(1)
    await judgeAndSeal(scene, scene.people.assessor2, B, [3, 4])
    t.equal(await stateOf(scene), 'decided')
    t.match(await decisions(scene), [
      { version: 1, outcome: 'competent', method: 'joint', releasedAt: null, inputHash: /^[0-9a-f]{64}$/ },
    ])
    t.strictSame(await actionsOf(database), [
      'assignment.created by coordinator',
      'assignment.created by coordinator',
      'submission.in-assessment by system',
      'judgement.accepted by assessor',
      'judgement.begun by assessor',
      'judgement.sealed by assessor',
      'judgement.accepted by assessor',
      'judgement.begun by assessor',
      'judgement.sealed by assessor',
      'judgements.revealed by system',
      'decision.made by system',
    ])
  })

  t.test('a difference waits for reconciliation', async (t) => {
    const scene = await createScene(database)
    await firstRound(scene, [3, 4], [3, 3])
    t.equal(await stateOf(scene), 'awaiting_reconciliation')
    t.strictSame(await decisions(scene), [])
    t.equal((await actionsOf(database)).at(-1), 'submission.awaiting-reconciliation by system')
  })

  t.test('not evidenced by both is a decision: not yet competent', async (t) => {
    const scene = await createScene(database)
    await firstRound(scene, [3, 'NE'], [3, 'NE'])
    t.match(await decisions(scene), [{ outcome: 'not_yet_competent' }])
  })

  t.test('neg-01: a mentor is refused, and the refusal is logged', async (t) => {
    const scene = await createScene(database)
    await pair(scene, 'assessor')
    await t.rejects(assign(scene, 'A', 'assessor'), { code: 'coi-mentor' })
    t.strictSame(await actionsOf(database), ['assignment.refused by coordinator'])
  })

  t.test('a former mentor is refused for twelve months, and told until when', async (t) => {
    const scene = await createScene(database)
    await pair(scene, 'assessor', '2025-05-31')
    await t.rejects(assign(scene, 'A', 'assessor'), { code: 'coi-mentor', data: { until: '2026-05-31' } })
    scene.pass(28)
    await assign(scene, 'A', 'assessor')
  })

  t.test('neg-02: a declared conflict is refused', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    await declineJudgement(scene, scene.people.assessor, A, { reason: 'coi', kind: 'former_colleague' })
    await t.rejects(assign(scene, 'A', 'assessor'), { code: 'coi-declared' })
    await assign(scene, 'A', 'assessorB')
    t.match(await actionsOf(database), [
      'assignment.created by coordinator',
      'judgement.declined by assessor',
      'conflict.declared by assessor',
    ])
  })

  t.test('neg-03: two assessors of one organisation are refused', async (t) => {
    const scene = await createScene(database)
    await assign(scene, 'A', 'assessor')
    await t.rejects(assign(scene, 'B', 'assessorB'), { code: 'joint-orgs-required' })
    await t.rejects(assign(scene, 'A', 'assessor2'), { code: 'slot-taken' })
    await t.rejects(assign(scene, 'B', 'coordinator'), { code: 'assessor-role-missing' })
    await t.rejects(assign(scene, 'B', 'participant'), { code: 'coi-self' })
  })

  t.test('only the coordinator of the programme assigns', async (t) => {
    const scene = await createScene(database)
    const foreign = await createScene(database, 'foreign')
    const wanted = {
      submissionId: scene.submissionId,
      slot: 'A' as const,
      assessorId: scene.people.assessor.personId ?? '',
    }
    for (const name of ['signatory', 'auditor', 'participant'] as const) {
      await t.rejects(assignAssessor(scene, scene.people[name], wanted), { code: 'forbidden' }, name)
    }
    for (const name of ['assessor', 'assessor2', 'author', 'administrator'] as const) {
      await t.rejects(assignAssessor(scene, scene.people[name], wanted), { code: 'not-found' }, name)
    }
    await t.rejects(assignAssessor(scene, foreign.people.coordinator, wanted), { code: 'not-found' })
  })

  t.test('a pairing that begins after assignment is found at acceptance', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    await pair(scene, 'assessor')
    await t.rejects(acceptJudgement(scene, scene.people.assessor, A), { code: 'coi-mentor' })
  })

  t.test('a late conflict is found at the seal; voiding frees that slot alone', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    const B = await assign(scene, 'B', 'assessor2')
    await judgeAndSeal(scene, scene.people.assessor, A, [3, 3])
    await fillIn(scene, scene.people.assessor2, B, [3, 3])
    await pair(scene, 'assessor2')
    const languageSupport = 'assessor_reads_language'
    await t.rejects(sealJudgement(scene, scene.people.assessor2, B, { languageSupport }), { code: 'coi-mentor' })
    t.equal(await stateOf(scene), 'in_assessment')
    await voidJudgement(scene, scene.people.coordinator, B, { reason: 'late conflict' })
    await t.rejects(sealJudgement(scene, scene.people.assessor2, B, { languageSupport }), {
      code: 'judgement-not-open',
    })
    const replacement = await assign(scene, 'B', 'assessor2b')
    await judgeAndSeal(scene, scene.people.assessor2b, replacement, [3, 3])
    t.equal(await stateOf(scene), 'decided')
    t.match(await decisions(scene), [{ outcome: 'competent' }])
  })

  t.test('a sealed judgement can be voided before the reveal and counts for nothing', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    const B = await assign(scene, 'B', 'assessor2')
    await judgeAndSeal(scene, scene.people.assessor, A, [4, 4])
    await pair(scene, 'assessor')
    await voidJudgement(scene, scene.people.coordinator, A, { reason: 'late conflict' })
    await judgeAndSeal(scene, scene.people.assessor2, B, [2, 2])
    t.equal(await stateOf(scene), 'in_assessment', 'one sealed and one void: nothing is revealed')
    const again = await assign(scene, 'A', 'assessorB')
    await judgeAndSeal(scene, scene.people.assessorB, again, [2, 2])
    t.match(await decisions(scene), [{ outcome: 'not_yet_competent' }])
    await t.rejects(voidJudgement(scene, scene.people.coordinator, B, { reason: 'too late' }), {
      code: 'judgement-not-open',
    })
  })

  t.test('an assessor withdraws after the other sealed', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    const B = await assign(scene, 'B', 'assessor2')
    await judgeAndSeal(scene, scene.people.assessor, A, [3, 3])
    await fillIn(scene, scene.people.assessor2, B, [1, 1])
    await declineJudgement(scene, scene.people.assessor2, B, { reason: 'capacity' })
    await t.rejects(declineJudgement(scene, scene.people.assessor, A, { reason: 'capacity' }), {
      code: 'judgement-not-open',
    })
    t.equal(await stateOf(scene), 'in_assessment')
    const replacement = await assign(scene, 'B', 'assessor2b')
    const visible = await database.transaction(scene.people.assessor2b, scene.clock.now(), (tx) =>
      tx.select({ id: tables.judgements.id }).from(tables.judgements),
    )
    t.strictSame(visible, [{ id: replacement }], 'the replacement sees its own judgement and no other')
    await judgeAndSeal(scene, scene.people.assessor2b, replacement, [3, 3])
    t.equal(await stateOf(scene), 'decided')
  })

  t.test('neg-10: a met level without evidence cannot be sealed', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    const { assessor } = scene.people
    await fillIn(scene, assessor, A, [3, null])
    await saveCriterionJudgement(scene, assessor, A, { ...judged(scene, 1, 3), evidenceVersionIds: [] })
    const languageSupport = 'assessor_reads_language'
    await t.rejects(sealJudgement(scene, assessor, A, { languageSupport }), { code: 'evidence-required' })
    await saveCriterionJudgement(scene, assessor, A, judged(scene, 1, 3))
    await t.rejects(sealJudgement(scene, assessor, A), { code: 'language-support-required' })
    await sealJudgement(scene, assessor, A, { languageSupport })
  })

  t.test('sealing asks for every criterion, and for a qualification that is still valid', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    const { assessor } = scene.people
    const languageSupport = 'assessor_reads_language'
    await t.rejects(sealJudgement(scene, assessor, A, { languageSupport }), { code: 'judgement-not-open' })
    await fillIn(scene, assessor, A, [3, null])
    await t.rejects(sealJudgement(scene, assessor, A, { languageSupport }), {
      code: 'judgement-incomplete',
      errors: [{ pointer: `/criteria/${scene.criteria[1]}` }],
    })
    await saveCriterionJudgement(scene, assessor, A, judged(scene, 1, 2))
    scene.pass(365)
    await t.rejects(sealJudgement(scene, assessor, A, { languageSupport }), { code: 'qualification-missing' })
  })

  t.test('a criterion can be rewritten until the seal, and then never', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    const { assessor, assessor2, coordinator } = scene.people
    await fillIn(scene, assessor, A, [1, 1])
    await saveCriterionJudgement(scene, assessor, A, judged(scene, 0, 3))
    await saveCriterionJudgement(scene, assessor, A, judged(scene, 1, 3))
    await t.rejects(saveCriterionJudgement(scene, assessor, A, judged(scene, 1, 7)), { code: 'unknown-level' })
    for (const stranger of [assessor2, coordinator]) {
      await t.rejects(saveCriterionJudgement(scene, stranger, A, judged(scene, 1, 4)), { code: 'not-found' })
    }
    await sealJudgement(scene, assessor, A, { languageSupport: 'assessor_reads_language' })
    await t.rejects(saveCriterionJudgement(scene, assessor, A, judged(scene, 1, 4)), { code: 'judgement-not-open' })
    await t.rejects(sealJudgement(scene, assessor, A), { code: 'judgement-not-open' })
  })

  t.test('neg-06: no raw statement changes a sealed judgement, whoever sends it', async (t) => {
    const scene = await createScene(database)
    await firstRound(scene, [3, 3], [3, 3])
    const statements = [
      sql`update criterion_judgements set level = 4`,
      sql`update criterion_judgements set rationale = '{"es":"otro"}'`,
      sql`delete from criterion_judgements`,
      sql`delete from criterion_judgement_evidence`,
      sql`update judgements set sealed_at = now()`,
      sql`update judgements set state = 'in_progress'`,
      sql`delete from judgements`,
      sql`update decision_criteria set level = 4`,
      sql`update decisions set outcome = 'not_yet_competent'`,
    ]
    for (const statement of statements) await t.rejects(database.owner.execute(statement))
    const before = await rows(database.owner, sql`select * from criterion_judgements order by id`)
    for (const name of ['assessor', 'assessor2', 'coordinator', 'administrator', 'signatory'] as const) {
      for (const statement of statements) {
        await database
          .transaction(scene.people[name], scene.clock.now(), (tx) => tx.execute(statement))
          .catch((error: unknown) => t.match(error, { code: /immutable|forbidden/ }))
      }
    }
    t.strictSame(await rows(database.owner, sql`select * from criterion_judgements order by id`), before)
    t.match(await decisions(scene), [{ outcome: 'competent' }])
  })

  t.test('two seals at the same moment reveal exactly once', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    const B = await assign(scene, 'B', 'assessor2')
    await fillIn(scene, scene.people.assessor, A, [3, 3])
    await fillIn(scene, scene.people.assessor2, B, [3, 3])
    const support = { languageSupport: 'assessor_reads_language' as const }
    const sealed = await Promise.all([
      sealJudgement(scene, scene.people.assessor, A, support),
      sealJudgement(scene, scene.people.assessor2, B, support),
    ])
    t.strictSame(sealed.map(({ state }) => state).sort(), ['revealed', 'sealed'])
    const actions = await actionsOf(database)
    t.equal(actions.filter((action) => action === 'judgements.revealed by system').length, 1)
    t.equal((await decisions(scene)).length, 1)
  })

  t.test('the same seal twice at the same moment counts once', async (t) => {
    const scene = await createScene(database)
    const A = await assign(scene, 'A', 'assessor')
    await fillIn(scene, scene.people.assessor, A, [3, 3])
    const support = { languageSupport: 'assessor_reads_language' as const }
    const results = await Promise.allSettled([1, 2].map(() => sealJudgement(scene, scene.people.assessor, A, support)))
    t.strictSame(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })
})
