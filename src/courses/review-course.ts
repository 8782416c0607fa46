import type { Actor } from '../access/index.ts'
import {
  publish,
  requestReview,
  review,
  ValidationIncomplete,
  withdraw,
  type AuthoringDeps,
  type Moment,
  type ReviewableState,
  type ReviewRequestInput,
} from '../frameworks/index.ts'
import { lockVersion, moveVersion, reviewableVersion, updateVersion } from './course-store.ts'
import { missingForPublication, missingForReview, versionHash, type MicroCourseVersion } from './version.ts'

async function step<T>(
  services: AuthoringDeps,
  actor: Actor,
  versionId: string,
  take: (moment: Moment, version: MicroCourseVersion) => Promise<T>,
): Promise<T> {
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) =>
    take({ tx, actor, at }, await lockVersion(tx, versionId)),
  )
}

/** Answers the hash that reviewers name with their review. */
export async function requestVersionReview(
  services: AuthoringDeps,
  actor: Actor,
  versionId: string,
): Promise<{ readonly contentHash: string }> {
  return step(services, actor, versionId, async (moment, version) => {
    await requestReview(moment, reviewableVersion(version), missingForReview(version), moveVersion)
    return { contentHash: version.contentHash }
  })
}

export async function reviewVersion(
  services: AuthoringDeps,
  actor: Actor,
  versionId: string,
  input: ReviewRequestInput,
): Promise<{ readonly state: ReviewableState }> {
  const id = input.id ?? services.randomness.uuid()
  return step(services, actor, versionId, async (moment, version) => ({
    state: await review(moment, reviewableVersion(version), { ...input, id }, moveVersion),
  }))
}

/** From here on the version is an Achievement and never changes; its outcomes keep the words that they have now. */
export async function publishVersion(services: AuthoringDeps, actor: Actor, versionId: string): Promise<void> {
  await step(services, actor, versionId, (moment, version) =>
    publish(moment, reviewableVersion(version), missingForPublication(version), async (tx, id, change) => {
      if (versionHash(version) !== version.contentHash) throw new ValidationIncomplete(0)
      await updateVersion(tx, id, { ...change, eu: { ...version.eu, learningOutcomes: version.outcomes } })
    }),
  )
}

/** No new enrolments. */
export async function deprecateVersion(services: AuthoringDeps, actor: Actor, versionId: string): Promise<void> {
  await step(services, actor, versionId, (moment, version) =>
    withdraw(moment, reviewableVersion(version), 'deprecate', moveVersion),
  )
}

/** No new submissions; what was awarded stays valid. */
export async function retireVersion(services: AuthoringDeps, actor: Actor, versionId: string): Promise<void> {
  await step(services, actor, versionId, (moment, version) =>
    withdraw(moment, reviewableVersion(version), 'retire', moveVersion),
  )
}
