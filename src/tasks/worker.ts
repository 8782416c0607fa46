import { type Database, type Db } from '../database/index.ts'
import { systemActor } from '../kernel/actor.ts'
import type { Clock } from '../kernel/clock.ts'
import { claimTasks, finishTask, postponeTask, type Task } from './task-store.ts'

/** Does one kind of work inside the transaction that also marks it as done: all of it happens once, or none of it. */
export type TaskHandler = (tx: Db, task: Task, at: Date) => Promise<void>

export interface WorkerOptions {
  readonly database: Database
  readonly clock: Clock
  /** Names this process in the table. */
  readonly worker: string
  readonly handlers: Readonly<Record<string, TaskHandler>>
  /** Told of every failure: class and kind, never a payload. */
  readonly onFailure?: (failure: { kind: string; taskId: string; error: string; isFinal: boolean }) => void
}

const LEASE_MS = 60_000
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
  const { database, clock, worker, handlers } = options
  const at = clock.now()
  const actor = systemActor(task.programmeId === null ? [] : [task.programmeId])
  try {
    await database.transaction(actor, at, async (tx) => {
      const handler = handlers[task.kind]
      if (!handler) throw new Error(`nobody does tasks of kind ${task.kind}`)
      await handler(tx, task, at)
      if (!(await finishTask(tx, task.id, worker))) throw new LeaseLost()
    })
    return true
  } catch (error) {
    if (!(error instanceof LeaseLost)) await giveBack(options, task, error)
    return false
  }
}

async function giveBack(options: WorkerOptions, task: Task, error: unknown): Promise<void> {
  const { database, clock, worker, onFailure } = options
  const at = clock.now()
  const isFinal = task.attempts >= MOST_ATTEMPTS
  const name = error instanceof Error ? error.name : 'unknown'
  onFailure?.({ kind: task.kind, taskId: task.id, error: name, isFinal })
  const runAt = isFinal ? null : new Date(at.getTime() + backOffMs(task.attempts))
  await database.transaction(systemActor([]), at, (tx) => postponeTask(tx, { id: task.id, worker, runAt, error: name }))
}

/** 2, 4, 8 … seconds, at most an hour. */
export function backOffMs(attempts: number): number {
  return Math.min(2 ** attempts * 1000, 3_600_000)
}
