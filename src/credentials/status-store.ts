import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'

const { statusLists, statusEntries } = tables

export type StatusListRow = typeof statusLists.$inferSelect

/** The list that still has room (below 90 % full), locked; undefined when a new one has to be opened. */
export async function lockOpenList(tx: Db, organisationId: string): Promise<StatusListRow | undefined> {
  const [list] = await tx
    .select()
    .from(statusLists)
    .where(
      and(eq(statusLists.organisationId, organisationId), sql`${statusLists.used} < ${statusLists.length} * 9 / 10`),
    )
    .orderBy(asc(statusLists.createdAt))
    .limit(1)
    .for('update')
  return list
}

export async function insertList(tx: Db, list: typeof statusLists.$inferInsert): Promise<StatusListRow> {
  const [inserted] = await tx.insert(statusLists).values(list).returning()
  if (!inserted) throw new Error('the status list was not inserted')
  return inserted
}

/** Takes the index for good; false when it was given out before. */
export async function takeIndex(tx: Db, listId: string, index: number): Promise<boolean> {
  const taken = await tx
    .insert(statusEntries)
    .values({ listId, index })
    .onConflictDoNothing()
    .returning({ index: statusEntries.index })
  if (taken.length === 0) return false
  await tx
    .update(statusLists)
    .set({ used: sql`${statusLists.used} + 1` })
    .where(eq(statusLists.id, listId))
  return true
}

export async function findList(tx: Db, listId: string): Promise<StatusListRow | undefined> {
  const [list] = await tx.select().from(statusLists).where(eq(statusLists.id, listId))
  return list
}

export async function lockList(tx: Db, listId: string): Promise<StatusListRow> {
  const [list] = await tx.select().from(statusLists).where(eq(statusLists.id, listId)).for('update')
  if (!list) throw new Error(`there is no status list ${listId}`)
  return list
}

/** Writes the new bits; the list is without signature until the next signature of this revision is kept. */
export async function replaceBits(
  tx: Db,
  list: StatusListRow,
  bits: Uint8Array,
  index: number,
  at: Date,
): Promise<void> {
  await tx
    .update(statusEntries)
    .set({ isSet: true })
    .where(and(eq(statusEntries.listId, list.id), eq(statusEntries.index, index)))
  await tx
    .update(statusLists)
    .set({ bits, revision: list.revision + 1, signed: null, updatedAt: at })
    .where(eq(statusLists.id, list.id))
}

/** Keeps the signature of exactly this revision; a newer revision or an earlier signature stays. */
export async function keepSignature(tx: Db, listId: string, revision: number, signed: string): Promise<void> {
  await tx
    .update(statusLists)
    .set({ signed })
    .where(and(eq(statusLists.id, listId), eq(statusLists.revision, revision), isNull(statusLists.signed)))
}
