import { personOf, requireRole, type Actor } from '../access/index.ts'
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
  replaceCriterionEvidence,
  type ReleasedDecision,
} from './attempt-store.ts'
import { lockOwnDraft } from './edit-draft.ts'
import {
  AttemptsExhausted,
  NotEnrolled,
  NotMetCannotCarry,
  PreviousAttemptOpen,
  SubmissionOpen,
  VersionNotOpen,
} from './errors.ts'
import { findEnrolment, timeZoneOf } from './programme-store.ts'
import type { SubmissionRow } from './submission-store.ts'
import { currentSince } from './submission.ts'

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
    if (previous) await requireNotYetCompetent(tx, previous)
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
    for (const one of await carriableCriteria(tx, submission, version, at)) await carry(tx, submission, one)
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

async function requireNotYetCompetent(tx: Db, previous: SubmissionRow): Promise<void> {
  if (previous.state !== 'released' && previous.state !== 'closed') throw new SubmissionOpen()
  const decision = await findReleasedDecision(tx, previous.id)
  if (decision?.outcome !== 'not_yet_competent') throw new PreviousAttemptOpen()
}

export interface CarriableCriterion {
  readonly fromDecisionId: string
  readonly criterionId: string
  readonly level: number
}

/** What was met in the previous attempt, under the same rubric, and is still current. */
export async function carriableCriteria(
  tx: Db,
  { previousSubmissionId }: SubmissionRow,
  version: MicroCourseVersion,
  at: Date,
): Promise<readonly CarriableCriterion[]> {
  const decision = previousSubmissionId === null ? null : await findReleasedDecision(tx, previousSubmissionId)
  if (!decision || !(await isCurrent(tx, decision, version, at))) return []
  const asked = version.rubric.criteria.map(({ id }) => id)
  return decision.criteria.flatMap(({ criterionId, isMet, level }) =>
    isMet && level !== null && asked.includes(criterionId) ? [{ fromDecisionId: decision.id, criterionId, level }] : [],
  )
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

async function carry(tx: Db, { id, programmeId }: SubmissionRow, criterion: CarriableCriterion): Promise<void> {
  await insertCarryForward(tx, { programmeId, submissionId: id, ...criterion })
}

/** Carries one criterion forward: an appeal may have changed the previous decision after the draft was opened. */
export async function carryForward(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  submissionId: string,
  criterionId: string,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const submission = await lockOwnDraft(tx, actor, submissionId)
    const version = await loadVersion(tx, submission.versionId)
    const carriable = await carriableCriteria(tx, submission, version, at)
    const wanted = carriable.find((criterion) => criterion.criterionId === criterionId)
    if (!wanted) throw new NotMetCannotCarry()
    await replaceCriterionEvidence(tx, submission, criterionId, [])
    await carry(tx, submission, wanted)
  })
}
