import cookie from '@fastify/cookie'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { ValidatorFactory } from '@fastify/ajv-compiler'
import { fastify, type FastifyServerOptions, type RouteOptions } from 'fastify'
import type { Services } from '../services.ts'
import type { App, FeatureRoutes } from './app-types.ts'
import { assetRoutes } from './asset-routes.ts'
import { registerCsrf } from './csrf.ts'
import { registerAccess, registerIdentity, requireDeclaredAccess } from './edge.ts'
import { registerErrors } from './error-handler.tsx'
import { registerForms } from './forms.ts'
import { registerIdempotency } from './idempotency.ts'
import type { Identify } from './identity.ts'
import { registerOpenapi } from './openapi.ts'
import { registerMetrics } from './metrics.ts'
import { operationsRoutes } from './operations.ts'
import { problemRoutes } from './problem-routes.tsx'
import { registerRateLimits } from './rate-limits.ts'
import { registerSecurityHeaders } from './security-headers.ts'
import { registerStorableText } from './storable-text.ts'
import { buildValidator } from './validation.ts'

export interface AppOptions {
  readonly services: Services
  readonly identify: Identify
  /** Signs the tokens of forms; the same in every process. */
  readonly formSecret: string
  readonly features: readonly FeatureRoutes[]
  /** Told of every route, for tests that walk them all. */
  readonly onRoute?: ((route: RouteOptions) => void) | undefined
}

const JSON_BODY_LIMIT_BYTES = 1_000_000
const LONGEST_PARAMETER = 2_000

/**
 * The edge of the service, in the order a request passes it: headers, who asks, may they, what they sent. Each feature
 * gets a scope of its own, so that content types which one of them reads are unknown to the others.
 */
export async function createApp({ services, identify, formSecret, features, onRoute }: AppOptions): Promise<App> {
  const { config } = services
  const isSecure = config.publicUrl.startsWith('https:')
  const app: App = fastify(serverOptions(services)).withTypeProvider<TypeBoxTypeProvider>()
  app.decorate('pageSettings', {
    publicUrl: config.publicUrl,
    formSecret,
    isLenient: config.environment === 'production',
  })
  registerErrors(app, config.publicUrl)
  await registerSecurityHeaders(app, isSecure)
  await app.register(cookie)
  await registerForms(app, config.maxUploadBytes)
  registerStorableText(app)
  registerIdentity(app, identify, isSecure)
  registerAccess(app)
  registerCsrf(app, { secret: formSecret, publicUrl: config.publicUrl, randomness: services.randomness })
  await registerRateLimits(app, services)
  registerIdempotency(app, services)
  await registerOpenapi(app, config.publicUrl)
  requireDeclaredAccess(app)
  if (onRoute) app.addHook('onRoute', onRoute)
  registerMetrics(app)
  for (const feature of [operationsRoutes, assetRoutes, problemRoutes, ...features]) {
    await app.register((scope, _options, done) => {
      try {
        feature(scope.withTypeProvider<TypeBoxTypeProvider>(), services)
        done()
      } catch (error) {
        done(error as Error)
      }
    })
  }
  return app
}

function serverOptions({ config, randomness }: Services): FastifyServerOptions {
  return {
    trustProxy: config.trustProxy,
    bodyLimit: JSON_BODY_LIMIT_BYTES,
    // What the router itself refuses it answers in its own words: an address that is none is one that nothing stands at.
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    rewriteUrl: ({ url = '/' }) => (isDecodable(url) ? url : '/unreadable-address'),
    // Without it an open event stream keeps the process from ending.
    forceCloseConnections: true,
    genReqId: () => randomness.uuid(),
    schemaController: { compilersFactory: { buildValidator: buildValidator as ValidatorFactory } },
    // The route, not the address: addresses hold one-time links and codes.
    logger:
      config.logLevel === 'silent'
        ? false
        : {
            level: config.logLevel,
            serializers: { req: ({ method, routeOptions }) => ({ method, url: routeOptions.url ?? '' }) },
          },
  }
}

function isDecodable(address: string): boolean {
  try {
    decodeURI(address)
    return true
  } catch {
    return false
  }
}
