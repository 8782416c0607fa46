import type { Actor } from '../access/index.ts'
import type { Deps } from './create-framework.ts'
import { missingForFramework, type Framework } from './framework.ts'
import { moveFramework, reviewableOf, updateFramework } from './framework-store.ts'
import { openFramework } from './open-framework.ts'
import { publish, requestReview, review, withdraw, type Moment, type ReviewInput } from './review-steps.ts'
import type { ReviewableState } from './review.ts'

async function step<T>(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  take: (moment: Moment, framework: Framework) => Promise<T>,
): Promise<T> {
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const moment = { tx, actor, at }
    return take(moment, await openFramework(moment, frameworkId))
  })
}

/** Answers the hash that reviewers name with their review. */
export async function requestFrameworkReview(
  services: Deps,
  actor: Actor,
  frameworkId: string,
): Promise<{ readonly contentHash: string }> {
  return step(services, actor, frameworkId, async (moment, framework) => {
    await requestReview(moment, reviewableOf(framework), missingForFramework(framework), moveFramework)
    return { contentHash: framework.contentHash }
  })
}

export type ReviewRequestInput = Omit<ReviewInput, 'id'> & { readonly id?: string | undefined }

export async function reviewFramework(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  input: ReviewRequestInput,
): Promise<{ readonly state: ReviewableState }> {
  const id = input.id ?? services.randomness.uuid()
  return step(services, actor, frameworkId, async (moment, framework) => ({
    state: await review(moment, reviewableOf(framework), { ...input, id }, moveFramework),
  }))
}

export async function publishFramework(services: Deps, actor: Actor, frameworkId: string): Promise<void> {
  await step(services, actor, frameworkId, (moment, framework) =>
    publish(moment, reviewableOf(framework), missingForFramework(framework), moveFramework),
  )
}

/** No new micro-course is built on it; what refers to it stays readable. */
export async function deprecateFramework(services: Deps, actor: Actor, frameworkId: string): Promise<void> {
  await withdrawFramework(services, actor, frameworkId, 'deprecate')
}

export async function retireFramework(services: Deps, actor: Actor, frameworkId: string): Promise<void> {
  await withdrawFramework(services, actor, frameworkId, 'retire')
}

/** Others copy the document: that it changed must show in the instant of its last change. */
async function withdrawFramework(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  move: 'deprecate' | 'retire',
): Promise<void> {
  await step(services, actor, frameworkId, async (moment, framework) => {
    await withdraw(moment, reviewableOf(framework), move, moveFramework)
    await updateFramework(moment.tx, frameworkId, { lastChangeAt: moment.at })
  })
}
