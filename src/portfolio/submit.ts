import { InvalidInput, NotFound, personOf, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { languagesOf, loadVersion, takesSubmissions, type MicroCourseVersion } from '../courses/index.ts'
import type { Db } from '../database/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Language } from '../kernel/language.ts'
import { isPrintableName, tidyName } from '../kernel/person-name.ts'
import type { Services } from '../services.ts'
import { updateSubmission } from './attempt-store.ts'
import { describeDraft } from './describe-draft.ts'
import { SubmissionIncomplete, VersionNotOpen } from './errors.ts'
import { asFieldProblems, whatIsMissing, type Missing } from './missing.ts'
import { loadCohort, loadProgramme, type Programme } from './programme-store.ts'
import { lockSubmission, type Submission } from './submission-store.ts'
import { requireMove, requireOpenWindow, submissionWindow } from './submission.ts'

/** The words of the declaration that was agreed to; they change with their version. */
export const STATEMENT_VERSION = '2026-01'

export interface Handover {
  readonly isOwnWork: boolean
  /** How artificial intelligence was used; `none` when it was not. */
  readonly aiUseDisclosed: string
  readonly nameAsPrinted: string
  readonly isNameConfirmed: boolean
  readonly credentialLanguage: Language
  readonly showsLevel: boolean
}

/**
 * Hands a draft in. From here on course version, rubric and evidence are frozen; the name on the certificate, its
 * language and whether it shows the level were asked once, here.
 */
export async function submit(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  submissionId: string,
  handover: Handover,
): Promise<Submission> {
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const submission = await lockSubmission(tx, submissionId)
    if (submission.participantId !== personOf(actor)) throw new NotFound('submission', submissionId)
    requireMove(submission.state, 'submitted')
    const course = await loadVersion(tx, submission.versionId)
    const programme = await loadProgramme(tx, submission.programmeId)
    await requireStillOpen(tx, submission, course, programme.timeZone, at)
    requireComplete(whatIsMissing(await describeDraft(tx, submission, course, at)))
    requireDeclared(handover, credentialLanguages(programme, course))
    const change = {
      state: 'submitted',
      submittedAt: at,
      declaration: {
        statementVersion: STATEMENT_VERSION,
        acceptedAt: at.toISOString(),
        aiUseDisclosed: handover.aiUseDisclosed.trim(),
      },
      nameAsPrinted: tidyName(handover.nameAsPrinted),
      credentialLanguage: handover.credentialLanguage,
      showsLevel: handover.showsLevel,
    } as const
    await updateSubmission(tx, submissionId, change)
    await appendEvent(tx, at, {
      programmeId: submission.programmeId,
      actorId: actor.personId,
      actorRole: 'participant',
      action: 'submission.submitted',
      subjectType: 'submission',
      subjectId: submissionId,
      data: { attempt: submission.attempt, isResubmission: submission.state === 'returned_for_completion' },
    })
    return { ...submission, ...change }
  })
}

/** The languages of the programme that the micro-course can be read in. */
export function credentialLanguages(
  { languages }: Pick<Programme, 'languages'>,
  course: MicroCourseVersion,
): readonly Language[] {
  return languagesOf(course).filter((language) => languages.includes(language))
}

/** What was returned for completion was handed in on time already. */
async function requireStillOpen(
  tx: Db,
  submission: Submission,
  course: MicroCourseVersion,
  timeZone: string,
  at: Date,
): Promise<void> {
  if (submission.state === 'returned_for_completion') return
  if (!takesSubmissions(course)) throw new VersionNotOpen(course.state)
  const cohort = await loadCohort(tx, submission.cohortId)
  requireOpenWindow(submissionWindow(cohort, submission.microCourseId), at, timeZone)
}

/** The code names the gravest thing that is missing; the pointers name all of them. */
function requireComplete(missing: readonly Missing[]): void {
  if (missing.length === 0) return
  const has = (...codes: readonly Missing['code'][]): boolean => missing.some(({ code }) => codes.includes(code))
  const code = has('consent-missing', 'consent-withdrawn')
    ? 'consent-missing'
    : has('criterion-without-evidence', 'criterion-only-links')
      ? 'evidence-required'
      : has('evidence-not-scanned', 'evidence-refused')
        ? 'evidence-not-clean'
        : 'submission-incomplete'
  throw new SubmissionIncomplete(code, asFieldProblems(missing))
}

function requireDeclared(handover: Handover, languages: readonly Language[]): void {
  const errors: FieldProblem[] = []
  const name = tidyName(handover.nameAsPrinted)
  if (!handover.isOwnWork) errors.push({ pointer: '/isOwnWork', detail: 'is required' })
  if (!isPrintableName(name)) errors.push({ pointer: '/nameAsPrinted', detail: 'must be a name on one line' })
  if (handover.aiUseDisclosed.trim() === '') errors.push({ pointer: '/aiUseDisclosed', detail: 'is required' })
  if (!handover.isNameConfirmed) errors.push({ pointer: '/isNameConfirmed', detail: 'is required' })
  if (!languages.includes(handover.credentialLanguage)) {
    errors.push({ pointer: '/credentialLanguage', detail: 'must be equal to one of the allowed values' })
  }
  if (errors.length > 0) throw new InvalidInput({ errors })
}
