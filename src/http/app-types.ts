import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Actor, Role } from '../kernel/actor.ts'
import type { DomainError } from '../kernel/domain-error.ts'
import type { Language } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import type { FormFile, FormTexts } from './forms.ts'
import type { Identity } from './identity.ts'

/**
 * Who may try a route at all. The fine rule (whose submission, which programme, which conflict) is the use case's;
 * this one is checked before the body is even looked at. A route without it does not start.
 */
export type RouteAccess = 'public' | 'signed-in' | readonly Role[]

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess
    /**
     * Whether a form sent here must carry its token. Left out it means: unless the route is public. A public page
     * whose form changes something (signing in) says `true` for its GET and its POST.
     */
    csrf?: boolean
    /**
     * A file over the limit does not end the request: the form is read on, and `handleForm` shows it again with the
     * texts that were typed. Only for routes that answer with `handleForm`.
     */
    keepsForm?: boolean
    /** The answer holds a secret that is kept nowhere, not even for a repeated request. */
    shownOnce?: boolean
  }
  interface FastifyRequest {
    actor: Actor
    language: Language
    identity: Identity
    /** What the tokens of this reader's forms are bound to. */
    formBinding: string | null
    /** A form's fields by their names, as they were sent; `body` has the same, nested and without the empty ones. */
    formValues: FormTexts
    /** A multipart form's files, in the order of the form. */
    formFiles: readonly FormFile[]
    /** Why a file of the form was not taken, on a route that keeps the form. */
    formRefusal: DomainError | null
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
