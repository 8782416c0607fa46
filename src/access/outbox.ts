import type { Db } from '../database/index.ts'
import { Forbidden, NotFound } from '../kernel/access-errors.ts'
import { hasRoleAnywhere, systemActor, type Actor } from '../kernel/actor.ts'
import {
  composeMessage,
  countMessages,
  findMessage,
  findReader,
  listMessages,
  queueSending,
  reopenMessage,
  settleMessage,
  type ListedMessage,
  type RenderedMessage,
} from '../mail/index.ts'
import type { Services } from '../services.ts'
import { mailLinks } from './mail-links.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness' | 'config'>
type Reading = Pick<Services, 'database' | 'clock'>

const PAGE = 50

export interface OutboxPart {
  readonly messages: readonly ListedMessage[]
  /** The id to ask the next part by; null at the end. */
  readonly next: string | null
}

/** Who was written to, about what, and what became of it. Never what a message says. */
export async function readOutbox(services: Reading, actor: Actor, before?: string): Promise<OutboxPart> {
  const found = await asAdministrator(services, actor, (tx) => listMessages(tx, PAGE + 1, before))
  const messages = found.slice(0, PAGE)
  return { messages, next: found.length > PAGE ? (messages.at(-1)?.id ?? null) : null }
}

export async function countFailedMessages(services: Reading, actor: Actor): Promise<number> {
  return asAdministrator(services, actor, (tx) => countMessages(tx, ['failed']))
}

/** Sends a message again that was given up, or that was kept while there was no mail server. */
export async function sendAgain(services: Parts, actor: Actor, messageId: string): Promise<void> {
  const { randomness, clock } = services
  await asAdministrator(services, actor, async (tx) => {
    if (!(await reopenMessage(tx, messageId))) throw new NotFound('message', messageId)
    await queueSending(tx, randomness, clock.now(), messageId)
  })
}

/** Whether messages can be read on a page in place of being sent: while developing, without a mail server. */
export function isReadHere({ config }: Pick<Parts, 'config'>): boolean {
  return config.environment !== 'production' && config.mail === null
}

/** The message as it would be sent, with a link that works; it then counts as sent. */
export async function readKeptMessage(services: Parts, actor: Actor, messageId: string): Promise<RenderedMessage> {
  if (!isReadHere(services)) throw new NotFound('message', messageId)
  const { message, reader } = await asAdministrator(services, actor, async (tx) => {
    const message = await findMessage(tx, messageId)
    return { message, reader: message && (await findReader(tx, message)) }
  })
  if (message?.state !== 'kept' || !reader) throw new NotFound('message', messageId)
  const parts = { publicUrl: services.config.publicUrl, makeLink: mailLinks(services) }
  const rendered = await composeMessage(parts, message, reader)
  if (!rendered) throw new NotFound('message', messageId)
  const at = services.clock.now()
  await services.database.transaction(systemActor([]), at, (tx) =>
    settleMessage(tx, messageId, { state: 'sent', at, from: 'kept' }),
  )
  return rendered
}

async function asAdministrator<T>(
  { database, clock }: Reading,
  actor: Actor,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  if (!hasRoleAnywhere(actor, ['administrator'])) throw new Forbidden(['administrator'])
  return database.transaction(actor, clock.now(), work)
}
