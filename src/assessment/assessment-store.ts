import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { NotFound, type Role } from '../access/index.ts'
import { rows, tables, type Db } from '../database/index.ts'
import type { Candidate, Conflict, JudgementState, Seat, Slot } from './assignment-rules.ts'
import { NOT_EVIDENCED, type Mark } from './marks.ts'
import type { CriterionJudgement, LanguageSupport } from './seal-rules.ts'

export type Submission = typeof tables.submissions.$inferSelect
export type Programme = typeof tables.programmes.$inferSelect
export type Judgement = typeof tables.judgements.$inferSelect

/** Also takes the submission's row lock: every change of one submission's assessment follows the one before. */
export async function lockSubmission(tx: Db, submissionId: string): Promise<Submission> {
  await tx
    .select({ id: tables.submissions.id })
    .from(tables.submissions)
    .where(eq(tables.submissions.id, submissionId))
    .for('update')
  return findSubmission(tx, submissionId)
}

export async function findSubmission(tx: Db, submissionId: string): Promise<Submission> {
  const [found] = await tx.select().from(tables.submissions).where(eq(tables.submissions.id, submissionId))
  if (!found) throw new NotFound('submission', submissionId)
  return found
}

export async function findProgramme(tx: Db, programmeId: string): Promise<Programme> {
  const [found] = await tx.select().from(tables.programmes).where(eq(tables.programmes.id, programmeId))
  if (!found) throw new NotFound('programme', programmeId)
  return found
}

export interface Criterion {
  readonly criterionId: string
  readonly requiredLevel: number
  readonly levels: readonly number[]
}

/** In the order of the rubric. */
export async function criteriaOf(tx: Db, rubricId: string): Promise<readonly Criterion[]> {
  const found = await tx
    .select({
      criterionId: tables.criteria.id,
      requiredLevel: tables.criteria.requiredLevel,
      level: tables.criterionLevels.position,
    })
    .from(tables.criteria)
    .leftJoin(tables.criterionLevels, eq(tables.criterionLevels.criterionId, tables.criteria.id))
    .where(eq(tables.criteria.rubricId, rubricId))
    .orderBy(asc(tables.criteria.position), asc(tables.criterionLevels.position))
  const ids = [...new Set(found.map(({ criterionId }) => criterionId))]
  return ids.map((criterionId) => {
    const levels = found.filter((row) => row.criterionId === criterionId)
    return {
      criterionId,
      requiredLevel: levels[0]?.requiredLevel ?? 0,
      levels: levels.flatMap(({ level }) => (level === null ? [] : [level])),
    }
  })
}

export async function carriedForwardOf(tx: Db, submissionId: string) {
  return tx
    .select({ criterionId: tables.carryForwards.criterionId, level: tables.carryForwards.level })
    .from(tables.carryForwards)
    .where(eq(tables.carryForwards.submissionId, submissionId))
}

export interface SnapshotEvidence {
  readonly evidenceVersionId: string
  readonly language: string
}

/** The frozen evidence, each version once, as far as the reader may see it. */
export async function snapshotOf(tx: Db, submissionId: string): Promise<readonly SnapshotEvidence[]> {
  return tx
    .selectDistinct({
      evidenceVersionId: tables.submissionItems.evidenceVersionId,
      language: tables.evidenceVersions.language,
    })
    .from(tables.submissionItems)
    .innerJoin(tables.evidenceVersions, eq(tables.evidenceVersions.id, tables.submissionItems.evidenceVersionId))
    .where(eq(tables.submissionItems.submissionId, submissionId))
}

/** Every judgement of the submission whose existence the reader may know. */
export async function judgementsOf(tx: Db, submissionId: string): Promise<readonly Judgement[]> {
  return tx
    .select()
    .from(tables.judgements)
    .where(eq(tables.judgements.submissionId, submissionId))
    .orderBy(asc(tables.judgements.assignedAt), asc(tables.judgements.slot), asc(tables.judgements.id))
}

export function seatOf(judgement: Judgement): Seat {
  const { slot, state, assessorId, organisationId, appealId, sealedAt } = judgement
  return { slot, state, assessorId, organisationId, appealId, isSealed: sealedAt !== null }
}

/** Null where the row policies hide it, or where there is none. */
export async function findJudgement(tx: Db, judgementId: string): Promise<Judgement | null> {
  const [found] = await tx.select().from(tables.judgements).where(eq(tables.judgements.id, judgementId))
  return found ?? null
}

export interface NewJudgement {
  readonly id: string
  readonly programmeId: string
  readonly submissionId: string
  readonly assessorId: string
  readonly organisationId: string
  readonly slot: Slot
  readonly appealId: string | null
  readonly assignedById: string
  readonly assignedAt: Date
}

export async function insertJudgement(tx: Db, judgement: NewJudgement): Promise<void> {
  await tx.insert(tables.judgements).values({ ...judgement, state: 'assigned' })
}

export async function updateJudgement(
  tx: Db,
  judgementId: string,
  change: {
    state: JudgementState
    acceptedAt?: Date
    declaredNoConflictAt?: Date
    sealedAt?: Date
    revealedAt?: Date
    languageSupport?: LanguageSupport
    endedReason?: string
  },
): Promise<void> {
  await tx.update(tables.judgements).set(change).where(eq(tables.judgements.id, judgementId))
}

/** True when this call revealed the two first-round judgements; at most one transaction ever gets it. */
export async function revealWhenBothSealed(tx: Db, submissionId: string): Promise<boolean> {
  const [row] = await rows<{ revealed: boolean }>(tx, sql`select reveal_when_both_sealed(${submissionId}) as revealed`)
  return row?.revealed === true
}

export async function revealWhenPanelSealed(tx: Db, appealId: string): Promise<boolean> {
  const [row] = await rows<{ revealed: boolean }>(tx, sql`select reveal_when_panel_sealed(${appealId}) as revealed`)
  return row?.revealed === true
}

export function markOfRow(row: { level: number | null; isNotEvidenced?: boolean }): Mark {
  return row.level ?? NOT_EVIDENCED
}

export function levelOfMark(mark: Mark): number | null {
  return mark === NOT_EVIDENCED ? null : mark
}

/** What was judged, by judgement; only what the reader may read. */
export async function criterionJudgementsOf(
  tx: Db,
  judgementIds: readonly string[],
): Promise<ReadonlyMap<string, readonly CriterionJudgement[]>> {
  if (judgementIds.length === 0) return new Map()
  const judged = await tx
    .select()
    .from(tables.criterionJudgements)
    .where(inArray(tables.criterionJudgements.judgementId, [...judgementIds]))
  const cited = await citedEvidence(
    tx,
    judged.map(({ id }) => id),
  )
  const found = new Map<string, CriterionJudgement[]>()
  for (const row of judged) {
    const one = {
      criterionId: row.criterionId,
      mark: markOfRow(row),
      rationale: row.rationale,
      rulesOfEvidence: row.rulesOfEvidence,
      evidenceVersionIds: cited.filter(({ id }) => id === row.id).map(({ evidenceVersionId }) => evidenceVersionId),
    }
    found.set(row.judgementId, [...(found.get(row.judgementId) ?? []), one])
  }
  return found
}

async function citedEvidence(tx: Db, ids: readonly string[]) {
  if (ids.length === 0) return []
  const { criterionJudgementId, evidenceVersionId } = tables.criterionJudgementEvidence
  return tx
    .select({ id: criterionJudgementId, evidenceVersionId })
    .from(tables.criterionJudgementEvidence)
    .where(inArray(criterionJudgementId, [...ids]))
}

/** Writes one criterion, in place of what was there. */
export async function putCriterionJudgement(
  tx: Db,
  judgement: Pick<Judgement, 'id' | 'programmeId'>,
  newId: string,
  judged: CriterionJudgement,
): Promise<void> {
  const { programmeId, id: judgementId } = judgement
  const content = {
    level: levelOfMark(judged.mark),
    isNotEvidenced: judged.mark === NOT_EVIDENCED,
    rationale: judged.rationale,
    rulesOfEvidence: judged.rulesOfEvidence,
  }
  const { criterionJudgements, criterionJudgementEvidence } = tables
  await tx
    .insert(criterionJudgements)
    .values({ id: newId, programmeId, judgementId, criterionId: judged.criterionId, ...content })
    .onConflictDoUpdate({
      target: [criterionJudgements.judgementId, criterionJudgements.criterionId],
      set: content,
    })
  const [row] = await tx
    .select({ id: criterionJudgements.id })
    .from(criterionJudgements)
    .where(
      and(eq(criterionJudgements.judgementId, judgementId), eq(criterionJudgements.criterionId, judged.criterionId)),
    )
  const criterionJudgementId = row?.id ?? newId
  await tx
    .delete(criterionJudgementEvidence)
    .where(eq(criterionJudgementEvidence.criterionJudgementId, criterionJudgementId))
  const cited = [...new Set(judged.evidenceVersionIds)]
  if (cited.length === 0) return
  await tx
    .insert(criterionJudgementEvidence)
    .values(cited.map((evidenceVersionId) => ({ programmeId, criterionJudgementId, evidenceVersionId })))
}

export async function conflictsBetween(
  tx: Db,
  pair: { programmeId: string; personId: string; participantId: string },
): Promise<readonly Conflict[]> {
  const { conflictsOfInterest: table } = tables
  return tx
    .select()
    .from(table)
    .where(
      and(
        eq(table.programmeId, pair.programmeId),
        eq(table.personId, pair.personId),
        eq(table.participantId, pair.participantId),
      ),
    )
}

export async function insertConflict(
  tx: Db,
  conflict: {
    id: string
    programmeId: string
    personId: string
    participantId: string
    kind: Conflict['kind']
    startsOn: string
  },
): Promise<void> {
  await tx.insert(tables.conflictsOfInterest).values({ ...conflict, source: 'declared' })
}

export async function isQualified(tx: Db, personId: string, rubricId: string, at: Date): Promise<boolean> {
  const found = await tx
    .select()
    .from(tables.assessorQualifications)
    .where(
      and(eq(tables.assessorQualifications.personId, personId), eq(tables.assessorQualifications.rubricId, rubricId)),
    )
  return found.some(({ calibratedAt, validUntil }) => calibratedAt <= at && validUntil > at)
}

export async function insertQualification(
  tx: Db,
  qualification: typeof tables.assessorQualifications.$inferInsert,
): Promise<void> {
  await tx.insert(tables.assessorQualifications).values(qualification)
}

export async function assessingOrganisations(tx: Db, programmeId: string): Promise<readonly string[]> {
  const found = await tx
    .select({ id: tables.programmeOrganisations.organisationId })
    .from(tables.programmeOrganisations)
    .where(
      and(
        eq(tables.programmeOrganisations.programmeId, programmeId),
        eq(tables.programmeOrganisations.isAssessing, true),
      ),
    )
  return found.map(({ id }) => id)
}

export async function candidateOf(
  tx: Db,
  submission: Pick<Submission, 'programmeId' | 'participantId' | 'rubricId'>,
  personId: string,
  role: Role,
  at: Date,
): Promise<Candidate> {
  const { programmeId, participantId, rubricId } = submission
  const [person] = await tx.select().from(tables.persons).where(eq(tables.persons.id, personId))
  if (!person) throw new NotFound('person', personId)
  return {
    personId,
    organisationId: person.organisationId,
    holdsRole: await holdsRole(tx, { programmeId, personId, role, at }),
    isQualified: await isQualified(tx, personId, rubricId, at),
    conflicts: await conflictsBetween(tx, { programmeId, personId, participantId }),
  }
}

async function holdsRole(
  tx: Db,
  { programmeId, personId, role, at }: { programmeId: string; personId: string; role: Role; at: Date },
): Promise<boolean> {
  const { roleAssignments: table } = tables
  const found = await tx
    .select({ from: table.validFrom, to: table.validTo })
    .from(table)
    .where(and(eq(table.personId, personId), eq(table.programmeId, programmeId), eq(table.role, role)))
  return found.some(({ from, to }) => from <= at && (to === null || to > at))
}

export async function assessorLanguagesOf(tx: Db, personId: string): Promise<readonly string[]> {
  const [found] = await tx
    .select({ languages: tables.persons.assessorLanguages })
    .from(tables.persons)
    .where(eq(tables.persons.id, personId))
  return found?.languages ?? []
}
