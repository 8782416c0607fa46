import { eq, sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import type { Actor } from '../../src/access/index.ts'
import { readLog } from '../../src/audit/index.ts'
import { rows, tables, type Database } from '../../src/database/index.ts'
import {
  addAlignment,
  addFrameworkAuthor,
  addItem,
  createFramework,
  deprecateFramework,
  editFramework,
  editItem,
  endDateItem,
  findFrameworks,
  fixWording,
  publishFramework,
  readFramework,
  removeItem,
  replaceItem,
  requestFrameworkReview,
  retireFramework,
  reviewFramework,
  type ReviewOutcome,
} from '../../src/frameworks/index.ts'
import { locateCaseObject } from '../../src/frameworks/find-case-objects.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { authoringServices, draftFramework, publishedFramework, validators } from '../support/catalogue.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { createProgramme, LONG_AGO } from '../support/programme.ts'

async function scene(database: Database) {
  await clearTables(database)
  const randomness = seededRandomness('frameworks')
  const programme = await createProgramme(database, randomness)
  return { programme, people: programme.people, services: authoringServices(database, randomness), randomness }
}

const details = {
  version: '1.0.1',
  baseLanguage: 'es',
  title: { es: 'Otro título' },
  description: { es: '' },
  license: 'CC BY 4.0',
} as const
const texts = { title: { es: 'Nuevo' }, statement: { es: 'Nuevo enunciado.' }, keywords: [] }

async function underReview(database: Database) {
  const { services, programme, people, randomness } = await scene(database)
  const draft = await draftFramework(services, programme)
  const { contentHash } = await requestFrameworkReview(services, people.author, draft.frameworkId)
  const review = (actor: Actor, outcome: ReviewOutcome) =>
    reviewFramework(services, actor, draft.frameworkId, { contentHash, outcome, comment: null })
  const publish = () => publishFramework(services, people.coordinator, draft.frameworkId)
  const state = async () => (await readFramework(services, people.author, draft.frameworkId)).framework.state
  return { services, programme, people, randomness, draft, contentHash, review, publish, state }
}

await onBothDatabases(t, 'frameworks', async (t, database) => {
  await t.test('two approvals of two organisations validate, the coordinator publishes', async (t) => {
    const { services, people, programme, draft, review, publish, state } = await underReview(database)
    t.equal(await state(), 'in_review')
    await t.rejects(publish(), { code: 'validation-incomplete' })
    const [first, second] = validators(programme)
    t.strictSame(await review(first, 'approved'), { state: 'in_review' })
    await t.rejects(publish(), { code: 'validation-incomplete' })
    t.strictSame(await review(second, 'approved'), { state: 'validated' })
    await t.rejects(publishFramework(services, people.author, draft.frameworkId), { code: 'forbidden' })
    await publish()
    t.equal(await state(), 'published')
    const actions: string[] = []
    for await (const event of readLog(database.owner)) actions.push(event.action)
    t.strictSame(actions.slice(-4), [
      'framework.review-requested',
      'framework.reviewed',
      'framework.reviewed',
      'framework.published',
    ])
  })

  await t.test('an author approves nothing of their own', async (t) => {
    const { services, people, programme, randomness, draft, contentHash, review } = await underReview(database)
    const { author, validator } = people
    const both: Actor = {
      ...author,
      assignments: [...author.assignments, ...validator.assignments],
    }
    await t.rejects(review(both, 'approved'), { code: 'author-cannot-validate' })
    await t.rejects(
      database.transaction(both, services.clock.now(), (tx) =>
        tx.insert(tables.validationReviews).values({
          ...{ id: randomness.uuid(), programmeId: programme.id, subjectType: 'framework', contentHash },
          ...{ subjectId: draft.frameworkId, reviewerId: author.personId ?? '', organisationId: programme.awarding },
          ...{ outcome: 'approved', at: services.clock.now() },
        }),
      ),
      { code: 'author-cannot-validate' },
    )
    await t.rejects(review(author, 'approved'), { code: 'author-cannot-validate' }, 'said before a missing role is')
    await t.rejects(review(people.coordinator, 'approved'), { code: 'forbidden' })
  })

  await t.test('a request for changes stops publication, also for a use case gone wrong', async (t) => {
    const { services, people, programme, draft, review, publish, state } = await underReview(database)
    const [first, second] = validators(programme)
    await review(first, 'approved')
    t.strictSame(await review(second, 'changes_requested'), { state: 'changes_requested' })
    await t.rejects(publish(), { code: 'validation-incomplete' })
    await t.rejects(
      database.transaction(people.coordinator, services.clock.now(), (tx) =>
        tx.update(tables.frameworks).set({ state: 'published' }).where(eq(tables.frameworks.id, draft.frameworkId)),
      ),
      { code: 'validation-incomplete' },
    )
    await requestFrameworkReview(services, people.author, draft.frameworkId)
    t.strictSame(await review(second, 'approved'), { state: 'validated' }, 'the reviewer may be convinced')
    await publish()
    t.equal(await state(), 'published')
  })

  await t.test('two people of the same organisation are not enough', async (t) => {
    const { people, programme, review, publish } = await underReview(database)
    const [first] = validators(programme)
    const colleague: Actor = { ...people.assessor, assignments: first.assignments }
    await review(first, 'approved')
    t.strictSame(await review(colleague, 'approved'), { state: 'in_review' })
    await t.rejects(publish(), { code: 'validation-incomplete' })
  })

  await t.test('an edit returns to draft and voids approvals; a review of the old content is refused', async (t) => {
    const { services, people, programme, draft, review, publish, state } = await underReview(database)
    const [first, second] = validators(programme)
    await review(first, 'approved')
    await review(second, 'approved')
    await editFramework(services, people.author, draft.frameworkId, details)
    t.equal(await state(), 'draft')
    const { people: stand } = await readFramework(services, people.author, draft.frameworkId)
    t.strictSame(
      stand?.reviews.filter(({ voidedAt }) => voidedAt === null),
      [],
    )
    await t.rejects(publish(), { code: 'validation-incomplete' })
    await t.rejects(review(first, 'approved'), { code: 'invalid-transition' })
    await requestFrameworkReview(services, people.author, draft.frameworkId)
    await t.rejects(review(first, 'approved'), { code: 'content-changed' })
  })

  await t.test('a save without a change voids nothing', async (t) => {
    const { services, people, draft, programme, review, state } = await underReview(database)
    for (const validator of validators(programme)) await review(validator, 'approved')
    const { framework } = await readFramework(services, people.author, draft.frameworkId)
    await editFramework(services, people.author, draft.frameworkId, framework)
    t.equal(await state(), 'validated')
  })

  await t.test('only its authors edit a draft', async (t) => {
    const { services, people, programme, randomness } = await scene(database)
    const draft = await draftFramework(services, programme)
    const colleague: Actor = { ...people.mentor, assignments: people.author.assignments }
    const edit = (actor: Actor) => editFramework(services, actor, draft.frameworkId, details)
    await t.rejects(edit(people.coordinator), { code: 'forbidden' })
    await t.rejects(edit(colleague), { code: 'not-author' })
    const add = () => addFrameworkAuthor(services, people.author, draft.frameworkId, colleague.personId ?? '')
    await t.rejects(add(), { code: 'invalid-input', errors: [{ pointer: '/personId' }] })
    await database.owner.insert(tables.roleAssignments).values({
      ...{ id: randomness.uuid(), personId: colleague.personId ?? '', role: 'author', programmeId: programme.id },
      validFrom: LONG_AGO,
    })
    await add()
    await edit(colleague)
  })

  await t.test('a draft is nobody else’s business', async (t) => {
    const { services, people, programme, randomness } = await scene(database)
    const foreign = await createProgramme(database, randomness, 'foreign')
    const { frameworkId, areaId } = await draftFramework(services, programme)
    for (const actor of [people.participant, people.assessor, foreign.people.author]) {
      await t.rejects(readFramework(services, actor, frameworkId), { code: 'not-found' })
      t.strictSame(await findFrameworks(services, actor), [])
    }
    await t.rejects(locateCaseObject(services, areaId), { code: 'not-found' })
    await t.rejects(editFramework(services, foreign.people.author, frameworkId, details), { code: 'not-found' })
    t.equal((await findFrameworks(services, people.validator)).length, 1)
  })

  await t.test('the tree stays a tree and codes stay unique', async (t) => {
    const { services, people, programme } = await scene(database)
    const { frameworkId, areaId, competencyIds } = await draftFramework(services, programme)
    const item = { kind: 'competency', code: 'A3', sequence: 3, ...texts } as const
    await t.rejects(addItem(services, people.author, frameworkId, { ...item, parentId: competencyIds[0] }), {
      code: 'invalid-input',
      errors: [{ pointer: '/parentId' }],
    })
    await t.rejects(addItem(services, people.author, frameworkId, { ...item, code: 'A1', parentId: areaId }), {
      code: 'invalid-input',
      errors: [{ pointer: '/code' }],
    })
    await t.rejects(
      editItem(services, people.author, frameworkId, areaId, { ...item, kind: 'area', parentId: areaId }),
      { code: 'invalid-input' },
    )
    await t.rejects(removeItem(services, people.author, frameworkId, areaId), { code: 'invalid-input' })
    await removeItem(services, people.author, frameworkId, competencyIds[0])
  })

  await t.test('a published item cannot be deleted or renamed, only reworded, ended or replaced', async (t) => {
    const { services, people, programme } = await scene(database)
    const { frameworkId, competencyIds } = await publishedFramework(services, programme)
    const [itemId, otherId] = competencyIds
    const remove = () => removeItem(services, people.author, frameworkId, itemId)
    await t.rejects(remove(), { code: 'published-item' })
    for (const change of [
      sql`delete from framework_items where id = ${itemId}`,
      sql`update framework_items set uri = 'https://elsewhere.example/x' where id = ${itemId}`,
      sql`delete from frameworks where id = ${frameworkId}`,
    ]) {
      await t.rejects(
        database.transaction(people.author, services.clock.now(), (tx) => rows(tx, change)),
        { code: 'published-item' },
      )
    }
    await t.rejects(editFramework(services, people.author, frameworkId, details), { code: 'immutable' })

    services.clock.set(new Date('2026-03-01T12:00:00Z'))
    await fixWording(services, people.author, frameworkId, itemId, texts)
    await endDateItem(services, people.author, frameworkId, otherId, '2026-12-31')
    const replacement = { code: 'A9', sequence: 9, ...texts, endsOn: '2026-06-30' }
    const { id: newId } = await replaceItem(services, people.author, frameworkId, itemId, replacement)
    const { framework } = await readFramework(services, people.participant, frameworkId)
    const found = framework.items.find(({ id }) => id === itemId)
    t.match(found, { title: { es: 'Nuevo' }, replacedById: newId, statusEndsOn: '2026-06-30' })
    t.strictSame(found?.lastChangeAt, services.clock.now())
    t.strictSame(framework.lastChangeAt, services.clock.now())
    t.equal(framework.items.find(({ id }) => id === otherId)?.statusEndsOn, '2026-12-31')
    t.match(await locateCaseObject(services, newId), { kind: 'item', source: { framework: { id: frameworkId } } })
  })

  await t.test('what is published keeps a text in its own language', async (t) => {
    const { services, people, programme } = await scene(database)
    const { frameworkId, competencyIds } = await publishedFramework(services, programme)
    const [itemId] = competencyIds
    const untold = { ...texts, title: { en: 'English only' } }
    await t.rejects(fixWording(services, people.author, frameworkId, itemId, untold), {
      code: 'invalid-input',
      errors: [{ pointer: '/title/es' }],
    })
    const replacement = { code: 'A9', sequence: 9, ...texts, statement: {}, endsOn: '2026-06-30' }
    await t.rejects(replaceItem(services, people.author, frameworkId, itemId, replacement), {
      code: 'invalid-input',
      errors: [{ pointer: '/statement/es' }],
    })
  })

  await t.test('a withdrawn framework stays, changed for those who copy it, and goes no way back', async (t) => {
    const { services, people, programme } = await scene(database)
    const { frameworkId } = await publishedFramework(services, programme)
    await t.rejects(retireFramework(services, people.coordinator, frameworkId), { code: 'invalid-transition' })
    await t.rejects(deprecateFramework(services, people.author, frameworkId), { code: 'forbidden' })
    for (const [withdraw, state, day] of [
      [deprecateFramework, 'deprecated', '2026-04-01'],
      [retireFramework, 'retired', '2026-05-01'],
    ] as const) {
      services.clock.set(new Date(`${day}T12:00:00Z`))
      await withdraw(services, people.coordinator, frameworkId)
      const { framework } = await readFramework(services, people.observer, frameworkId)
      t.match(framework, { state, lastChangeAt: services.clock.now() })
    }
  })

  await t.test('a framework has a title in its own language, and a creator of its programme', async (t) => {
    const { services, people, programme, randomness } = await scene(database)
    const foreign = await createProgramme(database, randomness, 'foreign')
    const create = (change: object) =>
      createFramework(services, people.author, { ...details, programmeId: programme.id, ...change })
    await t.rejects(create({ title: { en: 'Only English' } }), {
      code: 'invalid-input',
      errors: [{ pointer: '/title/es' }],
    })
    await t.rejects(create({ creatorOrganisationId: foreign.awarding }), {
      code: 'invalid-input',
      errors: [{ pointer: '/creatorOrganisationId' }],
    })
    await create({ creatorOrganisationId: programme.partner })
  })

  await t.test('the same alignment is listed once', async (t) => {
    const { services, people, programme } = await scene(database)
    const { frameworkId, competencyIds } = await draftFramework(services, programme)
    const alignment = {
      ...{ targetFramework: 'MBE', targetName: 'Estándar 3', targetUrl: 'https://standards.example/' },
      ...{ targetType: 'ext:MBEStandard', relation: 'isRelatedTo', isVerified: true },
    }
    const add = (change: object = {}) =>
      addAlignment(services, people.author, frameworkId, competencyIds[0], { ...alignment, ...change })
    await add()
    await add({ targetName: 'Estándar 4' })
    await t.rejects(add(), { code: 'invalid-input', errors: [{ pointer: '/targetUrl' }] })
  })

  await t.test('a framework without a competency is not ready for review', async (t) => {
    const { services, people, programme } = await scene(database)
    const { frameworkId, competencyIds } = await draftFramework(services, programme)
    for (const id of competencyIds) await removeItem(services, people.author, frameworkId, id)
    await t.rejects(requestFrameworkReview(services, people.author, frameworkId), {
      code: 'not-ready-for-publication',
      errors: [{ pointer: '/items' }],
    })
  })
})
