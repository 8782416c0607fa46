import type { Actor } from '../access/index.ts'
import { outlookOf, type ListedFramework, type ReadFramework } from './find-frameworks.ts'
import type { Framework, FrameworkRow } from './framework.ts'
import { obstacleTo, stepsFrom } from './review-outlook.ts'

/* The response schemas pick the members that go out. */
const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null

function rowBody(framework: FrameworkRow) {
  return {
    ...framework,
    publishedAt: iso(framework.publishedAt),
    lastChangeAt: framework.lastChangeAt.toISOString(),
  }
}

export function summaryBody(framework: ListedFramework) {
  const { approvingOrganisations, isReadersTurn } = framework
  return { ...rowBody(framework), approvingOrganisations, isMyTurn: isReadersTurn }
}

function itemsBody({ items, alignments }: Framework) {
  return items.map((item) => ({
    ...item,
    lastChangeAt: item.lastChangeAt.toISOString(),
    alignments: alignments.filter(({ itemId }) => itemId === item.id),
  }))
}

export function frameworkBody(read: ReadFramework, reader: Actor) {
  const { framework, creator, missing, people } = read
  const outlook = outlookOf(read)
  return {
    ...rowBody(framework),
    creator: { id: framework.creatorOrganisationId, name: creator },
    items: itemsBody(framework),
    missing: [...missing],
    steps: people
      ? stepsFrom(framework.state).map((step) => ({ step, obstacle: obstacleTo(step, reader, outlook) }))
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
