import { hasRole, type Actor } from '../access/index.ts'
import { isPublished, validationOf, type Reviewed, type ReviewableState, type Step } from './review.ts'

/** Why somebody may not take a step now: a role, their own part in it, or what others have to do first. */
export type Obstacle =
  | 'needs-author'
  | 'not-among-authors'
  | 'incomplete'
  | 'needs-validator'
  | 'own-work'
  | 'no-organisation'
  | 'needs-coordinator'
  | 'approvals-missing'

export interface Outlook extends Reviewed {
  readonly programmeId: string
  /** Whether parts are missing that the step cannot do without. */
  readonly isIncomplete: boolean
}

const STEPS: Readonly<Record<ReviewableState, readonly Step[]>> = {
  draft: ['edit', 'request-review'],
  changes_requested: ['edit', 'request-review'],
  in_review: ['review', 'publish', 'edit'],
  validated: ['publish', 'review', 'edit'],
  published: ['deprecate'],
  deprecated: ['retire'],
  retired: [],
}

/** The steps that a state leads to, the one that moves things on first. Publication is shown while approvals are still coming in. */
export function stepsFrom(state: ReviewableState): readonly Step[] {
  return STEPS[state]
}

/** What the use case would refuse the reader's step for, said before they try; null when they may. */
export function obstacleTo(step: Step, reader: Actor, outlook: Outlook): Obstacle | null {
  const is = (role: 'author' | 'validator' | 'coordinator') => hasRole(reader, [role], outlook.programmeId)
  const isAuthor = reader.personId !== null && outlook.authorIds.includes(reader.personId)
  switch (step) {
    case 'edit':
    case 'request-review':
      if (!is('author')) return 'needs-author'
      if (!isAuthor) return 'not-among-authors'
      return step === 'request-review' && outlook.isIncomplete ? 'incomplete' : null
    case 'review':
      if (!is('validator')) return isAuthor ? 'own-work' : 'needs-validator'
      if (isAuthor) return 'own-work'
      return reader.organisationId === null ? 'no-organisation' : null
    case 'publish':
      if (!is('coordinator')) return 'needs-coordinator'
      if (outlook.state !== 'validated' || !validationOf(outlook).isComplete) return 'approvals-missing'
      return outlook.isIncomplete ? 'incomplete' : null
    case 'deprecate':
    case 'retire':
      return is('coordinator') ? null : 'needs-coordinator'
  }
}

/** Whose turn it is; null for what is out, where nothing waits for anybody. */
export function dutyIn(state: ReviewableState): 'author' | 'validator' | 'coordinator' | null {
  if (isPublished(state)) return null
  if (state === 'validated') return 'coordinator'
  return state === 'in_review' ? 'validator' : 'author'
}

/** Whether the next step is the reader's: what they wrote, what they have not judged yet, or what they may publish. */
export function isTurnOf(reader: Actor, outlook: Outlook): boolean {
  const duty = dutyIn(outlook.state)
  if (duty === 'author') return obstacleTo('edit', reader, outlook) === null
  if (duty === 'coordinator') return obstacleTo('publish', reader, outlook) === null
  const hasReviewed = outlook.reviews.some(
    ({ reviewerId, voidedAt, contentHash }) =>
      reviewerId === reader.personId && voidedAt === null && contentHash === outlook.contentHash,
  )
  return duty === 'validator' && !hasReviewed && obstacleTo('review', reader, outlook) === null
}
