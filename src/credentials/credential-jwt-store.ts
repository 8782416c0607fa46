import { desc, eq } from 'drizzle-orm'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { tables, type Db } from '../database/index.ts'
import { listPublicKeys } from './issuers.ts'

const { credentialJwts } = tables

type JwtRow = typeof credentialJwts.$inferSelect

/** The latest VC-JWT of a credential, unless a key that signed any part of it is compromised: nobody accepts it then. */
export async function findUsableJwt(tx: Db, credentialId: string): Promise<JwtRow | null> {
  const latest = await findLatest(tx, credentialId)
  return latest && (await isUsable(tx, latest)) ? latest : null
}

/**
 * Keeps a VC-JWT as the next one; returns it, or the one that another process kept a moment before. What is usable and
 * which number comes next are told by one look: between two, another process could commit and be outdone.
 */
export async function keepJwt(tx: Db, row: Omit<JwtRow, 'sequence'>): Promise<string> {
  const latest = await findLatest(tx, row.credentialId)
  if (latest && (await isUsable(tx, latest))) return latest.jwt
  await tx
    .insert(credentialJwts)
    .values({ ...row, sequence: (latest?.sequence ?? 0) + 1 })
    .onConflictDoNothing()
  const kept = await findLatest(tx, row.credentialId)
  if (!kept) throw new Error(`the VC-JWT of ${row.credentialId} was not kept`)
  return kept.jwt
}

async function isUsable(tx: Db, { jwt }: JwtRow): Promise<boolean> {
  const named = keysNamedIn(jwt)
  return (await listPublicKeys(tx)).every(({ kid, state }) => state !== 'compromised' || !named.includes(kid))
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
