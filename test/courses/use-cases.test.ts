import { eq, sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { PUBLIC_ACTOR, type Actor } from '../../src/access/index.ts'
import {
  createVersion,
  deprecateVersion,
  editRubric,
  editVersion,
  findPublishedVersion,
  findVersions,
  publishVersion,
  readPublicVersion,
  readVersion,
  requestVersionReview,
  retireVersion,
  reviewVersion,
  toAchievement,
} from '../../src/courses/index.ts'
import { rows, tables, type Database } from '../../src/database/index.ts'
import { fixWording, type ReviewOutcome } from '../../src/frameworks/index.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import {
  authoringServices,
  criteriaInput,
  draftCourse,
  EU_ELEMENTS,
  PUBLIC_URL,
  publishedCourse,
  validators,
  version,
  versionInput,
} from '../support/catalogue.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

async function scene(database: Database) {
  await clearTables(database)
  const randomness = seededRandomness('courses')
  const programme = await createProgramme(database, randomness)
  return { programme, people: programme.people, services: authoringServices(database, randomness), randomness }
}

async function underReview(database: Database) {
  const { services, programme, people } = await scene(database)
  const draft = await draftCourse(services, programme)
  const { contentHash } = await requestVersionReview(services, people.author, draft.versionId)
  const review = (actor: Actor, outcome: ReviewOutcome) =>
    reviewVersion(services, actor, draft.versionId, { contentHash, outcome, comment: 'Falta el consentimiento.' })
  const publish = () => publishVersion(services, people.coordinator, draft.versionId)
  const state = async () => (await version(services, people.author, draft.versionId)).state
  return { services, programme, people, draft, contentHash, review, publish, state }
}

await onBothDatabases(t, 'micro-courses', async (t, database) => {
  await t.test('a version is reviewed, published, deprecated and retired', async (t) => {
    const { services, people, programme, draft, review, publish, state } = await underReview(database)
    for (const validator of validators(programme)) await review(validator, 'approved')
    t.equal(await state(), 'validated')
    await publish()
    t.equal(await state(), 'published')
    const frozen = await version(services, people.participant, draft.versionId)
    t.ok(frozen.rubric.frozenAt)
    await t.rejects(publish(), { code: 'invalid-transition' })
    await t.rejects(retireVersion(services, people.coordinator, draft.versionId), { code: 'invalid-transition' })
    await deprecateVersion(services, people.coordinator, draft.versionId)
    await retireVersion(services, people.coordinator, draft.versionId)
    t.equal(await state(), 'retired')
    t.ok(await readPublicVersion(services, draft.microCourseId, '1.0.0'), 'its address answers for ever')
  })

  await t.test('one approval and one request for changes', async (t) => {
    const { services, people, programme, draft, review, publish } = await underReview(database)
    const [first, second] = validators(programme)
    await review(first, 'approved')
    await review(second, 'changes_requested')
    await t.rejects(publish(), { code: 'validation-incomplete' })
    await t.rejects(
      database.transaction(people.coordinator, services.clock.now(), (tx) =>
        tx
          .update(tables.microCourseVersions)
          .set({ state: 'published' })
          .where(eq(tables.microCourseVersions.id, draft.versionId)),
      ),
      { code: 'validation-incomplete' },
    )
  })

  await t.test('an author of the version cannot validate it', async (t) => {
    const { people, review } = await underReview(database)
    const both: Actor = { ...people.author, assignments: people.validator.assignments }
    await t.rejects(review(both, 'approved'), { code: 'author-cannot-validate' })
  })

  for (const { name, edit } of [
    {
      name: 'the version',
      edit: async ({ services, people, draft }: Awaited<ReturnType<typeof underReview>>) =>
        editVersion(services, people.author, draft.versionId, versionInput(draft.framework, { maxAttempts: 2 })),
    },
    {
      name: 'the rubric',
      edit: async ({ services, people, draft }: Awaited<ReturnType<typeof underReview>>) =>
        editRubric(services, people.author, draft.rubricId, {
          title: { es: 'Rúbrica, otra vez' },
          criteria: criteriaInput(draft.framework),
        }),
    },
  ]) {
    await t.test(`an edit of ${name} returns to draft and voids approvals`, async (t) => {
      const stage = await underReview(database)
      for (const validator of validators(stage.programme)) await stage.review(validator, 'approved')
      await edit(stage)
      t.equal(await stage.state(), 'draft')
      const { people } = await readVersion(stage.services, stage.people.author, stage.draft.versionId)
      t.equal(people?.reviews.length, 2)
      t.ok(people?.reviews.every(({ voidedAt }) => voidedAt !== null))
      await t.rejects(stage.publish(), { code: 'validation-incomplete' })
    })
  }

  await t.test('a rubric changed behind the back of the use case is not published under old approvals', async (t) => {
    const { services, people, programme, draft, review, publish } = await underReview(database)
    for (const validator of validators(programme)) await review(validator, 'approved')
    await database.transaction(people.author, services.clock.now(), (tx) =>
      rows(tx, sql`update criteria set required_level = 1 where rubric_id = ${draft.rubricId}`),
    )
    await t.rejects(publish(), { code: 'validation-incomplete' })
  })

  await t.test('a published version, its rubric and its parts never change', async (t) => {
    const { services, people, programme } = await scene(database)
    const course = await publishedCourse(services, programme)
    await t.rejects(editVersion(services, people.author, course.versionId, versionInput(course.framework)), {
      code: 'immutable',
    })
    const edit = { title: { es: 'x' }, criteria: criteriaInput(course.framework) }
    await t.rejects(editRubric(services, people.author, course.rubricId, edit), { code: 'immutable' })
    for (const change of [
      sql`update micro_course_versions set title = '{}' where id = ${course.versionId}`,
      sql`delete from version_outcomes where version_id = ${course.versionId}`,
      sql`update evidence_requirements set minimum = 0 where version_id = ${course.versionId}`,
      sql`update criteria set required_level = 1 where rubric_id = ${course.rubricId}`,
      sql`update rubrics set frozen_at = null where id = ${course.rubricId}`,
    ]) {
      await t.rejects(
        database.transaction(people.author, services.clock.now(), (tx) => rows(tx, change)),
        { code: 'immutable' },
      )
    }
  })

  await t.test('the Achievement of a published version stays as it was when the framework is reworded', async (t) => {
    const { services, people, programme } = await scene(database)
    const course = await publishedCourse(services, programme)
    const document = async () =>
      JSON.stringify(
        toAchievement(await readPublicVersion(services, course.microCourseId, '1.0.0'), {
          publicUrl: PUBLIC_URL,
          language: 'es',
        }),
      )
    const before = await document()
    await fixWording(services, people.author, course.framework.frameworkId, course.framework.competencyIds[0], {
      title: { es: 'Otra redacción' },
      statement: { es: 'Otra redacción.' },
      keywords: ['otra'],
    })
    t.equal(await document(), before)
  })

  await t.test('what is missing is named at its pointer', async (t) => {
    const { services, people, programme } = await scene(database)
    const { versionId, framework } = await draftCourse(services, programme)
    const eu = { ...EU_ELEMENTS, notionalWorkloadHours: 0, assessmentTypes: [] }
    const outcomeIds = [framework.competencyIds[0]]
    await editVersion(services, people.author, versionId, versionInput(framework, { eu, outcomeIds }))
    await t.rejects(requestVersionReview(services, people.author, versionId), {
      code: 'not-ready-for-publication',
      errors: [
        { pointer: '/eu/notionalWorkloadHours' },
        { pointer: '/eu/assessmentTypes' },
        { pointer: '/rubric/criteria/1/competencyId' },
      ],
    })
  })

  await t.test('a criterion keeps its identity through an edit; a foreign one is refused', async (t) => {
    const { services, people, programme, randomness } = await scene(database)
    const { rubricId, versionId, framework } = await draftCourse(services, programme)
    const before = (await version(services, people.author, versionId)).rubric
    const inputs = before.criteria.map((criterion) => ({ ...criterion, title: { es: 'Otro' } }))
    await editRubric(services, people.author, rubricId, { title: before.title, criteria: inputs })
    const { criteria } = (await version(services, people.author, versionId)).rubric
    t.strictSame(
      criteria.map(({ id, uri, levels }) => ({ id, uri, levels })),
      before.criteria.map(({ id, uri, levels }) => ({ id, uri, levels })),
    )
    const foreign = criteriaInput(framework).map((input) => ({ ...input, id: randomness.uuid() }))
    await t.rejects(editRubric(services, people.author, rubricId, { title: before.title, criteria: foreign }), {
      code: 'invalid-input',
    })
  })

  await t.test('drafts are seen by those who write, check and publish; others see what is published', async (t) => {
    const { services, people, programme, randomness } = await scene(database)
    const foreign = await createProgramme(database, randomness, 'foreign')
    const course = await publishedCourse(services, programme)
    const { id: draftId } = await createVersion(
      services,
      people.author,
      course.microCourseId,
      versionInput(course.framework, { version: '2.0.0', rubric: { id: course.rubricId } }),
    )
    const seen = async (actor: Actor) => (await findVersions(services, actor)).map((each) => each.version)
    t.strictSame(await seen(people.participant), ['1.0.0'])
    t.strictSame(await seen(people.validator), ['1.0.0', '2.0.0'])
    t.strictSame(await seen(foreign.people.author), [])
    await t.rejects(readVersion(services, people.participant, draftId), { code: 'not-found' })
    await t.rejects(readPublicVersion(services, course.microCourseId, '2.0.0'), { code: 'not-found' })
    const asPublic = (id: string) =>
      database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) => findPublishedVersion(tx, id))
    t.equal(await asPublic(draftId), undefined)
    t.equal((await asPublic(course.versionId))?.id, course.versionId)
    await t.rejects(
      createVersion(services, foreign.people.author, course.microCourseId, versionInput(course.framework)),
      { code: 'forbidden' },
    )
    await t.rejects(createVersion(services, people.author, course.microCourseId, versionInput(course.framework)), {
      code: 'already-exists',
    })
  })
})
