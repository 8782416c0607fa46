import { systemActor, type Actor } from '../access/index.ts'
import { loadVersion, type MicroCourseVersion } from '../courses/index.ts'
import { hasRole } from '../kernel/actor.ts'
import type { Language } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { findLastReturn, findReleasedDecision, loadCarriedEvidence } from './attempt-store.ts'
import type { EvidenceConsent } from './consent.ts'
import { consentOfEvidence } from './consent-of-evidence.ts'
import { describeDraft } from './describe-draft.ts'
import { listItems, type EvidenceWithVersions } from './evidence-store.ts'
import { whatIsMissing, type Missing } from './missing.ts'
import { loadCohort, loadProgramme, personName } from './programme-store.ts'
import { carriableCriteria } from './start-submission.ts'
import { loadSubmission, type Submission, type SubmissionEvidence } from './submission-store.ts'
import { isEditable, shownState, submissionWindow, type SubmissionWindow } from './submission.ts'
import { credentialLanguages } from './submit.ts'

export interface SubmissionView {
  readonly submission: Submission
  readonly course: MicroCourseVersion
  readonly participantName: string
  readonly timeZone: string
  /** Languages in which the credential can be issued. */
  readonly languages: readonly Language[]
  readonly window: SubmissionWindow
  readonly isOwner: boolean
  readonly isCoordinator: boolean
  /** The result has a page, for the participant and their mentor. */
  readonly mayReadResult: boolean
  readonly missing: readonly Missing[]
  /** Why the coordinator sent it back. */
  readonly lastReturn: { readonly reason: string; readonly at: Date } | null
  readonly carriedEvidence: readonly SubmissionEvidence[]
  /** Criteria met in the previous attempt that the draft does not carry forward yet. */
  readonly carriable: readonly string[]
  /** By evidence version. */
  readonly consents: ReadonlyMap<string, EvidenceConsent>
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
    const isDraft = isEditable(submission.state)
    const carried = submission.carryForwards.map(({ criterionId }) => criterionId)
    const carriable = isOwner && isDraft ? await carriableCriteria(tx, submission, course, at) : []
    return {
      submission: { ...submission, state: shownState(actor, submission) },
      course,
      participantName: await personName(tx, submission.participantId),
      timeZone: programme.timeZone,
      languages: credentialLanguages(programme, course),
      window: submissionWindow(await loadCohort(tx, submission.cohortId), submission.microCourseId),
      isOwner,
      isCoordinator,
      mayReadResult: isOwner || hasRole(actor, ['mentor'], submission.programmeId),
      missing:
        isDraft && (isOwner || isCoordinator) ? whatIsMissing(await describeDraft(tx, submission, course, at)) : [],
      carriedEvidence: await loadCarriedEvidence(tx, submission, carried),
      carriable: carriable.map(({ criterionId }) => criterionId).filter((id) => !carried.includes(id)),
      choices: isOwner && isDraft ? await listItems(tx, submission.participantId) : [],
      outcome: (await findReleasedDecision(tx, submissionId))?.outcome ?? null,
    }
  })
  return { ...view, ...(await readBehindTheScenes(services, view, at)) }
}

/** The log and the consents are open to few; of them every reader of the submission is told this much. */
async function readBehindTheScenes(
  { database }: Pick<Services, 'database'>,
  { submission, carriedEvidence }: Pick<SubmissionView, 'submission' | 'carriedEvidence'>,
  at: Date,
): Promise<Pick<SubmissionView, 'lastReturn' | 'consents'>> {
  const { id, programmeId, participantId, state, items } = submission
  const versions = [...items, ...carriedEvidence].map(({ version }) => version)
  return database.transaction(systemActor([programmeId]), at, async (tx) => ({
    lastReturn: state === 'returned_for_completion' ? await findLastReturn(tx, id) : null,
    consents: await consentOfEvidence(tx, versions, participantId, at),
  }))
}
