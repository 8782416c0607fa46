import { and, asc, desc, eq, inArray, lt, or, sql, type SQL } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { requireMove, type SubmissionState } from './submission.ts'

const { submissions, submissionItems, carryForwards, submissionExceptions, evidenceVersions, evidenceItems } = tables

export type SubmissionRow = typeof submissions.$inferSelect
export type CarryForward = typeof carryForwards.$inferSelect
export type SubmissionException = typeof submissionExceptions.$inferSelect

/** One piece of evidence for one criterion, as far as the reader may see it. */
export interface SubmissionEvidence {
  readonly criterionId: string
  readonly position: number
  readonly ownerId: string
  readonly type: (typeof evidenceItems.$inferSelect)['type']
  readonly title: LocalisedText
  readonly version: typeof evidenceVersions.$inferSelect
}

export interface Submission extends SubmissionRow {
  readonly items: readonly SubmissionEvidence[]
  readonly carryForwards: readonly CarryForward[]
  readonly exceptions: readonly SubmissionException[]
}

/** The submission with its snapshot; throws `NotFound` for one that the reader may not see. */
export async function loadSubmission(tx: Db, id: string): Promise<Submission> {
  const [row] = await tx.select().from(submissions).where(eq(submissions.id, id))
  return withParts(tx, row, id)
}

/** As `loadSubmission`, and nobody else moves it until the transaction ends. Only for those who may move it. */
export async function lockSubmission(tx: Db, id: string): Promise<Submission> {
  const [row] = await tx.select().from(submissions).where(eq(submissions.id, id)).for('update')
  return withParts(tx, row, id)
}

async function withParts(tx: Db, row: SubmissionRow | undefined, id: string): Promise<Submission> {
  if (!row) throw new NotFound('submission', id)
  return {
    ...row,
    items: await loadSubmissionItems(tx, [id]),
    carryForwards: await tx.select().from(carryForwards).where(eq(carryForwards.submissionId, id)),
    exceptions: await tx
      .select()
      .from(submissionExceptions)
      .where(eq(submissionExceptions.submissionId, id))
      .orderBy(asc(submissionExceptions.at)),
  }
}

export async function loadSubmissionItems(
  tx: Db,
  submissionIds: readonly string[],
): Promise<readonly (SubmissionEvidence & { readonly submissionId: string })[]> {
  return tx
    .select({
      submissionId: submissionItems.submissionId,
      criterionId: submissionItems.criterionId,
      position: submissionItems.position,
      ownerId: evidenceItems.ownerId,
      type: evidenceItems.type,
      title: evidenceItems.title,
      version: evidenceVersions,
    })
    .from(submissionItems)
    .innerJoin(evidenceVersions, eq(evidenceVersions.id, submissionItems.evidenceVersionId))
    .innerJoin(evidenceItems, eq(evidenceItems.id, evidenceVersions.itemId))
    .where(inArray(submissionItems.submissionId, [...submissionIds]))
    .orderBy(asc(submissionItems.criterionId), asc(submissionItems.position))
}

/** Moves the submission, if the state machine allows the step. The caller appends the event that goes with it. */
export async function setSubmissionState(tx: Db, id: string, to: SubmissionState): Promise<void> {
  const [row] = await tx
    .select({ state: submissions.state })
    .from(submissions)
    .where(eq(submissions.id, id))
    .for('update')
  if (!row) throw new NotFound('submission', id)
  requireMove(row.state, to)
  await tx.update(submissions).set({ state: to }).where(eq(submissions.id, id))
}

export interface SubmissionFilter {
  readonly programmeId?: string | undefined
  readonly participantId?: string | undefined
  readonly microCourseId?: string | undefined
  readonly cohortId?: string | undefined
  readonly states?: readonly SubmissionState[] | undefined
  /** Only those with a consent behind them that was withdrawn, has expired or is missing. */
  readonly hasConsentProblem?: boolean | undefined
  readonly limit?: number | undefined
  /** The `cursor` of the last one seen. */
  readonly after?: string | undefined
}

export interface SubmissionSummary {
  readonly id: string
  readonly programmeId: string
  readonly participantId: string
  readonly participantName: string
  readonly cohortId: string
  readonly microCourseId: string
  readonly microCourseCode: string
  readonly title: LocalisedText
  readonly versionId: string
  readonly version: string
  readonly rubricId: string
  readonly attempt: number
  readonly route: 'standard' | 'rpl'
  readonly state: SubmissionState
  readonly createdAt: Date
  readonly submittedAt: Date | null
  /** A consent behind it was withdrawn, has expired or is missing. */
  readonly hasConsentProblem: boolean
  readonly cursor: string
}

const PAGE = 50
const CONSENT_PROBLEM = sql<boolean>`exists (select from ${submissionItems} si where si.submission_id = ${submissions.id}
  and not insignia_consent_holds(si.evidence_version_id))`

/** The submissions the reader may see, newest first. */
export async function listSubmissions(tx: Db, filter: SubmissionFilter): Promise<readonly SubmissionSummary[]> {
  const { microCourses, microCourseVersions, persons } = tables
  const found = await tx
    .select({
      submission: submissions,
      code: microCourses.code,
      title: microCourseVersions.title,
      version: microCourseVersions.version,
      givenName: persons.givenName,
      familyName: persons.familyName,
      hasConsentProblem: CONSENT_PROBLEM,
    })
    .from(submissions)
    .innerJoin(microCourses, eq(microCourses.id, submissions.microCourseId))
    .innerJoin(microCourseVersions, eq(microCourseVersions.id, submissions.versionId))
    .leftJoin(persons, eq(persons.id, submissions.participantId))
    .where(and(...conditions(filter)))
    .orderBy(desc(submissions.createdAt), desc(submissions.id))
    .limit(filter.limit ?? PAGE)
  return found.map(({ submission, code, title, version, givenName, familyName, hasConsentProblem }) => ({
    ...submission,
    microCourseCode: code,
    title,
    version,
    participantName: [givenName, familyName].filter(Boolean).join(' '),
    hasConsentProblem,
    cursor: `${String(submission.createdAt.getTime())}.${submission.id}`,
  }))
}

function conditions(filter: SubmissionFilter): SQL[] {
  const [time, id] = filter.after?.split('.') ?? []
  const at = new Date(Number(time))
  const before =
    id === undefined || Number.isNaN(at.getTime())
      ? undefined
      : or(lt(submissions.createdAt, at), and(eq(submissions.createdAt, at), lt(submissions.id, id)))
  return [
    filter.programmeId === undefined ? undefined : eq(submissions.programmeId, filter.programmeId),
    filter.participantId === undefined ? undefined : eq(submissions.participantId, filter.participantId),
    filter.microCourseId === undefined ? undefined : eq(submissions.microCourseId, filter.microCourseId),
    filter.cohortId === undefined ? undefined : eq(submissions.cohortId, filter.cohortId),
    filter.states === undefined ? undefined : inArray(submissions.state, [...filter.states]),
    filter.hasConsentProblem === true ? CONSENT_PROBLEM : undefined,
    before,
  ].filter((condition) => condition !== undefined)
}
