import { NotFound, personOf, PUBLIC_ACTOR, requireRole, type Actor } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import {
  ContentImmutable,
  findAuthorIds,
  findReviewPeople,
  findReviews,
  isPublished,
  isTurnOf,
  loadRubric,
  maySee,
  NotAuthor,
  requireSeen,
  type Outlook,
  type ReviewPeople,
  type Rubric,
  validationOf,
} from '../frameworks/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Services } from '../services.ts'
import { findVersionAt, listVersions, loadVersion, reviewableVersion, type VersionSummary } from './course-store.ts'
import { missingForPublication, type MicroCourseVersion } from './version.ts'

export type ReadDeps = Pick<Services, 'database' | 'clock'>

/** Published versions of the reader's programmes; drafts too for those who write, check and publish them. */
export async function findVersions(services: ReadDeps, actor: Actor): Promise<readonly VersionSummary[]> {
  const found = await services.database.transaction(actor, services.clock.now(), listVersions)
  return found.filter((version) => actor.programmeIds.includes(version.programmeId) && maySee(actor, version))
}

/** A version that is not out yet, and what of it waits for whom. */
export interface ListedDraft extends VersionSummary {
  /** Of exactly this content. */
  readonly approvingOrganisations: number
  readonly isMyTurn: boolean
}

export interface Catalogue {
  readonly published: readonly VersionSummary[]
  /** Deprecated or retired. */
  readonly earlier: readonly VersionSummary[]
  readonly drafts: readonly ListedDraft[]
}

/** All that the reader may see, by what they may do with it. */
export async function readCatalogue(services: ReadDeps, actor: Actor): Promise<Catalogue> {
  const found = await findVersions(services, actor)
  const unpublished = found.filter(({ state }) => !isPublished(state))
  const drafts = await services.database.transaction(actor, services.clock.now(), async (tx) => {
    const listed: ListedDraft[] = []
    for (const version of unpublished) listed.push(await listedDraft(tx, actor, version))
    return listed
  })
  return {
    published: found.filter(({ state }) => state === 'published'),
    earlier: found.filter(({ state }) => state === 'deprecated' || state === 'retired'),
    drafts,
  }
}

async function listedDraft(tx: Db, actor: Actor, version: VersionSummary): Promise<ListedDraft> {
  const subject = reviewableVersion(version)
  const authorIds = await findAuthorIds(tx, subject)
  const reviews = await findReviews(tx, subject)
  const outlook = { ...subject, authorIds, reviews, isIncomplete: false }
  return {
    ...version,
    approvingOrganisations: validationOf(outlook).organisations.length,
    isMyTurn: isTurnOf(actor, outlook),
  }
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

/** A version for one of its authors, to be written on. Throws what the edit itself would throw. */
export async function readEditable(services: ReadDeps, actor: Actor, id: string): Promise<MicroCourseVersion> {
  const { version, people } = await readVersion(services, actor, id)
  requireRole(actor, ['author'], version.programmeId)
  const personId = personOf(actor)
  if (people?.authors.some((author) => author.id === personId) !== true) throw new NotAuthor()
  if (isPublished(version.state)) throw new ContentImmutable()
  return version
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
