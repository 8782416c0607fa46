import { and, asc, eq, isNull } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'
import type { Review, ReviewOutcome } from './review.ts'

export type SubjectType = 'framework' | 'micro_course_version'

export interface Subject {
  readonly type: SubjectType
  readonly id: string
}

export interface RecordedReview extends Review {
  readonly id: string
  readonly comment: string | null
  readonly at: Date
}

const { authorships, validationReviews } = tables

const ofSubject = ({ type, id }: Subject) =>
  and(eq(validationReviews.subjectType, type), eq(validationReviews.subjectId, id))

export async function findAuthorIds(tx: Db, { type, id }: Subject): Promise<readonly string[]> {
  const found = await tx
    .select({ personId: authorships.personId })
    .from(authorships)
    .where(and(eq(authorships.subjectType, type), eq(authorships.subjectId, id)))
  return found.map(({ personId }) => personId)
}

export async function addAuthorship(
  tx: Db,
  subject: Subject,
  author: { readonly id: string; readonly programmeId: string; readonly personId: string },
): Promise<void> {
  await tx.insert(authorships).values({ ...author, subjectType: subject.type, subjectId: subject.id })
}

export async function findReviews(tx: Db, subject: Subject): Promise<readonly RecordedReview[]> {
  return tx.select().from(validationReviews).where(ofSubject(subject)).orderBy(asc(validationReviews.at))
}

export interface NewReview {
  readonly id: string
  readonly programmeId: string
  readonly contentHash: string
  readonly reviewerId: string
  readonly organisationId: string
  readonly outcome: ReviewOutcome
  readonly comment: string | null
  readonly at: Date
}

/** A person's new review takes the place of their earlier one. */
export async function recordReview(tx: Db, subject: Subject, review: NewReview): Promise<void> {
  await tx
    .update(validationReviews)
    .set({ voidedAt: review.at })
    .where(
      and(ofSubject(subject), eq(validationReviews.reviewerId, review.reviewerId), isNull(validationReviews.voidedAt)),
    )
  await tx.insert(validationReviews).values({ ...review, subjectType: subject.type, subjectId: subject.id })
}

/** Requests for changes stay: they are about the content that they name. */
export async function voidApprovals(tx: Db, subject: Subject, at: Date): Promise<void> {
  await tx
    .update(validationReviews)
    .set({ voidedAt: at })
    .where(and(ofSubject(subject), eq(validationReviews.outcome, 'approved'), isNull(validationReviews.voidedAt)))
}
