import { and, eq, isNull, sql } from 'drizzle-orm'
import { rows, tables, type Db } from '../database/index.ts'

const { credentials, credentialBytes } = tables

export type CredentialRow = typeof credentials.$inferSelect

export interface CredentialWithBytes extends CredentialRow {
  readonly unsigned: string | null
  readonly signed: string | null
}

export async function findCredentialOfAward(tx: Db, awardId: string): Promise<CredentialWithBytes | undefined> {
  return findWithBytes(tx, eq(credentials.awardId, awardId))
}

export async function findCredential(tx: Db, credentialId: string): Promise<CredentialWithBytes | undefined> {
  return findWithBytes(tx, eq(credentials.id, credentialId))
}

async function findWithBytes(tx: Db, where: ReturnType<typeof eq>): Promise<CredentialWithBytes | undefined> {
  const [found] = await tx
    .select({ credential: credentials, unsigned: credentialBytes.unsigned, signed: credentialBytes.signed })
    .from(credentials)
    .innerJoin(credentialBytes, eq(credentialBytes.credentialId, credentials.id))
    .where(where)
  return found && { ...found.credential, unsigned: found.unsigned, signed: found.signed }
}

export async function reserveCredential(tx: Db, credential: typeof credentials.$inferInsert): Promise<void> {
  await tx.insert(credentials).values(credential)
  await tx.insert(credentialBytes).values({ credentialId: credential.id, programmeId: credential.programmeId })
}

/** Records the unsigned bytes once; what an earlier try recorded stays. Returns the recorded bytes. */
export async function recordUnsigned(tx: Db, credentialId: string, unsigned: string): Promise<string> {
  await tx
    .update(credentialBytes)
    .set({ unsigned })
    .where(and(eq(credentialBytes.credentialId, credentialId), isNull(credentialBytes.unsigned)))
  await tx
    .update(credentials)
    .set({ state: 'prepared' })
    .where(and(eq(credentials.id, credentialId), eq(credentials.state, 'reserved')))
  const [row] = await tx
    .select({ unsigned: credentialBytes.unsigned })
    .from(credentialBytes)
    .where(eq(credentialBytes.credentialId, credentialId))
  if (row?.unsigned == null) throw new Error(`credential ${credentialId} has no unsigned bytes`)
  return row.unsigned
}

/** Records the signed bytes; false when another process was first, whose bytes are the same. */
export async function recordSigned(tx: Db, credentialId: string, signed: string, sha256: string): Promise<boolean> {
  const changed = await tx
    .update(credentials)
    .set({ state: 'signed', sha256 })
    .where(and(eq(credentials.id, credentialId), eq(credentials.state, 'prepared')))
    .returning({ id: credentials.id })
  if (changed.length === 0) return false
  await tx.update(credentialBytes).set({ signed }).where(eq(credentialBytes.credentialId, credentialId))
  return true
}

export async function setVisibility(tx: Db, credentialId: string, visibility: 'link' | 'private'): Promise<void> {
  await tx.update(credentials).set({ visibility }).where(eq(credentials.id, credentialId))
}

/** One record of the public look-up; `signed` is null when it was erased. */
export interface PublicCredential {
  readonly id: string
  readonly iri: string
  readonly code: string
  readonly programmeId: string
  readonly visibility: 'link' | 'private'
  readonly isTrial: boolean
  readonly sha256: string | null
  readonly signed: string | null
  readonly erasedAt: Date | null
  readonly awardState: string
  readonly successorCode: string | null
  readonly successorIri: string | null
  readonly revokedAt: Date | null
  readonly revocationCategory: string | null
}

interface PublicCredentialColumns {
  id: string
  iri: string
  code: string
  programme_id: string
  visibility: 'link' | 'private'
  is_trial: boolean
  sha256: string | null
  signed: string | null
  erased_at: string | Date | null
  award_state: string
  successor_code: string | null
  successor_iri: string | null
  revoked_at: string | Date | null
  revocation_category: string | null
}

/** The record behind a printed code or a credential's address, whatever its visibility; never a list. */
export async function lookUpPublicly(
  tx: Db,
  by: { readonly code: string } | { readonly iri: string },
): Promise<PublicCredential | null> {
  const code = 'code' in by ? by.code : null
  const address = 'iri' in by ? by.iri : null
  const [found] = await rows<PublicCredentialColumns>(
    tx,
    sql`select * from public_credential(${code}::text, ${address}::text)`,
  )
  if (!found) return null
  return {
    id: found.id,
    iri: found.iri,
    code: found.code,
    programmeId: found.programme_id,
    visibility: found.visibility,
    isTrial: found.is_trial,
    sha256: found.sha256,
    signed: found.signed,
    erasedAt: dateOrNull(found.erased_at),
    awardState: found.award_state,
    successorCode: found.successor_code,
    successorIri: found.successor_iri,
    revokedAt: dateOrNull(found.revoked_at),
    revocationCategory: found.revocation_category,
  }
}

function dateOrNull(value: string | Date | null): Date | null {
  return value === null ? null : new Date(value)
}

export interface PubliclyJudged {
  readonly evidenceItems: number
  readonly log: { readonly position: number; readonly hash: string } | null
}

/** How much was judged for a credential, and where the judgement log tells of its issuing. */
export async function lookUpJudged(tx: Db, credentialId: string): Promise<PubliclyJudged | null> {
  const [found] = await rows<{ evidence_items: number; log_position: number | string | null; log_hash: string | null }>(
    tx,
    sql`select * from public_judged(${credentialId}::uuid)`,
  )
  if (!found) return null
  const { log_position: position, log_hash: hash } = found
  return {
    evidenceItems: found.evidence_items,
    log: position === null || hash === null ? null : { position: Number(position), hash },
  }
}
