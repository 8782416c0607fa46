import type { Actor } from '../access/index.ts'
import { conflictRefusal, type Conflict } from './assignment-rules.ts'
import {
  conflictsBetween,
  insertConflict,
  updateJudgement,
  type Judgement,
  type Submission,
} from './assessment-store.ts'
import { JudgementNotOpen, SubmissionNotReady } from './errors.ts'
import type { LanguageSupport } from './seal-rules.ts'
import { inStep, isOpenSeat, ownJudgement, record, type AssessmentServices, type Step } from './step.ts'

/** Accepting declares: no conflict of interest with this participant. What is on record is checked all the same. */
export async function acceptJudgement(
  services: AssessmentServices,
  actor: Actor,
  judgementId: string,
  input: { languageSupport?: LanguageSupport | undefined } = {},
): Promise<void> {
  await inStep(services, actor, async (step) => {
    const { judgement, submission, role } = await ownJudgement(step, judgementId)
    if (judgement.state !== 'assigned') throw new JudgementNotOpen(judgement.state)
    requireUnderJudgement(submission)
    await refuseConflict(step, judgement, submission)
    const { at } = step
    await updateJudgement(step.tx, judgementId, {
      state: 'accepted',
      acceptedAt: at,
      declaredNoConflictAt: at,
      ...(input.languageSupport ? { languageSupport: input.languageSupport } : {}),
    })
    await record(step, role, {
      programmeId: judgement.programmeId,
      action: 'judgement.accepted',
      subject: ['judgement', judgementId],
    })
  })
}

export type Declination =
  | { readonly reason: 'capacity' }
  | { readonly reason: 'coi'; readonly kind: Conflict['kind']; readonly conflictId?: string }

/** Open until one's own seal. Only this slot is free again; the other judgement stays as it is, sealed or not. */
export async function declineJudgement(
  services: AssessmentServices,
  actor: Actor,
  judgementId: string,
  declination: Declination,
): Promise<void> {
  await inStep(services, actor, async (step) => {
    const { judgement, submission, role } = await ownJudgement(step, judgementId)
    if (!isOpenSeat(judgement)) throw new JudgementNotOpen(judgement.state)
    const { programmeId } = judgement
    await updateJudgement(step.tx, judgementId, { state: 'declined', endedReason: declination.reason })
    await record(step, role, {
      programmeId,
      action: 'judgement.declined',
      subject: ['judgement', judgementId],
      data: { reason: declination.reason },
    })
    if (declination.reason === 'coi') await declareConflict(step, submission, role, declination)
  })
}

async function declareConflict(
  step: Step,
  { programmeId, participantId }: Submission,
  role: string,
  { kind, conflictId }: Extract<Declination, { reason: 'coi' }>,
): Promise<void> {
  const id = conflictId ?? step.randomness.uuid()
  const startsOn = step.at.toISOString().slice(0, 10)
  await insertConflict(step.tx, { id, programmeId, personId: step.personId, participantId, kind, startsOn })
  await record(step, role, { programmeId, action: 'conflict.declared', subject: ['conflict', id] })
}

export async function refuseConflict(step: Step, judgement: Judgement, submission: Submission): Promise<void> {
  const { assessorId: personId, programmeId } = judgement
  const { participantId } = submission
  const conflicts = await conflictsBetween(step.tx, { programmeId, personId, participantId })
  const refusal = conflictRefusal(personId, participantId, conflicts, step.at)
  if (refusal) throw refusal
}

/** A submission withdrawn by its participant is not judged any further. */
export function requireUnderJudgement({ state }: Submission): void {
  if (state === 'withdrawn' || state === 'draft' || state === 'returned_for_completion')
    throw new SubmissionNotReady(state)
}
