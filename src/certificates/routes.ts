import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { NotFound, type Actor } from '../access/index.ts'
import { findCredentialOfAward } from '../credentials/index.ts'
import type { Db } from '../database/index.ts'
import type { FeatureRoutes } from '../http/index.ts'
import type { Services } from '../services.ts'
import { VC_MEDIA_TYPE } from '../standards/vc/index.ts'
import { PICTURE_TYPES, type PictureFormat } from './achievement-picture.ts'
import { badgeFileName, bakedBadge, pictureOfCredential } from './baked-badge.ts'
import { certificateOf, type CertificateSource } from './certificate-of.ts'
import { drawCertificate } from './draw-certificate.ts'

const ACCESS = ['participant', 'coordinator', 'signatory'] as const
const schema = { hide: true, params: Type.Object({ awardId: Type.String({ format: 'uuid' }) }) }

/** Certificate, picture and signed file for the people of the programme: also while the holder keeps the public page off. */
export const certificateRoutes: FeatureRoutes = (app, services) => {
  const { config } = services
  app.get('/awards/:awardId/certificate.pdf', { config: { access: ACCESS }, schema }, async (request, reply) => {
    const { awardId } = request.params
    const { source, content } = await readSigned(services, request.actor, awardId, async (tx, source) => ({
      source,
      content: await certificateOf(tx, config, source),
    }))
    const name = badgeFileName(source.signed, source.code, 'pdf')
    return sendPrivately(reply, 'application/pdf', name, await drawCertificate(content))
  })
  for (const format of Object.keys(PICTURE_TYPES) as PictureFormat[]) {
    app.get(`/awards/:awardId/badge.${format}`, { config: { access: ACCESS }, schema }, async (request, reply) => {
      const { awardId } = request.params
      const { source, content } = await readSigned(services, request.actor, awardId, async (tx, source) => ({
        source,
        content: await pictureOfCredential(tx, source.signed),
      }))
      const name = badgeFileName(source.signed, source.code, format)
      return sendPrivately(reply, PICTURE_TYPES[format], name, await bakedBadge(content, format, source.signed))
    })
  }
  app.get('/awards/:awardId/credential.json', { config: { access: ACCESS }, schema }, async (request, reply) => {
    const { signed, code } = await readSigned(services, request.actor, request.params.awardId, (_tx, source) =>
      Promise.resolve(source),
    )
    return sendPrivately(reply, VC_MEDIA_TYPE, badgeFileName(signed, code, 'json'), Buffer.from(signed))
  })
}

/** What `read` makes of the signed credential of an award that this actor may see. */
async function readSigned<T>(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  awardId: string,
  read: (tx: Db, source: CertificateSource) => Promise<T>,
): Promise<T> {
  return database.transaction(actor, clock.now(), async (tx) => {
    const credential = await findCredentialOfAward(tx, awardId)
    if (!credential || credential.signed === null) throw new NotFound('certificate', awardId)
    return read(tx, { ...credential, signed: credential.signed })
  })
}

function sendPrivately(reply: FastifyReply, mediaType: string, fileName: string, bytes: Uint8Array): FastifyReply {
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `inline; filename="${fileName}"`)
    .type(mediaType)
    .send(Buffer.from(bytes))
}
