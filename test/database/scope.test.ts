import { sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { PUBLIC_ACTOR } from '../../src/access/index.ts'
import { appendEvent, readLog, verifyChain } from '../../src/audit/index.ts'
import { rows, tables } from '../../src/database/index.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const NOW = new Date('2026-06-01T12:00:00Z')

await onBothDatabases(t, 'the application role', async (t, database) => {
  t.beforeEach(() => clearTables(database))

  t.test('sees the rows of its own programmes and no others', async (t) => {
    const randomness = seededRandomness('scope')
    const home = await createProgramme(database, randomness)
    const foreign = await createProgramme(database, randomness, 'foreign')
    const seen = await database.transaction(home.people.coordinator, NOW, (tx) =>
      tx.select({ programmeId: tables.cohorts.programmeId }).from(tables.cohorts),
    )
    t.strictSame(seen, [{ programmeId: home.id }])
    t.not(home.id, foreign.id)
    const asPublic = await database.transaction(PUBLIC_ACTOR, NOW, (tx) => tx.select().from(tables.cohorts))
    t.strictSame(asPublic, [])
  })

  for (const table of ['auth_users', 'auth_sessions', 'auth_accounts', 'auth_verifications', 'rate_limits']) {
    t.test(`has no right on ${table}`, async (t) => {
      await t.rejects(
        database.transaction(PUBLIC_ACTOR, NOW, (tx) => rows(tx, sql.raw(`select * from ${table}`))),
        { code: 'forbidden' },
      )
    })
  }

  t.test('cannot read a sealed private key', async (t) => {
    await t.rejects(
      database.transaction(PUBLIC_ACTOR, NOW, (tx) => rows(tx, sql`select sealed_private_key from issuer_keys`)),
      { code: 'forbidden' },
    )
  })

  t.test('appends to the judgement log and can change nothing in it', async (t) => {
    const home = await createProgramme(database, seededRandomness('log'))
    const { coordinator } = home.people
    const entry = {
      programmeId: home.id,
      actorId: coordinator.personId,
      actorRole: 'coordinator',
      action: 'test.happened',
      subjectType: 'test',
      subjectId: 'one',
    }
    for (let count = 0; count < 3; count++) {
      await database.transaction(coordinator, NOW, (tx) => appendEvent(tx, NOW, { ...entry, data: { count } }))
    }
    const events = []
    for await (const event of readLog(database.owner)) events.push(event)
    t.match(verifyChain(events), { intact: true, length: 3 })
    for (const change of [sql`update audit_events set action = 'x'`, sql`delete from audit_events`]) {
      await t.rejects(
        database.transaction(coordinator, NOW, (tx) => rows(tx, change)),
        { code: 'forbidden' },
      )
      await t.rejects(database.owner.execute(change))
    }
  })
})
