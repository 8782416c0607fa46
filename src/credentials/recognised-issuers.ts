import { asc, eq } from 'drizzle-orm'
import { Forbidden, hasRoleAnywhere, InvalidInput, NotFound, personOf, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Services } from '../services.ts'
import { AlreadyRecognised } from './errors.ts'

const { recognisedIssuers } = tables

export type RecognisedIssuerRow = typeof recognisedIssuers.$inferSelect

const ISSUER_ID_EXPECTED = 'has to be a DID or an https address, without spaces and without #'

type Needs = Pick<Services, 'database' | 'clock' | 'randomness'>

/** As it goes in and out in JSON. */
export interface RecognisedIssuerEntry {
  /** A DID, or the address of a profile, exactly as it stands in the badges of that issuer. */
  readonly issuerId: string
  readonly name: string
  readonly note?: string | undefined
}

/** Everyone who is signed in may read whom the service knows; the administrator alone changes it. */
export function listRecognisedIssuers({ database, clock }: Needs, actor: Actor): Promise<RecognisedIssuerRow[]> {
  personOf(actor)
  return database.transaction(actor, clock.now(), (tx) =>
    tx.select().from(recognisedIssuers).orderBy(asc(recognisedIssuers.name), asc(recognisedIssuers.issuerId)),
  )
}

/** Throws `AlreadyRecognised` for an id that is on the list. */
export async function recogniseIssuer(services: Needs, actor: Actor, entry: RecognisedIssuerEntry): Promise<string> {
  requireAdministrator(actor)
  const [problem] = problemsOf(entry)
  if (problem) throw new InvalidInput({ errors: [problem] })
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const id = await insert(services, tx, actor, entry)
    if (id === null) throw new AlreadyRecognised(entry.issuerId)
    return id
  })
}

/** Takes an issuer off the list; its badges are then as those of anybody else. */
export async function dropIssuer({ database, clock }: Needs, actor: Actor, id: string): Promise<void> {
  requireAdministrator(actor)
  const at = clock.now()
  await database.transaction(actor, at, async (tx) => {
    const [dropped] = await tx.delete(recognisedIssuers).where(eq(recognisedIssuers.id, id)).returning()
    if (!dropped) throw new NotFound('recognised issuer', id)
    await log(tx, at, actor, 'issuer.dropped', dropped.issuerId)
  })
}

/**
 * Adds what is not there yet and leaves the rest as it is; all or nothing. Throws `InvalidInput` with the place of
 * every entry that cannot be read.
 */
export async function importRecognisedIssuers(
  services: Needs,
  actor: Actor,
  entries: readonly RecognisedIssuerEntry[],
): Promise<{ readonly added: number; readonly present: number }> {
  requireAdministrator(actor)
  const errors = entries.flatMap((entry, index) =>
    problemsOf(entry).map(({ pointer, detail }) => ({
      pointer: `/recognisedIssuers/${String(index)}${pointer}`,
      detail,
    })),
  )
  if (errors.length > 0) throw new InvalidInput({ errors })
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    let added = 0
    for (const entry of entries) if ((await insert(services, tx, actor, entry)) !== null) added += 1
    return { added, present: entries.length - added }
  })
}

/** The entry under an issuer id whose signature has been checked; null for a stranger. */
export async function findRecognisedIssuer(tx: Db, issuerId: string): Promise<RecognisedIssuerEntry | null> {
  const [found] = await tx.select().from(recognisedIssuers).where(eq(recognisedIssuers.issuerId, issuerId))
  return found ? { ...found, note: found.note ?? undefined } : null
}

async function insert(
  { clock, randomness }: Needs,
  tx: Db,
  actor: Actor,
  { issuerId, name, note }: RecognisedIssuerEntry,
): Promise<string | null> {
  const at = clock.now()
  const row = { id: randomness.uuid(), issuerId, name: name.trim(), note: note?.trim() || null }
  const [added] = await tx
    .insert(recognisedIssuers)
    .values({ ...row, addedById: personOf(actor), addedAt: at })
    .onConflictDoNothing({ target: recognisedIssuers.issuerId })
    .returning({ id: recognisedIssuers.id })
  if (!added) return null
  await log(tx, at, actor, 'issuer.recognised', issuerId)
  return added.id
}

function log(tx: Db, at: Date, actor: Actor, action: string, issuerId: string): Promise<void> {
  return appendEvent(tx, at, {
    programmeId: null,
    actorId: personOf(actor),
    actorRole: 'administrator',
    action,
    subjectType: 'issuer',
    subjectId: issuerId,
  })
}

function requireAdministrator(actor: Actor): void {
  if (!hasRoleAnywhere(actor, ['administrator'])) throw new Forbidden(['administrator'])
}

/** An id that no verified signature could have is a slip of the keyboard: it would never match. */
function problemsOf({ issuerId, name }: RecognisedIssuerEntry): { pointer: string; detail: string }[] {
  const isId = /^did:[a-z0-9]+:\S+$/.test(issuerId) || (issuerId.startsWith('https://') && URL.canParse(issuerId))
  return [
    ...(isId && !/[\s#]/.test(issuerId) ? [] : [{ pointer: '/issuerId', detail: ISSUER_ID_EXPECTED }]),
    ...(name.trim().length >= 2 ? [] : [{ pointer: '/name', detail: 'is required: at least two characters' }]),
  ]
}
