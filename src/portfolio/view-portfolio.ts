import { personOf, type Actor } from '../access/index.ts'
import { listVersions, loadVersion, type VersionSummary } from '../courses/index.ts'
import type { Db } from '../database/index.ts'
import { hasRole } from '../kernel/actor.ts'
import type { Services } from '../services.ts'
import { findReleasedDecision, listAttempts } from './attempt-store.ts'
import { describeDraft } from './describe-draft.ts'
import { listConsents } from './consent-store.ts'
import { listItems, type ConsentRecord, type EvidenceWithVersions } from './evidence-store.ts'
import { whatIsMissing, type Missing } from './missing.ts'
import { findEnrolment, listProgrammes, type Programme } from './programme-store.ts'
import { listSubmissions, loadSubmission, type SubmissionFilter, type SubmissionSummary } from './submission-store.ts'
import { isEditable, shownState } from './submission.ts'

type ViewServices = Pick<Services, 'database' | 'clock'>

export interface OwnSubmission extends SubmissionSummary {
  /** What keeps it from being handed in; empty for what was. */
  readonly missing: readonly Missing[]
}

export interface CourseToStart extends VersionSummary {
  readonly attempt: number
}

export interface Portfolio {
  readonly evidence: readonly EvidenceWithVersions[]
  readonly submissions: readonly OwnSubmission[]
  readonly coursesToStart: readonly CourseToStart[]
  readonly consents: readonly ConsentRecord[]
  /** Of the people this person accompanies. */
  readonly accompanied: readonly SubmissionSummary[]
  /** Those in which the person is a participant. */
  readonly programmes: readonly Programme[]
}

/** One person's evidence, submissions and consents, and what they can begin. */
export async function readPortfolio(services: ViewServices, actor: Actor): Promise<Portfolio> {
  const personId = personOf(actor)
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const programmeIds = actor.programmeIds.filter((id) => hasRole(actor, ['participant'], id))
    const seen = await shownSubmissions(tx, actor, { limit: 200 })
    const submissions: OwnSubmission[] = []
    for (const summary of seen.filter(({ participantId }) => participantId === personId)) {
      submissions.push({ ...summary, missing: await missingFrom(tx, summary, at) })
    }
    const isMentor = actor.assignments.some(({ role }) => role === 'mentor')
    return {
      evidence: await listItems(tx, personId),
      submissions,
      coursesToStart: await listCoursesToStart(tx, personId, programmeIds),
      consents: await listConsents(tx, personId),
      accompanied: isMentor ? seen.filter(({ participantId }) => participantId !== personId) : [],
      programmes: await listProgrammes(tx, programmeIds),
    }
  })
}

async function missingFrom(tx: Db, { id, state, versionId }: SubmissionSummary, at: Date): Promise<readonly Missing[]> {
  if (!isEditable(state)) return []
  const submission = await loadSubmission(tx, id)
  return whatIsMissing(await describeDraft(tx, submission, await loadVersion(tx, versionId), at))
}

async function listCoursesToStart(
  tx: Db,
  personId: string,
  programmeIds: readonly string[],
): Promise<readonly CourseToStart[]> {
  const enrolled: string[] = []
  for (const programmeId of programmeIds) {
    if (await findEnrolment(tx, programmeId, personId)) enrolled.push(programmeId)
  }
  const published = (await listVersions(tx)).filter(
    ({ state, programmeId }) => state === 'published' && enrolled.includes(programmeId),
  )
  const courses: CourseToStart[] = []
  for (const version of published) {
    const attempt = await nextAttempt(tx, personId, version)
    if (attempt !== null) courses.push({ ...version, attempt })
  }
  return courses
}

/** The number of the attempt that could be opened now; null when none can. */
async function nextAttempt(tx: Db, personId: string, version: VersionSummary): Promise<number | null> {
  const [latest] = await listAttempts(tx, personId, version.microCourseId)
  if (!latest) return 1
  if (latest.state !== 'released' && latest.state !== 'closed') return null
  const decision = await findReleasedDecision(tx, latest.id)
  const { maxAttempts } = await loadVersion(tx, version.id)
  return decision?.outcome === 'not_yet_competent' && latest.attempt < maxAttempts ? latest.attempt + 1 : null
}

/** The submissions that the reader may see, a page at a time. */
export async function readSubmissions(
  services: ViewServices,
  actor: Actor,
  filter: SubmissionFilter,
): Promise<readonly SubmissionSummary[]> {
  return services.database.transaction(actor, services.clock.now(), (tx) => shownSubmissions(tx, actor, filter))
}

async function shownSubmissions(tx: Db, actor: Actor, filter: SubmissionFilter): Promise<readonly SubmissionSummary[]> {
  const found = await listSubmissions(tx, filter)
  return found.map((summary) => ({ ...summary, state: shownState(actor, summary) }))
}
