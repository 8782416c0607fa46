import { setSubmissionState } from '../portfolio/index.ts'
import { requireRole, type Actor } from '../access/index.ts'
import type { DomainError } from '../kernel/domain-error.ts'
import { queueMessage } from '../mail/index.ts'
import {
  assignmentRefusal,
  isFirstRound,
  isSeated,
  ROLE_OF_SLOT,
  type FirstRoundSlot,
  type Slot,
} from './assignment-rules.ts'
import {
  assessingOrganisations,
  candidateOf,
  findSubmission,
  insertJudgement,
  judgementsOf,
  lockSubmission,
  seatOf,
  type Submission,
} from './assessment-store.ts'
import { findAppeal } from './appeal-store.ts'
import { findDecision } from './decision-store.ts'
import { AppealStageOver, ConflictOfInterest, SubmissionNotReady } from './errors.ts'
import { coordinatedSubmission, inStep, record, recordSystem, type AssessmentServices, type Step } from './step.ts'

interface Assigned {
  readonly judgementId: string
}

/** Fills slot A or B. With both filled, the assessment begins. */
export async function assignAssessor(
  services: AssessmentServices,
  actor: Actor,
  input: { id?: string; submissionId: string; slot: FirstRoundSlot; assessorId: string },
): Promise<Assigned> {
  return seatedOrRefused(services, actor, async (step) => {
    const submission = await coordinatedSubmission(step, input.submissionId)
    if (submission.state !== 'submitted' && submission.state !== 'in_assessment') {
      throw new SubmissionNotReady(submission.state)
    }
    const result = await seat(step, submission, { ...input, appealId: null })
    if ('judgementId' in result) await beginWhenJoint(step, submission)
    return result
  })
}

export async function assignAdjudicator(
  services: AssessmentServices,
  actor: Actor,
  input: { id?: string; submissionId: string; assessorId: string },
): Promise<Assigned> {
  return seatedOrRefused(services, actor, async (step) => {
    const submission = await coordinatedSubmission(step, input.submissionId)
    if (submission.state !== 'in_adjudication') throw new SubmissionNotReady(submission.state)
    return seat(step, submission, { ...input, slot: 'adjudicator', appealId: null })
  })
}

/** A panel decides once its members come from two organisations and all of them have sealed. */
export async function assignPanelMember(
  services: AssessmentServices,
  actor: Actor,
  input: { id?: string; appealId: string; assessorId: string },
): Promise<Assigned> {
  return seatedOrRefused(services, actor, async (step) => {
    const appeal = await findAppeal(step.tx, input.appealId)
    requireRole(step.actor, ['coordinator'], appeal.programmeId)
    const { submissionId } = await findDecision(step.tx, appeal.decisionId)
    const submission = await lockSubmission(step.tx, submissionId)
    const { state } = await findAppeal(step.tx, input.appealId)
    if (state !== 'in_panel') throw new AppealStageOver(state)
    return seat(step, submission, { ...input, slot: 'appeal_panel' })
  })
}

/** Who could take this slot now, and why the others cannot: what a coordinator chooses from. */
export async function assignmentRefusalFor(
  step: Pick<Step, 'tx' | 'at'>,
  submission: Submission,
  seatWanted: { slot: Slot; appealId: string | null; assessorId: string },
): Promise<{ refusal: DomainError | null; organisationId: string | null }> {
  const { tx, at } = step
  const { slot, appealId } = seatWanted
  const candidate = await candidateOf(tx, submission, seatWanted.assessorId, ROLE_OF_SLOT[slot], at)
  const refusal = assignmentRefusal({
    slot,
    appealId,
    participantId: submission.participantId,
    assessingOrganisationIds: await assessingOrganisations(tx, submission.programmeId),
    seats: (await judgementsOf(tx, submission.id)).map(seatOf),
    candidate,
    at,
  })
  return { refusal, organisationId: candidate.organisationId }
}

/** A conflict of interest that stopped an assignment is itself worth a line in the log, so it is thrown after commit. */
async function seatedOrRefused(
  services: AssessmentServices,
  actor: Actor,
  work: (step: Step) => Promise<Assigned | ConflictOfInterest>,
): Promise<Assigned> {
  const result = await inStep(services, actor, work)
  if (result instanceof ConflictOfInterest) throw result
  return result
}

async function seat(
  step: Step,
  submission: Submission,
  wanted: { id?: string; slot: Slot; appealId: string | null; assessorId: string },
): Promise<Assigned | ConflictOfInterest> {
  const { slot, appealId, assessorId } = wanted
  const { programmeId, id: submissionId } = submission
  const { refusal, organisationId } = await assignmentRefusalFor(step, submission, wanted)
  if (refusal instanceof ConflictOfInterest) {
    await record(step, 'coordinator', {
      programmeId,
      action: 'assignment.refused',
      subject: ['submission', submissionId],
      data: { assessorId, slot, rule: refusal.code },
    })
    return refusal
  }
  if (refusal || organisationId === null) throw refusal ?? new Error('a seated person has an organisation')
  const id = wanted.id ?? step.randomness.uuid()
  const assignment = { assignedById: step.personId, assignedAt: step.at }
  await insertJudgement(step.tx, {
    id,
    programmeId,
    submissionId,
    assessorId,
    organisationId,
    slot,
    appealId,
    ...assignment,
  })
  await queueMessage(step.tx, step.randomness, step.at, {
    kind: 'assessor-assigned',
    personId: assessorId,
    programmeId,
    path: `/assessment/judgements/${id}`,
  })
  await record(step, 'coordinator', {
    programmeId,
    action: 'assignment.created',
    subject: ['judgement', id],
    data: { submissionId, assessorId, slot },
  })
  return { judgementId: id }
}

async function beginWhenJoint(step: Step, { id }: Submission): Promise<void> {
  const { state, programmeId } = await findSubmission(step.tx, id)
  const filled = (await judgementsOf(step.tx, id)).filter((one) => isFirstRound(one.slot) && isSeated(one))
  if (state !== 'submitted' || filled.length < 2) return
  await setSubmissionState(step.tx, id, 'in_assessment')
  await recordSystem(step, { programmeId, action: 'submission.in-assessment', subject: ['submission', id] })
}
