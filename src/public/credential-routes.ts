import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { credentialIri, verificationAddress } from '../credentials/index.ts'
import {
  negotiateType,
  NotAcceptable,
  prefersHtml,
  problemResponses,
  sendPublic,
  type FeatureRoutes,
} from '../http/index.ts'
import { isUuid } from '../kernel/ids.ts'
import type { Services } from '../services.ts'
import { CREDENTIAL_MEDIA_TYPES } from '../standards/vc/index.ts'
import { NoPublicRecord } from './errors.ts'
import { certificatePdf, openRecord, type OpenRecord } from './public-record.ts'

const CACHE = 'public, max-age=300'

/** The signed bytes at the credential's own address, and the paper drawn from them. */
export const credentialDocumentRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/credentials/:file',
    {
      config: { access: 'public', rateLimit: { max: 240, timeWindow: 60_000, groupId: 'credentials' } },
      schema: {
        tags: ['public'],
        summary: 'A signed credential: {id}, or its certificate: {id}.pdf',
        params: Type.Object({ file: Type.String({ maxLength: 60 }) }),
        response: { 200: { description: 'The signed bytes, or a file made from them.' }, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id, extension } = fileName(request.params.file)
      const record = await openRecord(services, { iri: credentialIri(services.config.publicUrl, id) })
      if (extension === 'pdf') return sendCertificate(services, reply, record)
      if (extension !== '') throw new NoPublicRecord()
      return sendDocument(services, request, reply, record)
    },
  )
}

function fileName(file: string): { id: string; extension: string } {
  const [id = '', extension = '', ...rest] = file.split('.')
  if (!isUuid(id) || rest.length > 0) throw new NoPublicRecord()
  return { id, extension }
}

/** The stored text as it is. People who ask for a page are led to the one that also checks it. */
function sendDocument(
  services: Pick<Services, 'config'>,
  request: FastifyRequest,
  reply: FastifyReply,
  record: OpenRecord,
): FastifyReply {
  reply.header('vary', 'accept')
  if (prefersHtml(request.headers.accept)) {
    return reply.redirect(verificationAddress(services.config.publicUrl, record.code), 303)
  }
  const mediaType = negotiateType(request.headers.accept, CREDENTIAL_MEDIA_TYPES)
  if (mediaType === null) throw new NotAcceptable(CREDENTIAL_MEDIA_TYPES)
  return sendPublic(reply, mediaType, CACHE, record.signed)
}

async function sendCertificate(services: Services, reply: FastifyReply, record: OpenRecord): Promise<FastifyReply> {
  const pdf = await certificatePdf(services, record)
  return reply
    .header('cache-control', CACHE)
    .header('content-disposition', `inline; filename="certificate-${record.code}.pdf"`)
    .type('application/pdf')
    .send(Buffer.from(pdf))
}
