import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { rows, tables, type Db } from '../database/index.ts'
import { ConsentTerminal } from './errors.ts'
import type { ConsentRecord, EvidenceVersion } from './evidence-store.ts'

const { consentRecords: consents, evidenceConsents } = tables

export async function insertConsent(tx: Db, consent: ConsentRecord): Promise<void> {
  await tx.insert(consents).values(consent)
}

export async function updateConsent(tx: Db, id: string, change: Partial<ConsentRecord>): Promise<void> {
  await tx.update(consents).set(change).where(eq(consents.id, id))
}

/** Held until the transaction ends. */
export async function lockConsent(tx: Db, id: string): Promise<ConsentRecord> {
  const [consent] = await tx.select().from(consents).where(eq(consents.id, id)).for('update')
  if (!consent) throw new NotFound('consent', id)
  return consent
}

export async function listConsents(tx: Db, ownerId: string): Promise<readonly ConsentRecord[]> {
  return tx
    .select()
    .from(consents)
    .where(eq(consents.ownerId, ownerId))
    .orderBy(desc(sql`coalesce(${consents.grantedAt}, 'infinity')`), desc(consents.id))
}

interface Attachment {
  readonly version: Pick<EvidenceVersion, 'id' | 'programmeId'>
  readonly ownerId: string
  readonly consentIds: readonly string[]
}

/** Consents of the same owner, none of them withdrawn. Attaching one again changes nothing. */
export async function attachConsents(tx: Db, { version, ownerId, consentIds }: Attachment): Promise<void> {
  const ids = [...new Set(consentIds)]
  if (ids.length === 0) return
  const own = await tx
    .select({ id: consents.id, withdrawnAt: consents.withdrawnAt })
    .from(consents)
    .where(and(inArray(consents.id, ids), eq(consents.ownerId, ownerId)))
  const unknown = ids.find((id) => !own.some((consent) => consent.id === id))
  if (unknown !== undefined) throw new NotFound('consent', unknown)
  if (own.some(({ withdrawnAt }) => withdrawnAt !== null)) throw new ConsentTerminal()
  await tx
    .insert(evidenceConsents)
    .values(ids.map((consentId) => ({ programmeId: version.programmeId, evidenceVersionId: version.id, consentId })))
    .onConflictDoNothing()
}

export interface AffectedByConsent {
  readonly evidenceVersionIds: readonly string[]
  readonly submissionIds: readonly string[]
}

/** Everywhere the pictures of this consent are: its versions, those with the same bytes, and their submissions. */
export async function findAffected(tx: Db, consentId: string): Promise<AffectedByConsent> {
  const found = await rows<{ version_id: string; submission_id: string | null }>(
    tx,
    sql`with direct as (
        select v.id, v.sha256, e.owner_id from evidence_consents ec
        join evidence_versions v on v.id = ec.evidence_version_id join evidence_items e on e.id = v.item_id
        where ec.consent_id = ${consentId})
      select distinct v.id as version_id, si.submission_id from evidence_versions v
        join evidence_items e on e.id = v.item_id
        join direct d on d.id = v.id or (d.sha256 = v.sha256 and d.owner_id = e.owner_id)
        left join submission_items si on si.evidence_version_id = v.id
      order by 1, 2`,
  )
  return {
    evidenceVersionIds: [...new Set(found.map(({ version_id }) => version_id))],
    submissionIds: [...new Set(found.flatMap(({ submission_id }) => (submission_id === null ? [] : [submission_id])))],
  }
}
