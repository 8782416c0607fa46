import { NotFound, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { queueMessage } from '../mail/index.ts'
import type { Services } from '../services.ts'
import { updateSubmission } from './attempt-store.ts'
import { lockSubmission } from './submission-store.ts'
import { requireMove } from './submission.ts'

type MoveServices = Pick<Services, 'database' | 'clock'>

/** A formal defect: the participant completes the same attempt. What the evidence is worth is not said here. */
export async function returnForCompletion(
  services: MoveServices & Pick<Services, 'randomness'>,
  actor: Actor,
  submissionId: string,
  reason: string,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const submission = await lockSubmission(tx, submissionId)
    requireRole(actor, ['coordinator'], submission.programmeId)
    requireMove(submission.state, 'returned_for_completion')
    await updateSubmission(tx, submissionId, { state: 'returned_for_completion' })
    await queueMessage(tx, services.randomness, at, {
      kind: 'submission-returned',
      personId: submission.participantId,
      programmeId: submission.programmeId,
      path: `/portfolio/submissions/${submissionId}`,
    })
    await appendEvent(tx, at, {
      programmeId: submission.programmeId,
      actorId: actor.personId,
      actorRole: 'coordinator',
      action: 'submission.returned',
      subjectType: 'submission',
      subjectId: submissionId,
      data: { attempt: submission.attempt, reason },
    })
  })
}

/** Takes a submission back before anybody sealed a judgement on it; the attempt is not used up. */
export async function withdrawSubmission(services: MoveServices, actor: Actor, submissionId: string): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const submission = await lockSubmission(tx, submissionId)
    if (submission.participantId !== personOf(actor)) throw new NotFound('submission', submissionId)
    requireMove(submission.state, 'withdrawn')
    await updateSubmission(tx, submissionId, { state: 'withdrawn' })
    await appendEvent(tx, at, {
      programmeId: submission.programmeId,
      actorId: actor.personId,
      actorRole: 'participant',
      action: 'submission.withdrawn',
      subjectType: 'submission',
      subjectId: submissionId,
      data: { attempt: submission.attempt, from: submission.state },
    })
  })
}
