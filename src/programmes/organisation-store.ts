import { asc, eq } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'

const { organisations, issuerKeys } = tables

export type OrganisationRow = typeof organisations.$inferSelect

/** Those that take part in programmes; issuers of the general interface are no business of theirs. */
export function listOrganisations(tx: Db): Promise<OrganisationRow[]> {
  return tx.select().from(organisations).where(eq(organisations.kind, 'programme')).orderBy(asc(organisations.slug))
}

/** Throws `NotFound`, also for an open issuer. */
export async function loadOrganisation(tx: Db, id: string): Promise<OrganisationRow> {
  const [found] = await tx.select().from(organisations).where(eq(organisations.id, id))
  if (found?.kind !== 'programme') throw new NotFound('organisation', id)
  return found
}

/** Whether it has a key: it has then signed, or is about to. */
export async function hasSigningKey(tx: Db, organisationId: string): Promise<boolean> {
  const found = await tx
    .select({ id: issuerKeys.id })
    .from(issuerKeys)
    .where(eq(issuerKeys.organisationId, organisationId))
    .limit(1)
  return found.length > 0
}
