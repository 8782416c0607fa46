import { and, desc, eq, inArray, isNotNull, lt, or } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'
import type { Language, LocalisedText } from '../kernel/language.ts'
import type { Randomness } from '../kernel/ids.ts'
import { enqueueTask } from '../tasks/index.ts'
import type { LinkKind, MessageKind, NoticeKind } from './kinds.ts'
import type { Trouble } from './postman.ts'

/** The kind of the tasks that send. */
export const SEND_MAIL = 'send-mail'

interface ToPerson {
  readonly personId: string
}
/** By an address that somebody typed; whether a person has it is looked up when the message is sent. */
interface ToAddress {
  readonly address: string
}
export type NewMessage = { readonly programmeId: string | null } & (
  | ({ readonly kind: LinkKind } & (ToPerson | ToAddress))
  | ({ readonly kind: NoticeKind; readonly path: string } & ToPerson)
)

/** Writes a message down in the transaction that makes it necessary; it is sent when that transaction holds. */
export async function queueMessage(tx: Db, randomness: Randomness, at: Date, message: NewMessage): Promise<string> {
  const id = randomness.uuid()
  const { kind, programmeId } = message
  await tx.insert(tables.outbox).values({
    id,
    kind,
    programmeId,
    personId: 'personId' in message ? message.personId : null,
    address: 'address' in message ? message.address : null,
    path: 'path' in message ? message.path : null,
    state: 'waiting',
    createdAt: at,
  })
  await queueSending(tx, randomness, at, id)
  return id
}

export async function queueSending(tx: Db, randomness: Randomness, at: Date, messageId: string): Promise<void> {
  const task = { id: randomness.uuid(), kind: SEND_MAIL, programmeId: null, payload: { messageId }, runAt: at }
  await enqueueTask(tx, task)
}

export type OutboxRow = typeof tables.outbox.$inferSelect

export async function findMessage(tx: Db, id: string): Promise<OutboxRow | null> {
  const [found] = await tx.select().from(tables.outbox).where(eq(tables.outbox.id, id))
  return found ?? null
}

export interface Reader {
  readonly personId: string
  readonly name: string
  readonly address: string
  readonly language: Language
  readonly programmeTitle: LocalisedText | null
}

/** Null when nobody has the address, or the person was erased since. */
export async function findReader(tx: Db, { personId, address, programmeId }: OutboxRow): Promise<Reader | null> {
  const { persons, programmes } = tables
  const whose = personId === null ? eq(persons.emailNorm, address ?? '') : eq(persons.id, personId)
  const [person] = await tx.select().from(persons).where(whose)
  if (!person || person.erasedAt !== null) return null
  const [programme] =
    programmeId === null
      ? []
      : await tx.select({ title: programmes.title }).from(programmes).where(eq(programmes.id, programmeId))
  return {
    personId: person.id,
    name: `${person.givenName} ${person.familyName}`,
    address: person.emailNorm,
    language: person.locale,
    programmeTitle: programme?.title ?? null,
  }
}

/** The typed address is forgotten as soon as it is known whose it is. */
export async function assignReader(tx: Db, { id }: OutboxRow, { personId }: Reader): Promise<void> {
  await tx.update(tables.outbox).set({ personId, address: null }).where(eq(tables.outbox.id, id))
}

export type Settled = 'sent' | 'kept' | 'dropped' | 'failed'

export interface SettledMessage {
  readonly state: Settled
  readonly at: Date
  /** The state that the message has to be in; otherwise nothing happens. */
  readonly from?: 'waiting' | 'kept' | undefined
}

/** What became of a message. An address that nobody has is forgotten. */
export async function settleMessage(
  tx: Db,
  id: string,
  { state, at, from = 'waiting' }: SettledMessage,
): Promise<void> {
  await tx
    .update(tables.outbox)
    .set({ state, settledAt: at, address: null, trouble: null, replyCode: null })
    .where(and(eq(tables.outbox.id, id), eq(tables.outbox.state, from)))
}

export async function noteTrouble(
  tx: Db,
  id: string,
  note: { attempts: number; trouble: Trouble; replyCode: number | null; isFinal: boolean; at: Date },
): Promise<void> {
  const { attempts, trouble, replyCode, isFinal, at } = note
  await tx
    .update(tables.outbox)
    .set({ attempts, trouble, replyCode, ...(isFinal ? { state: 'failed', settledAt: at } : {}) })
    .where(and(eq(tables.outbox.id, id), eq(tables.outbox.state, 'waiting')))
}

export interface ListedMessage {
  readonly id: string
  readonly kind: MessageKind
  readonly state: OutboxRow['state']
  readonly createdAt: Date
  readonly settledAt: Date | null
  readonly attempts: number
  readonly trouble: Trouble | null
  readonly replyCode: number | null
  readonly personId: string
  readonly name: string
  readonly address: string
}

/** The newest first; `before` is the id of the last one seen. Requests for unknown addresses are nobody's message. */
export async function listMessages(tx: Db, most: number, before?: string): Promise<readonly ListedMessage[]> {
  const { outbox, persons } = tables
  const last = before === undefined ? null : await findMessage(tx, before)
  const isOlder =
    last === null
      ? undefined
      : or(lt(outbox.createdAt, last.createdAt), and(eq(outbox.createdAt, last.createdAt), lt(outbox.id, last.id)))
  const found = await tx
    .select({ message: outbox, person: persons })
    .from(outbox)
    .innerJoin(persons, eq(persons.id, outbox.personId))
    .where(and(isNotNull(outbox.personId), isOlder))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(most)
  return found.map(({ message, person }) => ({
    id: message.id,
    kind: message.kind,
    state: message.state,
    createdAt: message.createdAt,
    settledAt: message.settledAt,
    attempts: message.attempts,
    trouble: message.trouble,
    replyCode: message.replyCode,
    personId: person.id,
    name: `${person.givenName} ${person.familyName}`,
    address: person.emailNorm,
  }))
}

export async function countMessages(tx: Db, states: readonly OutboxRow['state'][]): Promise<number> {
  return tx.$count(tables.outbox, inArray(tables.outbox.state, [...states]))
}

/** A failed or kept message waits again. False when it is neither. */
export async function reopenMessage(tx: Db, id: string): Promise<boolean> {
  const { outbox } = tables
  const reopened = await tx
    .update(outbox)
    .set({ state: 'waiting', settledAt: null, trouble: null, replyCode: null, attempts: 0 })
    .where(and(eq(outbox.id, id), inArray(outbox.state, ['failed', 'kept']), isNotNull(outbox.personId)))
    .returning({ id: outbox.id })
  return reopened.length > 0
}
