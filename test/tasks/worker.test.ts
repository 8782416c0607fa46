import { asc, eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { tables } from '../../src/database/index.ts'
import { systemActor } from '../../src/kernel/actor.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import {
  backOffMs,
  enqueueTask,
  Hopeless,
  repeat,
  runDueTasks,
  sweepExpired,
  type Errand,
  type TaskHandler,
} from '../../src/tasks/index.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const NOW = new Date('2026-06-01T12:00:00Z')
const later = (ms: number) => new Date(NOW.getTime() + ms)

await onBothDatabases(t, 'tasks', async (t, database) => {
  const clock = new SettableClock(NOW)
  const randomness = seededRandomness('tasks')
  t.beforeEach(async () => {
    await clearTables(database)
    clock.set(NOW)
  })

  const enqueue = async (programmeId: string | null = null, runAt = NOW) => {
    const id = randomness.uuid()
    const task = { id, kind: 'note', programmeId, payload: { n: 1 }, runAt }
    await database.transaction(systemActor([]), NOW, (tx) => enqueueTask(tx, task))
    return id
  }
  const run = (worker: string, note: TaskHandler | Errand) =>
    runDueTasks({ database, clock, worker, handlers: { note } })
  const stored = () => database.owner.select().from(tables.tasks).orderBy(asc(tables.tasks.runAt))

  t.test('work is done once, in its programme, when it is due', async (t) => {
    const home = await createProgramme(database, randomness)
    const id = await enqueue(home.id, later(1000))
    const done: string[] = []
    const note: TaskHandler = async (tx, task) => {
      done.push(task.id)
      t.strictSame(task.payload, { n: 1 })
      t.equal((await tx.select().from(tables.cohorts)).length, 1)
    }
    t.equal(await run('a', note), 0)
    clock.set(later(1000))
    t.equal(await run('a', note), 1)
    t.equal(await run('b', note), 0)
    t.strictSame(done, [id])
    t.match(await stored(), [{ state: 'done', attempts: 1 }])
  })

  t.test('what fails leaves nothing behind, waits longer each time and is given up in the end', async (t) => {
    const home = await createProgramme(database, randomness)
    await enqueue(home.id)
    const failing: TaskHandler = async (tx) => {
      await tx.update(tables.cohorts).set({ name: 'changed' })
      throw new RangeError('secret detail')
    }
    await run('a', failing)
    t.match(await stored(), [{ state: 'queued', lastError: 'RangeError', runAt: later(backOffMs(1)) }])
    t.match(await database.owner.select().from(tables.cohorts), [{ name: 'Cohorte home' }])
    for (let count = 2; count <= 8; count++) {
      clock.set(new Date(clock.now().getTime() + 3_600_000))
      await run('a', failing)
    }
    t.match(await stored(), [{ state: 'failed', attempts: 8 }])
    t.equal(await run('a', failing), 0)
  })

  t.test('an errand holds no transaction while it is out, and concludes in the one that ends its task', async (t) => {
    await enqueue()
    const failures: boolean[] = []
    const errand = (run: Errand['run']): Errand => ({
      mostAttempts: 2,
      run,
      onFailure: (_tx, _task, { isFinal }) => {
        failures.push(isFinal)
        return Promise.resolve()
      },
    })
    const out = errand(async () => {
      t.match(await stored(), [{ state: 'running' }], 'others read and write meanwhile')
      return () => Promise.reject(new RangeError('the conclusion fails'))
    })
    t.equal(await run('a', out), 0)
    t.match(await stored(), [{ state: 'queued', lastError: 'RangeError' }])
    clock.set(later(2000))
    t.equal(await run('a', out), 0)
    t.match(await stored(), [{ state: 'failed', attempts: 2 }])
    t.strictSame(failures, [false, true])
  })

  t.test('what is hopeless is given up at once', async (t) => {
    await enqueue()
    t.equal(await run('a', () => Promise.reject(new Hopeless('never'))), 0)
    t.match(await stored(), [{ state: 'failed', attempts: 1, lastError: 'Hopeless' }])
  })

  t.test('done tasks and settled messages are swept when they have served their time', async (t) => {
    const { people } = await createProgramme(database, randomness)
    await enqueue()
    t.equal(await run('a', () => Promise.resolve()), 1)
    const message = { kind: 'invitation', programmeId: null, state: 'waiting', createdAt: NOW } as const
    const personId = people.mentor.personId
    const [waiting, sent, nobodys] = [randomness.uuid(), randomness.uuid(), randomness.uuid()]
    await database.owner.insert(tables.outbox).values([
      { id: sent, ...message, personId },
      { id: nobodys, ...message, address: 'nobody@home.example' },
    ])
    const settle = (id: string, state: 'sent' | 'dropped') =>
      database.owner.update(tables.outbox).set({ state, settledAt: NOW }).where(eq(tables.outbox.id, id))
    await settle(sent, 'sent')
    await settle(nobodys, 'dropped')
    await database.owner.insert(tables.outbox).values({ id: waiting, ...message, personId })
    const left = async () => (await database.owner.select().from(tables.outbox)).map(({ id }) => id).sort()
    await sweepExpired(database, later(24 * 3_600_000))
    t.strictSame(await left(), [waiting, sent].sort())
    t.equal((await stored()).length, 1)
    await sweepExpired(database, later(91 * 24 * 3_600_000))
    t.strictSame(await left(), [waiting])
    t.equal((await stored()).length, 0)
  })

  t.test('a dead worker loses its task, and a slow one cannot finish it twice', async (t) => {
    const id = await enqueue()
    const slow: TaskHandler = async (tx) => {
      // Meanwhile the lease ran out and somebody else took over.
      await tx.update(tables.tasks).set({ worker: 'b' }).where(eq(tables.tasks.id, id))
    }
    t.equal(await run('a', slow), 0)
    t.match(await stored(), [{ state: 'running', worker: 'a' }])
    clock.set(later(60_001))
    t.equal(await run('b', () => Promise.resolve()), 1)
    t.match(await stored(), [{ state: 'done', worker: 'b', attempts: 2 }])
  })
})

t.test('repeated work goes on after a failure and stops when told to', async (t) => {
  let runs = 0
  const failures: unknown[] = []
  let reached: () => void = () => undefined
  const thrice = new Promise<void>((done) => {
    reached = done
  })
  const repetition = repeat(
    1,
    () => {
      if (++runs === 3) reached()
      return Promise.reject(new Error('no'))
    },
    (error) => failures.push(error),
  )
  const alive = setInterval(() => undefined, 100)
  await thrice
  await repetition.stop()
  clearInterval(alive)
  const before = runs
  await new Promise((done) => setTimeout(done, 20))
  t.equal(runs, before)
  t.ok(failures.length >= 2)
})
