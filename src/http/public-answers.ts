import type { FastifyReply } from 'fastify'
import { createHash } from 'node:crypto'

/** Sends a public document as its stored text, with a tag that changes when it does; open to every origin. */
export function sendPublic(reply: FastifyReply, mediaType: string, cacheControl: string, text: string): FastifyReply {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  reply.header('access-control-allow-origin', '*').header('cache-control', cacheControl).header('etag', etag)
  if (reply.request.headers['if-none-match'] === etag) return reply.code(304).send()
  return reply
    .type(mediaType)
    .serializer((body) => body as string)
    .send(text)
}
