import type { FastifyReply } from 'fastify'
import { createHash } from 'node:crypto'

/** Sends a public document or file as it is, with a tag that changes when it does; open to every origin. */
export function sendPublic(
  reply: FastifyReply,
  mediaType: string,
  cacheControl: string,
  content: string | Uint8Array,
): FastifyReply {
  const etag = `"${createHash('sha256').update(content).digest('base64url')}"`
  reply.header('access-control-allow-origin', '*').header('cache-control', cacheControl).header('etag', etag)
  if (isKnown(reply.request.headers['if-none-match'], etag)) return reply.code(304).send()
  reply.type(mediaType)
  if (typeof content !== 'string')
    return reply.send(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
  return reply.serializer((body) => body as string).send(content)
}

/** Compared weakly, since a proxy that compresses weakens the tag. Source: RFC 9110, If-None-Match. */
function isKnown(header: string | undefined, etag: string): boolean {
  const known = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}
