import Type from 'typebox'
import { NotFound } from '../access/index.ts'
import { findCredentialOfAward } from '../credentials/index.ts'
import type { FeatureRoutes } from '../http/index.ts'
import { certificateOf } from './certificate-of.ts'
import { drawCertificate } from './draw-certificate.ts'

/** The certificate for the people of the programme: also while the holder keeps the public page off. */
export const certificateRoutes: FeatureRoutes = (app, { database, clock, config }) => {
  app.get(
    '/awards/:awardId/certificate.pdf',
    {
      config: { access: ['participant', 'coordinator', 'signatory'] },
      schema: { hide: true, params: Type.Object({ awardId: Type.String({ format: 'uuid' }) }) },
    },
    async (request, reply) => {
      const { awardId } = request.params
      const content = await database.transaction(request.actor, clock.now(), async (tx) => {
        const credential = await findCredentialOfAward(tx, awardId)
        if (!credential || credential.signed === null) throw new NotFound('certificate', awardId)
        return certificateOf(tx, config, { ...credential, signed: credential.signed })
      })
      return reply
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `inline; filename="certificate-${content.verificationCode}.pdf"`)
        .type('application/pdf')
        .send(Buffer.from(await drawCertificate(content)))
    },
  )
}
