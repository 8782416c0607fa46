import type { Database } from '../database/index.ts'
import { systemActor } from '../kernel/actor.ts'
import { Hopeless, type Errand, type Task } from '../tasks/index.ts'
import { isLinkKind, type LinkKind } from './kinds.ts'
import {
  assignReader,
  findMessage,
  findReader,
  noteTrouble,
  settleMessage,
  type OutboxRow,
  type Reader,
} from './outbox-store.ts'
import { NotDelivered, type Postman } from './postman.ts'
import { oneLine, renderMessage, type RenderedMessage } from './render-message.tsx'

/** The path of a new one-time link, made while its message is sent; null when the person may not have one. */
export type MakeLink = (kind: LinkKind, personId: string) => Promise<string | null>

export interface MailParts {
  readonly database: Database
  readonly publicUrl: string
  readonly makeLink: MakeLink
}

/** Two, four, eight seconds … an hour: a mail server that is down for a day loses nothing. */
const MOST_ATTEMPTS = 36

/**
 * Sends one message of the outbox. The text is made now, in the language its reader has now, and is never stored; a
 * one-time link exists in the message alone. Without `postman` there is no mail server: the message is kept.
 */
export function mailErrand(parts: MailParts & { readonly postman: Postman | null }): Errand {
  const { database, postman, publicUrl } = parts
  return {
    mostAttempts: MOST_ATTEMPTS,
    async run(task, at) {
      const id = messageIdOf(task)
      const { message, reader } = await database.transaction(systemActor([]), at, async (tx) => {
        const message = await findMessage(tx, id)
        const reader = message && (await findReader(tx, message))
        if (reader && message.personId === null) await assignReader(tx, message, reader)
        return { message, reader }
      })
      if (message?.state !== 'waiting') return () => Promise.resolve()
      const settle = (state: 'sent' | 'kept' | 'dropped') => (tx: Parameters<typeof settleMessage>[0]) =>
        settleMessage(tx, id, { state, at })
      if (!reader) return settle('dropped')
      if (!postman) return settle('kept')
      const rendered = await composeMessage(parts, message, reader)
      if (!rendered) return settle('dropped')
      const messageId = `<${id}@${new URL(publicUrl).hostname}>`
      await postman.send({ ...rendered, messageId, to: { name: oneLine(reader.name), address: reader.address } })
      return settle('sent')
    },
    async onFailure(tx, task, { error, isFinal, at }) {
      const cause = error instanceof Hopeless ? error.cause : error
      const { trouble, replyCode } = cause instanceof NotDelivered ? cause : OTHER
      await noteTrouble(tx, messageIdOf(task), { attempts: task.attempts, trouble, replyCode, isFinal, at })
    },
  }
}

const OTHER = { trouble: 'other', replyCode: null } as const

/** The message as it would go out now; null when its reader may not have its link, which names their language. */
export async function composeMessage(
  { publicUrl, makeLink }: Pick<MailParts, 'publicUrl' | 'makeLink'>,
  { kind, path }: OutboxRow,
  { personId, name, language, programmeTitle }: Reader,
): Promise<RenderedMessage | null> {
  const leadsTo = isLinkKind(kind) ? await makeLink(kind, personId) : path
  if (leadsTo === null) return null
  const url = `${publicUrl}${leadsTo}${isLinkKind(kind) ? `?lang=${language}` : ''}`
  return renderMessage({ kind, language, name, programmeTitle, publicUrl, url })
}

function messageIdOf({ payload }: Task): string {
  return String(payload['messageId'])
}
