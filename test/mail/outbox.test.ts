import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { tables } from '../../src/database/index.ts'
import { findMessage, listMessages, queueMessage, reopenMessage } from '../../src/mail/index.ts'
import { PUBLIC_ACTOR, systemActor } from '../../src/kernel/actor.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const NOW = new Date('2026-06-01T12:00:00Z')

await onBothDatabases(t, 'the outbox', async (t, database) => {
  const randomness = seededRandomness('outbox')
  t.beforeEach(() => clearTables(database))

  const invitation = (personId: string) => ({ kind: 'invitation', personId, programmeId: null }) as const

  t.test('a message stands or falls with the transaction that makes it necessary', async (t) => {
    const { people } = await createProgramme(database, randomness)
    const personId = people.mentor.personId ?? ''
    const broken = database.transaction(people.coordinator, NOW, async (tx) => {
      await queueMessage(tx, randomness, NOW, invitation(personId))
      throw new Error('the step fails')
    })
    await t.rejects(broken, { message: 'the step fails' })
    t.equal((await database.owner.select().from(tables.outbox)).length, 0)
    t.equal((await database.owner.select().from(tables.tasks)).length, 0)
    await database.transaction(people.coordinator, NOW, (tx) => queueMessage(tx, randomness, NOW, invitation(personId)))
    t.match(await database.owner.select().from(tables.outbox), [{ state: 'waiting', personId }])
    t.match(await database.owner.select().from(tables.tasks), [{ kind: 'send-mail', state: 'queued' }])
  })

  t.test('the public writes none, and nobody but administrators and the service reads any', async (t) => {
    const { people } = await createProgramme(database, randomness)
    const personId = people.mentor.personId ?? ''
    const write = (tx: Parameters<typeof queueMessage>[0]) => queueMessage(tx, randomness, NOW, invitation(personId))
    await t.rejects(database.transaction(PUBLIC_ACTOR, NOW, write))
    await database.transaction(people.coordinator, NOW, write)
    for (const { actor, seen } of [
      { actor: people.coordinator, seen: 0 },
      { actor: people.mentor, seen: 0 },
      { actor: people.auditor, seen: 0 },
      { actor: PUBLIC_ACTOR, seen: 0 },
      { actor: people.administrator, seen: 1 },
      { actor: systemActor([]), seen: 1 },
    ]) {
      const found = await database.transaction(actor, NOW, (tx) => tx.select().from(tables.outbox))
      t.equal(found.length, seen, actor.name)
    }
  })

  t.test('what a message is about never changes, nor does what became of it', async (t) => {
    const { people } = await createProgramme(database, randomness)
    const id = await database.transaction(people.coordinator, NOW, (tx) =>
      queueMessage(tx, randomness, NOW, invitation(people.mentor.personId ?? '')),
    )
    const change = (values: Partial<typeof tables.outbox.$inferInsert>) =>
      database.owner.update(tables.outbox).set(values).where(eq(tables.outbox.id, id))
    for (const values of [
      { kind: 'password-link' as const },
      { path: '/elsewhere' },
      { personId: people.observer.personId },
      { address: 'thief@example.org' },
    ]) {
      await t.rejects(change(values), JSON.stringify(values))
    }
    await change({ state: 'sent', settledAt: NOW })
    await t.rejects(change({ state: 'waiting' }))
    t.equal(await database.transaction(people.administrator, NOW, (tx) => reopenMessage(tx, id)), false)
  })

  t.test('a newer link takes the place of one that still waits', async (t) => {
    const { people } = await createProgramme(database, randomness)
    const queue = (name: 'mentor' | 'observer') =>
      database.transaction(people.coordinator, NOW, (tx) =>
        queueMessage(tx, randomness, NOW, invitation(people[name].personId ?? '')),
      )
    const [first, other, second] = [await queue('mentor'), await queue('observer'), await queue('mentor')]
    const states = await database.transaction(systemActor([]), NOW, async (tx) =>
      Promise.all([first, other, second].map(async (id) => (await findMessage(tx, id))?.state)),
    )
    t.strictSame(states, ['dropped', 'waiting', 'waiting'])
  })

  t.test('is listed newest first, a page at a time', async (t) => {
    const { people } = await createProgramme(database, randomness)
    const written: string[] = []
    for (const [index, name] of (['mentor', 'observer', 'auditor', 'author'] as const).entries()) {
      const at = new Date(NOW.getTime() + Math.floor(index / 2) * 1000)
      written.push(
        await database.transaction(people.coordinator, at, (tx) =>
          queueMessage(tx, randomness, at, invitation(people[name].personId ?? '')),
        ),
      )
    }
    const page = (before?: string) =>
      database.transaction(people.administrator, NOW, async (tx) =>
        (await listMessages(tx, 3, before)).map(({ id }) => id),
      )
    const first = await page()
    const rest = await page(first.at(-1))
    t.equal(first.length, 3)
    t.strictSame([...first, ...rest].sort(), written.sort())
  })
})
