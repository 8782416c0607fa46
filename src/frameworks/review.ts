import type { tables } from '../database/index.ts'
import { AuthorCannotValidate, ContentImmutable, StepNotPossible, ValidationIncomplete } from './errors.ts'

export type ReviewableState = (typeof tables.REVIEWABLE_STATES)[number]
export const REVIEW_OUTCOMES = ['approved', 'changes_requested'] as const
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number]

/** The same machine for a framework and for a micro-course version. */
export type Step = 'edit' | 'request-review' | 'review' | 'publish' | 'deprecate' | 'retire'

export interface Review {
  readonly reviewerId: string
  readonly organisationId: string
  readonly contentHash: string
  readonly outcome: ReviewOutcome
  readonly voidedAt: Date | null
}

/** What a decision about reviews looks at. */
export interface Reviewed {
  readonly state: ReviewableState
  readonly contentHash: string
  readonly authorIds: readonly string[]
  readonly reviews: readonly Review[]
}

const FROM: Readonly<Record<Exclude<Step, 'edit'>, readonly ReviewableState[]>> = {
  'request-review': ['draft', 'changes_requested'],
  review: ['in_review', 'validated'],
  publish: ['validated'],
  deprecate: ['published'],
  retire: ['deprecated'],
}

export const PUBLISHED_STATES: readonly ReviewableState[] = ['published', 'deprecated', 'retired']

export function isPublished(state: ReviewableState): boolean {
  return PUBLISHED_STATES.includes(state)
}

/** Throws StepNotPossible unless the machine has `step` from `state`. */
export function requireStep(step: Exclude<Step, 'edit'>, state: ReviewableState): void {
  if (!FROM[step].includes(state)) throw new StepNotPossible(step, state)
}

/** An edit takes reviewed content back to its authors. Throws ContentImmutable for what is published. */
export function stateAfterEdit(state: ReviewableState): ReviewableState {
  if (isPublished(state)) throw new ContentImmutable()
  return state === 'changes_requested' ? 'changes_requested' : 'draft'
}

export interface Validation {
  readonly organisations: readonly string[]
  readonly hasOpenRequest: boolean
  readonly isComplete: boolean
}

/** The live reviews of exactly this content, without those of its authors. */
export function validationOf({ reviews, contentHash, authorIds }: Omit<Reviewed, 'state'>): Validation {
  const live = reviews.filter((review) => review.voidedAt === null && review.contentHash === contentHash)
  const approvals = live.filter(({ outcome, reviewerId }) => outcome === 'approved' && !authorIds.includes(reviewerId))
  const organisations = [...new Set(approvals.map(({ organisationId }) => organisationId))]
  const reviewers = new Set(approvals.map(({ reviewerId }) => reviewerId))
  const hasOpenRequest = live.some(({ outcome }) => outcome === 'changes_requested')
  return {
    organisations,
    hasOpenRequest,
    isComplete: organisations.length >= 2 && reviewers.size >= 2 && !hasOpenRequest,
  }
}

/** Throws AuthorCannotValidate or StepNotPossible when this person may not review now. */
export function requireReviewable({ state, authorIds }: Reviewed, reviewerId: string): void {
  if (authorIds.includes(reviewerId)) throw new AuthorCannotValidate()
  requireStep('review', state)
}

/** `reviewed` holds the new review already, and no earlier one of the same person. */
export function stateAfterReview(reviewed: Reviewed, outcome: ReviewOutcome): ReviewableState {
  if (outcome === 'changes_requested') return 'changes_requested'
  return validationOf(reviewed).isComplete ? 'validated' : 'in_review'
}

/** Throws ValidationIncomplete unless two approvals of this content stand, and StepNotPossible when it is out already. */
export function requirePublishable(reviewed: Reviewed): void {
  if (isPublished(reviewed.state)) throw new StepNotPossible('publish', reviewed.state)
  const { isComplete, organisations } = validationOf(reviewed)
  if (!isComplete || reviewed.state !== 'validated') throw new ValidationIncomplete(organisations.length)
}
