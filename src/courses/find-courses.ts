import { NotFound, PUBLIC_ACTOR, type Actor } from '../access/index.ts'
import {
  findReviewPeople,
  isPublished,
  loadRubric,
  maySee,
  requireSeen,
  type Outlook,
  type ReviewPeople,
  type Rubric,
} from '../frameworks/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Services } from '../services.ts'
import { findVersionAt, listVersions, loadVersion, reviewableVersion, type VersionSummary } from './course-store.ts'
import { missingForPublication, type MicroCourseVersion } from './version.ts'

type ReadDeps = Pick<Services, 'database' | 'clock'>

/** Published versions of the reader's programmes; drafts too for those who write, check and publish them. */
export async function findVersions(services: ReadDeps, actor: Actor): Promise<readonly VersionSummary[]> {
  const found = await services.database.transaction(actor, services.clock.now(), listVersions)
  return found.filter((version) => actor.programmeIds.includes(version.programmeId) && maySee(actor, version))
}

export interface ReviewedVersion {
  readonly version: MicroCourseVersion
  /** What publication still needs; nothing once it is out. */
  readonly missing: readonly FieldProblem[]
  /** Null for those who know published content only. */
  readonly people: ReviewPeople | null
}

/** A version as the reader may see it; authors and reviews are for those who see drafts. */
export async function readVersion(services: ReadDeps, actor: Actor, id: string): Promise<ReviewedVersion> {
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const version = await loadVersion(tx, id)
    requireSeen(actor, 'micro-course-version', version)
    const missing = isPublished(version.state) ? [] : missingForPublication(version)
    const seesDrafts = maySee(actor, { ...version, state: 'draft' })
    return { version, missing, people: seesDrafts ? await findReviewPeople(tx, reviewableVersion(version), at) : null }
  })
}

/** The review machine's view of a version, for what the reader may do next. Of its parts it only says whether any is missing. */
export function outlookOf({ version, missing, people }: ReviewedVersion): Outlook {
  const blocksReview = missing.some(({ pointer }) => pointer !== '/frameworkId')
  return {
    programmeId: version.programmeId,
    state: version.state,
    contentHash: version.contentHash,
    authorIds: people?.authors.map(({ id }) => id) ?? [],
    reviews: people?.reviews ?? [],
    isIncomplete: version.state === 'validated' ? missing.length > 0 : blocksReview,
  }
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
