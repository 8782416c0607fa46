import type { FastifyError, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { DomainError } from '../kernel/domain-error.ts'
import { ProblemPage } from '../pages/index.ts'
import type { App } from './app-types.ts'
import {
  BodyTooLarge,
  MalformedInput,
  MalformedJson,
  MalformedRequest,
  MethodNotAllowed,
  TooManyRequests,
  UnknownAddress,
  UnsupportedMediaType,
} from './errors.ts'
import { prefersHtml } from './negotiate.ts'
import { pageContext, sendPage, tellWhenToRetry } from './page-answers.ts'
import { internalProblem, problemOf, problemStatus, type ProblemDocument } from './problems.ts'
import { fieldProblems } from './validation.ts'

const SERVICE_BASE = 'http://service.invalid'

/** Every refusal becomes a problem document or a page; every defect is logged whole and answered with next to nothing. */
export function registerErrors(app: App, publicUrl: string): void {
  const routes: RoutePattern[] = []
  app.addHook('onRoute', ({ method, url }) => {
    routes.push({ methods: [method].flat(), pattern: patternOf(url) })
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const refusal = refusalOf(error)
    const status = refusal === null ? null : problemStatus(refusal.code)
    if (refusal === null || status === null) {
      logDefect(request, error)
      return answer(request, reply, internalProblem(request.id))
    }
    if (refusal instanceof MethodNotAllowed) reply.header('allow', refusal.allowed.join(', '))
    if (refusal.code === 'not-signed-in' && leadsToSignIn(request)) {
      return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
    }
    tellWhenToRetry(reply, refusal)
    return answer(request, reply, problemOf(refusal, status, publicUrl, request.id))
  })
  app.setNotFoundHandler((request) => {
    const path = URL.canParse(request.url, SERVICE_BASE) ? new URL(request.url, SERVICE_BASE).pathname : request.url
    const allowed = [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))]
    throw allowed.length > 0 ? new MethodNotAllowed(allowed) : new UnknownAddress()
  })
}

interface RoutePattern {
  readonly methods: readonly HTTPMethods[]
  readonly pattern: RegExp
}

function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}|[\]\\]/g, '\\$&')
    .replace(/:(\w+)(\([^)]*\))?/g, '[^/]+')
    .replaceAll('*', '.*')
  return new RegExp(`^${source}$`)
}

/** What the error says to the client; null for a defect. */
function refusalOf(error: FastifyError): DomainError | null {
  if (error instanceof DomainError) return error
  if (error.validation) return refusedInput(error)
  switch (error.statusCode) {
    case 400:
      return /JSON/.test(error.code) || error instanceof SyntaxError ? new MalformedJson() : new MalformedRequest()
    case 404:
      return new UnknownAddress()
    case 413:
      return new BodyTooLarge()
    case 415:
      return new UnsupportedMediaType()
    case 406:
      return new MalformedRequest()
    case 429:
      return new TooManyRequests(60)
    default:
      return null
  }
}

/** An id of the wrong form names nothing, as an unknown one does. */
function refusedInput({ validation, validationContext }: FastifyError): DomainError {
  if (validationContext === 'params') return new UnknownAddress()
  return new MalformedInput(fieldProblems(validation ?? [], validationContext ?? 'body'))
}

function leadsToSignIn(request: FastifyRequest): boolean {
  return request.method === 'GET' && !request.url.startsWith('/api/') && prefersHtml(request.headers.accept)
}

function answer(request: FastifyRequest, reply: FastifyReply, problem: ProblemDocument): FastifyReply {
  if (!request.url.startsWith('/api/') && prefersHtml(request.headers.accept)) {
    const page = <ProblemPage context={pageContext(request)} problem={problem} instance={problem.instance} />
    return sendPage(reply, page, problem.status)
  }
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem))
}

/** The log keeps class, driver code and stack; a query's parameters, which are people's data, stay out of it. */
export function logDefect(request: FastifyRequest, error: FastifyError): void {
  const cause = error.cause as { code?: unknown } | undefined
  const stack = error.stack?.replace(/\nparams:[\s\S]*?(?=\n\s+at )/, '')
  request.log.error({ type: error.constructor.name, code: error.code || cause?.code, stack }, 'request failed')
}
