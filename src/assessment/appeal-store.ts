import { and, eq, inArray, isNull } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'

export type Appeal = typeof tables.appeals.$inferSelect
export type AppealStage = typeof tables.appealStages.$inferSelect
export type AppealState = Appeal['state']

export async function findAppeal(tx: Db, appealId: string): Promise<Appeal> {
  const [found] = await tx.select().from(tables.appeals).where(eq(tables.appeals.id, appealId))
  if (!found) throw new NotFound('appeal', appealId)
  return found
}

export async function appealsAgainst(tx: Db, decisionIds: readonly string[]): Promise<readonly Appeal[]> {
  if (decisionIds.length === 0) return []
  return tx
    .select()
    .from(tables.appeals)
    .where(inArray(tables.appeals.decisionId, [...decisionIds]))
}

export async function openAppealAgainst(tx: Db, decisionId: string): Promise<Appeal | null> {
  const [found] = await tx
    .select()
    .from(tables.appeals)
    .where(and(eq(tables.appeals.decisionId, decisionId), isNull(tables.appeals.closedAt)))
  return found ?? null
}

export async function insertAppeal(tx: Db, appeal: typeof tables.appeals.$inferInsert): Promise<void> {
  await tx.insert(tables.appeals).values(appeal)
}

export async function updateAppeal(
  tx: Db,
  appealId: string,
  change: { state: AppealState; closedAt?: Date; resultingDecisionId?: string },
): Promise<void> {
  await tx.update(tables.appeals).set(change).where(eq(tables.appeals.id, appealId))
}

export async function stagesOf(tx: Db, appealId: string): Promise<readonly AppealStage[]> {
  return tx
    .select()
    .from(tables.appealStages)
    .where(eq(tables.appealStages.appealId, appealId))
    .orderBy(tables.appealStages.startedAt)
}

export async function findStage(tx: Db, appealId: string, stage: AppealStage['stage']): Promise<AppealStage> {
  const found = (await stagesOf(tx, appealId)).find((one) => one.stage === stage)
  if (!found) throw new NotFound(`${stage} stage of the appeal`, appealId)
  return found
}

export async function insertStage(tx: Db, stage: typeof tables.appealStages.$inferInsert): Promise<void> {
  await tx.insert(tables.appealStages).values(stage)
}

export async function updateStage(
  tx: Db,
  stageId: string,
  change: {
    reviewerIds?: string[]
    outcome?: NonNullable<AppealStage['outcome']>
    rationale?: LocalisedText
    endedAt?: Date
    escalatedAt?: Date
  },
): Promise<void> {
  await tx.update(tables.appealStages).set(change).where(eq(tables.appealStages.id, stageId))
}
