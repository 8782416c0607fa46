import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { PUBLIC_ACTOR } from '../access/index.ts'
import { lookUpPublicly } from '../credentials/index.ts'
import { pageContext, prefersHtml, sendPage, type App } from '../http/index.ts'
import { readPublicCode } from '../kernel/public-code.ts'
import { VerificationPage, type VerificationExtra } from '../pages/index.ts'
import type { Services } from '../services.ts'
import { extraOf } from './report-extra.ts'
import { ReportAnswer, sendNotFound, sendReports } from './report-answers.tsx'
import type { Verifier } from './verifier.ts'

/** Shared by all processes, one count an address. */
export const VERIFY_RATE_LIMIT = { max: 120, timeWindow: 60_000 }

/** The target of every QR: a page, or the report by Accept or `?format=json`. */
export function registerCode(app: App, services: Services, verifier: Verifier): void {
  app.get(
    '/v/:code',
    {
      config: { access: 'public', rateLimit: { ...VERIFY_RATE_LIMIT, groupId: 'v' } },
      schema: {
        tags: ['verification'],
        summary: 'Verify a certificate by its number',
        params: Type.Object({ code: Type.String() }),
        querystring: Type.Object({ format: Type.Optional(Type.Enum(['json'])), lang: Type.Optional(Type.String()) }),
        response: { 200: ReportAnswer, 404: ReportAnswer },
      },
    },
    async (request, reply) => {
      const { code } = request.params
      const report = await verifier.verifyCode(code)
      const isJson = request.query.format === 'json' || !prefersHtml(request.headers.accept)
      if (isJson) return sendReports(reply, report, report.state === 'not-found' ? 404 : 200)
      const read = readPublicCode(code)
      if (report.state === 'not-found' || read === null) return sendNotFound(request, reply, services.clock.now())
      const extra = await extraOfCode(services, request, read)
      return sendPage(
        reply,
        <VerificationPage context={pageContext(request)} report={report} code={read} extra={extra} />,
      )
    },
  )
}

async function extraOfCode(services: Services, request: FastifyRequest, code: string): Promise<VerificationExtra> {
  return services.database.transaction(PUBLIC_ACTOR, services.clock.now(), async (tx) => {
    const record = await lookUpPublicly(tx, { code })
    return record ? extraOf(tx, services.config, record, request.language) : {}
  })
}
