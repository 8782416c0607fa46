import { hasRole, NotFound, type Actor } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import { endOfDayAfter } from '../kernel/day.ts'
import type { Language } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { appealsAgainst, stagesOf, type Appeal, type AppealStage } from './appeal-store.ts'
import { isFirstRound } from './assignment-rules.ts'
import { findProgramme, findSubmission, judgementsOf, markOfRow, type Submission } from './assessment-store.ts'
import { currentReconciliations, type Reconciliation } from './reconciliation-store.ts'
import { rubricText, summariesOf, type CriterionText, type SubmissionSummary } from './description-store.ts'
import { decisionsOf, feedbackOf, resultsOf, type Decision, type Feedback } from './decision-store.ts'
import type { CriterionResult } from './decide.ts'
import { difference, type Difference, type Mark } from './marks.ts'
import { judgementsFor, type JudgementView } from './read-judgements.ts'
import type { CriterionJudgement } from './seal-rules.ts'
import { languageOf } from './write-feedback.ts'

export interface ComparedCriterion extends CriterionText {
  /** Both null until the reveal, and for a carried criterion. */
  readonly A: CriterionJudgement | null
  readonly B: CriterionJudgement | null
  readonly difference: Difference | null
  /** The proposal that stands, signed by one or by both. */
  readonly reconciliation: (Reconciliation & { readonly mark: Mark }) | null
  readonly feedback: Feedback | null
}

export interface DecisionView extends Decision {
  readonly perCriterion: readonly CriterionResult[]
}

export interface AppealView extends Appeal {
  readonly stages: readonly AppealStage[]
}

/** One submission as its judges and the coordinator see it; nothing in it is sealed. */
export interface AssessmentView {
  readonly submission: SubmissionSummary
  readonly participantId: string
  /** The language that feedback is owed in. */
  readonly participantLanguage: Language
  readonly rubricId: string
  readonly judgements: readonly JudgementView[]
  readonly criteria: readonly ComparedCriterion[]
  /** The newest first. */
  readonly decisions: readonly DecisionView[]
  readonly appeals: readonly AppealView[]
  /** Until when the two may agree; null before the reveal. */
  readonly reconcileUntil: Date | null
}

export async function readAssessment(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  submissionId: string,
): Promise<AssessmentView> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const submission = await findSubmission(tx, submissionId)
    const judgements = await judgementsFor(tx, actor, await judgementsOf(tx, submissionId))
    requireReader(actor, submission, judgements)
    const [summary] = await summariesOf(tx, [submission])
    if (!summary) throw new NotFound('submission', submissionId)
    const decisions = await decisionViews(tx, submissionId)
    return {
      submission: summary,
      participantId: submission.participantId,
      participantLanguage: await languageOf(tx, submission.participantId),
      rubricId: submission.rubricId,
      judgements,
      criteria: await compared(tx, submission, judgements, decisions[0]),
      decisions,
      appeals: await appealViews(tx, decisions),
      reconcileUntil: await deadlineOf(tx, submission, judgements),
    }
  })
}

function requireReader(actor: Actor, { id, programmeId }: Submission, judgements: readonly JudgementView[]): void {
  const isJudge = judgements.some(({ assessorId, state }) => assessorId === actor.personId && state !== 'declined')
  if (!isJudge && !hasRole(actor, ['coordinator', 'auditor'], programmeId)) throw new NotFound('submission', id)
}

async function compared(
  tx: Db,
  submission: Submission,
  judgements: readonly JudgementView[],
  decision: DecisionView | undefined,
): Promise<readonly ComparedCriterion[]> {
  const revealed = (slot: 'A' | 'B') => judgements.find((one) => one.slot === slot && one.state === 'revealed')
  const [first, second] = [revealed('A'), revealed('B')]
  const reconciliations = await currentReconciliations(tx, submission.id)
  const written = decision ? await feedbackOf(tx, decision.id) : []
  return (await rubricText(tx, submission.rubricId)).map((criterion) => {
    const { criterionId, requiredLevel } = criterion
    const of = <T extends { criterionId: string }>(list: readonly T[] | null | undefined): T | null =>
      list?.find((one) => one.criterionId === criterionId) ?? null
    const A = of(first?.criteria)
    const B = of(second?.criteria)
    const reconciliation = of(reconciliations)
    return {
      ...criterion,
      A,
      B,
      difference: A && B ? difference(A.mark, B.mark, requiredLevel) : null,
      reconciliation: reconciliation && { ...reconciliation, mark: markOfRow({ level: reconciliation.agreedLevel }) },
      feedback: of(written),
    }
  })
}

async function decisionViews(tx: Db, submissionId: string): Promise<readonly DecisionView[]> {
  const decisions = await decisionsOf(tx, submissionId)
  const views: DecisionView[] = []
  for (const decision of decisions) views.push({ ...decision, perCriterion: await resultsOf(tx, decision.id) })
  return views
}

export async function appealViews(tx: Db, decisions: readonly Decision[]): Promise<readonly AppealView[]> {
  const views: AppealView[] = []
  for (const appeal of await appealsAgainst(
    tx,
    decisions.map(({ id }) => id),
  )) {
    views.push({ ...appeal, stages: await stagesOf(tx, appeal.id) })
  }
  return views.sort((a, b) => b.lodgedAt.getTime() - a.lodgedAt.getTime())
}

async function deadlineOf(
  tx: Db,
  { programmeId }: Submission,
  judgements: readonly JudgementView[],
): Promise<Date | null> {
  const revealedAt = judgements.find(({ slot }) => isFirstRound(slot))?.revealedAt ?? null
  if (revealedAt === null) return null
  const { reconciliationDays, timeZone } = await findProgramme(tx, programmeId)
  return endOfDayAfter(revealedAt, reconciliationDays, timeZone)
}
