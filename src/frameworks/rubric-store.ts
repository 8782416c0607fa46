import { and, asc, eq, inArray, isNotNull, type SQL } from 'drizzle-orm'
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
  const [rubric] = await findRubrics(tx, eq(rubrics.id, id))
  if (!rubric) throw new NotFound('rubric', id)
  return rubric
}

/** The rubrics over a framework that a published course has frozen: their criteria are what the framework is judged by. */
export async function findFrozenRubrics(tx: Db, frameworkId: string): Promise<readonly Rubric[]> {
  return findRubrics(tx, and(eq(rubrics.frameworkId, frameworkId), isNotNull(rubrics.frozenAt)))
}

async function findRubrics(tx: Db, condition: SQL | undefined): Promise<readonly Rubric[]> {
  const found = await tx
    .select({ rubric: rubrics, scale: levelScales })
    .from(rubrics)
    .innerJoin(levelScales, eq(levelScales.id, rubrics.levelScaleId))
    .where(condition)
    .orderBy(asc(rubrics.id))
  const parts = await findCriteria(
    tx,
    found.map(({ rubric }) => rubric.id),
  )
  return found.map(({ rubric, scale }) => ({ ...rubric, scale, criteria: parts.get(rubric.id) ?? [] }))
}

async function findCriteria(tx: Db, rubricIds: readonly string[]): Promise<ReadonlyMap<string, readonly Criterion[]>> {
  if (rubricIds.length === 0) return new Map()
  const found = await tx
    .select()
    .from(criteria)
    .where(inArray(criteria.rubricId, [...rubricIds]))
    .orderBy(asc(criteria.position))
  const ids = found.map(({ id }) => id)
  const levels =
    ids.length === 0
      ? []
      : await tx
          .select()
          .from(criterionLevels)
          .where(inArray(criterionLevels.criterionId, ids))
          .orderBy(asc(criterionLevels.position))
  const whole = found.map(({ programmeId: _programme, rubricId, ...criterion }) => ({
    rubricId,
    criterion: {
      ...criterion,
      levels: levels
        .filter(({ criterionId }) => criterionId === criterion.id)
        .map(({ programmeId: _levelProgramme, criterionId: _criterion, ...level }) => level),
    },
  }))
  return new Map(
    rubricIds.map((id) => [id, whole.filter(({ rubricId }) => rubricId === id).map(({ criterion }) => criterion)]),
  )
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
