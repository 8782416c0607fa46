import { sql } from 'drizzle-orm'
import { rows, tables, type Db } from '../database/index.ts'

export interface Task {
  readonly id: string
  readonly kind: string
  readonly programmeId: string | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly attempts: number
}

export interface NewTask {
  readonly id: string
  readonly kind: string
  readonly programmeId: string | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly runAt: Date
}

/** Puts work down for later, in the transaction that makes it necessary. */
export async function enqueueTask(tx: Db, task: NewTask): Promise<void> {
  await tx.insert(tables.tasks).values({ ...task, state: 'queued' })
}

/** Takes what is due, or what a dead worker left behind; no two workers get the same. */
export async function claimTasks(
  tx: Db,
  { worker, at, leaseUntil, most }: { worker: string; at: Date; leaseUntil: Date; most: number },
): Promise<readonly Task[]> {
  const now = at.toISOString()
  return rows<Task>(
    tx,
    sql`update tasks set state = 'running', attempts = attempts + 1, worker = ${worker},
        lease_until = ${leaseUntil.toISOString()}::timestamptz
      where id in (
        select id from tasks
        where (state = 'queued' and run_at <= ${now}::timestamptz)
          or (state = 'running' and lease_until < ${now}::timestamptz)
        order by run_at, id limit ${most} for update skip locked)
      returning id, kind, programme_id as "programmeId", payload, attempts`,
  )
}

/** False when another worker has taken the task over: the transaction must then come to nothing. */
export async function finishTask(tx: Db, id: string, worker: string): Promise<boolean> {
  const done = await rows<{ id: string }>(
    tx,
    sql`update tasks set state = 'done', lease_until = null, last_error = null
      where id = ${id} and worker = ${worker} and state = 'running' returning id`,
  )
  return done.length > 0
}

/** False when another worker has taken the task over. */
export async function extendLease(tx: Db, id: string, worker: string, until: Date): Promise<boolean> {
  const held = await rows<{ id: string }>(
    tx,
    sql`update tasks set lease_until = ${until.toISOString()}::timestamptz
      where id = ${id} and worker = ${worker} and state = 'running' returning id`,
  )
  return held.length > 0
}

/** Puts the task back for `runAt`, or gives it up where that is null; false when another worker has it. */
export async function postponeTask(
  tx: Db,
  { id, worker, runAt, error }: { id: string; worker: string; runAt: Date | null; error: string },
): Promise<boolean> {
  const given = await rows<{ id: string }>(
    tx,
    sql`update tasks set state = ${runAt === null ? 'failed' : 'queued'}, lease_until = null, last_error = ${error},
        run_at = coalesce(${runAt?.toISOString() ?? null}::timestamptz, run_at)
      where id = ${id} and worker = ${worker} and state = 'running' returning id`,
  )
  return given.length > 0
}
