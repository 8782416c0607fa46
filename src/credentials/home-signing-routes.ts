import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { EndorsementBundleSchema } from './endorsement-bundle.ts'
import { bundleForHome, importSignedEndorsements, prepareForHome } from './home-endorsements.ts'
import type { CheckOwnOutput } from './issue-credential.ts'

const Id = Type.String({ format: 'uuid' })

/** Endorsements of a partner that signs with a key of its own, elsewhere. */
export function homeSigningRoutes(checkEndorsement: CheckOwnOutput): FeatureRoutes {
  return (app, services) => {
    app.post(
      '/api/v1/awards/:awardId/endorsement-preparation',
      {
        config: { access: ['signatory'] },
        schema: {
          tags: ['awards'],
          summary: 'Ready an approved award for the signature of a partner that signs at home',
          params: Type.Object({ awardId: Id }),
          response: { 204: Type.Null({ description: 'Readied, now or before.' }), ...problemResponses },
        },
      },
      async (request, reply) => {
        await prepareForHome(services, request.actor, request.params.awardId)
        return reply.code(204).send(null)
      },
    )
    app.get(
      '/api/v1/endorsement-bundle',
      {
        config: { access: ['signatory'] },
        schema: {
          tags: ['awards'],
          summary: 'Everything that is readied and waits for the signature of my organisation',
          querystring: Type.Object({ programmeId: Id }),
          response: { 200: EndorsementBundleSchema, ...problemResponses },
        },
      },
      async (request) => bundleJson(await bundleForHome(services, request.actor, request.query.programmeId)),
    )
    app.post(
      '/api/v1/signed-endorsements',
      {
        config: { access: ['signatory'] },
        schema: {
          tags: ['awards'],
          summary: 'Bring back what was signed at home: all of it or nothing',
          body: EndorsementBundleSchema,
          response: {
            200: Type.Object({ imported: Type.Integer(), present: Type.Integer() }),
            ...problemResponses,
          },
        },
      },
      (request) => importSignedEndorsements({ ...services, checkEndorsement }, request.actor, request.body),
    )
  }
}

function bundleJson(bundle: Awaited<ReturnType<typeof bundleForHome>>) {
  return { ...bundle, endorsements: [...bundle.endorsements] }
}
