import type { Actor } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { LocalisedText } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { findOrganisationName, listFrameworks, loadFramework, reviewableOf } from './framework-store.ts'
import { missingForFramework, type Framework, type FrameworkRow } from './framework.ts'
import { maySee, requireSeen } from './policy.ts'
import { isTurnOf, type Outlook } from './review-outlook.ts'
import { findReviewPeople, type ReviewPeople } from './review-people-store.ts'
import { reviewedOf } from './review-steps.ts'
import { isPublished, validationOf } from './review.ts'
import { findFrozenRubrics } from './rubric-store.ts'
import type { Rubric } from './rubric.ts'

type ReadDeps = Pick<Services, 'database' | 'clock'>

export interface ListedFramework extends FrameworkRow {
  /** Of exactly this content; none once it is out. */
  readonly approvingOrganisations: number
  readonly isReadersTurn: boolean
}

/** Published frameworks of the reader's programmes; drafts too for those who write, check and publish them. */
export async function findFrameworks(services: ReadDeps, actor: Actor): Promise<readonly ListedFramework[]> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const found = await listFrameworks(tx)
    const seen = found.filter(
      (framework) => actor.programmeIds.includes(framework.programmeId) && maySee(actor, framework),
    )
    const listed: ListedFramework[] = []
    for (const framework of seen) listed.push({ ...framework, ...(await progressOf(tx, actor, framework)) })
    return listed
  })
}

async function progressOf(tx: Db, actor: Actor, framework: FrameworkRow) {
  if (isPublished(framework.state)) return { approvingOrganisations: 0, isReadersTurn: false }
  const reviewed = await reviewedOf(tx, reviewableOf(framework))
  const outlook = { ...reviewed, programmeId: framework.programmeId, isIncomplete: false }
  return {
    approvingOrganisations: validationOf(reviewed).organisations.length,
    isReadersTurn: isTurnOf(actor, outlook),
  }
}

export interface ReadFramework {
  readonly framework: Framework
  readonly creator: LocalisedText
  /** What a review still needs; nothing once it is out. */
  readonly missing: readonly FieldProblem[]
  /** The frozen rubrics over it: by which levels its competencies are judged. */
  readonly rubrics: readonly Rubric[]
  /** Null for those who know published content only. */
  readonly people: ReviewPeople | null
}

/** A framework as the reader may see it; authors and reviews are for those who see drafts. */
export async function readFramework(services: ReadDeps, actor: Actor, id: string): Promise<ReadFramework> {
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const framework = await loadFramework(tx, id)
    requireSeen(actor, 'framework', framework)
    const seesDrafts = maySee(actor, { ...framework, state: 'draft' })
    return {
      framework,
      creator: await findOrganisationName(tx, framework.creatorOrganisationId),
      missing: isPublished(framework.state) ? [] : missingForFramework(framework),
      rubrics: await findFrozenRubrics(tx, id),
      people: seesDrafts ? await findReviewPeople(tx, reviewableOf(framework), at) : null,
    }
  })
}

/** The review machine's view of a framework, for what the reader may do next. */
export function outlookOf({ framework, missing, people }: ReadFramework): Outlook {
  return {
    programmeId: framework.programmeId,
    state: framework.state,
    contentHash: framework.contentHash,
    authorIds: people?.authors.map(({ id }) => id) ?? [],
    reviews: people?.reviews ?? [],
    isIncomplete: missing.length > 0,
  }
}
