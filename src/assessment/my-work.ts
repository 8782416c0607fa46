import { and, asc, eq, inArray } from 'drizzle-orm'
import { personOf, type Actor } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import { endOfDayAfter } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import type { JudgementState, Slot } from './assignment-rules.ts'
import { findProgramme, type Judgement, type Submission } from './assessment-store.ts'
import { summariesOf, type SubmissionSummary } from './description-store.ts'

export interface JudgementTask {
  readonly judgementId: string
  readonly slot: Slot
  readonly state: JudgementState
  readonly assignedAt: Date
  readonly submission: SubmissionSummary
}

export interface SharedTask {
  readonly submission: SubmissionSummary
  /** Until when the two may agree; null where no time is set. */
  readonly until: Date | null
}

/** Everything that waits for one person as a judge, the oldest first. */
export interface MyWork {
  /** To accept, to judge or to seal. */
  readonly toJudge: readonly JudgementTask[]
  /** Sealed, waiting for the other seal. */
  readonly waiting: readonly JudgementTask[]
  readonly toReconcile: readonly SharedTask[]
  /** Appeals against one's own decisions, to look at again. */
  readonly toRectify: readonly SharedTask[]
}

export async function myWork(services: Pick<Services, 'database' | 'clock'>, actor: Actor): Promise<MyWork> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const own = await ownJudgements(tx, personOf(actor))
    const summaries = await summariesOf(tx, [
      ...new Map(own.map(({ submission }) => [submission.id, submission])).values(),
    ])
    const summaryOf = (id: string) => summaries.find(({ submissionId }) => submissionId === id)
    const tasks = (wanted: readonly JudgementState[]): JudgementTask[] =>
      own.flatMap(({ judgement: { id, slot, state, assignedAt }, submission }) => {
        const summary = summaryOf(submission.id)
        const isOver = submission.state === 'withdrawn'
        return summary && !isOver && wanted.includes(state)
          ? [{ judgementId: id, slot, state, assignedAt, submission: summary }]
          : []
      })
    const revealed = own.filter(({ judgement }) => judgement.state === 'revealed')
    return {
      toJudge: tasks(['assigned', 'accepted', 'in_progress']),
      waiting: tasks(['sealed']),
      toReconcile: await sharedTasks(tx, revealed, summaryOf),
      toRectify: await rectifications(tx, revealed, summaryOf),
    }
  })
}

interface OwnJudgement {
  readonly judgement: Judgement
  readonly submission: Submission
}

async function ownJudgements(tx: Db, personId: string): Promise<readonly OwnJudgement[]> {
  return tx
    .select({ judgement: tables.judgements, submission: tables.submissions })
    .from(tables.judgements)
    .innerJoin(tables.submissions, eq(tables.submissions.id, tables.judgements.submissionId))
    .where(eq(tables.judgements.assessorId, personId))
    .orderBy(asc(tables.judgements.assignedAt), asc(tables.judgements.id))
}

type SummaryOf = (submissionId: string) => SubmissionSummary | undefined

async function sharedTasks(tx: Db, revealed: readonly OwnJudgement[], summaryOf: SummaryOf): Promise<SharedTask[]> {
  const tasks: SharedTask[] = []
  for (const { judgement, submission } of revealed) {
    const summary = summaryOf(submission.id)
    if (submission.state !== 'awaiting_reconciliation' || !summary || judgement.revealedAt === null) continue
    const { reconciliationDays, timeZone } = await findProgramme(tx, submission.programmeId)
    tasks.push({ submission: summary, until: endOfDayAfter(judgement.revealedAt, reconciliationDays, timeZone) })
  }
  return tasks
}

async function rectifications(tx: Db, revealed: readonly OwnJudgement[], summaryOf: SummaryOf): Promise<SharedTask[]> {
  const ids = revealed.map(({ submission }) => submission.id)
  if (ids.length === 0) return []
  const open = await tx
    .select({ submissionId: tables.decisions.submissionId })
    .from(tables.appeals)
    .innerJoin(tables.decisions, eq(tables.decisions.id, tables.appeals.decisionId))
    .where(and(eq(tables.appeals.state, 'in_rectification'), inArray(tables.decisions.submissionId, ids)))
  return open.flatMap(({ submissionId }) => {
    const submission = summaryOf(submissionId)
    return submission ? [{ submission, until: null }] : []
  })
}
