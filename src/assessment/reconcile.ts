import { InvalidInput, type Actor } from '../access/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { openAppealAgainst, type Appeal } from './appeal-store.ts'
import {
  carriedForwardOf,
  criteriaOf,
  criterionJudgementsOf,
  levelOfMark,
  lockSubmission,
  type Criterion,
  type Submission,
} from './assessment-store.ts'
import {
  agreeReconciliation,
  currentReconciliations,
  findReconciliation,
  insertReconciliation,
  replaceReconciliation,
  signReconciliationRow,
} from './reconciliation-store.ts'
import { currentDecision, resultsOf, type Decision } from './decision-store.ts'
import {
  AlreadySigned,
  AppealCannotWorsen,
  ConversationRequired,
  CriterionNotOpen,
  SubmissionNotReady,
  UnknownLevel,
} from './errors.ts'
import { difference, isBelow, NOT_EVIDENCED, type Mark } from './marks.ts'
import { hasText } from './seal-rules.ts'
import { settle } from './settle.ts'
import { firstRoundOf, inStep, record, type AssessmentServices, type FirstRound, type Step } from './step.ts'

export interface Proposal {
  readonly id?: string
  readonly submissionId: string
  readonly criterionId: string
  readonly mark: Mark
  readonly rationale: LocalisedText
  /** Where marks cross the threshold or lie two levels apart, the two talk before anything is written. */
  readonly conversationHeld?: boolean
}

/** One assessor's proposal for one criterion, signed by them; a counter-proposal takes the place of an unsigned one. */
export async function proposeReconciliation(
  services: AssessmentServices,
  actor: Actor,
  proposal: Proposal,
): Promise<{ reconciliationId: string }> {
  return inStep(services, actor, async (step) => {
    const submission = await lockSubmission(step.tx, proposal.submissionId)
    const firstRound = await firstRoundOf(step, submission.id)
    const phase = await phaseOf(step, submission)
    const criterion = await openCriterion(step, submission, proposal)
    const { criterionId } = criterion
    const current = (await currentReconciliations(step.tx, submission.id)).find(
      (one) => one.criterionId === criterionId,
    )
    const first = await firstMarks(step, firstRound, criterionId)
    if (phase.kind === 'rectification') await refuseWorse(step, phase.decision, proposal)
    else if (first.a === first.b || (current && current.agreedAt !== null)) throw new CriterionNotOpen()
    const { kind, crossesThreshold } = difference(first.a, first.b, criterion.requiredLevel)
    if (phase.kind === 'reconciliation' && kind === 'conversation' && proposal.conversationHeld !== true) {
      throw new ConversationRequired()
    }
    if (current) await replaceReconciliation(step.tx, current.id, step.at)
    const id = proposal.id ?? step.randomness.uuid()
    const { programmeId } = submission
    await insertReconciliation(step.tx, {
      id,
      programmeId,
      submissionId: submission.id,
      criterionId,
      firstLevelA: levelOfMark(first.a),
      firstLevelB: levelOfMark(first.b),
      crossesThreshold,
      agreedLevel: levelOfMark(proposal.mark),
      rationale: proposal.rationale,
      proposedById: step.personId,
      proposedAt: step.at,
    })
    await signReconciliationRow(step.tx, { id, programmeId }, step.personId, step.at)
    await record(step, 'assessor', {
      programmeId,
      action: 'reconciliation.proposed',
      subject: ['reconciliation', id],
      data: { submissionId: submission.id, criterionId, conversationHeld: proposal.conversationHeld === true },
    })
    return { reconciliationId: id }
  })
}

/** The second signature makes it count; with the last open criterion agreed, the decision follows. */
export async function signReconciliation(
  services: AssessmentServices,
  actor: Actor,
  reconciliationId: string,
): Promise<{ decisionId: string | null }> {
  return inStep(services, actor, async (step) => {
    const { submissionId } = await findReconciliation(step.tx, reconciliationId)
    const submission = await lockSubmission(step.tx, submissionId)
    await firstRoundOf(step, submissionId)
    const phase = await phaseOf(step, submission)
    const reconciliation = await findReconciliation(step.tx, reconciliationId)
    if (reconciliation.replacedAt !== null || reconciliation.agreedAt !== null) throw new CriterionNotOpen()
    if (reconciliation.signedBy.includes(step.personId)) throw new AlreadySigned()
    const { programmeId, criterionId } = reconciliation
    await signReconciliationRow(step.tx, reconciliation, step.personId, step.at)
    await agreeReconciliation(step.tx, reconciliationId, step.at)
    await record(step, 'assessor', {
      programmeId,
      action: 'reconciliation.signed',
      subject: ['reconciliation', reconciliationId],
      data: { submissionId, criterionId },
    })
    return { decisionId: phase.kind === 'reconciliation' ? await settle(step, submission) : null }
  })
}

type Phase =
  | { readonly kind: 'reconciliation' }
  | { readonly kind: 'rectification'; readonly decision: Decision; readonly appeal: Appeal }

async function phaseOf(step: Step, submission: Submission): Promise<Phase> {
  if (submission.state === 'awaiting_reconciliation') return { kind: 'reconciliation' }
  const decision = await currentDecision(step.tx, submission.id)
  const appeal = decision && (await openAppealAgainst(step.tx, decision.id))
  if (decision && appeal?.state === 'in_rectification') return { kind: 'rectification', decision, appeal }
  throw new SubmissionNotReady(submission.state)
}

async function openCriterion(step: Step, submission: Submission, proposal: Proposal): Promise<Criterion> {
  const { criterionId, mark } = proposal
  const criterion = (await criteriaOf(step.tx, submission.rubricId)).find((one) => one.criterionId === criterionId)
  const carried = await carriedForwardOf(step.tx, submission.id)
  if (!criterion || carried.some((one) => one.criterionId === criterionId)) throw new CriterionNotOpen()
  if (mark !== NOT_EVIDENCED && !criterion.levels.includes(mark)) throw new UnknownLevel()
  if (!hasText(proposal.rationale)) {
    throw new InvalidInput({ errors: [{ pointer: '/rationale', detail: 'must not be empty' }] })
  }
  return criterion
}

async function firstMarks(step: Step, { A, B }: FirstRound, criterionId: string): Promise<{ a: Mark; b: Mark }> {
  const judged = await criterionJudgementsOf(step.tx, [A.id, B.id])
  const markBy = (id: string) => judged.get(id)?.find((one) => one.criterionId === criterionId)?.mark
  const [a, b] = [markBy(A.id), markBy(B.id)]
  if (a === undefined || b === undefined) throw new CriterionNotOpen()
  return { a, b }
}

async function refuseWorse(step: Step, decision: Decision, { criterionId, mark }: Proposal): Promise<void> {
  const standing = (await resultsOf(step.tx, decision.id)).find((one) => one.criterionId === criterionId)
  if (!standing) throw new CriterionNotOpen()
  if (isBelow(mark, standing.mark)) throw new AppealCannotWorsen()
}
