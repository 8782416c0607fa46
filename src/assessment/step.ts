import { NotFound, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Db } from '../database/index.ts'
import type { Randomness } from '../kernel/ids.ts'
import type { Services } from '../services.ts'
import { ROLE_OF_SLOT, type Seat } from './assignment-rules.ts'
import {
  findJudgement,
  findSubmission,
  judgementsOf,
  lockSubmission,
  type Judgement,
  type Submission,
} from './assessment-store.ts'

export type AssessmentServices = Pick<Services, 'database' | 'clock' | 'randomness'>

/** One transaction of one person at one instant. */
export interface Step {
  readonly tx: Db
  readonly at: Date
  readonly actor: Actor
  readonly personId: string
  readonly randomness: Randomness
}

export async function inStep<T>(
  services: AssessmentServices,
  actor: Actor,
  work: (step: Step) => Promise<T>,
): Promise<T> {
  const at = services.clock.now()
  const { randomness } = services
  const personId = personOf(actor)
  return services.database.transaction(actor, at, (tx) => work({ tx, at, actor, personId, randomness }))
}

export type SubjectType =
  'submission' | 'judgement' | 'reconciliation' | 'decision' | 'appeal' | 'qualification' | 'conflict' | 'person'

export interface Happening {
  readonly programmeId: string
  readonly action: string
  readonly subject: readonly [SubjectType, string]
  readonly data?: Readonly<Record<string, unknown>>
}

/** Logs what the actor did, in the role in which they did it. */
export async function record({ tx, at, personId }: Step, actorRole: string, happening: Happening): Promise<void> {
  await append(tx, at, { actorId: personId, actorRole }, happening)
}

/** Logs what followed by rule from what the actor did. */
export async function recordSystem({ tx, at }: Pick<Step, 'tx' | 'at'>, happening: Happening): Promise<void> {
  await append(tx, at, { actorId: null, actorRole: 'system' }, happening)
}

async function append(
  tx: Db,
  at: Date,
  by: { actorId: string | null; actorRole: string },
  { programmeId, action, subject: [subjectType, subjectId], data }: Happening,
): Promise<void> {
  await appendEvent(tx, at, { ...by, programmeId, action, subjectType, subjectId, ...(data ? { data } : {}) })
}

/** The actor's own judgement, with the submission locked; anybody else's is not found. */
export async function ownJudgement(
  step: Step,
  judgementId: string,
): Promise<{ judgement: Judgement; submission: Submission; role: string }> {
  const { tx, actor, personId } = step
  const seen = await findJudgement(tx, judgementId)
  if (seen?.assessorId !== personId) throw new NotFound('judgement', judgementId)
  const role = ROLE_OF_SLOT[seen.slot]
  requireRole(actor, [role], seen.programmeId)
  const submission = await lockSubmission(tx, seen.submissionId)
  const judgement = await findJudgement(tx, judgementId)
  if (!judgement) throw new NotFound('judgement', judgementId)
  return { judgement, submission, role }
}

export interface FirstRound {
  readonly A: Judgement
  readonly B: Judgement
}

/** The two revealed first-round judgements; the submission is not found for whoever gave neither of them. */
export async function firstRoundOf(step: Step, submissionId: string): Promise<FirstRound> {
  const judgements = await judgementsOf(step.tx, submissionId)
  const A = judgements.find(({ slot, state }) => slot === 'A' && state === 'revealed')
  const B = judgements.find(({ slot, state }) => slot === 'B' && state === 'revealed')
  if (!A || !B || (A.assessorId !== step.personId && B.assessorId !== step.personId)) {
    throw new NotFound('submission to reconcile', submissionId)
  }
  requireRole(step.actor, ['assessor'], A.programmeId)
  return { A, B }
}

/** The submission, locked, for a coordinator of its programme. */
export async function coordinatedSubmission(step: Step, submissionId: string): Promise<Submission> {
  const { programmeId } = await findSubmission(step.tx, submissionId)
  requireRole(step.actor, ['coordinator'], programmeId)
  return lockSubmission(step.tx, submissionId)
}

export function isOpenSeat({ state }: Pick<Seat, 'state'>): boolean {
  return state === 'assigned' || state === 'accepted' || state === 'in_progress'
}
