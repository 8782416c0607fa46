import { NotFound, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { loadVersion, takesSubmissions, type MicroCourseVersion } from '../courses/index.ts'
import type { Db } from '../database/index.ts'
import { dayIn } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import {
  findReleasedDecision,
  insertCarryForward,
  insertSubmission,
  listAttempts,
  type ReleasedDecision,
} from './attempt-store.ts'
import {
  AttemptsExhausted,
  NotEnrolled,
  NotMetCannotCarry,
  PreviousAttemptOpen,
  SubmissionOpen,
  VersionNotOpen,
} from './errors.ts'
import { findEnrolment, timeZoneOf } from './programme-store.ts'
import { lockSubmission, type SubmissionRow } from './submission-store.ts'
import { currentSince, requireEditable } from './submission.ts'

export interface NewSubmission {
  readonly id?: string | undefined
  readonly versionId: string
  readonly route: 'standard' | 'rpl'
}

/**
 * Opens a draft: the first attempt, or the next one after a decision "not yet competent". Every criterion that was met
 * then, under the same rubric and still current, is carried forward, so that nobody loses what they have shown.
 */
export async function startSubmission(
  services: Pick<Services, 'database' | 'clock' | 'randomness'>,
  actor: Actor,
  { id, versionId, route }: NewSubmission,
): Promise<SubmissionRow> {
  const participantId = personOf(actor)
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const version = await loadVersion(tx, versionId)
    requireRole(actor, ['participant'], version.programmeId)
    if (!takesSubmissions(version)) throw new VersionNotOpen(version.state)
    const cohort = await findEnrolment(tx, version.programmeId, participantId)
    if (!cohort) throw new NotEnrolled()
    const [previous] = await listAttempts(tx, participantId, version.microCourseId)
    const decision = previous ? await decisionOf(tx, previous) : null
    const attempt = (previous?.attempt ?? 0) + 1
    if (attempt > version.maxAttempts) throw new AttemptsExhausted(version.maxAttempts)
    const submission: SubmissionRow = {
      id: id ?? services.randomness.uuid(),
      programmeId: version.programmeId,
      participantId,
      cohortId: cohort.id,
      microCourseId: version.microCourseId,
      versionId,
      versionContentHash: version.contentHash,
      rubricId: version.rubricId,
      attempt,
      route,
      state: 'draft',
      previousSubmissionId: previous?.id ?? null,
      createdAt: at,
      submittedAt: null,
      declaration: null,
      nameAsPrinted: null,
      credentialLanguage: null,
      showsLevel: false,
    }
    await insertSubmission(tx, submission)
    if (previous?.rubricId === version.rubricId && decision) await carryAll(tx, at, submission, version, decision)
    await appendEvent(tx, at, {
      programmeId: submission.programmeId,
      actorId: participantId,
      actorRole: 'participant',
      action: 'submission.started',
      subjectType: 'submission',
      subjectId: submission.id,
      data: { attempt, route },
    })
    return submission
  })
}

async function decisionOf(tx: Db, previous: SubmissionRow): Promise<ReleasedDecision> {
  if (previous.state !== 'released' && previous.state !== 'closed') throw new SubmissionOpen()
  const decision = await findReleasedDecision(tx, previous.id)
  if (decision?.outcome !== 'not_yet_competent') throw new PreviousAttemptOpen()
  return decision
}

async function carryAll(
  tx: Db,
  at: Date,
  submission: SubmissionRow,
  version: MicroCourseVersion,
  decision: ReleasedDecision,
): Promise<void> {
  if (!(await isCurrent(tx, decision, version, at))) return
  for (const { criterionId, isMet, level } of decision.criteria) {
    if (isMet && level !== null) await carry(tx, submission, decision.id, criterionId, level)
  }
}

async function isCurrent(
  tx: Db,
  { decidedAt }: ReleasedDecision,
  { programmeId, currencyWindowMonths }: MicroCourseVersion,
  at: Date,
): Promise<boolean> {
  const timeZone = await timeZoneOf(tx, programmeId)
  return dayIn(decidedAt, timeZone) >= currentSince(at, currencyWindowMonths, timeZone)
}

async function carry(tx: Db, submission: SubmissionRow, fromDecisionId: string, criterionId: string, level: number) {
  const { id: submissionId, programmeId } = submission
  await insertCarryForward(tx, { programmeId, submissionId, criterionId, fromDecisionId, level })
}

/** Carries one criterion of the previous attempt forward; for a draft that was opened without it. */
export async function carryForward(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  submissionId: string,
  criterionId: string,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const submission = await lockSubmission(tx, submissionId)
    if (submission.participantId !== personOf(actor)) throw new NotFound('submission', submissionId)
    requireEditable(submission.state)
    const version = await loadVersion(tx, submission.versionId)
    const previousId = submission.previousSubmissionId
    const decision = previousId === null ? null : await findReleasedDecision(tx, previousId)
    const met = decision?.criteria.find((part) => part.criterionId === criterionId)
    if (!decision || !met?.isMet || met.level === null || !(await isCurrent(tx, decision, version, at))) {
      throw new NotMetCannotCarry()
    }
    await carry(tx, submission, decision.id, criterionId, met.level)
  })
}
