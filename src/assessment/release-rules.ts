import type { DomainError } from '../kernel/domain-error.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { isInAppealWindow } from './deadlines.ts'
import { AppealOpen, AppealWindowClosed, DecisionNotReleased, DecisionReleased, FeedbackRequired } from './errors.ts'
import { hasText } from './seal-rules.ts'

export interface ReleaseQuestion {
  readonly releasedAt: Date | null
  readonly supersededAt: Date | null
  readonly perCriterion: readonly { readonly criterionId: string; readonly isMet: boolean }[]
  readonly feedback: readonly { readonly criterionId: string; readonly text: LocalisedText }[]
}

/** Why a decision cannot be released; null when it can. Nobody is told "not yet" without being told what next. */
export function releaseRefusal(question: ReleaseQuestion): DomainError | null {
  if (question.releasedAt !== null || question.supersededAt !== null) return new DecisionReleased()
  const written = question.feedback.filter(({ text }) => hasText(text)).map(({ criterionId }) => criterionId)
  const missing = question.perCriterion
    .filter((one) => !one.isMet && !written.includes(one.criterionId))
    .map(({ criterionId }) => criterionId)
  return missing.length > 0 ? new FeedbackRequired(missing) : null
}

export interface AppealQuestion {
  readonly releasedAt: Date | null
  readonly supersededAt: Date | null
  /** Null where no appeal is possible: after a panel. */
  readonly appealUntil: Date | null
  readonly hasOpenAppeal: boolean
  readonly at: Date
}

/** Why an appeal cannot be lodged; null when it can. */
export function appealRefusal(question: AppealQuestion): DomainError | null {
  if (question.releasedAt === null || question.supersededAt !== null) return new DecisionNotReleased()
  if (question.appealUntil === null || !isInAppealWindow(question.appealUntil, question.at)) {
    return new AppealWindowClosed()
  }
  return question.hasOpenAppeal ? new AppealOpen() : null
}

export interface ClosingQuestion {
  readonly outcome: 'competent' | 'not_yet_competent'
  readonly releasedAt: Date | null
  readonly appealUntil: Date | null
  readonly hasOpenAppeal: boolean
  readonly at: Date
}

/** Whether a released submission has nothing more to wait for. */
export function mayClose({ outcome, releasedAt, appealUntil, hasOpenAppeal, at }: ClosingQuestion): boolean {
  if (releasedAt === null || hasOpenAppeal) return false
  return outcome === 'competent' || appealUntil === null || !isInAppealWindow(appealUntil, at)
}
