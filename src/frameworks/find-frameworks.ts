import { PUBLIC_ACTOR, type Actor } from '../access/index.ts'
import type { Services } from '../services.ts'
import { NotFound } from '../access/index.ts'
import type { Framework, FrameworkItem, FrameworkRow } from './framework.ts'
import { findItem, listFrameworks, loadFramework, reviewableOf } from './framework-store.ts'
import { maySee, requireSeen } from './policy.ts'
import { findAuthorIds, findReviews, type RecordedReview } from './review-store.ts'
import { isPublished } from './review.ts'

type ReadDeps = Pick<Services, 'database' | 'clock'>

/** Published frameworks of the reader's programmes; drafts too for those who write, check and publish them. */
export async function findFrameworks(services: ReadDeps, actor: Actor): Promise<readonly FrameworkRow[]> {
  const found = await services.database.transaction(actor, services.clock.now(), listFrameworks)
  return found.filter((framework) => actor.programmeIds.includes(framework.programmeId) && maySee(actor, framework))
}

export interface ReviewedFramework {
  readonly framework: Framework
  readonly authorIds: readonly string[]
  readonly reviews: readonly RecordedReview[]
}

/** A framework as the reader may see it; authors and reviews are for those who see drafts. */
export async function readFramework(services: ReadDeps, actor: Actor, id: string): Promise<ReviewedFramework> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const framework = await loadFramework(tx, id)
    requireSeen(actor, 'framework', framework)
    if (!maySee(actor, { ...framework, state: 'draft' })) return { framework, authorIds: [], reviews: [] }
    const subject = reviewableOf(framework)
    return { framework, authorIds: await findAuthorIds(tx, subject), reviews: await findReviews(tx, subject) }
  })
}

/** What anybody may know: published frameworks, of every programme. */
export async function findPublicFrameworks(services: ReadDeps): Promise<readonly FrameworkRow[]> {
  const found = await services.database.transaction(PUBLIC_ACTOR, services.clock.now(), listFrameworks)
  return found.filter(({ state }) => isPublished(state))
}

export async function readPublicItem(
  services: ReadDeps,
  id: string,
): Promise<{ readonly item: FrameworkItem; readonly framework: FrameworkRow }> {
  const found = await services.database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) => findItem(tx, id))
  if (!found || !isPublished(found.framework.state)) throw new NotFound('item', id)
  return found
}
