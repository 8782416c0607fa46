import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { badgeFileName, PICTURE_TYPES } from '../certificates/index.ts'
import { credentialIri, credentialJwt, verificationAddress } from '../credentials/index.ts'
import {
  namesHtmlAlone,
  negotiateType,
  NotAcceptable,
  problemResponses,
  sendPublic,
  type FeatureRoutes,
} from '../http/index.ts'
import { isUuid } from '../kernel/ids.ts'
import type { Services } from '../services.ts'
import { CREDENTIAL_MEDIA_TYPES, JWT_MEDIA_TYPE, VC_MEDIA_TYPE } from '../standards/vc/index.ts'
import { ReportSchema } from '../verification/index.ts'
import { bakedPicture, certificatePdf, openRecord, type OpenRecord } from './public-record.ts'
import { ReportAnswer, sendNotFound } from './report-answers.tsx'
import type { Verifier } from './verifier.ts'

const NOBODYS_ID = '00000000-0000-4000-8000-000000000000'
const CACHE = 'public, max-age=300'

const Query = Type.Object({
  proof: Type.Optional(
    Type.Enum(['embedded', 'jwt'], {
      description: 'What a picture carries: JSON with its proofs (default), or a JWT.',
    }),
  ),
})

/** A credential in each form it is handed on in: the signed bytes at its own address, and files made from them. */
export function credentialDocumentRoutes(verifier: Pick<Verifier, 'checkOwnOutput'>): FeatureRoutes {
  return (app, services) => {
    app.addSchema(ReportSchema)
    const forms = formsOf({ ...services, checkOwnOutput: verifier.checkOwnOutput })
    app.get(
      '/credentials/:file',
      {
        config: { access: 'public', rateLimit: { max: 240, timeWindow: 60_000, groupId: 'credentials' } },
        schema: {
          tags: ['public'],
          summary: 'A signed credential: {id}, or a file of it: {id}.json, .jwt, .png and .svg (baked), .pdf',
          description:
            'While the holder keeps the public page off, every form is the same 404. A JWT needs an issuer of the ' +
            'form did:web and a credential that is neither revoked nor replaced; 409 says which of them is missing.',
          params: Type.Object({ file: Type.String() }),
          querystring: Query,
          response: {
            200: { description: 'The signed bytes, or a file made from them.' },
            404: ReportAnswer,
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const { id, extension } = fileName(request.params.file)
        const form = forms.get(extension)
        const record = await openRecord(services, credentialIri(services.config.publicUrl, id))
        if (!record || (extension !== '' && !form)) return sendNotFound(request, reply, services.clock.now())
        if (!form) return sendDocument(services, request, reply, record)
        const content = await form.content(record, request.query.proof === 'jwt')
        reply.header(
          'content-disposition',
          `inline; filename="${badgeFileName(record.signed, record.code, extension)}"`,
        )
        return sendPublic(reply, form.mediaType, CACHE, content)
      },
    )
  }
}

interface Form {
  readonly mediaType: string
  readonly content: (record: OpenRecord, asJwt: boolean) => string | Promise<string | Uint8Array>
}

function formsOf(services: Services & Pick<Verifier, 'checkOwnOutput'>): ReadonlyMap<string, Form> {
  const baked = (format: keyof typeof PICTURE_TYPES): Form => ({
    mediaType: PICTURE_TYPES[format],
    content: async (record, asJwt) =>
      bakedPicture(services, record, format, asJwt ? await credentialJwt(services, record) : record.signed),
  })
  return new Map<string, Form>([
    ['json', { mediaType: VC_MEDIA_TYPE, content: (record) => record.signed }],
    ['jwt', { mediaType: JWT_MEDIA_TYPE, content: (record) => credentialJwt(services, record) }],
    ['png', baked('png')],
    ['svg', baked('svg')],
    ['pdf', { mediaType: 'application/pdf', content: (record) => certificatePdf(services, record) }],
  ])
}

/** What is no name of a file of ours is looked up under an id that nobody has, and found no sooner. */
function fileName(file: string): { id: string; extension: string } {
  const [id = '', extension = '', ...rest] = file.split('.')
  return isUuid(id) && rest.length === 0 ? { id, extension } : { id: NOBODYS_ID, extension: '' }
}

/** The stored text as it is. People who ask for a page are led to the one that also checks it. */
function sendDocument(
  services: Pick<Services, 'config'>,
  request: FastifyRequest,
  reply: FastifyReply,
  record: OpenRecord,
): FastifyReply {
  reply.header('vary', 'accept')
  if (namesHtmlAlone(request.headers.accept)) {
    return reply.redirect(verificationAddress(services.config.publicUrl, record.code), 303)
  }
  const mediaType = negotiateType(request.headers.accept, CREDENTIAL_MEDIA_TYPES)
  if (mediaType === null) throw new NotAcceptable(CREDENTIAL_MEDIA_TYPES)
  return sendPublic(reply, mediaType, CACHE, record.signed)
}
