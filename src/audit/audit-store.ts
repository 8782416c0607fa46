import { asc, gt, sql } from 'drizzle-orm'
import { rows, tables, type Db } from '../database/index.ts'
import { eventHash, type Chained } from './chain.ts'

export interface AuditEntry {
  readonly programmeId: string | null
  readonly actorId: string | null
  readonly actorRole: string
  /** `subject.past-participle`, such as `judgement.sealed`. */
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string
  /** Never a level, a rationale, a name or a secret. */
  readonly data?: Readonly<Record<string, unknown>>
}

/** An event as it is hashed: instants in ISO 8601 UTC. */
export interface AuditEvent extends Chained {
  readonly at: string
  readonly programmeId: string | null
  readonly actorId: string | null
  readonly actorRole: string
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Appends one event to the judgement log, in the transaction of the change it tells of. Holds the log until that ends. */
export async function appendEvent(tx: Db, at: Date, entry: AuditEntry): Promise<void> {
  const [head] = await rows<{ seq: number | string; hash: string }>(tx, sql`select * from audit_head()`)
  if (!head) throw new Error('the judgement log has no head')
  const event = {
    seq: Number(head.seq) + 1,
    at: at.toISOString(),
    programmeId: entry.programmeId,
    actorId: entry.actorId,
    actorRole: entry.actorRole,
    action: entry.action,
    subjectType: entry.subjectType,
    subjectId: entry.subjectId,
    data: entry.data ?? {},
    prevHash: head.hash,
  }
  await tx.insert(tables.auditEvents).values({ ...event, at, hash: eventHash(event) })
}

const PAGE = 1000

/** Every event from the first to the last, read page by page as the owner. */
export async function* readLog(db: Db): AsyncGenerator<AuditEvent> {
  for (let after = 0; ;) {
    const page = await db
      .select()
      .from(tables.auditEvents)
      .where(gt(tables.auditEvents.seq, after))
      .orderBy(asc(tables.auditEvents.seq))
      .limit(PAGE)
    for (const row of page) yield { ...row, at: row.at.toISOString() }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.seq
  }
}
