import type { Actor } from '../access/index.ts'
import { isPublished, obstacleTo, stepsFrom, type Rubric } from '../frameworks/index.ts'
import { achievementIri } from './achievement.ts'
import type { VersionSummary } from './course-store.ts'
import { outlookOf, type ReviewedVersion } from './find-courses.ts'
import { languagesOf } from './version.ts'

/* The response schemas pick the members that go out. */
const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null

export function summaryBody(version: VersionSummary, publicUrl: string) {
  const language = version.baseLanguage
  return {
    ...version,
    publishedAt: iso(version.publishedAt),
    achievementUrl: isPublished(version.state) ? achievementIri(version, { publicUrl, language }) : null,
  }
}

export function rubricBody(rubric: Rubric) {
  return {
    ...rubric,
    frozenAt: iso(rubric.frozenAt),
    levels: [...rubric.scale.levels],
    criteria: rubric.criteria.map((criterion) => ({ ...criterion, levels: [...criterion.levels] })),
  }
}

export function versionBody(read: ReviewedVersion, reader: Actor, publicUrl: string) {
  const { version, missing, people } = read
  const outlook = outlookOf(read)
  return {
    ...version,
    ...summaryBody(version, publicUrl),
    languages: [...languagesOf(version)],
    createdAt: version.createdAt.toISOString(),
    outcomes: [...version.outcomes],
    requirements: [...version.requirements],
    rubric: rubricBody(version.rubric),
    missing: [...missing],
    steps: people
      ? stepsFrom(version.state).map((step) => ({ step, obstacle: obstacleTo(step, reader, outlook) }))
      : [],
    authors: people?.authors.map(({ id, name }) => ({ id, name })) ?? [],
    reviews:
      people?.reviews.map(({ reviewerId, reviewerName, ...review }) => ({
        ...review,
        reviewer: { id: reviewerId, name: reviewerName },
        at: review.at.toISOString(),
        voidedAt: iso(review.voidedAt),
      })) ?? [],
  }
}
