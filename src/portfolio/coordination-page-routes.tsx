import Type from 'typebox'
import { InvalidInput } from '../access/index.ts'
import { handleForm, pageContext, sendPage, type FeatureRoutes } from '../http/index.ts'
import { acceptException } from './edit-draft.ts'
import { oneOf } from './form-schemas.ts'
import { returnForCompletion } from './move-submission.ts'
import { Id, ReasonText } from './schemas.ts'
import { submissionPage } from './submission-page-routes.tsx'
import { SHOWN, SubmissionsPage } from './submissions-page.tsx'
import { readSubmissions } from './view-portfolio.ts'

const coordinator = { access: ['coordinator'] } as const
const params = Type.Object({ submissionId: Id })
const ReturnForm = Type.Object({ reason: ReasonText })
const ExceptionForm = Type.Object({ requirementId: Id, reasons: Type.Optional(Type.Record(Type.String(), ReasonText)) })
const ListQuery = Type.Object({
  show: Type.Optional(oneOf(SHOWN)),
  cursor: Type.Optional(Type.String({ maxLength: 60 })),
})
const PAGE = 50

/** All submissions, and what a coordinator does about one, for those who look after the programme. */
export const coordinationPages: FeatureRoutes = (app, services) => {
  app.get(
    '/submissions',
    { config: { access: ['coordinator', 'auditor'] }, schema: { hide: true, querystring: ListQuery } },
    async (request, reply) => {
      const { show = '', cursor } = request.query
      const found = await readSubmissions(services, request.actor, {
        states: show === '' || show === 'consent-problem' ? undefined : [show],
        hasConsentProblem: show === 'consent-problem',
        after: cursor,
        limit: PAGE + 1,
      })
      const shown = found.slice(0, PAGE)
      const nextCursor = found.length > PAGE ? (shown.at(-1)?.cursor ?? null) : null
      const context = pageContext(request)
      return sendPage(
        reply,
        <SubmissionsPage context={context} submissions={shown} show={show} nextCursor={nextCursor} />,
      )
    },
  )

  app.post(
    '/portfolio/submissions/:submissionId/return',
    { config: coordinator, schema: { hide: true, params, body: ReturnForm }, attachValidation: true },
    async (request, reply) => {
      const { submissionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await returnForCompletion(services, request.actor, submissionId, request.body.reason)
          return `/portfolio/submissions/${submissionId}?done=portfolio.done.returned`
        },
        redisplay: (problem) =>
          submissionPage(services, request, submissionId, { form: 'return', problem, values: request.formValues }),
      })
    },
  )

  app.post(
    '/portfolio/submissions/:submissionId/exceptions',
    { config: coordinator, schema: { hide: true, params, body: ExceptionForm }, attachValidation: true },
    async (request, reply) => {
      const { submissionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const { requirementId, reasons } = request.body
          const reason = reasons?.[requirementId]
          if (reason === undefined) {
            throw new InvalidInput({ errors: [{ pointer: `/reasons/${requirementId}`, detail: 'is required' }] })
          }
          await acceptException(services, request.actor, submissionId, { requirementId, reason })
          return `/portfolio/submissions/${submissionId}?done=portfolio.done.excused`
        },
        redisplay: (problem) => {
          const form = `exception-${String(request.formValues['requirementId'])}`
          return submissionPage(services, request, submissionId, { form, problem, values: request.formValues })
        },
      })
    },
  )
}
