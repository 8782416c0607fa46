import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { pageContext, prefersHtml, sendPage } from '../http/index.ts'
import { VerificationPage } from '../pages/index.ts'
import { notFoundReport, type Report } from '../verification/index.ts'

export const ReportAnswer = Type.Unsafe<Report>(Type.Ref('VerificationReport'))

export function sendReports(reply: FastifyReply, reports: Report | readonly Report[], status: number): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('vary', 'accept')
    .header('access-control-allow-origin', '*')
    .send(reports)
}

/** The one answer for what is unknown, mistyped, switched off by its holder, or erased. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply, now: Date): FastifyReply {
  const report = notFoundReport(now)
  if (!prefersHtml(request.headers.accept)) return sendReports(reply, report, 404)
  return sendPage(reply, <VerificationPage context={pageContext(request)} report={report} />, 404)
}

/** What could not be read is no success, and what is not there is not found; any other verdict is an answer. */
export function statusOf({ state }: Report): 200 | 404 | 422 {
  return state === 'malformed' ? 422 : state === 'not-found' ? 404 : 200
}
