import { NotFound, type Actor } from '../access/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import type { AppealStage } from './appeal-store.ts'
import { findSubmission } from './assessment-store.ts'
import type { CriterionResult, Outcome } from './decide.ts'
import { rubricText, summariesOf, type CriterionText, type SubmissionSummary } from './description-store.ts'
import { decisionsOf, feedbackOf, resultsOf, type Decision } from './decision-store.ts'
import { appealViews, type AppealView } from './read-assessment.ts'
import { appealRefusal } from './release-rules.ts'

export interface ResultCriterion extends CriterionText, CriterionResult {
  readonly feedback: LocalisedText | null
}

export interface ReleasedVersion {
  readonly decisionId: string
  readonly version: number
  readonly outcome: Outcome
  readonly releasedAt: Date
  readonly appealUntil: Date | null
  readonly isCurrent: boolean
  readonly criteria: readonly ResultCriterion[]
}

/** Reviewers are not named to the participant. */
export type ResultAppeal = Omit<AppealView, 'stages'> & { readonly stages: readonly Omit<AppealStage, 'reviewerIds'>[] }

export interface SubmissionResult {
  readonly submission: SubmissionSummary
  readonly participantId: string
  /** The newest first; empty while nothing is released: then there is a state and nothing else. */
  readonly versions: readonly ReleasedVersion[]
  readonly appeals: readonly ResultAppeal[]
  readonly mayAppeal: boolean
}

function isReleased(decision: Decision): decision is Decision & { releasedAt: Date } {
  return decision.releasedAt !== null
}

function withoutReviewers(appeal: AppealView): ResultAppeal {
  const stages = appeal.stages.map(({ reviewerIds: _, ...stage }) => stage)
  return { ...appeal, stages }
}

/** What the participant may know: the state, and everything of a decision from the moment of its release. */
export async function readResult(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  submissionId: string,
): Promise<SubmissionResult> {
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const submission = await findSubmission(tx, submissionId)
    const [summary] = await summariesOf(tx, [submission])
    if (!summary) throw new NotFound('submission', submissionId)
    const released = (await decisionsOf(tx, submissionId)).filter(isReleased)
    const rubric = await rubricText(tx, submission.rubricId)
    const versions: ReleasedVersion[] = []
    for (const decision of released) {
      const feedback = await feedbackOf(tx, decision.id)
      const results = await resultsOf(tx, decision.id)
      versions.push({
        decisionId: decision.id,
        version: decision.version,
        outcome: decision.outcome,
        releasedAt: decision.releasedAt,
        appealUntil: decision.appealUntil,
        isCurrent: decision.id === released[0]?.id,
        criteria: rubric.flatMap((criterion) => {
          const result = results.find(({ criterionId }) => criterionId === criterion.criterionId)
          const text = feedback.find(({ criterionId }) => criterionId === criterion.criterionId)?.text
          return result ? [{ ...criterion, ...result, feedback: text ?? null }] : []
        }),
      })
    }
    const appeals = await appealViews(tx, released)
    const [current] = released
    const isOwn = submission.participantId === actor.personId
    return {
      submission: summary,
      participantId: submission.participantId,
      versions,
      appeals: isOwn ? appeals.map(withoutReviewers) : [],
      mayAppeal:
        isOwn &&
        current !== undefined &&
        !appeals.some(({ decisionId, state }) => decisionId === current.id && state.startsWith('upheld')) &&
        appealRefusal({ ...current, at, hasOpenAppeal: appeals.some(({ closedAt }) => closedAt === null) }) === null,
    }
  })
}
