import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { InvalidInput, NotFound } from '../access/index.ts'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { escalateAppeal, lodgeAppeal, withdrawAppeal } from './appeal.ts'
import { localisedField, textField, type Sent } from './form-fields.ts'
import { submissionBehind } from './page-models.tsx'
import { readResult } from './read-result.ts'
import { ResultPage } from './result-page.tsx'

const Id = Type.String({ format: 'uuid' })
const participant = { access: ['participant'] as const }

/** What the participant sees of a submission from its release on, and the appeal. */
export const resultPages: FeatureRoutes = (app, services) => {
  const params = Type.Object({ submissionId: Id })
  app.get(
    '/portfolio/submissions/:submissionId/result',
    { config: { access: ['participant', 'mentor'] }, schema: { hide: true, params } },
    async (request, reply) => sendPage(reply, await resultPage(services, request, request.params.submissionId)),
  )
  app.post(
    '/portfolio/submissions/:submissionId/appeals',
    { config: participant, schema: { hide: true, params } },
    async (request, reply) => {
      const { submissionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const [current] = (await readResult(services, request.actor, submissionId)).versions
          if (!current) throw new NotFound('released decision', submissionId)
          await lodgeAppeal(services, request.actor, {
            decisionId: current.decisionId,
            grounds: groundsField(request.formValues),
            statement: localisedField(request.formValues, 'statement', request.language),
          })
          return `/portfolio/submissions/${submissionId}/result?done=assessment.done.lodged`
        },
        redisplay: (problem) => resultPage(services, request, submissionId, problem),
      })
    },
  )
  for (const { step, done, act } of [
    { step: 'escalation', done: 'panel', act: escalateAppeal },
    { step: 'withdrawal', done: 'withdrawn', act: withdrawAppeal },
  ]) {
    app.post(
      `/portfolio/appeals/:appealId/${step}`,
      { config: participant, schema: { hide: true, params: Type.Object({ appealId: Id }) } },
      async (request, reply) => {
        const { appealId: id } = request.params
        const submissionId = await submissionBehind(services, request.actor, { kind: 'appeal', id })
        return handleForm(request, reply, {
          act: async () => {
            await act(services, request.actor, id)
            return `/portfolio/submissions/${submissionId}/result?done=assessment.done.${done}`
          },
          redisplay: (problem) => resultPage(services, request, submissionId, problem),
        })
      },
    )
  }
}

async function resultPage(
  services: Services,
  request: FastifyRequest,
  submissionId: string,
  problem?: ProblemDocument,
): Promise<VNode> {
  const result = await readResult(services, request.actor, submissionId)
  const values = problem ? request.formValues : undefined
  const isOwn = result.participantId === request.actor.personId
  return <ResultPage context={pageContext(request)} result={result} isOwn={isOwn} problem={problem} values={values} />
}

const GROUNDS = ['evidence_overlooked', 'procedure', 'conflict_of_interest', 'other'] as const

function groundsField(sent: Sent) {
  const found = GROUNDS.find((one) => one === textField(sent, 'grounds'))
  if (!found) throw new InvalidInput({ errors: [{ pointer: '/grounds', detail: 'is required' }] })
  return found
}
