import { sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import type { Actor } from '../../src/access/index.ts'
import { readLog, verifyChain, type AuditEvent } from '../../src/audit/index.ts'
import { rows, tables, type Database } from '../../src/database/index.ts'
import {
  acceptException,
  addEvidenceVersion,
  carryForward,
  listSubmissions,
  loadSubmission,
  returnForCompletion,
  setCriterionEvidence,
  setSubmissionState,
  startSubmission,
  submit,
  withdrawSubmission,
} from '../../src/portfolio/index.ts'
import { onBothDatabases } from '../support/database.ts'
import {
  addFile,
  addText,
  clearPortfolios,
  completeDraft,
  HANDOVER,
  portfolioWorld,
  release,
  submitted,
  type PortfolioWorld,
} from '../support/portfolio.ts'

async function events(database: Database, subjectId: string): Promise<string[]> {
  const all: AuditEvent[] = []
  for await (const event of readLog(database.owner)) all.push(event)
  if (!verifyChain(all).intact) throw new Error('broken chain')
  return all.filter((event) => event.subjectId === subjectId).map(({ action }) => action)
}

function codesOf(outcomes: readonly PromiseSettledResult<unknown>[]): string[] {
  return outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))
}

/** Releases a decision as assessment would, written by the owner with the guards of that feature set aside. */
await onBothDatabases(t, 'submissions', async (t, database) => {
  const world = await portfolioWorld(database)
  const teacher = world.programme.people.participant
  t.beforeEach(() => clearPortfolios(database, world))
  const load = (id: string, actor = teacher) =>
    database.transaction(actor, world.clock.now(), (tx) => loadSubmission(tx, id))
  const start = (actor = teacher, route: 'standard' | 'rpl' = 'standard') =>
    startSubmission(world.services, actor, { versionId: world.course.versionId, route })

  t.test('a complete draft is frozen with its snapshot, once', async (t) => {
    const { submission, reflection } = await submitted(world, teacher)
    const stored = await load(submission.id)
    t.match(stored, {
      state: 'submitted',
      attempt: 1,
      nameAsPrinted: HANDOVER.nameAsPrinted,
      credentialLanguage: 'es',
      declaration: { statementVersion: '2026-01', aiUseDisclosed: 'none' },
    })
    t.equal(stored.items.length, 2)
    t.strictSame(await events(database, submission.id), ['submission.started', 'submission.submitted'])

    t.comment('edge case 6: a new version of the evidence leaves the snapshot alone')
    const { version } = await addEvidenceVersion(world.services, teacher, reflection.item.id, {
      text: 'Otra cosa.\n',
      capturedOn: '2026-05-30',
      language: 'es',
      peopleShown: 'none',
    })
    t.equal(version.version, 2)
    t.notOk((await load(submission.id)).items.some((item) => item.version.id === version.id))

    await t.rejects(submit(world.services, teacher, submission.id, HANDOVER), { code: 'invalid-transition' })
    await t.rejects(
      setCriterionEvidence(world.services, teacher, submission.id, {
        criterionId: world.criterionIds[0],
        versionIds: [version.id],
      }),
      { code: 'immutable' },
    )
  })

  t.test('one open submission a micro-course, also when two tabs start at once', async (t) => {
    const outcomes = await Promise.allSettled([start(), start()])
    t.strictSame(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    t.equal(codesOf(outcomes)[0], 'submission-open')
    await t.rejects(start(), { code: 'submission-open' })
  })

  t.test('two submits at once: one wins, and one event is written', async (t) => {
    const { submission } = await completeDraft(world, teacher)
    const hand = () => submit(world.services, teacher, submission.id, HANDOVER)
    const outcomes = await Promise.allSettled([hand(), hand(), hand()])
    t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
    t.strictSame(codesOf(outcomes), ['invalid-transition', 'invalid-transition'])
    t.strictSame(await events(database, submission.id), ['submission.started', 'submission.submitted'])
  })

  t.test('what is missing is named at its pointer', async (t) => {
    const submission = await start()
    const [first, second] = world.criterionIds
    const link = await addText(world, teacher, {
      type: 'video_link',
      text: undefined,
      url: 'https://video.example/w/1',
    })
    await setCriterionEvidence(world.services, teacher, submission.id, {
      criterionId: first,
      versionIds: [link.version.id],
    })
    await t.rejects(submit(world.services, teacher, submission.id, HANDOVER), {
      code: 'evidence-required',
      errors: [
        { pointer: `/criteria/${first}` },
        { pointer: `/criteria/${second}` },
        { pointer: `/requirements/${world.requirementIds[0] ?? ''}` },
        { pointer: `/requirements/${world.requirementIds[1] ?? ''}` },
      ],
    })
  })

  for (const { name, change, pointer } of [
    { name: 'no declaration', change: { isOwnWork: false }, pointer: '/isOwnWork' },
    { name: 'an unconfirmed name', change: { isNameConfirmed: false }, pointer: '/isNameConfirmed' },
    { name: 'a name of signs', change: { nameAsPrinted: ' \u202e ' }, pointer: '/nameAsPrinted' },
  ]) {
    t.test(`nothing is handed in with ${name}`, async (t) => {
      const { submission } = await completeDraft(world, teacher)
      await t.rejects(submit(world.services, teacher, submission.id, { ...HANDOVER, ...change }), {
        code: 'invalid-input',
        errors: [{ pointer }],
      })
      t.equal((await load(submission.id)).state, 'draft')
    })
  }

  t.test('the window closes at the end of the day in the zone of the programme', async (t) => {
    await database.owner.update(tables.cohorts).set({
      endsOn: '2026-06-30',
      windows: [{ microCourseId: world.course.microCourseId, opens: '2026-05-30', recommendedBy: '2026-06-10' }],
    })
    const { submission } = await completeDraft(world, teacher)
    for (const instant of ['2026-05-30T03:59:00Z', '2026-07-01T04:00:00Z']) {
      world.clock.set(new Date(instant))
      await t.rejects(submit(world.services, teacher, submission.id, HANDOVER), { code: 'window-closed' }, instant)
    }
    world.clock.set(new Date('2026-07-01T03:59:59Z'))
    t.equal((await submit(world.services, teacher, submission.id, HANDOVER)).state, 'submitted')
  })

  t.test('returned for completion: the same attempt, handed in anew, also after the window', async (t) => {
    const { coordinator, assessor } = world.programme.people
    const { submission } = await submitted(world, teacher)
    await t.rejects(returnForCompletion(world.services, teacher, submission.id, 'x'), { code: 'forbidden' })
    await t.rejects(returnForCompletion(world.services, assessor, submission.id, 'x'), { code: 'not-found' })
    await returnForCompletion(world.services, coordinator, submission.id, 'El archivo no se abre.')
    await setCriterionEvidence(world.services, teacher, submission.id, {
      criterionId: world.criterionIds[0],
      versionIds: [(await addFile(world, teacher)).version.id],
    })
    world.clock.set(new Date('2031-02-01T12:00:00Z'))
    await t.rejects(submit(world.services, teacher, submission.id, HANDOVER), { code: 'submission-incomplete' })
    world.clock.set(new Date('2026-06-03T12:00:00Z'))
    t.equal((await submit(world.services, teacher, submission.id, HANDOVER)).attempt, 1)
    t.strictSame(await events(database, submission.id), [
      'submission.started',
      'submission.submitted',
      'submission.returned',
      'submission.submitted',
    ])
  })

  t.test('withdrawn before a judgement is sealed, the attempt is not used up', async (t) => {
    const { submission } = await submitted(world, teacher)
    await withdrawSubmission(world.services, teacher, submission.id)
    t.equal((await start()).attempt, 1)
    await t.rejects(withdrawSubmission(world.services, teacher, submission.id), { code: 'invalid-transition' })
  })

  t.test('the next attempt opens after "not yet", carries what was met, and asks for the rest alone', async (t) => {
    const { submission } = await submitted(world, teacher)
    await t.rejects(start(), { code: 'submission-open' })
    await release(world, submission.id, [3, 2])
    const next = await start()
    const [first, second] = world.criterionIds
    t.match(await load(next.id), {
      attempt: 2,
      previousSubmissionId: submission.id,
      carryForwards: [{ criterionId: first, level: 3 }],
    })
    await t.rejects(carryForward(world.services, teacher, next.id, second), { code: 'not-met-cannot-carry' })
    const reflection = await addText(world, teacher, { text: 'Segunda reflexión.\n' })
    await t.rejects(
      setCriterionEvidence(world.services, teacher, next.id, {
        criterionId: first,
        versionIds: [reflection.version.id],
      }),
      { code: 'criterion-carried-forward' },
    )
    await setCriterionEvidence(world.services, teacher, next.id, {
      criterionId: second,
      versionIds: [reflection.version.id],
    })
    t.equal((await submit(world.services, teacher, next.id, HANDOVER)).state, 'submitted')
  })

  t.test('a met criterion outside the currency window is shown again', async (t) => {
    const { submission } = await submitted(world, teacher)
    await release(world, submission.id, [3, 2], new Date('2024-05-31T12:00:00Z'))
    t.strictSame((await load((await start()).id)).carryForwards, [])
  })

  t.test('no further attempt after competent, nor after the last one', async (t) => {
    const { submission } = await submitted(world, teacher)
    await release(world, submission.id, [3, 3])
    await t.rejects(start(), { code: 'previous-attempt-open' })
    const other = world.programme.people.participant2
    for (const attempt of [1, 2, 3]) {
      const own = await completeOrResubmit(world, other)
      t.equal(own.attempt, attempt)
      await release(world, own.id, [2, 2])
    }
    await t.rejects(start(other), { code: 'attempts-exhausted' })
  })

  t.test('recognition of prior learning waives the slots and asks for a conversation', async (t) => {
    const { submission, reflection } = await completeDraft(world, teacher, 'rpl')
    await t.rejects(submit(world.services, teacher, submission.id, HANDOVER), {
      code: 'submission-incomplete',
      errors: [{ pointer: '/requirements/professional_conversation' }],
    })
    const old = await addFile(world, teacher, { type: 'professional_conversation', capturedOn: '2020-01-01' })
    await setCriterionEvidence(world.services, teacher, submission.id, {
      criterionId: world.criterionIds[1],
      versionIds: [reflection.version.id, old.version.id],
    })
    t.equal((await submit(world.services, teacher, submission.id, HANDOVER)).route, 'rpl')
  })

  t.test('a coordinator excuses a minimum, with a reason that stays', async (t) => {
    const { coordinator } = world.programme.people
    const submission = await start()
    const reflection = await addText(world, teacher)
    for (const criterionId of world.criterionIds) {
      await setCriterionEvidence(world.services, teacher, submission.id, {
        criterionId,
        versionIds: [reflection.version.id],
      })
    }
    const requirementId = world.requirementIds[0] ?? ''
    await t.rejects(submit(world.services, teacher, submission.id, HANDOVER), { code: 'submission-incomplete' })
    await t.rejects(acceptException(world.services, teacher, submission.id, { requirementId, reason: 'x' }), {
      code: 'forbidden',
    })
    await acceptException(world.services, coordinator, submission.id, { requirementId, reason: 'Cámara averiada.' })
    await submit(world.services, teacher, submission.id, HANDOVER)
    t.match((await load(submission.id)).exceptions, [
      { requirementId, provided: 0, minimum: 1, reason: 'Cámara averiada.', acceptedById: coordinator.personId },
    ])
  })

  t.test('evidence older than the currency window does not count', async (t) => {
    const { submission } = await completeDraft(world, teacher)
    const old = await addFile(world, teacher, { capturedOn: '2024-05-31' })
    await setCriterionEvidence(world.services, teacher, submission.id, {
      criterionId: world.criterionIds[0],
      versionIds: [old.version.id],
    })
    await t.rejects(submit(world.services, teacher, submission.id, HANDOVER), {
      code: 'submission-incomplete',
      errors: [{ pointer: `/evidence/${old.version.id}` }],
    })
  })

  t.test('nobody attaches what belongs to another person', async (t) => {
    const foreign = await addFile(world, world.programme.people.participant2)
    const submission = await start()
    await t.rejects(
      setCriterionEvidence(world.services, teacher, submission.id, {
        criterionId: world.criterionIds[0],
        versionIds: [foreign.version.id],
      }),
      { code: 'not-found' },
    )
  })

  t.test('a submission is listed to its participant and the coordinator, and to nobody else', async (t) => {
    const { submission } = await submitted(world, teacher)
    const { coordinator, participant2, assessor } = world.programme.people
    const list = (actor: Actor) => database.transaction(actor, world.clock.now(), (tx) => listSubmissions(tx, {}))
    t.match(await list(coordinator), [{ id: submission.id, microCourseCode: 'M1', hasConsentProblem: false }])
    t.match(await list(teacher), [{ id: submission.id, state: 'submitted' }])
    t.strictSame(await list(participant2), [])
    t.strictSame(await list(assessor), [])
    await t.rejects(load(submission.id, participant2), { code: 'not-found' })
  })

  t.test('paging goes on after the last one seen', async (t) => {
    await start()
    world.clock.set(new Date('2026-06-02T12:00:00Z'))
    await start(world.programme.people.participant2)
    const { coordinator } = world.programme.people
    const page = (after?: string) =>
      database.transaction(coordinator, world.clock.now(), (tx) => listSubmissions(tx, { limit: 1, after }))
    const [newest] = await page()
    const [oldest] = await page(newest?.cursor)
    t.not(newest?.id, oldest?.id)
    t.strictSame(await page(oldest?.cursor), [])
  })

  t.test('the application role cannot get round the rules by SQL', async (t) => {
    const { submission, plan } = await submitted(world, teacher)
    const raw = (statement: ReturnType<typeof sql>, actor = teacher) =>
      database.transaction(actor, world.clock.now(), (tx) => rows(tx, statement))
    const { id } = submission
    await t.rejects(raw(sql`delete from submission_items where submission_id = ${id}`), { code: 'immutable' })
    await t.rejects(raw(sql`update submission_items set position = 9 where submission_id = ${id}`), {
      code: 'immutable',
    })
    await t.rejects(raw(sql`update submissions set name_as_printed = 'X' where id = ${id}`), { code: 'immutable' })
    await t.rejects(raw(sql`update submissions set state = 'draft' where id = ${id}`), { code: 'invalid-transition' })
    await t.rejects(raw(sql`update evidence_versions set sha256 = ${'0'.repeat(64)} where id = ${plan.version.id}`), {
      code: 'immutable',
    })
    await t.rejects(
      raw(sql`insert into submissions (id, programme_id, participant_id, cohort_id, micro_course_id, version_id,
          version_content_hash, rubric_id, attempt, route, state, created_at)
        select ${world.services.randomness.uuid()}, programme_id, participant_id, cohort_id, micro_course_id, version_id,
          version_content_hash, rubric_id, 2, route, 'draft', created_at from submissions where id = ${id}`),
      { code: 'previous-attempt-open' },
    )
    const stranger = world.programme.people.participant2
    t.strictSame(await raw(sql`select id from submissions where id = ${id}`, stranger), [])
    t.strictSame(await raw(sql`select id from evidence_versions where id = ${plan.version.id}`, stranger), [])
    const draft = await start(stranger)
    await t.rejects(
      raw(
        sql`insert into submission_items (programme_id, submission_id, criterion_id, evidence_version_id, position)
          values (${world.programme.id}, ${draft.id}, ${world.criterionIds[0]}, ${plan.version.id}, 1)`,
        stranger,
      ),
      { code: 'evidence-not-owned' },
    )
    await t.rejects(raw(sql`update submissions set state = 'submitted' where id = ${draft.id}`, stranger), {
      code: 'evidence-required',
    })
  })

  t.test('moving a submission follows the state machine', async (t) => {
    const { submission } = await submitted(world, teacher)
    const { coordinator } = world.programme.people
    const move = (to: Parameters<typeof setSubmissionState>[2]) =>
      database.transaction(coordinator, world.clock.now(), (tx) => setSubmissionState(tx, submission.id, to))
    await t.rejects(move('decided'), { code: 'invalid-transition' })
    await move('in_assessment')
    t.equal((await load(submission.id)).state, 'in_assessment')
  })

  async function completeOrResubmit({ services, criterionIds }: PortfolioWorld, actor: Actor) {
    const submission = await start(actor)
    const plan = await addFile(world, actor)
    const reflection = await addText(world, actor)
    for (const criterionId of criterionIds) {
      await setCriterionEvidence(services, actor, submission.id, {
        criterionId,
        versionIds: [plan.version.id, reflection.version.id],
      })
    }
    return submit(services, actor, submission.id, HANDOVER)
  }
})
