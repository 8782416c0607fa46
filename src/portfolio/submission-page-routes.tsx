import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import { LANGUAGES, type Language } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { acceptException, setCriterionEvidence } from './edit-draft.ts'
import { HandInPage } from './hand-in-page.tsx'
import { returnForCompletion, withdrawSubmission } from './move-submission.ts'
import { portfolioPage } from './portfolio-page-routes.tsx'
import { asList, Id, ReasonText } from './schemas.ts'
import { startSubmission } from './start-submission.ts'
import { SubmissionPage } from './submission-page.tsx'
import { SubmissionsPage } from './submissions-page.tsx'
import { submit } from './submit.ts'
import { SUBMISSION_STATES } from './submission.ts'
import { readSubmissions } from './view-portfolio.ts'
import { readSubmission } from './view-submission.ts'

const participant = { access: ['participant'] } as const
const coordinator = { access: ['coordinator'] } as const
const overseers = { access: ['coordinator', 'auditor'] } as const
const readers = {
  access: ['participant', 'mentor', 'assessor', 'adjudicator', 'appeals_panel', 'coordinator', 'signatory', 'auditor'],
} as const
const params = Type.Object({ submissionId: Id })
const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
const csrf = { _csrf: Type.Optional(Type.String()) }
const Ticked = Type.Optional(Type.Literal('yes'))

const StartForm = Type.Object({ ...csrf, versionId: Id, route: oneOf(['standard', 'rpl'] as const) })
const EvidenceForm = Type.Object({
  ...csrf,
  criteria: Type.Optional(Type.Record(Type.String(), Type.Union([Id, Type.Array(Id)]))),
})
const HandInForm = Type.Object({
  ...csrf,
  nameAsPrinted: Type.String({ minLength: 1, maxLength: 120 }),
  isNameConfirmed: Ticked,
  credentialLanguage: oneOf<Language>(LANGUAGES),
  showsLevel: Ticked,
  aiUse: oneOf(['none', 'used'] as const),
  aiUseDisclosed: Type.Optional(Type.String({ maxLength: 2000 })),
  isOwnWork: Ticked,
})
const ReturnForm = Type.Object({ ...csrf, reason: ReasonText })
const ExceptionForm = Type.Object({ ...csrf, requirementId: Id, reasons: Type.Record(Type.String(), ReasonText) })
const PAGE = 50

/** Drafts, hand-in and what follows, for the participant; the list of all, for those who look after the programme. */
export const submissionPages: FeatureRoutes = (app, services) => {
  registerList(app, services)
  registerDraft(app, services)
  registerHandIn(app, services)
  registerCoordination(app, services)
}

const registerList: FeatureRoutes = (app, services) => {
  app.get(
    '/submissions',
    {
      config: overseers,
      schema: {
        hide: true,
        querystring: Type.Object({
          state: Type.Optional(oneOf(SUBMISSION_STATES)),
          cursor: Type.Optional(Type.String({ maxLength: 60 })),
        }),
      },
    },
    async (request, reply) => {
      const { state, cursor } = request.query
      const filter = { states: state ? [state] : undefined, after: cursor, limit: PAGE + 1 }
      const found = await readSubmissions(services, request.actor, filter)
      const shown = found.slice(0, PAGE)
      const nextCursor = found.length > PAGE ? (shown.at(-1)?.cursor ?? null) : null
      const context = pageContext(request)
      return sendPage(
        reply,
        <SubmissionsPage context={context} submissions={shown} state={state} nextCursor={nextCursor} />,
      )
    },
  )
}

const registerDraft: FeatureRoutes = (app, services) => {
  app.post(
    '/portfolio/submissions',
    { config: participant, schema: { hide: true, body: StartForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { versionId, route } = request.body
          const { id } = await startSubmission(services, request.actor, { versionId, route })
          return `/portfolio/submissions/${id}?done=portfolio.done.started`
        },
        redisplay: (problem) => portfolioPage(services, request, problem),
      }),
  )

  app.get(
    '/portfolio/submissions/:submissionId',
    { config: readers, schema: { hide: true, params } },
    async (request, reply) => sendPage(reply, await submissionPage(services, request, request.params.submissionId)),
  )

  app.post(
    '/portfolio/submissions/:submissionId/evidence',
    { config: participant, schema: { hide: true, params, body: EvidenceForm }, attachValidation: true },
    async (request, reply) => {
      const { submissionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await saveChoices(services, request, submissionId, request.body.criteria ?? {})
          return `/portfolio/submissions/${submissionId}?done=portfolio.done.saved`
        },
        redisplay: (problem) => submissionPage(services, request, submissionId, problem),
      })
    },
  )

  app.post(
    '/portfolio/submissions/:submissionId/withdraw',
    { config: participant, schema: { hide: true, params } },
    async (request, reply) => {
      const { submissionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await withdrawSubmission(services, request.actor, submissionId)
          return '/portfolio?done=portfolio.done.withdrawn'
        },
        redisplay: (problem) => submissionPage(services, request, submissionId, problem),
      })
    },
  )
}

const registerHandIn: FeatureRoutes = (app, services) => {
  const path = '/portfolio/submissions/:submissionId/hand-in'
  app.get(path, { config: participant, schema: { hide: true, params } }, async (request, reply) =>
    sendPage(reply, await handInPage(services, request, request.params.submissionId)),
  )

  app.post(`${path}/preview`, { config: participant, schema: { hide: true, params } }, async (request, reply) =>
    sendPage(reply, await handInPage(services, request, request.params.submissionId)),
  )

  app.post(
    path,
    { config: participant, schema: { hide: true, params, body: HandInForm }, attachValidation: true },
    async (request, reply) => {
      const { submissionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const { isOwnWork, isNameConfirmed, showsLevel, aiUse, aiUseDisclosed, ...rest } = request.body
          await submit(services, request.actor, submissionId, {
            ...rest,
            isOwnWork: isOwnWork === 'yes',
            isNameConfirmed: isNameConfirmed === 'yes',
            showsLevel: showsLevel === 'yes',
            aiUseDisclosed: aiUse === 'none' ? 'none' : (aiUseDisclosed ?? ''),
          })
          return `/portfolio/submissions/${submissionId}?done=portfolio.done.handedIn`
        },
        redisplay: (problem) => handInPage(services, request, submissionId, problem),
      })
    },
  )
}

const registerCoordination: FeatureRoutes = (app, services) => {
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
        redisplay: (problem) => submissionPage(services, request, submissionId, problem),
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
          const reason = reasons[requirementId] ?? ''
          await acceptException(services, request.actor, submissionId, { requirementId, reason })
          return `/portfolio/submissions/${submissionId}?done=portfolio.done.excused`
        },
        redisplay: (problem) => submissionPage(services, request, submissionId, problem),
      })
    },
  )
}

/** A criterion without a tick has nothing; what is carried forward has no boxes. */
async function saveChoices(
  services: Services,
  { actor }: FastifyRequest,
  submissionId: string,
  chosen: Readonly<Record<string, string | readonly string[]>>,
): Promise<void> {
  const { course, submission } = await readSubmission(services, actor, submissionId)
  const carried = submission.carryForwards.map(({ criterionId }) => criterionId)
  for (const { id } of course.rubric.criteria) {
    if (carried.includes(id)) continue
    await setCriterionEvidence(services, actor, submissionId, { criterionId: id, versionIds: asList(chosen[id]) })
  }
}

async function submissionPage(
  services: Services,
  request: FastifyRequest,
  submissionId: string,
  problem?: ProblemDocument,
): Promise<VNode> {
  const view = await readSubmission(services, request.actor, submissionId)
  const values = problem ? request.formValues : undefined
  return <SubmissionPage context={pageContext(request)} view={view} problem={problem} values={values} />
}

/** Also the answer of "preview again": the page with what was entered. */
async function handInPage(
  services: Services,
  request: FastifyRequest,
  submissionId: string,
  problem?: ProblemDocument,
): Promise<VNode> {
  const view = await readSubmission(services, request.actor, submissionId)
  const values = request.method === 'POST' ? request.formValues : undefined
  return <HandInPage context={pageContext(request)} view={view} problem={problem} values={values} />
}
