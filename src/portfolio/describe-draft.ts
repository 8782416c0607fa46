import type { MicroCourseVersion } from '../courses/index.ts'
import type { Db } from '../database/index.ts'
import { loadCarriedEvidence } from './attempt-store.ts'
import { consentOfEvidence } from './consent-of-evidence.ts'
import type { Draft, DraftEvidence } from './missing.ts'
import { timeZoneOf } from './programme-store.ts'
import type { Submission, SubmissionEvidence } from './submission-store.ts'
import { currentSince } from './submission.ts'

/** Gathers what `whatIsMissing` decides on. */
export async function describeDraft(
  tx: Db,
  submission: Submission,
  course: MicroCourseVersion,
  at: Date,
): Promise<Draft> {
  const carried = submission.carryForwards.map(({ criterionId }) => criterionId)
  const carriedEvidence = await loadCarriedEvidence(tx, submission, carried)
  return {
    route: submission.route,
    criteria: course.rubric.criteria.map(({ id }) => ({ id, isCarriedForward: carried.includes(id) })),
    requirements: course.requirements,
    evidence: await describeEvidence(tx, submission, at),
    carriedEvidence: carriedEvidence.map(({ version, type }) => ({ itemId: version.itemId, type })),
    exceptions: submission.exceptions,
    currentSince: currentSince(at, course.currencyWindowMonths, await timeZoneOf(tx, submission.programmeId)),
  }
}

async function describeEvidence(tx: Db, { items, participantId }: Submission, at: Date): Promise<DraftEvidence[]> {
  const byVersion = new Map<string, SubmissionEvidence[]>()
  for (const item of items) byVersion.set(item.version.id, [...(byVersion.get(item.version.id) ?? []), item])
  const versions = [...byVersion.values()].flatMap(([first]) => (first ? [first.version] : []))
  const consents = await consentOfEvidence(tx, versions, participantId, at)
  return versions.map((version) => {
    const uses = byVersion.get(version.id) ?? []
    return {
      versionId: version.id,
      itemId: version.itemId,
      type: uses[0]?.type ?? 'file',
      criterionIds: uses.map(({ criterionId }) => criterionId),
      scanStatus: version.scanStatus,
      isPinned: version.integrity === 'content_addressed',
      consent: consents.get(version.id) ?? 'missing',
      capturedOn: version.capturedOn,
    }
  })
}
