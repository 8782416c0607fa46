import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { levelOfMark, markOfRow } from './assessment-store.ts'
import type { CriterionResult, Decided } from './decide.ts'
import { NOT_EVIDENCED } from './marks.ts'

export type Decision = typeof tables.decisions.$inferSelect

export async function findDecision(tx: Db, decisionId: string): Promise<Decision> {
  const [found] = await tx.select().from(tables.decisions).where(eq(tables.decisions.id, decisionId))
  if (!found) throw new NotFound('decision', decisionId)
  return found
}

/** The version that stands; null before the first, and where the reader may not see it. */
export async function currentDecision(tx: Db, submissionId: string): Promise<Decision | null> {
  const [found] = await tx
    .select()
    .from(tables.decisions)
    .where(and(eq(tables.decisions.submissionId, submissionId), isNull(tables.decisions.supersededAt)))
  return found ?? null
}

/** The newest first. */
export async function decisionsOf(tx: Db, submissionId: string): Promise<readonly Decision[]> {
  return tx
    .select()
    .from(tables.decisions)
    .where(eq(tables.decisions.submissionId, submissionId))
    .orderBy(desc(tables.decisions.version))
}

/** In the order of the rubric. */
export async function resultsOf(tx: Db, decisionId: string): Promise<readonly CriterionResult[]> {
  const found = await tx
    .select({ result: tables.decisionCriteria })
    .from(tables.decisionCriteria)
    .innerJoin(tables.criteria, eq(tables.criteria.id, tables.decisionCriteria.criterionId))
    .where(eq(tables.decisionCriteria.decisionId, decisionId))
    .orderBy(asc(tables.criteria.position))
  return found.map(({ result: { criterionId, requiredLevel, isMet, basis, ...row } }) => ({
    criterionId,
    requiredLevel,
    isMet,
    basis,
    mark: markOfRow(row),
  }))
}

export interface NewDecision {
  readonly id: string
  readonly programmeId: string
  readonly submissionId: string
  readonly version: number
  readonly decidedAt: Date
  readonly inputHash: string
  readonly contentHash: string
  readonly decided: Decided
  readonly supersedesId: string | null
}

/** One version at a time stands: the one before is superseded first. */
export async function insertDecision(tx: Db, { decided, ...decision }: NewDecision): Promise<void> {
  const { decisions, decisionCriteria } = tables
  if (decision.supersedesId !== null) {
    await tx.update(decisions).set({ supersededAt: decision.decidedAt }).where(eq(decisions.id, decision.supersedesId))
  }
  await tx.insert(decisions).values({ ...decision, outcome: decided.outcome, method: decided.method })
  await tx.insert(decisionCriteria).values(
    decided.perCriterion.map(({ mark, ...result }) => ({
      ...result,
      programmeId: decision.programmeId,
      decisionId: decision.id,
      level: levelOfMark(mark),
      isNotEvidenced: mark === NOT_EVIDENCED,
    })),
  )
}

export interface Feedback {
  readonly criterionId: string
  readonly text: LocalisedText
}

export async function feedbackOf(tx: Db, decisionId: string): Promise<readonly Feedback[]> {
  const { criterionId, text } = tables.feedback
  return tx.select({ criterionId, text }).from(tables.feedback).where(eq(tables.feedback.decisionId, decisionId))
}

export async function putFeedback(
  tx: Db,
  feedback: Feedback & { programmeId: string; decisionId: string; authorId: string },
): Promise<void> {
  const { text, authorId } = feedback
  await tx
    .insert(tables.feedback)
    .values(feedback)
    .onConflictDoUpdate({ target: [tables.feedback.decisionId, tables.feedback.criterionId], set: { text, authorId } })
}

export async function markReleased(
  tx: Db,
  decisionId: string,
  release: { releasedAt: Date; releasedById: string; appealUntil: Date | null },
): Promise<void> {
  await tx.update(tables.decisions).set(release).where(eq(tables.decisions.id, decisionId))
}
