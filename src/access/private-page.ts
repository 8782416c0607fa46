import type { FastifyReply } from 'fastify'
import { sendPage } from '../http/index.ts'
import type { Services } from '../services.ts'

/** Sends a page that carries a token of its reader, though nobody is signed in. */
export function sendPrivately(reply: FastifyReply, page: Parameters<typeof sendPage>[1]): FastifyReply {
  return sendPage(reply.header('cache-control', 'private, no-store'), page)
}

/** Whether somebody can get a message: by mail, or while developing on the page of the outbox. */
export function mayHaveMail({ config }: Pick<Services, 'config'>): boolean {
  return config.mail !== null || config.environment !== 'production'
}
