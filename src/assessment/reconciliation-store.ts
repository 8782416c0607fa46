import { asc, eq, inArray } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'

export type Reconciliation = typeof tables.reconciliations.$inferSelect & { readonly signedBy: readonly string[] }

/** Those that stand, signed by one or by both. */
export async function currentReconciliations(tx: Db, submissionId: string): Promise<readonly Reconciliation[]> {
  return (await reconciliationsOf(tx, submissionId)).filter(({ replacedAt }) => replacedAt === null)
}

/** Those that both signed; one that an appeal replaced later stays part of the decision before it. */
export async function agreedReconciliations(tx: Db, submissionId: string): Promise<readonly Reconciliation[]> {
  return (await reconciliationsOf(tx, submissionId)).filter(({ agreedAt }) => agreedAt !== null)
}

async function reconciliationsOf(tx: Db, submissionId: string): Promise<readonly Reconciliation[]> {
  const found = await tx
    .select()
    .from(tables.reconciliations)
    .where(eq(tables.reconciliations.submissionId, submissionId))
    .orderBy(asc(tables.reconciliations.proposedAt))
  if (found.length === 0) return []
  const { reconciliationSignatures: signatures } = tables
  const ids = found.map(({ id }) => id)
  const signed = await tx.select().from(signatures).where(inArray(signatures.reconciliationId, ids))
  return found.map((one) => ({
    ...one,
    signedBy: signed.filter(({ reconciliationId }) => reconciliationId === one.id).map(({ personId }) => personId),
  }))
}

export async function findReconciliation(tx: Db, id: string): Promise<Reconciliation> {
  const [found] = await tx.select().from(tables.reconciliations).where(eq(tables.reconciliations.id, id))
  if (!found) throw new NotFound('reconciliation', id)
  const signed = await tx
    .select({ personId: tables.reconciliationSignatures.personId })
    .from(tables.reconciliationSignatures)
    .where(eq(tables.reconciliationSignatures.reconciliationId, id))
  return { ...found, signedBy: signed.map(({ personId }) => personId) }
}

export async function insertReconciliation(
  tx: Db,
  reconciliation: typeof tables.reconciliations.$inferInsert,
): Promise<void> {
  await tx.insert(tables.reconciliations).values(reconciliation)
}

export async function replaceReconciliation(tx: Db, id: string, at: Date): Promise<void> {
  await tx.update(tables.reconciliations).set({ replacedAt: at }).where(eq(tables.reconciliations.id, id))
}

export async function signReconciliationRow(
  tx: Db,
  reconciliation: Pick<Reconciliation, 'id' | 'programmeId'>,
  personId: string,
  at: Date,
): Promise<void> {
  const { id: reconciliationId, programmeId } = reconciliation
  await tx.insert(tables.reconciliationSignatures).values({ programmeId, reconciliationId, personId, signedAt: at })
}

export async function agreeReconciliation(tx: Db, id: string, at: Date): Promise<void> {
  await tx.update(tables.reconciliations).set({ agreedAt: at }).where(eq(tables.reconciliations.id, id))
}
