import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { inTreeOrder, type ExternalAlignment, type Framework, type FrameworkRow } from './framework.ts'
import type { Move, Reviewable } from './review-steps.ts'
import { PUBLISHED_STATES } from './review.ts'

const { externalAlignments, frameworkItems, frameworks } = tables

export type NewFramework = typeof frameworks.$inferInsert
export type NewItem = typeof frameworkItems.$inferInsert
export type NewAlignment = typeof externalAlignments.$inferInsert

export async function insertFramework(tx: Db, framework: NewFramework): Promise<void> {
  await tx.insert(frameworks).values(framework)
}

export async function findFramework(tx: Db, id: string): Promise<Framework | undefined> {
  const [row] = await tx.select().from(frameworks).where(eq(frameworks.id, id))
  return row && withParts(tx, row)
}

/** Throws NotFound for an unknown, foreign or invisible framework. */
export async function loadFramework(tx: Db, id: string): Promise<Framework> {
  const found = await findFramework(tx, id)
  if (!found) throw new NotFound('framework', id)
  return found
}

/** As loadFramework, and nobody else changes it until the transaction ends. */
export async function lockFramework(tx: Db, id: string): Promise<Framework> {
  const [row] = await tx.select().from(frameworks).where(eq(frameworks.id, id)).for('update')
  if (!row) throw new NotFound('framework', id)
  return withParts(tx, row)
}

async function withParts(tx: Db, row: FrameworkRow): Promise<Framework> {
  const [framework] = await allWithParts(tx, [row])
  return framework ?? { ...row, items: [], alignments: [] }
}

async function allWithParts(tx: Db, rows: readonly FrameworkRow[]): Promise<readonly Framework[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const found = await tx.select().from(frameworkItems).where(inArray(frameworkItems.frameworkId, ids))
  const aligned = await findAlignments(
    tx,
    found.map(({ id }) => id),
  )
  return rows.map((row) => {
    const items = found.filter(({ frameworkId }) => frameworkId === row.id)
    const own = new Set(items.map(({ id }) => id))
    return { ...row, items: inTreeOrder(items), alignments: aligned.filter(({ itemId }) => own.has(itemId)) }
  })
}

/** Every published framework with its parts: what an identifier without a row of its own is looked for in. */
export async function findPublishedFrameworks(tx: Db): Promise<readonly Framework[]> {
  const rows = await tx
    .select()
    .from(frameworks)
    .where(inArray(frameworks.state, [...PUBLISHED_STATES]))
    .orderBy(asc(frameworks.id))
  return allWithParts(tx, rows)
}

/** The frameworks that the row policies show, newest first by publication and then by title. */
export async function listFrameworks(tx: Db): Promise<readonly FrameworkRow[]> {
  return tx
    .select()
    .from(frameworks)
    .orderBy(sql`${frameworks.publishedAt} desc nulls first`, asc(frameworks.id))
}

export async function updateFramework(tx: Db, id: string, change: Partial<NewFramework>): Promise<void> {
  await tx.update(frameworks).set(change).where(eq(frameworks.id, id))
}

export const moveFramework: Move = async (tx, id, change) => updateFramework(tx, id, change)

export function reviewableOf({ id, programmeId, state, contentHash }: FrameworkRow): Reviewable {
  return { type: 'framework', id, programmeId, state, contentHash }
}

export async function insertItem(tx: Db, item: NewItem): Promise<void> {
  await tx.insert(frameworkItems).values(item)
}

export async function updateItem(tx: Db, id: string, change: Partial<NewItem>): Promise<void> {
  await tx.update(frameworkItems).set(change).where(eq(frameworkItems.id, id))
}

export async function deleteItem(tx: Db, id: string): Promise<void> {
  await tx.delete(externalAlignments).where(eq(externalAlignments.itemId, id))
  await tx.delete(frameworkItems).where(eq(frameworkItems.id, id))
}

export async function insertAlignment(tx: Db, alignment: NewAlignment): Promise<void> {
  await tx.insert(externalAlignments).values(alignment)
}

export async function deleteAlignment(tx: Db, itemId: string, id: string): Promise<boolean> {
  const gone = await tx
    .delete(externalAlignments)
    .where(and(eq(externalAlignments.id, id), eq(externalAlignments.itemId, itemId)))
    .returning({ id: externalAlignments.id })
  return gone.length > 0
}

export async function findAlignments(tx: Db, itemIds: readonly string[]): Promise<readonly ExternalAlignment[]> {
  if (itemIds.length === 0) return []
  return tx
    .select()
    .from(externalAlignments)
    .where(inArray(externalAlignments.itemId, [...itemIds]))
    .orderBy(asc(externalAlignments.targetFramework), asc(externalAlignments.targetName), asc(externalAlignments.id))
}

export async function findOrganisationName(tx: Db, id: string): Promise<LocalisedText> {
  const { organisations } = tables
  const [found] = await tx
    .select({ name: organisations.displayName })
    .from(organisations)
    .where(eq(organisations.id, id))
  return found?.name ?? {}
}

export async function isOrganisationOf(tx: Db, programmeId: string, organisationId: string): Promise<boolean> {
  const { programmeOrganisations, programmes } = tables
  const [partner] = await tx
    .select({ id: programmeOrganisations.organisationId })
    .from(programmeOrganisations)
    .where(
      and(
        eq(programmeOrganisations.programmeId, programmeId),
        eq(programmeOrganisations.organisationId, organisationId),
      ),
    )
  if (partner) return true
  const [awarding] = await tx
    .select({ id: programmes.id })
    .from(programmes)
    .where(and(eq(programmes.id, programmeId), eq(programmes.awardingOrganisationId, organisationId)))
  return awarding !== undefined
}

/** Whether a criterion or a course points at the item, which then stays. */
export async function isItemUsed(tx: Db, id: string): Promise<boolean> {
  const [criterion] = await tx
    .select({ id: tables.criteria.id })
    .from(tables.criteria)
    .where(eq(tables.criteria.competencyId, id))
    .limit(1)
  const [outcome] = await tx
    .select({ id: tables.versionOutcomes.versionId })
    .from(tables.versionOutcomes)
    .where(eq(tables.versionOutcomes.competencyId, id))
    .limit(1)
  return criterion !== undefined || outcome !== undefined
}
