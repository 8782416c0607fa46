import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import type { Actor } from '../../src/access/index.ts'
import { tables, type Db } from '../../src/database/index.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { TEST_NOW } from '../support/app.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const { assessorQualifications, cohorts, organisations, programmeOrganisations, programmes } = tables

await onBothDatabases(t, 'whatever a handler does', async (t, database) => {
  t.beforeEach(() => clearTables(database))
  const randomness = seededRandomness('programme guards')
  const as = (actor: Actor, id: string, work: (tx: Db) => Promise<unknown>) =>
    database.transaction({ ...actor, programmeIds: [id] }, TEST_NOW, work)

  t.test('a slug never changes, not even by the owner of the database', async (t) => {
    await createProgramme(database, randomness)
    for (const table of [organisations, programmes])
      await t.rejects(database.owner.update(table).set({ slug: 'another' }), { cause: { message: 'immutable' } })
  })

  t.test('an administrator changes a programme, and its organisations only so that two are left', async (t) => {
    const { id, awarding, partner, people } = await createProgramme(database, randomness)
    await as(people.administrator, id, (tx) => tx.update(programmes).set({ profile: 'pilot' }))
    const without = (change: { isAssessing?: boolean; isEndorsing?: boolean }) =>
      as(people.administrator, id, (tx) =>
        tx.update(programmeOrganisations).set(change).where(eq(programmeOrganisations.organisationId, partner)),
      )
    for (const change of [{ isAssessing: false }, { isEndorsing: false }])
      await t.rejects(without(change), { code: 'joint-orgs-required' })
    for (const organisationId of [awarding, partner])
      await t.rejects(
        as(people.administrator, id, (tx) =>
          tx.delete(programmeOrganisations).where(eq(programmeOrganisations.organisationId, organisationId)),
        ),
        { code: 'joint-orgs-required' },
      )
    await t.rejects(
      as(people.administrator, id, (tx) => tx.update(programmes).set({ appealWindowDays: 3 })),
      { code: 'forbidden' },
      'nobody is left less time to appeal',
    )
  })

  t.test('a coordinator changes what changes nothing of what was agreed', async (t) => {
    const { id, partner, people } = await createProgramme(database, randomness)
    await as(people.coordinator, id, (tx) =>
      tx
        .update(programmes)
        .set({ title: { es: 'Otro' }, languages: ['es'], appealWindowDays: 20, reconciliationDays: 5 }),
    )
    for (const change of [
      { awardingOrganisationId: partner },
      { timeZone: 'UTC' },
      { profile: 'pilot' as const },
      { retentionMonths: 1 },
      { baseLanguage: 'fi' as const },
    ])
      await t.rejects(
        as(people.coordinator, id, (tx) => tx.update(programmes).set(change)),
        { code: 'forbidden' },
        Object.keys(change).join(),
      )
    await as(people.coordinator, id, (tx) => tx.delete(programmeOrganisations))
    t.equal((await database.owner.select().from(programmeOrganisations)).length, 2, 'and sees no row to delete')
  })

  t.test('others change nothing, and nobody changes a foreign programme', async (t) => {
    const home = await createProgramme(database, randomness)
    const foreign = await createProgramme(database, randomness, 'foreign')
    const attempts = [
      { who: home.people.author, id: home.id },
      { who: home.people.participant, id: home.id },
      { who: home.people.signatory, id: home.id },
      { who: home.people.coordinator, id: foreign.id },
    ]
    for (const { who, id } of attempts) {
      const changed = await as(who, id, (tx) =>
        tx.update(programmes).set({ appealWindowDays: 30 }).where(eq(programmes.id, id)).returning(),
      )
      t.strictSame(changed, [], who.name)
      const moved = await as(who, id, (tx) => tx.update(cohorts).set({ status: 'closed' }).returning())
      t.strictSame(moved, [], who.name)
      await t.rejects(
        as(who, id, (tx) => tx.insert(cohorts).values(newCohort(randomness.uuid(), id))),
        { code: 'forbidden' },
        who.name,
      )
    }
  })

  t.test('the awarding organisation stays once the programme has a framework', async (t) => {
    const { id, partner, people } = await createProgramme(database, randomness)
    const hand = (awardingOrganisationId: string) =>
      as(people.administrator, id, async (tx) => {
        await tx.update(programmeOrganisations).set({ isEndorsing: true })
        await tx.update(programmes).set({ awardingOrganisationId })
      })
    await hand(partner)
    await database.owner
      .insert(tables.microCourses)
      .values({ id: randomness.uuid(), programmeId: id, code: 'M1', sequence: 1 })
    const before = (await database.owner.select().from(programmes))[0]
    t.equal(before?.awardingOrganisationId, partner)
    await t.rejects(
      as(people.administrator, id, (tx) => tx.update(programmes).set({ baseLanguage: 'fi' })),
      { code: 'immutable' },
    )
  })

  t.test('a cohort stays in its programme', async (t) => {
    const home = await createProgramme(database, randomness)
    const foreign = await createProgramme(database, randomness, 'foreign')
    await as(home.people.coordinator, home.id, (tx) => tx.insert(cohorts).values(newCohort(randomness.uuid(), home.id)))
    await t.rejects(database.owner.update(cohorts).set({ programmeId: foreign.id }), {
      cause: { message: 'immutable' },
    })
  })

  t.test('a qualification without calibration is for a pilot, with a reason, by the coordinator', async (t) => {
    const { id, people } = await createProgramme(database, randomness)
    const grant = (who: Actor, grantedReason: string | null) =>
      as(who, id, (tx) =>
        tx.insert(assessorQualifications).values({
          id: randomness.uuid(),
          programmeId: id,
          personId: people.assessor.personId ?? '',
          microCourseId: randomness.uuid(),
          rubricId: randomness.uuid(),
          calibratedAt: TEST_NOW,
          validUntil: new Date('2030-01-01'),
          grantedReason,
        }),
      )
    await t.rejects(grant(people.coordinator, 'first year'), { code: 'forbidden' }, 'not in a standard programme')
    await database.owner.update(programmes).set({ profile: 'pilot' })
    await t.rejects(grant(people.coordinator, ' '), { code: 'forbidden' }, 'not without a reason')
    for (const who of [people.assessor, people.author, people.administrator])
      await t.rejects(grant(who, 'first year'), { code: 'forbidden' }, who.name)
    await t.rejects(
      grant(people.coordinator, 'first year'),
      { cause: { code: '23503' } },
      'the coordinator gets as far as the missing rubric',
    )
  })
})

function newCohort(id: string, programmeId: string): typeof cohorts.$inferInsert {
  return { id, programmeId, name: 'Next', status: 'planned', startsOn: '2027-01-01', endsOn: '2027-12-31', windows: [] }
}
