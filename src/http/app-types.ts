import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Actor, Role } from '../kernel/actor.ts'
import type { Language } from '../kernel/language.ts'
import type { Services } from '../services.ts'

/**
 * Who may try a route at all. The fine rule (whose submission, which programme, which conflict) is the use case's;
 * this one is checked before the body is even looked at. A route without it does not start.
 */
export type RouteAccess = 'public' | 'signed-in' | readonly Role[]

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess
  }
  interface FastifyRequest {
    actor: Actor
    language: Language
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** How a feature hands over its routes and pages; called by hand, in sight, in app.ts. */
export type FeatureRoutes = (app: App, services: Services) => void
