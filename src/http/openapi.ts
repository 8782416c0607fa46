import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { RouteOptions } from 'fastify'
import type { App } from './app-types.ts'
import { ProblemSchema } from './problems.ts'
import { closed } from './validation.ts'

const DESCRIPTION = `Insignia issues Open Badges 3.0 micro-credentials that rest on jointly assessed evidence of practice.

Refusals are RFC 9457 problem documents with a stable \`code\`. Bodies are taken as documented or refused: members that an
operation does not know are an error. A POST under \`/api/v1\` with an \`Idempotency-Key\` takes effect once, for 24 hours.
A browser acts with its session; forms and cross-site requests cannot.`

/**
 * Describes every route that has tags; those of the API get theirs from their address. Routes without tags are pages.
 * Registered before the routes, since it also closes their bodies, for the validator and the reader alike.
 */
export async function registerOpenapi(app: App, publicUrl: string): Promise<void> {
  app.addSchema(ProblemSchema)
  app.addHook('onRoute', describeRoute)
  await app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Insignia', version: '1', description: DESCRIPTION, license: { name: 'Apache-2.0' } },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'insignia.session_token' } },
      },
    },
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `def-${String(index)}`,
    },
  })
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(app.swagger())),
  )
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // The viewer's own page has one inline style; our pages keep their stricter policy.
    staticCSP: {
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data:",
      'font-src': "'self' data:",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
    },
    uiConfig: { validatorUrl: null },
  })
}

/** The viewer registers its own routes, which know nothing of our access rule: anybody may read the documentation. */
function describeRoute(route: RouteOptions): void {
  if (route.url === '/docs' || route.url.startsWith('/docs/')) {
    route.config = { ...route.config, access: 'public' }
    return
  }
  if (!route.schema) return
  const tags = route.schema.tags ?? tagsOf(route.url)
  route.schema = {
    ...route.schema,
    ...(tags.length > 0 ? { tags } : {}),
    ...(route.schema.body === undefined ? {} : { body: closed(route.schema.body) }),
    ...(route.config?.access === 'public' || tags.length === 0 ? {} : { security: [{ session: [] }] }),
  }
}

function tagsOf(url: string): readonly string[] {
  const [, subject] = /^\/api\/v1\/([^/]+)/.exec(url) ?? []
  return subject === undefined ? [] : [subject]
}
