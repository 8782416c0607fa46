import { systemActor, type Actor } from '../access/index.ts'
import { loadVersion, type MicroCourseVersion } from '../courses/index.ts'
import { hasRole } from '../kernel/actor.ts'
import type { Services } from '../services.ts'
import { findLastReturn, findReleasedDecision, loadCarriedEvidence } from './attempt-store.ts'
import { describeDraft } from './describe-draft.ts'
import { listItems, type EvidenceWithVersions } from './evidence-store.ts'
import { whatIsMissing, type Missing } from './missing.ts'
import { loadCohort, loadProgramme, personName } from './programme-store.ts'
import { loadSubmission, type Submission, type SubmissionEvidence } from './submission-store.ts'
import { isEditable, shownState, submissionWindow, type SubmissionWindow } from './submission.ts'

export interface SubmissionView {
  readonly submission: Submission
  readonly course: MicroCourseVersion
  readonly participantName: string
  readonly timeZone: string
  /** Languages in which the credential can be issued. */
  readonly languages: readonly string[]
  readonly window: SubmissionWindow
  readonly isOwner: boolean
  readonly isCoordinator: boolean
  readonly missing: readonly Missing[]
  /** Why the coordinator sent it back. */
  readonly lastReturn: { readonly reason: string; readonly at: Date } | null
  readonly carriedEvidence: readonly SubmissionEvidence[]
  /** The owner's portfolio, to choose from. */
  readonly choices: readonly EvidenceWithVersions[]
  readonly outcome: 'competent' | 'not_yet_competent' | null
}

/** A submission with what is still missing, for its participant and for those who look after it. */
export async function readSubmission(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  submissionId: string,
): Promise<SubmissionView> {
  const at = services.clock.now()
  const view = await services.database.transaction(actor, at, async (tx) => {
    const submission = await loadSubmission(tx, submissionId)
    const course = await loadVersion(tx, submission.versionId)
    const programme = await loadProgramme(tx, submission.programmeId)
    const isOwner = submission.participantId === actor.personId
    const isCoordinator = hasRole(actor, ['coordinator'], submission.programmeId)
    const isWorkedOn = isEditable(submission.state) && (isOwner || isCoordinator)
    return {
      submission: { ...submission, state: shownState(actor, submission) },
      course,
      participantName: await personName(tx, submission.participantId),
      timeZone: programme.timeZone,
      languages: programme.languages,
      window: submissionWindow(await loadCohort(tx, submission.cohortId), submission.microCourseId),
      isOwner,
      isCoordinator,
      missing: isWorkedOn ? whatIsMissing(await describeDraft(tx, submission, course, at)) : [],
      carriedEvidence: await loadCarriedEvidence(
        tx,
        submission,
        submission.carryForwards.map(({ criterionId }) => criterionId),
      ),
      choices: isOwner && isEditable(submission.state) ? await listItems(tx, submission.participantId) : [],
      outcome: (await findReleasedDecision(tx, submissionId))?.outcome ?? null,
    }
  })
  return { ...view, lastReturn: await lastReturn(services, view.submission, at) }
}

/** The log is open to coordinators; the participant is told this much of it. */
async function lastReturn(
  { database }: Pick<Services, 'database'>,
  { id, programmeId, state }: Submission,
  at: Date,
): Promise<SubmissionView['lastReturn']> {
  if (state !== 'returned_for_completion') return null
  return database.transaction(systemActor([programmeId]), at, (tx) => findLastReturn(tx, id))
}
