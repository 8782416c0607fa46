import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { InvalidInput } from '../access/index.ts'
import { handleForm, type App, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { inBulk } from './bulk.ts'
import { parseBundle } from './endorsement-bundle.ts'
import { bundleForHome, importSignedEndorsements, prepareForHome } from './home-endorsements.ts'
import { BUNDLE_PATH, SIGNED_PATH } from './home-signing.tsx'
import type { CheckOwnOutput } from './issue-credential.ts'

type Redisplay = (request: FastifyRequest, problem?: ProblemDocument) => Promise<VNode>

/** The steps of a partner that signs at home, from the board of awards. */
export function registerHomeSigning(
  app: App,
  services: Services & { readonly checkEndorsement: CheckOwnOutput },
  board: Redisplay,
): void {
  const config = { access: ['signatory'] } as const
  app.post('/awards/endorsement-preparations', { config, schema: { hide: true } }, (request, reply) =>
    handleForm(request, reply, {
      act: async () => {
        await inBulk(request.formValues, 'awardIds', (id) => prepareForHome(services, request.actor, id))
        return '/awards?done=credentials.done.readied'
      },
      redisplay: (problem) => board(request, problem),
    }),
  )
  const querystring = Type.Object({ programmeId: Type.String({ format: 'uuid' }) })
  app.get(BUNDLE_PATH, { config, schema: { hide: true, querystring } }, async (request, reply) => {
    const bundle = await bundleForHome(services, request.actor, request.query.programmeId)
    return reply
      .header('content-disposition', 'attachment; filename="endorsement-bundle.json"')
      .type('application/json; charset=utf-8')
      .send(`${JSON.stringify(bundle, null, 2)}\n`)
  })
  app.post(SIGNED_PATH, { config, schema: { hide: true } }, (request, reply) =>
    handleForm(request, reply, {
      act: async () => {
        const [file] = request.formFiles
        if (!file || file.content.length === 0)
          throw new InvalidInput({ errors: [{ pointer: '/file', detail: 'is required' }] })
        const bundle = parseBundle(Buffer.from(file.content).toString('utf8'))
        await importSignedEndorsements(services, request.actor, bundle)
        return '/awards?done=credentials.done.endorsed'
      },
      redisplay: (problem) => board(request, problem),
    }),
  )
}
