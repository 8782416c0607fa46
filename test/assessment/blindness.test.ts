import { sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import type { Actor } from '../../src/access/index.ts'
import { PUBLIC_ACTOR } from '../../src/access/index.ts'
import {
  agreementReport,
  assessmentBoard,
  exportFirstRound,
  myWork,
  proposeReconciliation,
  readAssessment,
  readJudgement,
  readJudgements,
  readResult,
  readWorkbench,
  saveCriterionJudgement,
  sealJudgement,
} from '../../src/assessment/index.ts'
import { rows } from '../../src/database/index.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { memoryBlobs } from '../support/memory-blobs.ts'
import type { PersonName } from '../support/programme.ts'
import { assign, createScene, currentDecisionId, fillIn, judged, judgeAndSeal, type Scene } from './scene.ts'

/** The rationale of every judged criterion in these tests holds this word. */
const SECRET = /secreto/

/** A has sealed, B is at work: the moment at which nothing may leak. */
async function halfSealed(scene: Scene): Promise<{ A: string; B: string }> {
  const A = await assign(scene, 'A', 'assessor')
  const B = await assign(scene, 'B', 'assessor2')
  await judgeAndSeal(scene, scene.people.assessor, A, [2, 4])
  await fillIn(scene, scene.people.assessor2, B, [null, null])
  return { A, B }
}

const OTHERS: readonly PersonName[] = [
  'assessor2',
  'assessorB',
  'assessor2b',
  'adjudicator',
  'panel',
  'coordinator',
  'auditor',
  'participant',
  'participant2',
  'mentor',
  'signatory',
  'signatory2',
  'author',
  'validator',
  'observer',
  'administrator',
]

function readers(scene: Scene, { A }: { A: string }) {
  const { submissionId, programme } = scene
  const services = { ...scene, blobs: memoryBlobs() }
  return {
    readJudgement: (actor: Actor) => readJudgement(services, actor, A),
    readJudgements: (actor: Actor) => readJudgements(services, actor, submissionId),
    readWorkbench: (actor: Actor) => readWorkbench(services, actor, A),
    readAssessment: (actor: Actor) => readAssessment(services, actor, submissionId),
    readResult: (actor: Actor) => readResult(services, actor, submissionId),
    myWork: (actor: Actor) => myWork(services, actor),
    assessmentBoard: (actor: Actor) => assessmentBoard(services, actor, programme.id),
    agreementReport: (actor: Actor) => agreementReport(services, actor, programme.id),
    exportFirstRound: (actor: Actor) => exportFirstRound(services, actor, [submissionId]),
  }
}

await onBothDatabases(t, 'blind until the reveal', async (t, database) => {
  t.beforeEach(() => clearTables(database))

  t.test('no read function tells anybody a level, a rationale or a difference', async (t) => {
    const scene = await createScene(database)
    const ids = await halfSealed(scene)
    for (const name of OTHERS) {
      for (const [what, read] of Object.entries(readers(scene, ids))) {
        const told = await read(scene.people[name]).then(
          (answer: unknown) => JSON.stringify(answer ?? null),
          (error: unknown) => JSON.stringify(error) + String(error),
        )
        t.notMatch(told, SECRET, `${what} as ${name}`)
        t.notMatch(told, /"mark":/, `${what} as ${name}: no mark`)
        t.notMatch(told, /"(outcome|crossesThreshold)":/, `${what} as ${name}: nothing derived`)
      }
    }
  })

  t.test('its author reads it', async (t) => {
    const scene = await createScene(database)
    const { A } = await halfSealed(scene)
    t.match(await readJudgement(scene, scene.people.assessor, A), { criteria: [{ mark: 2 }, { mark: 4 }] })
  })

  t.test('neg-04: the second assessor is told that it is sealed, and the same of what does not exist', async (t) => {
    const scene = await createScene(database)
    const { A } = await halfSealed(scene)
    const sealed = { code: 'judgement-sealed' }
    await t.rejects(readJudgement(scene, scene.people.assessor2, A), sealed)
    await t.rejects(readJudgement(scene, scene.people.assessor2, scene.randomness.uuid()), sealed)
    await t.rejects(readJudgement(scene, scene.people.assessorB, A), { code: 'not-found' })
  })

  t.test('neg-05: an export with a sealed judgement in it is refused as a whole', async (t) => {
    const scene = await createScene(database)
    await halfSealed(scene)
    await t.rejects(exportFirstRound(scene, scene.people.coordinator, [scene.submissionId]), {
      code: 'judgement-sealed',
    })
    t.equal(await agreementReport(scene, scene.people.coordinator, scene.programme.id), null)
  })

  t.test('the coordinator sees who is late, and no content', async (t) => {
    const scene = await createScene(database)
    await halfSealed(scene)
    scene.pass(9)
    t.match(await assessmentBoard(scene, scene.people.coordinator, scene.programme.id), [
      {
        state: 'in_assessment',
        daysSinceSubmitted: 9,
        freeSlots: [],
        seats: [
          { slot: 'A', state: 'sealed', daysSinceAssigned: 9 },
          { slot: 'B', state: 'accepted', hasLiveConflict: false },
        ],
      },
    ])
    t.match(await readJudgements(scene, scene.people.coordinator, scene.submissionId), [
      { slot: 'A', criteria: null },
      { slot: 'B', criteria: null },
    ])
  })

  t.test('no raw statement of any role returns a row of it', async (t) => {
    const scene = await createScene(database)
    const { A } = await halfSealed(scene)
    const ask = (actor: Actor, statement: ReturnType<typeof sql>) =>
      database.transaction(actor, scene.clock.now(), (tx) => rows(tx, statement)).catch(() => [])
    const foreign = await createScene(database, 'foreign')
    const all = [...OTHERS.map((name) => [name, scene.people[name]] as const), ['public', PUBLIC_ACTOR] as const]
    for (const [name, actor] of [...all, ['a foreign coordinator', foreign.people.coordinator] as const]) {
      for (const statement of [
        sql`select * from criterion_judgements`,
        sql`select count(*) as n from criterion_judgements having count(*) > 0`,
        sql`select * from criterion_judgement_evidence`,
        sql`select level from criterion_judgements where judgement_id = ${A}`,
        sql`select * from decisions`,
        sql`select * from decision_criteria`,
        sql`select * from reconciliations`,
      ]) {
        t.strictSame(await ask(actor, statement), [], name)
      }
      if (name !== 'coordinator' && name !== 'auditor') {
        t.strictSame(
          await ask(actor, sql`select * from judgements where id = ${A}`),
          [],
          `${name}: not even its existence`,
        )
      }
    }
  })

  t.test('the log tells that somebody sealed, and nothing of what', async (t) => {
    const scene = await createScene(database)
    await halfSealed(scene)
    const events = await rows<{ action: string; data: object }>(
      database.owner,
      sql`select action, data from audit_events order by seq`,
    )
    for (const { action, data } of events) {
      t.notMatch(JSON.stringify(data), SECRET, action)
      t.notMatch(Object.keys(data).join(), /mark|level|rationale|outcome/i, action)
    }
  })

  t.test('nothing can be reconciled before', async (t) => {
    const scene = await createScene(database)
    await halfSealed(scene)
    const proposal = {
      submissionId: scene.submissionId,
      criterionId: scene.criteria[0],
      mark: 3 as const,
      rationale: { es: '…' },
      conversationHeld: true,
    }
    await t.rejects(proposeReconciliation(scene, scene.people.assessor2, proposal), { code: 'not-found' })
  })

  t.test(
    'after it both assessors, coordinator, auditor and signatory read both; the participant still nothing',
    async (t) => {
      const scene = await createScene(database)
      const { A, B } = await halfSealed(scene)
      const { assessor2, participant, mentor } = scene.people
      await saveCriterionJudgement(scene, assessor2, B, judged(scene, 0, 2))
      await saveCriterionJudgement(scene, assessor2, B, judged(scene, 1, 4))
      await sealJudgement(scene, assessor2, B, { languageSupport: 'assessor_reads_language' })
      for (const name of ['assessor', 'assessor2', 'coordinator', 'auditor', 'signatory'] as const) {
        t.match(await readJudgement(scene, scene.people[name], A), { criteria: [{ mark: 2 }, { mark: 4 }] }, name)
      }
      for (const actor of [participant, mentor, scene.people.assessorB, scene.people.administrator]) {
        await t.rejects(readJudgement(scene, actor, A), { code: 'not-found' })
      }
      const before = await readResult(scene, participant, scene.submissionId)
      t.match(before, { submission: { state: 'decided' }, versions: [], appeals: [], mayAppeal: false })
      t.notMatch(JSON.stringify(before), /not_yet|outcome|mark/)
      t.match(await readAssessment(scene, scene.people.coordinator, scene.submissionId), {
        decisions: [{ id: await currentDecisionId(scene), outcome: 'not_yet_competent' }],
      })
      t.match(await exportFirstRound(scene, scene.people.auditor, [scene.submissionId]), [
        { a: 2, b: 2 },
        { a: 4, b: 4 },
      ])
      t.match(await agreementReport(scene, scene.people.auditor, scene.programme.id), {
        counts: { pairs: 2, thresholdCrossings: 0 },
        shares: { exactAgreement: 1 },
        coefficients: null,
      })
    },
  )
})
