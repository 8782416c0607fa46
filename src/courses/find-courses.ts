import { NotFound, PUBLIC_ACTOR, type Actor } from '../access/index.ts'
import {
  findAuthorIds,
  findReviews,
  loadRubric,
  maySee,
  requireSeen,
  type RecordedReview,
  type Rubric,
} from '../frameworks/index.ts'
import type { Services } from '../services.ts'
import { findVersionAt, listVersions, loadVersion, reviewableVersion, type VersionSummary } from './course-store.ts'
import type { MicroCourseVersion } from './version.ts'

type ReadDeps = Pick<Services, 'database' | 'clock'>

/** Published versions of the reader's programmes; drafts too for those who write, check and publish them. */
export async function findVersions(services: ReadDeps, actor: Actor): Promise<readonly VersionSummary[]> {
  const found = await services.database.transaction(actor, services.clock.now(), listVersions)
  return found.filter((version) => actor.programmeIds.includes(version.programmeId) && maySee(actor, version))
}

export interface ReviewedVersion {
  readonly version: MicroCourseVersion
  readonly authorIds: readonly string[]
  readonly reviews: readonly RecordedReview[]
}

/** A version as the reader may see it; authors and reviews are for those who see drafts. */
export async function readVersion(services: ReadDeps, actor: Actor, id: string): Promise<ReviewedVersion> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const version = await loadVersion(tx, id)
    requireSeen(actor, 'micro-course-version', version)
    if (!maySee(actor, { ...version, state: 'draft' })) return { version, authorIds: [], reviews: [] }
    const subject = reviewableVersion(version)
    return { version, authorIds: await findAuthorIds(tx, subject), reviews: await findReviews(tx, subject) }
  })
}

export async function readRubric(services: ReadDeps, actor: Actor, id: string): Promise<Rubric> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const rubric = await loadRubric(tx, id)
    if (rubric.frozenAt === null) {
      requireSeen(actor, 'rubric', { id, programmeId: rubric.programmeId, state: 'draft' })
    }
    return rubric
  })
}

/** The published version behind a public address, for anybody. */
export async function readPublicVersion(
  services: ReadDeps,
  microCourseId: string,
  version: string,
): Promise<MicroCourseVersion> {
  const found = await services.database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) =>
    findVersionAt(tx, microCourseId, version),
  )
  if (!found) throw new NotFound('achievement', `${microCourseId}/v/${version}`)
  return found
}
