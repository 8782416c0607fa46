import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'

const { issuerKeys, statusLists, statusEntries } = tables

export type StatusListRow = typeof statusLists.$inferSelect

export interface ListOwner {
  readonly organisationId: string
  /** Set where the key is the issuer's identity (did:key): such a list speaks for one key alone. */
  readonly keyId?: string
}

/** The list that still has room (below 90 % full), locked; undefined when a new one has to be opened. */
export async function lockOpenList(tx: Db, { organisationId, keyId }: ListOwner): Promise<StatusListRow | undefined> {
  const [list] = await tx
    .select()
    .from(statusLists)
    .where(
      and(
        eq(statusLists.organisationId, organisationId),
        keyId === undefined ? undefined : eq(statusLists.keyId, keyId),
        sql`${statusLists.used} < ${statusLists.length} * 9 / 10`,
      ),
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

export type PublishedList = StatusListRow & { readonly isKeyCompromised: boolean }

export async function findList(tx: Db, listId: string): Promise<PublishedList | undefined> {
  const [found] = await tx
    .select({ list: statusLists, keyState: issuerKeys.state })
    .from(statusLists)
    .leftJoin(issuerKeys, eq(issuerKeys.id, statusLists.keyId))
    .where(eq(statusLists.id, listId))
  return found && { ...found.list, isKeyCompromised: found.keyState === 'compromised' }
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
  isSet = true,
): Promise<void> {
  await tx
    .update(statusEntries)
    .set({ isSet })
    .where(and(eq(statusEntries.listId, list.id), eq(statusEntries.index, index)))
  await tx
    .update(statusLists)
    .set({ bits, revision: list.revision + 1, signed: null, updatedAt: at })
    .where(eq(statusLists.id, list.id))
}

/** Keeps the signature of exactly this revision; a newer revision, or an earlier signature of the same key, stays. */
export async function keepSignature(
  tx: Db,
  { id, revision }: Pick<StatusListRow, 'id' | 'revision'>,
  keyId: string,
  signed: string,
): Promise<void> {
  await tx
    .update(statusLists)
    .set({ signed, keyId })
    .where(
      and(
        eq(statusLists.id, id),
        eq(statusLists.revision, revision),
        or(isNull(statusLists.signed), sql`${statusLists.keyId} is distinct from ${keyId}`),
      ),
    )
}
