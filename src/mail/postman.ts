import { createTransport } from 'nodemailer'
import type { MailConfig } from '../config.ts'
import { isMailAddress, type MailAddress } from '../kernel/mail-address.ts'
import { Hopeless } from '../tasks/index.ts'
import type { RenderedMessage } from './render-message.tsx'

/** Why a message did not go out, in words that a page can show. */
export const TROUBLES = [
  'unreachable',
  'interrupted',
  'timeout',
  'unsafe-connection',
  'sign-in-refused',
  'refused',
  'unusable-address',
  'other',
] as const
export type Trouble = (typeof TROUBLES)[number]

export interface Letter extends RenderedMessage {
  /** The same at every attempt, so that a mail program shows a repeated message once. */
  readonly messageId: string
  readonly to: MailAddress
}

/** Hands letters to the mail server. */
export interface Postman {
  /** Throws `NotDelivered`, or `Hopeless` with it as its cause where the server will never take the letter. */
  readonly send: (letter: Letter) => Promise<void>
}

export class NotDelivered extends Error {
  readonly trouble: Trouble
  /** What the server answered, such as 550. */
  readonly replyCode: number | null

  constructor(trouble: Trouble, replyCode: number | null, options?: ErrorOptions) {
    super(`mail was not delivered: ${trouble}${replyCode === null ? '' : ` (${replyCode})`}`, options)
    this.name = 'NotDelivered'
    this.trouble = trouble
    this.replyCode = replyCode
  }
}

const CONNECT_MS = 10_000
const SILENCE_MS = 20_000

/** By SMTP, with a connection of its own for each letter. Credentials never travel in the clear to another machine. */
export function smtpPostman({ host, port, isTls, auth, from }: MailConfig): Postman {
  const isLoopback = ['localhost', '127.0.0.1', '::1'].includes(host)
  const transport = createTransport({
    host,
    port,
    secure: isTls,
    requireTLS: auth !== null && !isLoopback,
    ...(auth === null ? {} : { auth: { user: auth.user, pass: auth.password } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ messageId, to, subject, text, html }) {
      requireUsable(to)
      try {
        const headers = { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' }
        await transport.sendMail({ messageId, from, to, subject, text, html, headers })
      } catch (error) {
        throw asNotDelivered(error)
      }
    },
  }
}

/** A line break in an address would redirect the letter. */
function requireUsable({ name, address }: MailAddress): void {
  if (isMailAddress(address) && !/[\p{Cc}\u2028\u2029]/u.test(name)) return
  throw new Hopeless('the address cannot be used', { cause: new NotDelivered('unusable-address', null) })
}

const BY_CODE: Readonly<Record<string, Trouble>> = {
  ECONNECTION: 'interrupted',
  ESOCKET: 'unreachable',
  EDNS: 'unreachable',
  ETIMEDOUT: 'timeout',
  ETLS: 'unsafe-connection',
  EAUTH: 'sign-in-refused',
  EENVELOPE: 'refused',
  EMESSAGE: 'refused',
}

/** A server's 5xx about the reader or the letter stays; about our own sign-in or sender, somebody can mend it. */
function asNotDelivered(error: unknown): Error {
  const { code = '', responseCode, command = '' } = error as { code?: string; responseCode?: number; command?: string }
  const told = new NotDelivered(BY_CODE[code] ?? 'other', responseCode ?? null, { cause: error })
  const isAboutLetter = command === 'RCPT TO' || command === 'DATA'
  const isPermanent = responseCode !== undefined && responseCode >= 500 && isAboutLetter
  return isPermanent ? new Hopeless('the server refused the letter', { cause: told }) : told
}
