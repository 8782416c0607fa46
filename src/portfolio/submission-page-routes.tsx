import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { NotFound } from '../access/index.ts'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import { LANGUAGES, type Language } from '../kernel/language.ts'
import type { FormValues } from '../pages/index.ts'
import type { Services } from '../services.ts'
import { setEvidence } from './edit-draft.ts'
import { oneOf, Ticked } from './form-schemas.ts'
import { HandInPage } from './hand-in-page.tsx'
import { withdrawSubmission } from './move-submission.ts'
import { portfolioPage } from './portfolio-page-routes.tsx'
import type { RefusedForm } from './refused-form.ts'
import { asList, Id } from './schemas.ts'
import { carryForward, startSubmission } from './start-submission.ts'
import { SubmissionPage } from './submission-page.tsx'
import { submit } from './submit.ts'
import { isEditable } from './submission.ts'
import { readSubmission } from './view-submission.ts'

const participant = { access: ['participant'] } as const
const readers = { access: ['participant', 'mentor', 'coordinator', 'auditor'] } as const
const params = Type.Object({ submissionId: Id })

const StartForm = Type.Object({ versionId: Id, route: oneOf(['standard', 'rpl'] as const) })
const ChoicesForm = Type.Object({
  criteria: Type.Optional(Type.Record(Type.String(), Type.Union([Id, Type.Array(Id)]))),
  /** Where to after saving: to the hand-in, or to new evidence for a criterion. */
  next: Type.Optional(Type.Union([Type.Literal('hand-in'), Id])),
  carry: Type.Optional(Id),
})
const HandInForm = Type.Object({
  nameAsPrinted: Type.String({ minLength: 1, maxLength: 120 }),
  isNameConfirmed: Ticked,
  credentialLanguage: oneOf<Language>(LANGUAGES),
  showsLevel: Ticked,
  aiUse: oneOf(['none', 'used'] as const),
  aiUseDisclosed: Type.Optional(Type.String({ maxLength: 2000 })),
  isOwnWork: Ticked,
})

/** Drafts and the hand-in, for the participant; and the page of a submission for everybody who may see it. */
export const submissionPages: FeatureRoutes = (app, services) => {
  registerDraft(app, services)
  registerHandIn(app, services)
}

const registerDraft: FeatureRoutes = (app, services) => {
  app.post(
    '/portfolio/submissions',
    { config: participant, schema: { hide: true, body: StartForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { id } = await startSubmission(services, request.actor, request.body)
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
    { config: participant, schema: { hide: true, params, body: ChoicesForm }, attachValidation: true },
    async (request, reply) => {
      const { submissionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const { criteria = {}, next, carry } = request.body
          await saveChoices(services, request, submissionId, criteria)
          if (carry !== undefined) await carryForward(services, request.actor, submissionId, carry)
          return afterSaving(submissionId, next)
        },
        redisplay: (problem) =>
          submissionPage(services, request, submissionId, { form: 'evidence', problem, values: request.formValues }),
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
        redisplay: (problem) =>
          submissionPage(services, request, submissionId, { form: 'withdrawal', problem, values: {} }),
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
  const open = course.rubric.criteria.filter(({ id }) => !carried.includes(id))
  const choices = open.map(({ id }) => ({ criterionId: id, versionIds: asList(chosen[id]) }))
  await setEvidence(services, actor, submissionId, choices)
}

function afterSaving(submissionId: string, next: string | undefined): string {
  if (next === undefined) return `/portfolio/submissions/${submissionId}?done=portfolio.done.saved`
  return next === 'hand-in'
    ? `/portfolio/submissions/${submissionId}/hand-in`
    : `/portfolio/evidence/new?submission=${submissionId}&criterion=${next}`
}

const registerHandIn: FeatureRoutes = (app, services) => {
  const path = '/portfolio/submissions/:submissionId/hand-in'
  app.get(path, { config: participant, schema: { hide: true, params } }, async (request, reply) => {
    const { submissionId } = request.params
    const { submission } = await readSubmission(services, request.actor, submissionId)
    if (!isEditable(submission.state)) return reply.redirect(`/portfolio/submissions/${submissionId}`, 303)
    return sendPage(reply, await handInPage(services, request, submissionId))
  })

  app.post(`${path}/preview`, { config: participant, schema: { hide: true, params } }, async (request, reply) => {
    // What is shown anew is confirmed anew.
    const values = { ...request.formValues, isNameConfirmed: '' }
    return sendPage(reply, await handInPage(services, request, request.params.submissionId, { values }))
  })

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
        redisplay: (problem) => handInPage(services, request, submissionId, { problem, values: request.formValues }),
      })
    },
  )
}

export async function submissionPage(
  services: Services,
  request: FastifyRequest,
  submissionId: string,
  refused?: RefusedForm,
): Promise<VNode> {
  const view = await readSubmission(services, request.actor, submissionId)
  const context = pageContext(request, `/portfolio/submissions/${submissionId}`)
  return <SubmissionPage context={context} view={view} refused={refused} />
}

async function handInPage(
  services: Services,
  request: FastifyRequest,
  submissionId: string,
  sent: { readonly values?: FormValues; readonly problem?: ProblemDocument } = {},
): Promise<VNode> {
  const view = await readSubmission(services, request.actor, submissionId)
  if (!view.isOwner) throw new NotFound('submission', submissionId)
  const context = pageContext(request, `/portfolio/submissions/${submissionId}/hand-in`)
  return <HandInPage context={context} view={view} {...sent} />
}
