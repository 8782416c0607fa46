import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { DomainError } from '../kernel/domain-error.ts'
import { localised } from '../kernel/language.ts'
import { noticeOfDone, renderDocument, type PageContext, type PagePerson } from '../pages/index.ts'
import { translator, type Translate } from '../texts/index.ts'
import { csrfToken } from './csrf.ts'
import { MalformedInput } from './errors.ts'
import { problemOf, problemStatus, type ProblemDocument } from './problems.ts'
import { fieldProblems, type Finding } from './validation.ts'

/** What pages need of the installation; `createApp` puts it on the server. */
export interface PageSettings {
  readonly publicUrl: string
  readonly formSecret: string
  /** Printed for a text that no catalogue has; undefined means that a missing text is an error, as in tests. */
  readonly isLenient: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    pageSettings: PageSettings
  }
}

const DEFAULT_TIME_ZONE = 'UTC'

/** What every page is given about its reader. `place` is the address, without host, at which the page can be opened again. */
export function pageContext(request: FastifyRequest, place = placeOf(request)): PageContext {
  const { publicUrl, formSecret } = request.server.pageSettings
  const { language, formBinding, identity } = request
  const t = translate(request)
  return {
    language,
    t,
    timeZone: identity.place?.timeZone ?? DEFAULT_TIME_ZONE,
    person: pagePerson(request),
    csrfToken: formBinding === null ? null : csrfToken(formSecret, formBinding),
    ...pathAndQuery(place),
    publicUrl,
    notice: noticeOfDone(t, (request.query as Record<string, unknown> | undefined)?.['done']),
  }
}

const SERVICE_BASE = 'http://service.invalid'

/** The answer to a form stands for the page that the form was sent from, as the browser names it. */
function placeOf({ method, url, headers, server, routeOptions }: FastifyRequest): string {
  if (method === 'GET' || method === 'HEAD') return url
  const from = URL.canParse(headers.referer ?? '') ? new URL(headers.referer ?? '') : null
  if (from?.origin === new URL(server.pageSettings.publicUrl).origin) return from.pathname + from.search
  const isPageToo = routeOptions.url !== undefined && server.hasRoute({ method: 'GET', url: routeOptions.url })
  return isPageToo ? url : '/'
}

function pathAndQuery(place: string): { path: string; query: string } {
  const { pathname, searchParams } = new URL(URL.canParse(place, SERVICE_BASE) ? place : '/', SERVICE_BASE)
  for (const passing of ['lang', 'done']) searchParams.delete(passing)
  return { path: pathname, query: searchParams.toString() }
}

function translate({ language, server, log }: FastifyRequest): Translate {
  if (!server.pageSettings.isLenient) return translator(language)
  return translator(language, (error, key) => {
    log.error({ err: error }, 'missing text')
    return key
  })
}

function pagePerson({ actor, identity, language }: FastifyRequest): PagePerson | null {
  if (actor.kind !== 'person') return null
  return {
    id: actor.personId ?? undefined,
    name: actor.name,
    roles: [...new Set(actor.assignments.map(({ role }) => role))],
    programmeTitle: identity.place === null ? undefined : localised(identity.place.title, language),
  }
}

/** Sends a page. What a signed-in person sees stays out of every store; a public page varies with what it depends on. */
export function sendPage(reply: FastifyReply, page: VNode, status = 200): FastifyReply {
  const isPrivate = reply.request.actor.kind !== 'public'
  if (isPrivate || !reply.hasHeader('cache-control')) {
    reply.header('cache-control', isPrivate ? 'private, no-store' : 'no-cache')
  }
  return reply
    .code(status)
    .header('vary', 'accept, accept-language, cookie')
    .type('text/html; charset=utf-8')
    .send(renderDocument(page))
}

interface FormHandling {
  /** Does what the form asks for; returns the path to go to. */
  readonly act: () => Promise<string>
  /** The page with the form, the entered values (`request.formValues`) and the problem. */
  readonly redisplay: (problem: ProblemDocument) => Promise<VNode> | VNode
}

/**
 * Answers a form: 303 to where `act` says, or the form again with what is wrong. A route that sets `attachValidation`
 * gets its schema's findings shown in the form as well; `act` does not run then.
 */
export async function handleForm(
  request: FastifyRequest,
  reply: FastifyReply,
  { act, redisplay }: FormHandling,
): Promise<FastifyReply> {
  try {
    if (request.formRefusal) throw request.formRefusal
    if (request.validationError) {
      const { validationError } = request
      const findings = validationError.validation as readonly Finding[]
      throw new MalformedInput(fieldProblems(findings, validationError.validationContext))
    }
    return await reply.redirect(await act(), 303)
  } catch (error) {
    return sendFormAgain(request, reply, error, redisplay)
  }
}

/** The form with what is wrong about it; throws what is not about the form. */
export async function sendFormAgain(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  redisplay: FormHandling['redisplay'],
): Promise<FastifyReply> {
  const status = error instanceof DomainError ? problemStatus(error.code) : null
  if (!(error instanceof DomainError) || status === null || isNotAboutTheForm(error)) throw error
  const problem = problemOf(error, status, request.server.pageSettings.publicUrl, request.id)
  tellWhenToRetry(reply, error)
  return sendPage(reply, await redisplay(problem), status)
}

export function tellWhenToRetry(reply: FastifyReply, { data }: DomainError): void {
  const seconds = data['retryAfterSeconds']
  if (seconds !== undefined) reply.header('retry-after', String(seconds))
}

/** The form itself is out of reach, so that showing it again would fail the same way. */
function isNotAboutTheForm({ code }: DomainError): boolean {
  return code === 'not-found' || code === 'not-signed-in'
}
