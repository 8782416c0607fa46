import { and, asc, desc, eq, ne } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'
import { loadSubmissionItems, type SubmissionEvidence, type SubmissionRow } from './submission-store.ts'

const { submissions, submissionItems, carryForwards, submissionExceptions, decisions, decisionCriteria } = tables

/** The participant's attempts at a micro-course that count, latest first. */
export async function listAttempts(
  tx: Db,
  participantId: string,
  microCourseId: string,
): Promise<readonly SubmissionRow[]> {
  return tx
    .select()
    .from(submissions)
    .where(
      and(
        eq(submissions.participantId, participantId),
        eq(submissions.microCourseId, microCourseId),
        ne(submissions.state, 'withdrawn'),
      ),
    )
    .orderBy(desc(submissions.attempt))
}

export interface ReleasedDecision {
  readonly id: string
  readonly outcome: 'competent' | 'not_yet_competent'
  readonly decidedAt: Date
  readonly criteria: readonly { readonly criterionId: string; readonly isMet: boolean; readonly level: number | null }[]
}

/** The decision that stands, once it is released; before that its participant has none. */
export async function findReleasedDecision(tx: Db, submissionId: string): Promise<ReleasedDecision | null> {
  const found = await tx
    .select()
    .from(decisions)
    .where(eq(decisions.submissionId, submissionId))
    .orderBy(desc(decisions.version))
  const decision = found.find(({ releasedAt, supersededAt }) => releasedAt !== null && supersededAt === null)
  if (!decision) return null
  const criteria = await tx.select().from(decisionCriteria).where(eq(decisionCriteria.decisionId, decision.id))
  return { id: decision.id, outcome: decision.outcome, decidedAt: decision.decidedAt, criteria }
}

export async function insertSubmission(tx: Db, submission: SubmissionRow): Promise<void> {
  await tx.insert(submissions).values(submission)
}

export async function insertCarryForward(tx: Db, row: typeof carryForwards.$inferInsert): Promise<void> {
  await tx.insert(carryForwards).values(row).onConflictDoNothing()
}

export async function insertException(tx: Db, row: typeof submissionExceptions.$inferInsert): Promise<void> {
  await tx.insert(submissionExceptions).values(row)
}

/** What stands for one criterion of a draft, in this order, and nothing else. */
export async function replaceCriterionEvidence(
  tx: Db,
  submission: Pick<SubmissionRow, 'id' | 'programmeId'>,
  criterionId: string,
  versionIds: readonly string[],
): Promise<void> {
  await tx
    .delete(submissionItems)
    .where(and(eq(submissionItems.submissionId, submission.id), eq(submissionItems.criterionId, criterionId)))
  if (versionIds.length === 0) return
  await tx.insert(submissionItems).values(
    versionIds.map((evidenceVersionId, index) => ({
      programmeId: submission.programmeId,
      submissionId: submission.id,
      criterionId,
      evidenceVersionId,
      position: index + 1,
    })),
  )
}

/** The evidence behind the criteria that are carried forward: that of the latest earlier attempt that had any. */
export async function loadCarriedEvidence(
  tx: Db,
  submission: SubmissionRow,
  criterionIds: readonly string[],
): Promise<readonly SubmissionEvidence[]> {
  if (criterionIds.length === 0) return []
  const earlier = (await listAttempts(tx, submission.participantId, submission.microCourseId)).filter(
    ({ attempt }) => attempt < submission.attempt,
  )
  if (earlier.length === 0) return []
  const items = await loadSubmissionItems(
    tx,
    earlier.map(({ id }) => id),
  )
  return criterionIds.flatMap((criterionId) => {
    const last = earlier.find(({ id }) =>
      items.some((item) => item.submissionId === id && item.criterionId === criterionId),
    )
    return items.filter((item) => item.submissionId === last?.id && item.criterionId === criterionId)
  })
}

/** Freezes or changes a submission under the guards of the database. */
export async function updateSubmission(tx: Db, id: string, change: Partial<SubmissionRow>): Promise<void> {
  await tx.update(submissions).set(change).where(eq(submissions.id, id))
}

/** Why a submission was last returned, in the words of the coordinator; null when it never was. */
export async function findLastReturn(tx: Db, submissionId: string): Promise<{ reason: string; at: Date } | null> {
  const { auditEvents } = tables
  const events = await tx
    .select({ data: auditEvents.data, at: auditEvents.at })
    .from(auditEvents)
    .where(and(eq(auditEvents.subjectId, submissionId), eq(auditEvents.action, 'submission.returned')))
    .orderBy(asc(auditEvents.seq))
  const last = events.at(-1)
  if (!last) return null
  const { reason } = last.data
  return { reason: typeof reason === 'string' ? reason : '', at: last.at }
}
