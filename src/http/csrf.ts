import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Randomness } from '../kernel/ids.ts'
import type { App } from './app-types.ts'
import { CrossSiteRequest, FormExpired } from './errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Binds the forms of a reader without a session, so that nobody can be signed in to somebody else's account. */
const FORM_COOKIE = 'insignia_form'
const FIELD = '_csrf'

export interface CsrfOptions {
  readonly secret: string
  readonly publicUrl: string
  readonly randomness: Randomness
}

/** The token that a form of this session carries; another session's, or one made without the secret, is refused. */
export function csrfToken(secret: string, binding: string): string {
  return createHmac('sha256', secret).update(`form:${binding}`).digest('base64url')
}

/** Needs the identity on the request, so it is registered after it; and before the bodies are validated. */
export function registerCsrf(app: App, options: CsrfOptions): void {
  app.decorateRequest('formBinding')
  app.addHook('onRequest', (request, reply, done) => {
    request.formBinding = request.identity.binding ?? formCookie(request, reply, options)
    if (request.identity.binding !== null && !SAFE_METHODS.has(request.method)) refuseOtherSites(request, options)
    done()
  })
  app.addHook('preValidation', (request, _reply, done) => {
    const sent = takeToken(request)
    if (needsToken(request) && !isGenuine(sent, request.formBinding, options.secret)) throw new FormExpired()
    done()
  })
}

function needsToken(request: FastifyRequest): boolean {
  if (SAFE_METHODS.has(request.method) || request.is404 || request.url.startsWith('/api/')) return false
  const { csrf, access } = request.routeOptions.config
  return csrf ?? access !== 'public'
}

function isGenuine(token: unknown, binding: string | null, secret: string): boolean {
  if (typeof token !== 'string' || binding === null) return false
  const [sent, expected] = [Buffer.from(token), Buffer.from(csrfToken(secret, binding))]
  return sent.length === expected.length && timingSafeEqual(sent, expected)
}

/** The token is no member of what a handler asked for. */
function takeToken(request: FastifyRequest): unknown {
  const body = request.body
  if (typeof body !== 'object' || body === null || !(FIELD in body)) return request.headers['x-csrf-token']
  const token = body[FIELD]
  if (request.formValues[FIELD] !== undefined) {
    request.body = Object.fromEntries(Object.entries(body).filter(([name]) => name !== FIELD))
  }
  return token
}

/**
 * Browsers say where a request comes from; a client that says nothing is no browser and carries no stranger's wishes.
 * A session's cookie is `SameSite=Lax` besides.
 */
function refuseOtherSites(request: FastifyRequest, { publicUrl }: CsrfOptions): void {
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const { origin } = request.headers
  if (site === undefined && origin === undefined) return
  const isOurs = origin === publicUrl || (URL.canParse(origin ?? '') && new URL(origin ?? '').host === request.host)
  if (!isOurs) throw new CrossSiteRequest()
}

function formCookie(request: FastifyRequest, reply: FastifyReply, options: CsrfOptions): string | null {
  const kept = request.cookies[FORM_COOKIE]
  if (kept !== undefined && /^[\w-]{22}$/.test(kept)) return kept
  if (request.routeOptions.config.csrf !== true) return null
  const fresh = Buffer.from(options.randomness.bytes(16)).toString('base64url')
  reply.setCookie(FORM_COOKIE, fresh, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: options.publicUrl.startsWith('https:'),
  })
  return fresh
}
