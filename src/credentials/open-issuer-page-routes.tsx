import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { InvalidInput, NotFound } from '../access/index.ts'
import {
  handleForm,
  pageContext,
  sendFormAgain,
  sendPage,
  type FeatureRoutes,
  type ProblemDocument,
} from '../http/index.ts'
import { endOfDay } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import { NewApiKeyPage, OPEN_ISSUERS, OpenIssuerPage, OpenIssuersPage } from './open-issuer-pages.tsx'
import {
  createApiKey,
  createOpenIssuer,
  KEY_SCOPES,
  listOpenIssuers,
  revokeApiKey,
  type NewApiKey,
} from './open-issuers.ts'

const config = { access: ['administrator'] } as const
const params = Type.Object({ slug: Type.String({ maxLength: 60 }) })
const keyParams = Type.Object({ ...params.properties, keyId: Type.String({ format: 'uuid' }) })

export const openIssuerPages: FeatureRoutes = (app, services) => {
  app.get(OPEN_ISSUERS, { config, schema: { hide: true } }, async (request, reply) =>
    sendPage(reply, await issuersPage(services, request)),
  )
  app.post(OPEN_ISSUERS, { config, schema: { hide: true } }, (request, reply) =>
    handleForm(request, reply, {
      act: async () => {
        const slug = text(request, 'slug')
        const countryCode = text(request, 'countryCode').toUpperCase()
        await createOpenIssuer(services, request.actor, { slug, countryCode, name: text(request, 'name') })
        return `${OPEN_ISSUERS}/${slug}?done=issuers.done.openAdded`
      },
      redisplay: (problem) => issuersPage(services, request, problem),
    }),
  )
  app.get(`${OPEN_ISSUERS}/:slug`, { config, schema: { hide: true, params } }, async (request, reply) =>
    sendPage(reply, await issuerPage(services, request, request.params.slug)),
  )
  // Answers with the secret itself: an address to be redirected to would have to keep it.
  app.post(`${OPEN_ISSUERS}/:slug/keys`, { config, schema: { hide: true, params } }, async (request, reply) => {
    const { slug } = request.params
    try {
      return await sendPage(reply, await madeKeyPage(services, request, slug))
    } catch (error) {
      return sendFormAgain(request, reply, error, (problem) => issuerPage(services, request, slug, problem))
    }
  })
  app.post(
    `${OPEN_ISSUERS}/:slug/keys/:keyId/revocation`,
    { config, schema: { hide: true, params: keyParams } },
    (request, reply) => {
      const { slug, keyId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await revokeApiKey(services, request.actor, slug, keyId)
          return `${OPEN_ISSUERS}/${slug}?done=issuers.done.keyRevoked`
        },
        redisplay: (problem) => issuerPage(services, request, slug, problem),
      })
    },
  )
}

async function madeKeyPage(services: Services, request: FastifyRequest, slug: string): Promise<VNode> {
  const key = keyInput(request)
  const { secret } = await createApiKey(services, request.actor, slug, key)
  return <NewApiKeyPage context={pageContext(request)} name={key.name} slug={slug} secret={secret} />
}

async function issuersPage(services: Services, request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> {
  const issuers = await listOpenIssuers(services, request.actor)
  const values = problem ? request.formValues : undefined
  return <OpenIssuersPage context={pageContext(request)} issuers={issuers} problem={problem} values={values} />
}

async function issuerPage(
  services: Services,
  request: FastifyRequest,
  slug: string,
  problem?: ProblemDocument,
): Promise<VNode> {
  const issuer = (await listOpenIssuers(services, request.actor)).find((one) => one.slug === slug)
  if (!issuer) throw new NotFound('open issuer', slug)
  return (
    <OpenIssuerPage
      context={pageContext(request)}
      issuer={issuer}
      at={services.clock.now()}
      problem={problem}
      values={problem ? request.formValues : undefined}
    />
  )
}

function text({ formValues }: FastifyRequest, name: string): string {
  const value = formValues[name]
  return typeof value === 'string' ? value.trim() : ''
}

/** The form names the last day; the key holds to its end in the reader's zone. */
function keyInput(request: FastifyRequest): NewApiKey {
  const lastDay = text(request, 'lastDay')
  if (lastDay !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(lastDay)) {
    throw new InvalidInput({ errors: [{ pointer: '/lastDay', detail: 'must match format "date"' }] })
  }
  const ticked = [request.formValues['scopes'] ?? []].flat()
  return {
    name: text(request, 'name'),
    scopes: KEY_SCOPES.filter((scope) => ticked.includes(scope)),
    expiresAt: lastDay === '' ? undefined : endOfDay(lastDay, pageContext(request).timeZone),
  }
}
