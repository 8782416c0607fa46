import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { PUBLIC_ACTOR } from '../access/index.ts'
import { lookUpPublicly } from '../credentials/index.ts'
import { pageContext, prefersHtml, sendPage, type App, type FeatureRoutes } from '../http/index.ts'
import { readPublicCode } from '../kernel/public-code.ts'
import { VerificationPage, VerifyFormPage, VerifyTablePage, type VerificationExtra } from '../pages/index.ts'
import type { Services } from '../services.ts'
import { ReportSchema, type Report } from '../verification/index.ts'
import { AddressUnreachable, UnknownBadgeType } from './errors.ts'
import { extraOf } from './report-extra.ts'
import type { Verifier } from './verifier.ts'

/** Shared by all processes, one count an address. */
const RATE_LIMIT = { max: 120, timeWindow: 60_000 }
const BADGE_LIMIT_BYTES = 10_000_000
const BADGE_TYPES = /^(application\/(?:vc|jwt|json|ld|vc\+|octet|pdf|jose)|image\/(?:png|svg)|text\/plain)/

const ReportAnswer = Type.Unsafe<Report>(Type.Ref('VerificationReport'))

/** The verification of one number and of any file: page or JSON report, for anyone. */
export function verifyRoutes(verifier: Verifier): FeatureRoutes {
  return (app, services) => {
    app.addSchema(ReportSchema)
    registerCode(app, services, verifier)
    registerAnyBadge(app, verifier)
  }
}

function registerCode(app: App, services: Services, verifier: Verifier): void {
  app.get(
    '/v/:code',
    {
      config: { access: 'public', rateLimit: { ...RATE_LIMIT, groupId: 'v' } },
      schema: {
        tags: ['verification'],
        summary: 'Verify a certificate by its number',
        params: Type.Object({ code: Type.String({ maxLength: 100 }) }),
        querystring: Type.Object({ format: Type.Optional(Type.Enum(['json'])), lang: Type.Optional(Type.String()) }),
        response: { 200: ReportAnswer, 404: ReportAnswer },
      },
    },
    async (request, reply) => {
      const { code } = request.params
      const report = await verifier.verifyCode(code)
      const status = report.state === 'not-found' ? 404 : 200
      if (request.query.format === 'json' || !prefersHtml(request.headers.accept))
        return sendReport(reply, report, status)
      const read = readPublicCode(code) ?? undefined
      const extra = status === 200 && read !== undefined ? await extraOfCode(services, request, read) : {}
      const page = <VerificationPage context={pageContext(request)} report={report} code={read} extra={extra} />
      return sendPage(reply, page, status)
    },
  )
}

async function extraOfCode(services: Services, request: FastifyRequest, code: string): Promise<VerificationExtra> {
  return services.database.transaction(PUBLIC_ACTOR, services.clock.now(), async (tx) => {
    const record = await lookUpPublicly(tx, { code })
    return record ? extraOf(tx, services.config, record, request.language) : {}
  })
}

interface Posted {
  readonly fileName: string
  readonly bytes: Uint8Array
}

function registerAnyBadge(app: App, verifier: Verifier): void {
  app.get(
    '/verify',
    {
      config: { access: 'public' },
      schema: {
        hide: true,
        querystring: Type.Object({
          code: Type.Optional(Type.String({ maxLength: 100 })),
          lang: Type.Optional(Type.String()),
        }),
      },
    },
    async (request, reply) => {
      const { code } = request.query
      if (code !== undefined) return reply.redirect(`/v/${encodeURIComponent(readPublicCode(code) ?? code)}`, 303)
      return sendPage(reply, <VerifyFormPage context={pageContext(request)} />)
    },
  )
  app.addContentTypeParser(BADGE_TYPES, { parseAs: 'buffer', bodyLimit: BADGE_LIMIT_BYTES }, (_request, body, done) => {
    done(null, body)
  })
  // The built-in parsers would refuse a broken badge before it gets its report.
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.post(
    '/verify',
    {
      bodyLimit: BADGE_LIMIT_BYTES,
      config: { access: 'public', csrf: false, rateLimit: { ...RATE_LIMIT, groupId: 'verify' } },
      schema: {
        tags: ['verification'],
        summary: 'Verify any badge: raw JSON, JWT, PNG, SVG or PDF, or a form with file, text or url',
        response: { 200: Type.Union([ReportAnswer, Type.Array(ReportAnswer)]), 422: ReportAnswer },
      },
    },
    async (request, reply) => {
      const files = await posted(request, verifier)
      const reports = await inTurn(files, ({ bytes }) => verifier.verifyBytes(bytes))
      const [report] = reports
      if (!report) throw new UnknownBadgeType()
      const isPage = prefersHtml(request.headers.accept)
      if (reports.length > 1) {
        return isPage ? sendPage(reply, table(request, files, reports)) : reply.send(reports)
      }
      const status = report.state === 'malformed' ? 422 : 200
      if (!isPage) return sendReport(reply, report, status)
      return sendPage(reply, <VerificationPage context={pageContext(request)} report={report} />, status)
    },
  )
}

/** One after the other: twenty files of a stranger are not worth the whole machine. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

function table(request: FastifyRequest, files: readonly Posted[], reports: readonly Report[]): VNode {
  const rows = reports.flatMap((report, index) => {
    const file = files[index]
    return file ? [{ fileName: file.fileName, report }] : []
  })
  return <VerifyTablePage context={pageContext(request)} files={rows} />
}

async function posted(request: FastifyRequest, verifier: Verifier): Promise<Posted[]> {
  if (request.body instanceof Uint8Array) return [{ fileName: '', bytes: request.body }]
  const { url, text } = request.formValues
  if (request.formFiles.length > 0) {
    return request.formFiles.map(({ fileName, content }) => ({ fileName, bytes: content }))
  }
  if (typeof text === 'string' && text !== '') return [{ fileName: '', bytes: Buffer.from(text) }]
  if (typeof url === 'string' && url !== '') return [{ fileName: url, bytes: await fetched(verifier, url.trim()) }]
  throw new UnknownBadgeType()
}

async function fetched(verifier: Verifier, url: string): Promise<Uint8Array> {
  const answer = await verifier.fetchDocument(url)
  if (answer.outcome !== 'fetched') throw new AddressUnreachable(answer.code)
  return Buffer.from(answer.text)
}

function sendReport(reply: FastifyReply, report: Report, status: number): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('vary', 'accept')
    .header('access-control-allow-origin', '*')
    .send(report)
}
