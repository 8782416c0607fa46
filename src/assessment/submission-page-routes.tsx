import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { InvalidInput } from '../access/index.ts'
import { handleForm, sendPage, type FeatureRoutes } from '../http/index.ts'
import { isLanguage } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { openRectification, rejectAsInadmissible } from './appeal.ts'
import { assignAdjudicator, assignAssessor, assignPanelMember } from './assign-assessor.ts'
import { escalateToAdjudication } from './escalate-to-adjudication.ts'
import { localisedField, textField, type Sent } from './form-fields.ts'
import { requiredMark } from './judgement-page-routes.tsx'
import { JUDGES, submissionBehind, submissionPage } from './page-models.tsx'
import { proposeReconciliation, signReconciliation } from './reconcile.ts'
import { concludeRectification, explainPanelOutcome } from './rectify.ts'
import { releaseDecision } from './release-decision.ts'
import { writeFeedback } from './write-feedback.ts'

const Id = Type.String({ format: 'uuid' })
const coordinator = { access: ['coordinator'] as const }
const assessor = { access: ['assessor'] as const }

/** The page of one submission, and the forms that stand on it. */
export const submissionPages: FeatureRoutes = (app, services) => {
  const params = Type.Object({ submissionId: Id })
  app.get(
    '/assessment/submissions/:submissionId',
    { config: { access: [...JUDGES, 'coordinator', 'auditor'] }, schema: { hide: true, params } },
    async (request, reply) => sendPage(reply, await submissionPage(services, request, request.params.submissionId)),
  )
  app.post(
    '/assessment/submissions/:submissionId/assignments/:slot',
    {
      config: coordinator,
      schema: { hide: true, params: Type.Object({ submissionId: Id, slot: Type.Enum(['A', 'B', 'adjudicator']) }) },
    },
    async (request, reply) => {
      const { submissionId, slot } = request.params
      return onSubmission(services, request, reply, {
        submissionId,
        prefix: `a.${slot}`,
        done: 'assigned',
        act: (sent) => {
          const wanted = { submissionId, assessorId: chosenPerson(sent, `a.${slot}`) }
          return slot === 'adjudicator'
            ? assignAdjudicator(services, request.actor, wanted)
            : assignAssessor(services, request.actor, { ...wanted, slot })
        },
      })
    },
  )
  app.post(
    '/assessment/submissions/:submissionId/escalation',
    { config: { access: ['assessor', 'coordinator'] }, schema: { hide: true, params } },
    async (request, reply) => {
      const { submissionId } = request.params
      const act = () => escalateToAdjudication(services, request.actor, submissionId)
      return onSubmission(services, request, reply, { submissionId, done: 'escalated', act })
    },
  )
  registerReconciliation(app, services)
  registerDecision(app, services)
  registerAppeal(app, services)
}

const registerReconciliation: FeatureRoutes = (app, services) => {
  app.post(
    '/assessment/submissions/:submissionId/reconciliations/:criterionId',
    { config: assessor, schema: { hide: true, params: Type.Object({ submissionId: Id, criterionId: Id }) } },
    async (request, reply) => {
      const { submissionId, criterionId } = request.params
      const prefix = `r.${criterionId}`
      return onSubmission(services, request, reply, {
        submissionId,
        prefix,
        done: 'proposed',
        act: (sent) =>
          proposeReconciliation(services, request.actor, {
            submissionId,
            criterionId,
            mark: requiredMark(sent, `${prefix}.mark`),
            rationale: localisedField(sent, `${prefix}.rationale`, request.language),
            conversationHeld: textField(sent, `${prefix}.conversationHeld`) !== '',
          }),
      })
    },
  )
  app.post(
    '/assessment/reconciliations/:reconciliationId/signature',
    { config: assessor, schema: { hide: true, params: Type.Object({ reconciliationId: Id }) } },
    async (request, reply) => {
      const { reconciliationId: id } = request.params
      const submissionId = await submissionBehind(services, request.actor, { kind: 'reconciliation', id })
      const act = () => signReconciliation(services, request.actor, id)
      return onSubmission(services, request, reply, { submissionId, done: 'signed', act })
    },
  )
}

const registerDecision: FeatureRoutes = (app, services) => {
  app.post(
    '/assessment/decisions/:decisionId/feedback/:criterionId',
    {
      config: { access: ['assessor', 'coordinator'] },
      schema: { hide: true, params: Type.Object({ decisionId: Id, criterionId: Id }) },
    },
    async (request, reply) => {
      const { decisionId, criterionId } = request.params
      const prefix = `f.${criterionId}`
      return onSubmission(services, request, reply, {
        submissionId: await submissionBehind(services, request.actor, { kind: 'decision', id: decisionId }),
        prefix,
        done: 'advised',
        act: (sent) =>
          writeFeedback(services, request.actor, {
            decisionId,
            criterionId,
            text: textsField(sent, `${prefix}.text.`),
          }),
      })
    },
  )
  app.post(
    '/assessment/decisions/:decisionId/release',
    { config: coordinator, schema: { hide: true, params: Type.Object({ decisionId: Id }) } },
    async (request, reply) => {
      const { decisionId: id } = request.params
      const submissionId = await submissionBehind(services, request.actor, { kind: 'decision', id })
      const act = () => releaseDecision(services, request.actor, id)
      return onSubmission(services, request, reply, { submissionId, done: 'released', act })
    },
  )
}

const registerAppeal: FeatureRoutes = (app, services) => {
  const params = Type.Object({ appealId: Id })
  app.post(
    '/assessment/appeals/:appealId/rectification',
    { config: coordinator, schema: { hide: true, params } },
    async (request, reply) => {
      const { appealId: id } = request.params
      const submissionId = await submissionBehind(services, request.actor, { kind: 'appeal', id })
      const act = () => openRectification(services, request.actor, id)
      return onSubmission(services, request, reply, { submissionId, done: 'rectification', act })
    },
  )
  app.post(
    '/assessment/appeals/:appealId/panel',
    { config: coordinator, schema: { hide: true, params } },
    async (request, reply) => {
      const { appealId } = request.params
      const prefix = 'a.appeal_panel'
      return onSubmission(services, request, reply, {
        submissionId: await submissionBehind(services, request.actor, { kind: 'appeal', id: appealId }),
        prefix,
        done: 'assigned',
        act: (sent) => {
          const assessorId = chosenPerson(sent, prefix)
          return assignPanelMember(services, request.actor, { appealId, assessorId })
        },
      })
    },
  )
  for (const { step, access, act } of [
    { step: 'inadmissibility', access: ['coordinator'], act: rejectAsInadmissible },
    { step: 'conclusion', access: ['assessor'], act: concludeRectification },
    { step: 'explanation', access: ['coordinator'], act: explainPanelOutcome },
  ] as const) {
    app.post(
      `/assessment/appeals/:appealId/${step}`,
      { config: { access }, schema: { hide: true, params } },
      async (request, reply) => {
        const { appealId } = request.params
        const prefix = `p.${appealId}.${step}`
        return onSubmission(services, request, reply, {
          submissionId: await submissionBehind(services, request.actor, { kind: 'appeal', id: appealId }),
          prefix,
          done: step,
          act: (sent) => {
            const rationale = localisedField(sent, `${prefix}.rationale`, request.language)
            return act(services, request.actor, appealId, { rationale })
          },
        })
      },
    )
  }
}

interface SubmissionForm {
  readonly submissionId: string
  /** Of the fields of this form, where the page has several like it. */
  readonly prefix?: string
  readonly done: string
  readonly act: (sent: Sent) => Promise<unknown>
}

async function onSubmission(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  { submissionId, prefix, done, act }: SubmissionForm,
): Promise<FastifyReply> {
  return handleForm(request, reply, {
    act: async () => {
      await act(request.formValues)
      return `/assessment/submissions/${submissionId}?done=assessment.done.${done}`
    },
    redisplay: (problem) => submissionPage(services, request, submissionId, { problem, of: prefix }),
  })
}

function chosenPerson(sent: Sent, prefix: string): string {
  const personId = textField(sent, `${prefix}.assessorId`)
  if (personId === '') throw new InvalidInput({ errors: [{ pointer: '/assessorId', detail: 'is required' }] })
  return personId
}

/** `prefix` and a language code: one text a language. */
function textsField(sent: Sent, prefix: string): Readonly<Record<string, string>> {
  const names = Object.keys(sent).filter((name) => name.startsWith(prefix) && isLanguage(name.slice(prefix.length)))
  return Object.fromEntries(names.map((name) => [name.slice(prefix.length), textField(sent, name)]))
}
