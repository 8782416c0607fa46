import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { addEvidence, addEvidenceVersion } from './add-evidence.ts'
import type { Upload } from './inspect-upload.ts'
import { readEvidence, type EvidenceContent } from './read-evidence.ts'
import { attachConsentsToVersion } from './record-consent.ts'
import { removeEvidence } from './remove-evidence.ts'
import { asList, EvidenceList, evidenceBody, EvidenceSchema, Id, NewEvidenceBody, NewVersionBody } from './schemas.ts'
import { readEvidenceItem } from './view-evidence.ts'
import { readPortfolio } from './view-portfolio.ts'

const tags = ['portfolio']
const itemParams = Type.Object({ itemId: Id })
const versionParams = Type.Object({ versionId: Id })
const PARTICIPANT = { access: ['participant'] } as const
const READERS = {
  access: ['participant', 'mentor', 'assessor', 'adjudicator', 'appeals_panel', 'coordinator', 'auditor'],
} as const
const consumes = ['application/json', 'multipart/form-data']

/** One's own evidence, and the bytes of what others have to look at. */
export const evidenceRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/evidence-items',
    {
      config: PARTICIPANT,
      schema: { tags, summary: 'My evidence', response: { 200: EvidenceList, ...problemResponses } },
    },
    async ({ actor }) => ({ items: (await readPortfolio(services, actor)).evidence.map(evidenceBody) }),
  )

  app.post(
    '/api/v1/evidence-items',
    {
      config: PARTICIPANT,
      schema: {
        tags,
        consumes,
        summary: 'Add an item with its first version',
        body: NewEvidenceBody,
        response: { 201: EvidenceSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { consentIds, ...input } = request.body
      const content = { upload: uploadOf(request), consentIds: asList(consentIds) }
      const { item, version } = await addEvidence(services, request.actor, { ...input, ...content })
      return reply
        .code(201)
        .header('location', `/api/v1/evidence-items/${item.id}`)
        .send(evidenceBody({ ...item, versions: [version] }))
    },
  )

  app.get(
    '/api/v1/evidence-items/:itemId',
    {
      config: READERS,
      schema: {
        tags,
        summary: 'An item with the versions that I may see',
        params: itemParams,
        response: { 200: EvidenceSchema, ...problemResponses },
      },
    },
    async ({ actor, params }) => evidenceBody((await readEvidenceItem(services, actor, params.itemId)).item),
  )

  app.delete(
    '/api/v1/evidence-items/:itemId',
    {
      config: PARTICIPANT,
      schema: {
        tags,
        summary: 'Remove an item that no submission holds',
        params: itemParams,
        response: { 204: Type.Null(), ...problemResponses },
      },
    },
    async ({ actor, params }, reply) => {
      await removeEvidence(services, actor, params.itemId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/v1/evidence-items/:itemId/versions',
    {
      config: PARTICIPANT,
      schema: {
        tags,
        consumes,
        summary: 'Add a version; what was submitted stays what it was',
        params: itemParams,
        body: NewVersionBody,
        response: { 201: EvidenceSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { consentIds, ...input } = request.body
      const content = { upload: uploadOf(request), consentIds: asList(consentIds) }
      await addEvidenceVersion(services, request.actor, request.params.itemId, { ...input, ...content })
      const { item } = await readEvidenceItem(services, request.actor, request.params.itemId)
      return reply.code(201).send(evidenceBody(item))
    },
  )

  app.put(
    '/api/v1/evidence-versions/:versionId/consents',
    {
      config: PARTICIPANT,
      schema: {
        tags,
        summary: 'Attach consents to a version',
        params: versionParams,
        body: Type.Object({ consentIds: Type.Array(Id, { minItems: 1, maxItems: 50 }) }),
        response: { 204: Type.Null(), ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) => {
      await attachConsentsToVersion(services, actor, params.versionId, body.consentIds)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/v1/evidence-versions/:versionId/content',
    {
      config: READERS,
      schema: {
        tags,
        summary: 'The bytes of a version',
        params: versionParams,
        response: {
          200: Type.Unsafe<Buffer>({ description: 'The bytes, in their own media type.' }),
          ...problemResponses,
        },
      },
    },
    async ({ actor, params }, reply) => sendContent(reply, await readEvidence(services, actor, params.versionId)),
  )
}

/** The file of a multipart form. */
export function uploadOf({ formFiles }: FastifyRequest): Upload | undefined {
  const file = formFiles.find(({ field }) => field === 'file')
  return file && { content: file.content, fileName: file.fileName, declaredType: file.mediaType }
}

/**
 * Bytes that somebody else made: never run, never sniffed, shown in place only where a picture is, and kept by no
 * cache, since consent may be withdrawn at any time.
 */
function sendContent(reply: FastifyReply, { content, mediaType, fileName, isShownInline }: EvidenceContent) {
  const plainName = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return reply
    .header(
      'content-disposition',
      [
        isShownInline ? 'inline' : 'attachment',
        `filename="${plainName}"`,
        `filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
      ].join('; '),
    )
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'private, no-store')
    .type(mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType)
    .send(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
}
