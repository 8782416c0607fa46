import { InvalidInput, NotFound, requireRole, type Actor } from '../access/index.ts'
import { findJudgement, lockSubmission, updateJudgement } from './assessment-store.ts'
import { isSeated } from './assignment-rules.ts'
import { JudgementNotOpen } from './errors.ts'
import { inStep, record, type AssessmentServices } from './step.ts'

/**
 * Takes one judgement out before the reveal, sealed or not: a conflict came to light, or its author cannot go on.
 * Nobody ever reads it; only its slot is assigned anew, and the other judgement stays sealed, from the new assessor too.
 */
export async function voidJudgement(
  services: AssessmentServices,
  actor: Actor,
  judgementId: string,
  input: { reason: string },
): Promise<void> {
  await inStep(services, actor, async (step) => {
    const seen = await findJudgement(step.tx, judgementId)
    if (!seen) throw new NotFound('judgement', judgementId)
    requireRole(actor, ['coordinator'], seen.programmeId)
    if (input.reason.trim() === '') {
      throw new InvalidInput({ errors: [{ pointer: '/reason', detail: 'must not be empty' }] })
    }
    await lockSubmission(step.tx, seen.submissionId)
    const state = (await findJudgement(step.tx, judgementId))?.state ?? seen.state
    if (!isSeated({ state }) || state === 'revealed' || state === 'final') throw new JudgementNotOpen(state)
    await updateJudgement(step.tx, judgementId, { state: 'void', endedReason: input.reason })
    await record(step, 'coordinator', {
      programmeId: seen.programmeId,
      action: 'judgement.voided',
      subject: ['judgement', judgementId],
    })
  })
}
