import { and, asc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm'
import type { Role } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { findAuthorIds, findReviews, type RecordedReview, type Subject } from './review-store.ts'

export interface NamedPerson {
  readonly id: string
  readonly name: string
  readonly organisation: { readonly id: string; readonly name: LocalisedText } | null
}

export interface NamedReview extends RecordedReview {
  readonly reviewerName: string
  readonly organisationName: LocalisedText
}

/** Who stands behind a framework or a version, for those who see drafts. */
export interface ReviewPeople {
  readonly authors: readonly NamedPerson[]
  /** Oldest first. */
  readonly reviews: readonly NamedReview[]
  /** Those who hold the role today and did not write it. */
  readonly validators: readonly NamedPerson[]
  /** Those who hold the role today and are not among the authors yet. */
  readonly otherAuthors: readonly NamedPerson[]
}

const { organisations, persons, roleAssignments } = tables

export async function findReviewPeople(
  tx: Db,
  subject: Subject & { readonly programmeId: string },
  at: Date,
): Promise<ReviewPeople> {
  const authorIds = await findAuthorIds(tx, subject)
  const isOther = ({ id }: NamedPerson) => !authorIds.includes(id)
  return {
    authors: await findNamed(tx, authorIds),
    reviews: await named(tx, await findReviews(tx, subject)),
    validators: (await findHolders(tx, subject.programmeId, 'validator', at)).filter(isOther),
    otherAuthors: (await findHolders(tx, subject.programmeId, 'author', at)).filter(isOther),
  }
}

/** Everybody who holds the role in the programme at `at`, by family name. */
export async function findHolders(tx: Db, programmeId: string, role: Role, at: Date): Promise<readonly NamedPerson[]> {
  const found = await tx
    .select({ personId: roleAssignments.personId })
    .from(roleAssignments)
    .innerJoin(persons, and(eq(persons.id, roleAssignments.personId), isNull(persons.erasedAt)))
    .where(
      and(
        eq(roleAssignments.programmeId, programmeId),
        eq(roleAssignments.role, role),
        lte(roleAssignments.validFrom, at),
        or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
      ),
    )
  return findNamed(
    tx,
    found.map(({ personId }) => personId),
  )
}

async function findNamed(tx: Db, ids: readonly string[]): Promise<readonly NamedPerson[]> {
  if (ids.length === 0) return []
  const found = await tx
    .select({ person: persons, organisation: organisations })
    .from(persons)
    .leftJoin(organisations, eq(organisations.id, persons.organisationId))
    .where(inArray(persons.id, [...ids]))
    .orderBy(asc(persons.familyName), asc(persons.givenName), asc(persons.id))
  return found.map(({ person, organisation }) => ({
    id: person.id,
    name: `${person.givenName} ${person.familyName}`.trim(),
    organisation: organisation && { id: organisation.id, name: organisation.displayName },
  }))
}

/** A review counts for the organisation that its reviewer belonged to then. */
async function named(tx: Db, reviews: readonly RecordedReview[]): Promise<readonly NamedReview[]> {
  if (reviews.length === 0) return []
  const people = await findNamed(
    tx,
    reviews.map(({ reviewerId }) => reviewerId),
  )
  const bodies = await tx
    .select({ id: organisations.id, name: organisations.displayName })
    .from(organisations)
    .where(
      inArray(
        organisations.id,
        reviews.map(({ organisationId }) => organisationId),
      ),
    )
  return reviews.map((review) => ({
    ...review,
    reviewerName: people.find(({ id }) => id === review.reviewerId)?.name ?? '',
    organisationName: bodies.find(({ id }) => id === review.organisationId)?.name ?? {},
  }))
}
