import { setSubmissionState } from '../portfolio/index.ts'
import { requireRole, type Actor } from '../access/index.ts'
import { queueMessage } from '../mail/index.ts'
import { findProgramme, lockSubmission } from './assessment-store.ts'
import { appealUntil } from './deadlines.ts'
import { feedbackOf, findDecision, markReleased, resultsOf } from './decision-store.ts'
import { releaseRefusal } from './release-rules.ts'
import { inStep, record, type AssessmentServices } from './step.ts'

/** In one step the participant gets everything: levels, feedback, and until when an appeal is possible. */
export async function releaseDecision(
  services: AssessmentServices,
  actor: Actor,
  decisionId: string,
): Promise<{ releasedAt: Date; appealUntil: Date | null }> {
  return inStep(services, actor, async (step) => {
    const { programmeId, submissionId } = await findDecision(step.tx, decisionId)
    requireRole(actor, ['coordinator'], programmeId)
    const submission = await lockSubmission(step.tx, submissionId)
    const decision = await findDecision(step.tx, decisionId)
    const perCriterion = await resultsOf(step.tx, decisionId)
    const feedback = await feedbackOf(step.tx, decisionId)
    const refusal = releaseRefusal({ ...decision, perCriterion, feedback })
    if (refusal) throw refusal
    const { appealWindowDays } = await findProgramme(step.tx, programmeId)
    const isFinal = perCriterion.some(({ basis }) => basis === 'appeal_panel')
    const until = isFinal ? null : appealUntil(step.at, appealWindowDays)
    await markReleased(step.tx, decisionId, {
      releasedAt: step.at,
      releasedById: step.personId,
      appealUntil: until,
    })
    if (submission.state === 'decided') await setSubmissionState(step.tx, submissionId, 'released')
    await queueMessage(step.tx, step.randomness, step.at, {
      kind: 'decision-released',
      personId: submission.participantId,
      programmeId,
      path: `/portfolio/submissions/${submissionId}/result`,
    })
    await record(step, 'coordinator', {
      programmeId,
      action: 'decision.released',
      subject: ['decision', decisionId],
      data: { submissionId, version: decision.version, outcome: decision.outcome },
    })
    return { releasedAt: step.at, appealUntil: until }
  })
}
