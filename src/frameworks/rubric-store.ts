import { asc, eq, inArray } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Criterion, LevelScale, Rubric } from './rubric.ts'

const { criteria, criterionLevels, levelScales, rubrics } = tables

export async function loadLevelScale(tx: Db, id: string): Promise<LevelScale> {
  const [scale] = await tx.select().from(levelScales).where(eq(levelScales.id, id))
  if (!scale) throw new NotFound('level-scale', id)
  return scale
}

export async function listLevelScales(tx: Db): Promise<readonly LevelScale[]> {
  return tx.select().from(levelScales).orderBy(asc(levelScales.id))
}

export async function insertLevelScale(tx: Db, scale: LevelScale): Promise<void> {
  await tx.insert(levelScales).values(scale)
}

/** The rubric with its scale, its criteria by position and their levels from low to high. Throws NotFound. */
export async function loadRubric(tx: Db, id: string): Promise<Rubric> {
  const [row] = await tx
    .select({ rubric: rubrics, scale: levelScales })
    .from(rubrics)
    .innerJoin(levelScales, eq(levelScales.id, rubrics.levelScaleId))
    .where(eq(rubrics.id, id))
  if (!row) throw new NotFound('rubric', id)
  return { ...row.rubric, scale: row.scale, criteria: await findCriteria(tx, id) }
}

async function findCriteria(tx: Db, rubricId: string): Promise<readonly Criterion[]> {
  const found = await tx.select().from(criteria).where(eq(criteria.rubricId, rubricId)).orderBy(asc(criteria.position))
  const ids = found.map(({ id }) => id)
  const levels =
    ids.length === 0
      ? []
      : await tx
          .select()
          .from(criterionLevels)
          .where(inArray(criterionLevels.criterionId, ids))
          .orderBy(asc(criterionLevels.position))
  return found.map(({ programmeId: _programme, rubricId: _rubric, ...criterion }) => ({
    ...criterion,
    levels: levels
      .filter(({ criterionId }) => criterionId === criterion.id)
      .map(({ programmeId: _levelProgramme, criterionId: _criterion, ...level }) => level),
  }))
}

export async function findRubricIds(tx: Db, frameworkId: string): Promise<readonly string[]> {
  const found = await tx
    .select({ id: rubrics.id })
    .from(rubrics)
    .where(eq(rubrics.frameworkId, frameworkId))
    .orderBy(asc(rubrics.id))
  return found.map(({ id }) => id)
}

export async function insertRubric(tx: Db, rubric: typeof rubrics.$inferInsert): Promise<void> {
  await tx.insert(rubrics).values(rubric)
}

export async function updateRubric(
  tx: Db,
  id: string,
  change: Partial<Pick<typeof rubrics.$inferInsert, 'title' | 'version'>>,
): Promise<void> {
  await tx.update(rubrics).set(change).where(eq(rubrics.id, id))
}

/** Puts these criteria in the place of the ones there are. */
export async function replaceCriteria(
  tx: Db,
  { id: rubricId, programmeId }: { readonly id: string; readonly programmeId: string },
  replacement: readonly Criterion[],
): Promise<void> {
  const before = await tx.select({ id: criteria.id }).from(criteria).where(eq(criteria.rubricId, rubricId))
  if (before.length > 0) {
    const ids = before.map(({ id }) => id)
    await tx.delete(criterionLevels).where(inArray(criterionLevels.criterionId, ids))
    await tx.delete(criteria).where(inArray(criteria.id, ids))
  }
  if (replacement.length === 0) return
  await tx
    .insert(criteria)
    .values(replacement.map(({ levels: _levels, ...row }) => ({ ...row, rubricId, programmeId })))
  await tx
    .insert(criterionLevels)
    .values(
      replacement.flatMap(({ id, levels }) => levels.map((level) => ({ ...level, criterionId: id, programmeId }))),
    )
}
