import { asc, eq, inArray } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { namesOf } from './read-judgements.ts'
import type { Submission } from './assessment-store.ts'

export interface LevelText {
  readonly level: number
  readonly quality: LocalisedText
  readonly descriptor: LocalisedText
}

export interface CriterionText {
  readonly criterionId: string
  readonly title: LocalisedText
  readonly requiredLevel: number
  readonly isCritical: boolean
  readonly levels: readonly LevelText[]
}

/** The rubric as people read it, in its order. */
export async function rubricText(tx: Db, rubricId: string): Promise<readonly CriterionText[]> {
  const found = await tx
    .select({ criterion: tables.criteria, level: tables.criterionLevels })
    .from(tables.criteria)
    .innerJoin(tables.criterionLevels, eq(tables.criterionLevels.criterionId, tables.criteria.id))
    .where(eq(tables.criteria.rubricId, rubricId))
    .orderBy(asc(tables.criteria.position), asc(tables.criterionLevels.position))
  const ids = [...new Set(found.map(({ criterion }) => criterion.id))]
  return ids.flatMap((criterionId) => {
    const rows = found.filter(({ criterion }) => criterion.id === criterionId)
    const [first] = rows
    if (!first) return []
    const { title, requiredLevel, isCritical } = first.criterion
    const levels = rows.map(({ level: { position, quality, descriptor } }) => ({
      level: position,
      quality,
      descriptor,
    }))
    return [{ criterionId, title, requiredLevel, isCritical, levels }]
  })
}

/** What a list or a heading says of a submission. */
export interface SubmissionSummary {
  readonly submissionId: string
  readonly programmeId: string
  readonly courseTitle: LocalisedText
  readonly participantName: string
  readonly attempt: number
  readonly route: Submission['route']
  readonly state: Submission['state']
  readonly submittedAt: Date | null
}

export async function summariesOf(tx: Db, submissions: readonly Submission[]): Promise<readonly SubmissionSummary[]> {
  if (submissions.length === 0) return []
  const { id, title } = tables.microCourseVersions
  const versionIds = [...new Set(submissions.map(({ versionId }) => versionId))]
  const titles = new Map(
    (await tx.select({ id, title }).from(tables.microCourseVersions).where(inArray(id, versionIds))).map((version) => [
      version.id,
      version.title,
    ]),
  )
  const names = await namesOf(
    tx,
    submissions.map(({ participantId }) => participantId),
  )
  return submissions.map((submission) => ({
    submissionId: submission.id,
    programmeId: submission.programmeId,
    courseTitle: titles.get(submission.versionId) ?? {},
    participantName: names.get(submission.participantId) ?? '',
    attempt: submission.attempt,
    route: submission.route,
    state: submission.state,
    submittedAt: submission.submittedAt,
  }))
}
