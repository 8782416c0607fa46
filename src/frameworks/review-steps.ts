import { InvalidInput, personOf, requireRole, type Actor, type Role } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Db } from '../database/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import {
  AuthorCannotValidate,
  ContentChanged,
  NotAuthor,
  NotReadyForPublication,
  ReviewerWithoutOrganisation,
} from './errors.ts'
import { findHolders } from './review-people-store.ts'
import { addAuthorship, findAuthorIds, findReviews, recordReview, voidApprovals, type Subject } from './review-store.ts'
import {
  requirePublishable,
  requireReviewable,
  requireStep,
  stateAfterEdit,
  stateAfterReview,
  type Reviewed,
  type ReviewableState,
  type ReviewOutcome,
} from './review.ts'

/** A framework or a micro-course version, as the review machine sees it; its row is locked. */
export interface Reviewable extends Subject {
  readonly programmeId: string
  readonly state: ReviewableState
  readonly contentHash: string
}

/** One step of one person at one instant, inside the transaction of the use case. */
export interface Moment {
  readonly tx: Db
  readonly actor: Actor
  readonly at: Date
}

/** How a feature stores a new state of its kind of content. */
export type Move = (tx: Db, id: string, change: StateChange) => Promise<void>

export interface StateChange {
  readonly state: ReviewableState
  readonly contentHash?: string
  readonly publishedAt?: Date
}

/** Throws Forbidden without the role, NotAuthor for an author of something else. */
export async function requireAuthor({ tx, actor }: Moment, subject: Reviewable): Promise<void> {
  requireRole(actor, ['author'], subject.programmeId)
  const authors = await findAuthorIds(tx, subject)
  if (!authors.includes(personOf(actor))) throw new NotAuthor()
}

/** Throws unless the actor may change this content now: call it before the change. */
export async function requireEditable(moment: Moment, subject: Reviewable): Promise<void> {
  await requireAuthor(moment, subject)
  stateAfterEdit(subject.state)
}

/** After a change of content: its new hash, back to draft, and no approval of the old content left. Saving it unchanged is no change. */
export async function recordEdit(moment: Moment, subject: Reviewable, contentHash: string, move: Move): Promise<void> {
  const { tx, at } = moment
  if (contentHash === subject.contentHash) return
  await voidApprovals(tx, subject, at)
  await move(tx, subject.id, { state: stateAfterEdit(subject.state), contentHash })
  await record(moment, subject, 'edited', 'author', { contentHash })
}

/** Throws InvalidInput for somebody who does not hold the role of author in the programme. */
export async function addAuthor(
  moment: Moment,
  subject: Reviewable,
  author: { readonly id: string; readonly personId: string },
): Promise<void> {
  await requireEditable(moment, subject)
  const holders = await findHolders(moment.tx, subject.programmeId, 'author', moment.at)
  if (!holders.some(({ id }) => id === author.personId)) {
    throw new InvalidInput({ errors: [{ pointer: '/personId', detail: 'must be somebody with the role of author' }] })
  }
  await addAuthorship(moment.tx, subject, { ...author, programmeId: subject.programmeId })
  await record(moment, subject, 'author-added', 'author', { personId: author.personId })
}

export async function requestReview(
  moment: Moment,
  subject: Reviewable,
  missing: readonly FieldProblem[],
  move: Move,
): Promise<void> {
  await requireAuthor(moment, subject)
  requireStep('request-review', subject.state)
  if (missing.length > 0) throw new NotReadyForPublication(missing)
  await move(moment.tx, subject.id, { state: 'in_review' })
  await record(moment, subject, 'review-requested', 'author', { contentHash: subject.contentHash })
}

export interface ReviewInput {
  readonly id: string
  /** The hash of what the reviewer read. */
  readonly contentHash: string
  readonly outcome: ReviewOutcome
  readonly comment: string | null
}

export async function review(
  moment: Moment,
  subject: Reviewable,
  input: ReviewInput,
  move: Move,
): Promise<ReviewableState> {
  const { tx, actor, at } = moment
  const reviewerId = personOf(actor)
  const reviewed = await reviewedOf(tx, subject)
  if (reviewed.authorIds.includes(reviewerId)) throw new AuthorCannotValidate()
  requireRole(actor, ['validator'], subject.programmeId)
  requireReviewable(reviewed, reviewerId)
  if (input.contentHash !== subject.contentHash) throw new ContentChanged()
  const { organisationId } = actor
  if (organisationId === null) throw new ReviewerWithoutOrganisation()
  await recordReview(tx, subject, { ...input, programmeId: subject.programmeId, reviewerId, organisationId, at })
  const state = stateAfterReview(await reviewedOf(tx, subject), input.outcome)
  await move(tx, subject.id, { state })
  const { outcome, contentHash } = input
  await record(moment, subject, 'reviewed', 'validator', { outcome, contentHash })
  return state
}

export async function publish(
  moment: Moment,
  subject: Reviewable,
  missing: readonly FieldProblem[],
  move: Move,
): Promise<void> {
  requireRole(moment.actor, ['coordinator'], subject.programmeId)
  requirePublishable(await reviewedOf(moment.tx, subject))
  if (missing.length > 0) throw new NotReadyForPublication(missing)
  await move(moment.tx, subject.id, { state: 'published', publishedAt: moment.at })
  await record(moment, subject, 'published', 'coordinator', { contentHash: subject.contentHash })
}

/** `deprecate`: no new enrolments; `retire`: no new submissions. What was issued stays verifiable. */
export async function withdraw(
  moment: Moment,
  subject: Reviewable,
  step: 'deprecate' | 'retire',
  move: Move,
): Promise<void> {
  requireRole(moment.actor, ['coordinator'], subject.programmeId)
  requireStep(step, subject.state)
  const state = step === 'deprecate' ? 'deprecated' : 'retired'
  await move(moment.tx, subject.id, { state })
  await record(moment, subject, state, 'coordinator')
}

export async function reviewedOf(tx: Db, subject: Reviewable): Promise<Reviewed> {
  return {
    state: subject.state,
    contentHash: subject.contentHash,
    authorIds: await findAuthorIds(tx, subject),
    reviews: await findReviews(tx, subject),
  }
}

/** One event of the log about a framework or a micro-course version: `micro-course-version.published`. */
export async function record(
  { tx, actor, at }: Moment,
  subject: Subject & { readonly programmeId: string },
  what: string,
  actorRole: Role,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await appendEvent(tx, at, {
    programmeId: subject.programmeId,
    actorId: actor.personId,
    actorRole,
    action: `${subject.type.replaceAll('_', '-')}.${what}`,
    subjectType: subject.type,
    subjectId: subject.id,
    data,
  })
}
