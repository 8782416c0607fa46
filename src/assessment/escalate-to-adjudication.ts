import { setSubmissionState } from '../portfolio/index.ts'
import { hasRole, NotFound, type Actor } from '../access/index.ts'
import { endOfDayAfter } from '../kernel/day.ts'
import { findProgramme, judgementsOf, lockSubmission, type Submission } from './assessment-store.ts'
import { isFirstRound } from './assignment-rules.ts'
import { ReconciliationTimeLeft, SubmissionNotReady } from './errors.ts'
import { inStep, record, type AssessmentServices, type Step } from './step.ts'

/** Either assessor may ask for an adjudicator at any time; the coordinator may once the time to agree is over. */
export async function escalateToAdjudication(
  services: AssessmentServices,
  actor: Actor,
  submissionId: string,
): Promise<void> {
  await inStep(services, actor, async (step) => {
    const submission = await lockSubmission(step.tx, submissionId)
    const firstRound = (await judgementsOf(step.tx, submissionId)).filter(
      ({ slot, state }) => isFirstRound(slot) && state === 'revealed',
    )
    const isAssessor = firstRound.some(({ assessorId }) => assessorId === step.personId)
    const isCoordinator = hasRole(actor, ['coordinator'], submission.programmeId)
    if (!isAssessor && !isCoordinator) throw new NotFound('submission to reconcile', submissionId)
    if (submission.state !== 'awaiting_reconciliation') throw new SubmissionNotReady(submission.state)
    if (!isAssessor) await refuseBeforeDeadline(step, submission, firstRound[0]?.revealedAt ?? step.at)
    await setSubmissionState(step.tx, submissionId, 'in_adjudication')
    await record(step, isAssessor ? 'assessor' : 'coordinator', {
      programmeId: submission.programmeId,
      action: 'submission.escalated',
      subject: ['submission', submissionId],
    })
  })
}

async function refuseBeforeDeadline(step: Step, { programmeId }: Submission, revealedAt: Date): Promise<void> {
  const { reconciliationDays, timeZone } = await findProgramme(step.tx, programmeId)
  const until = endOfDayAfter(revealedAt, reconciliationDays, timeZone)
  if (step.at < until) throw new ReconciliationTimeLeft(until)
}
