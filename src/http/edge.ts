import { NotSignedIn, Forbidden } from '../kernel/access-errors.ts'
import { hasRoleAnywhere, PUBLIC_ACTOR } from '../kernel/actor.ts'
import { isLanguage } from '../kernel/language.ts'
import { negotiateLanguage } from '../texts/index.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App, RouteAccess } from './app-types.ts'
import { NOBODY, type Identify } from './identity.ts'

const LANGUAGE_COOKIE = 'insignia_language'
const ONE_YEAR_SECONDS = 365 * 24 * 3600

/** A route was registered without saying who may use it. */
export class UndeclaredAccess extends Error {
  constructor(method: string, url: string) {
    super(`${method} ${url} does not say who may use it: config.access is missing`)
    this.name = 'UndeclaredAccess'
  }
}

/** Every route registered after this says who may use it, or the service does not start. */
export function requireDeclaredAccess(app: App): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined) throw new UndeclaredAccess(String(route.method), route.url)
  })
}

/** Puts who asks, and their language, on the request. */
export function registerIdentity(app: App, identify: Identify, isSecure: boolean): void {
  app.decorateRequest('actor')
  app.decorateRequest('identity')
  app.decorateRequest('language')
  app.addHook('onRequest', async (request, reply) => {
    request.identity = NOBODY
    request.actor = PUBLIC_ACTOR
    request.language = language(request)
    request.identity = await identify(request)
    request.actor = request.identity.actor
    request.language = language(request)
    rememberLanguage(request, reply, isSecure)
  })
}

/** Refuses before the body is read: 401 without a session, 403 without one of the roles. */
export function registerAccess(app: App): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) requireAccess(request, request.routeOptions.config.access ?? [])
    done()
  })
}

function requireAccess({ actor }: FastifyRequest, access: RouteAccess): void {
  if (access === 'public') return
  if (actor.kind === 'public') throw new NotSignedIn()
  if (access !== 'signed-in' && !hasRoleAnywhere(actor, access)) throw new Forbidden(access)
}

function language(request: FastifyRequest): FastifyRequest['language'] {
  return negotiateLanguage({
    query: queryLanguage(request),
    cookie: request.cookies[LANGUAGE_COOKIE],
    person: request.actor.locale,
    acceptLanguage: request.headers['accept-language'],
  })
}

function queryLanguage(request: FastifyRequest): string | undefined {
  const wish = (request.query as Record<string, unknown> | undefined)?.['lang']
  return typeof wish === 'string' ? wish : undefined
}

function rememberLanguage(request: FastifyRequest, reply: FastifyReply, isSecure: boolean): void {
  const wish = queryLanguage(request)
  if (wish === undefined || !isLanguage(wish)) return
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure, maxAge: ONE_YEAR_SECONDS } as const
  reply.setCookie(LANGUAGE_COOKIE, wish, options)
}
