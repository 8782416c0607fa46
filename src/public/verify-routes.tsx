import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { pageContext, prefersHtml, sendFormAgain, sendPage, type App, type FeatureRoutes } from '../http/index.ts'
import { VerificationPage, VerifyFormPage, VerifyTablePage } from '../pages/index.ts'
import type { Services } from '../services.ts'
import { ReportSchema, type Report } from '../verification/index.ts'
import { registerCode, VERIFY_RATE_LIMIT } from './code-routes.tsx'
import { NothingToCheck, UnknownBadgeType } from './errors.ts'
import { ownBadgeIn } from './own-badge.ts'
import { codeTyped, reportOnAddress } from './report-on-address.ts'
import { ReportAnswer, sendNotFound, sendReports, statusOf } from './report-answers.tsx'
import type { Verifier } from './verifier.ts'

const BADGE_LIMIT_BYTES = 10_000_000
const BADGE_TYPES = /^(application\/(?:vc|jwt|json|ld|vc\+|octet|pdf|jose)|image\/(?:png|svg)|text\/plain)/

/** The verification of one number and of any file: page or JSON report, for anyone. */
export function verifyRoutes(verifier: Verifier): FeatureRoutes {
  return (app, services) => {
    app.addSchema(ReportSchema)
    registerCode(app, services, verifier)
    registerForm(app, services)
    registerAnyBadge(app, services, verifier)
  }
}

function registerForm(app: App, services: Services): void {
  app.get(
    '/verify',
    {
      config: { access: 'public' },
      schema: {
        hide: true,
        querystring: Type.Object({ code: Type.Optional(Type.String()), lang: Type.Optional(Type.String()) }),
      },
    },
    async (request, reply) => {
      const typed = request.query.code?.trim() ?? ''
      if (typed === '') return sendPage(reply, <VerifyFormPage context={pageContext(request)} />)
      const code = await codeTyped(services, typed)
      return code === null ? sendNotFound(request, reply, services.clock.now()) : reply.redirect(`/v/${code}`, 303)
    },
  )
}

/** One thing that was sent, and how it is checked. */
interface Posted {
  readonly fileName: string
  readonly check: () => Promise<Report>
}

function registerAnyBadge(app: App, services: Services, verifier: Verifier): void {
  app.addContentTypeParser(BADGE_TYPES, { parseAs: 'buffer', bodyLimit: BADGE_LIMIT_BYTES }, (_request, body, done) => {
    done(null, body)
  })
  // The built-in parsers would refuse a broken badge before it gets its report.
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.post(
    '/verify',
    {
      bodyLimit: BADGE_LIMIT_BYTES,
      config: { access: 'public', csrf: false, rateLimit: { ...VERIFY_RATE_LIMIT, groupId: 'verify' } },
      schema: {
        tags: ['verification'],
        summary: 'Verify any badge: raw JSON, JWT, PNG, SVG or PDF, or a form with file, text or url',
        response: { 200: Type.Union([ReportAnswer, Type.Array(ReportAnswer)]), 404: ReportAnswer, 422: ReportAnswer },
      },
    },
    async (request, reply) => {
      try {
        const files = posted(request, services, verifier)
        const reports = await inTurn(files, ({ check }) => check())
        return await answer(services, request, reply, files, reports)
      } catch (error) {
        if (!prefersHtml(request.headers.accept)) throw error
        const values = request.formValues
        return sendFormAgain(request, reply, error, (problem) => (
          <VerifyFormPage context={pageContext(request)} problem={problem} values={values} />
        ))
      }
    },
  )
}

async function answer(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  files: readonly Posted[],
  reports: readonly Report[],
): Promise<FastifyReply> {
  const isPage = prefersHtml(request.headers.accept)
  const [report, ...others] = reports
  if (!report) throw new UnknownBadgeType()
  if (others.length > 0) {
    return isPage ? sendPage(reply, await table(services, request, files, reports)) : sendReports(reply, reports, 200)
  }
  if (!isPage) return sendReports(reply, report, statusOf(report))
  const own = await ownBadgeIn(services, report, request.language)
  return sendPage(reply, <VerificationPage context={pageContext(request)} report={report} {...own} />, statusOf(report))
}

/** One after the other: twenty files of a stranger are not worth the whole machine. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

async function table(
  services: Services,
  request: FastifyRequest,
  files: readonly Posted[],
  reports: readonly Report[],
): Promise<VNode> {
  const own = await inTurn(reports, (report) => ownBadgeIn(services, report, request.language))
  const rows = reports.map((report, index) => ({ fileName: files[index]?.fileName ?? '', report, ...own[index] }))
  return <VerifyTablePage context={pageContext(request)} files={rows} />
}

function posted(request: FastifyRequest, services: Services, verifier: Verifier): readonly Posted[] {
  const file = (fileName: string, bytes: Uint8Array): Posted => ({ fileName, check: () => verifier.verifyBytes(bytes) })
  if (request.body instanceof Uint8Array) return [file('', request.body)]
  const [url, text] = ['url', 'text'].map((name) => [request.formValues[name] ?? ''].flat()[0]?.trim() ?? '')
  if (request.formFiles.length > 0) return request.formFiles.map(({ fileName, content }) => file(fileName, content))
  if (text) return [file('', Buffer.from(text))]
  if (url) return [{ fileName: url, check: () => reportOnAddress(services, verifier, url) }]
  throw isForm(request) ? new NothingToCheck(emptyField(request)) : new UnknownBadgeType()
}

function isForm({ body }: FastifyRequest): boolean {
  return typeof body === 'object' && body !== null
}

/** A form of the page has one field; the one for files sends nothing when nothing was chosen. */
function emptyField({ formValues }: FastifyRequest): 'file' | 'url' | 'text' {
  return (['url', 'text'] as const).find((name) => name in formValues) ?? 'file'
}
