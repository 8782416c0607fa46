import { desc, eq } from 'drizzle-orm'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { tables, type Db } from '../database/index.ts'
import { listPublicKeys } from './issuers.ts'

const { credentialJwts } = tables

type JwtRow = typeof credentialJwts.$inferSelect

/** The latest VC-JWT of a credential, unless a key that signed any part of it is compromised: nobody accepts it then. */
export async function findUsableJwt(tx: Db, credentialId: string): Promise<JwtRow | null> {
  const latest = await findLatest(tx, credentialId)
  if (!latest) return null
  const compromised = (await listPublicKeys(tx)).filter(({ state }) => state === 'compromised')
  const named = keysNamedIn(latest.jwt)
  return compromised.some(({ kid }) => named.includes(kid)) ? null : latest
}

/** Keeps a VC-JWT as the next one; returns it, or the one that another process kept a moment before. */
export async function keepJwt(tx: Db, row: Omit<JwtRow, 'sequence'>): Promise<string> {
  const usable = await findUsableJwt(tx, row.credentialId)
  if (usable) return usable.jwt
  const before = await findLatest(tx, row.credentialId)
  await tx
    .insert(credentialJwts)
    .values({ ...row, sequence: (before?.sequence ?? 0) + 1 })
    .onConflictDoNothing()
  const kept = await findLatest(tx, row.credentialId)
  if (!kept) throw new Error(`the VC-JWT of ${row.credentialId} was not kept`)
  return kept.jwt
}

async function findLatest(tx: Db, credentialId: string): Promise<JwtRow | undefined> {
  const [latest] = await tx
    .select()
    .from(credentialJwts)
    .where(eq(credentialJwts.credentialId, credentialId))
    .orderBy(desc(credentialJwts.sequence))
    .limit(1)
  return latest
}

/** The keys of the token itself and of the endorsements inside, by the last part of their addresses. */
function keysNamedIn(jwt: string): string[] {
  const { kid = '' } = decodeProtectedHeader(jwt)
  const { endorsementJwt } = decodeJwt<{ endorsementJwt?: readonly string[] }>(jwt)
  return [kid.slice(kid.lastIndexOf('/') + 1), ...(endorsementJwt ?? []).flatMap(keysNamedIn)]
}
