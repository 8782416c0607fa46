import { type Database, type Db } from '../database/index.ts'
import { systemActor, type Scope } from '../kernel/actor.ts'
import type { Clock } from '../kernel/clock.ts'
import { claimTasks, extendLease, finishTask, postponeTask, type Task } from './task-store.ts'

/** Does one kind of work inside the transaction that also marks it as done: all of it happens once, or none of it. */
export type TaskHandler = (tx: Db, task: Task, at: Date) => Promise<void>

/** Work of which a part must not hold a transaction, because it waits for somebody else's machine. */
export interface Errand {
  readonly mostAttempts: number
  /** Outside of any transaction; what it returns is done in the one that also marks the task as done. */
  readonly run: (task: Task, at: Date) => Promise<(tx: Db) => Promise<void>>
  /** In the transaction that puts the task back or gives it up. */
  readonly onFailure: (tx: Db, task: Task, failure: TaskFailure) => Promise<void>
}

export interface TaskFailure {
  readonly error: unknown
  readonly isFinal: boolean
  readonly at: Date
}

/** Trying again would not help: the task is given up at once. */
export class Hopeless extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Hopeless'
  }
}

export interface WorkerOptions {
  readonly database: Database
  readonly clock: Clock
  /** Names this process in the table. */
  readonly worker: string
  readonly handlers: Readonly<Record<string, TaskHandler | Errand>>
  /** Told of every failure: class and kind, never a payload. */
  readonly onFailure?: (failure: { kind: string; taskId: string; error: string; isFinal: boolean }) => void
}

const LEASE_MS = 60_000
/** Longer than an errand may take by its own time limits, so that nobody else sets out meanwhile. */
const ERRAND_LEASE_MS = 300_000
const BATCH = 10
const MOST_ATTEMPTS = 8

/** Another worker took the task over while this one was slow. */
class LeaseLost extends Error {}

/** Runs what is due, and returns how much of it succeeded. */
export async function runDueTasks(options: WorkerOptions): Promise<number> {
  const { database, clock, worker } = options
  const at = clock.now()
  const leaseUntil = new Date(at.getTime() + LEASE_MS)
  const claimed = await database.transaction(systemActor([]), at, (tx) =>
    claimTasks(tx, { worker, at, leaseUntil, most: BATCH }),
  )
  let succeeded = 0
  for (const task of claimed) if (await runTask(options, task)) succeeded++
  return succeeded
}

async function runTask(options: WorkerOptions, task: Task): Promise<boolean> {
  try {
    const handler = options.handlers[task.kind]
    if (!handler) throw new Error(`nobody does tasks of kind ${task.kind}`)
    if (typeof handler === 'function') await finish(options, task, (tx, at) => handler(tx, task, at))
    else await runErrand(options, task, handler)
    return true
  } catch (error) {
    if (!(error instanceof LeaseLost)) await giveBack(options, task, error)
    return false
  }
}

/** The errands of a batch run one after the other: each makes sure that it is still this worker's to do. */
async function runErrand(options: WorkerOptions, task: Task, errand: Errand): Promise<void> {
  const { database, clock, worker } = options
  const at = clock.now()
  const leaseUntil = new Date(at.getTime() + ERRAND_LEASE_MS)
  const isOurs = await database.transaction(systemActor([]), at, (tx) => extendLease(tx, task.id, worker, leaseUntil))
  if (!isOurs) throw new LeaseLost()
  const conclude = await errand.run(task, at)
  await finish(options, task, conclude)
}

async function finish(
  { database, clock, worker }: WorkerOptions,
  task: Task,
  work: (tx: Db, at: Date) => Promise<void>,
): Promise<void> {
  const at = clock.now()
  await database.transaction(actorOf(task), at, async (tx) => {
    await work(tx, at)
    if (!(await finishTask(tx, task.id, worker))) throw new LeaseLost()
  })
}

function actorOf({ programmeId }: Task): Scope {
  return systemActor(programmeId === null ? [] : [programmeId])
}

async function giveBack(options: WorkerOptions, task: Task, error: unknown): Promise<void> {
  const { database, clock, worker, handlers, onFailure } = options
  const at = clock.now()
  const handler = handlers[task.kind]
  const errand = typeof handler === 'object' ? handler : null
  const isFinal = error instanceof Hopeless || task.attempts >= (errand?.mostAttempts ?? MOST_ATTEMPTS)
  const name = error instanceof Error ? error.name : 'unknown'
  onFailure?.({ kind: task.kind, taskId: task.id, error: name, isFinal })
  const runAt = isFinal ? null : new Date(at.getTime() + backOffMs(task.attempts))
  await database.transaction(actorOf(task), at, async (tx) => {
    if (!(await postponeTask(tx, { id: task.id, worker, runAt, error: name }))) return
    await errand?.onFailure(tx, task, { error, isFinal, at })
  })
}

/** 2, 4, 8 … seconds, at most an hour. */
export function backOffMs(attempts: number): number {
  return Math.min(2 ** attempts * 1000, 3_600_000)
}
