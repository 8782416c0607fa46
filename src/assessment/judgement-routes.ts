import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { acceptJudgement, declineJudgement } from './answer-assignment.ts'
import { saveCriterionJudgement, startJudgement } from './judge-criterion.ts'
import { myWork } from './my-work.ts'
import { readJudgement, readJudgements } from './read-judgements.ts'
import { answer, CriterionJudgementBody, Id, JudgementAnswer, JudgementSchema, LanguageSupportBody } from './schemas.ts'
import { sealJudgement } from './seal-judgement.ts'
import { voidJudgement } from './void-judgement.ts'

const JUDGES = ['assessor', 'adjudicator', 'appeals_panel'] as const
const READERS = [...JUDGES, 'coordinator', 'auditor', 'signatory'] as const
const judgementParams = Type.Object({ judgementId: Id })
const DeclinationBody = Type.Union([
  Type.Object({ reason: Type.Literal('capacity') }),
  Type.Object({
    reason: Type.Literal('coi'),
    kind: Type.Enum(['mentor', 'line_manager', 'family', 'co_author', 'former_colleague', 'other']),
  }),
])
const done = { 204: Type.Null({ description: 'Done.' }), ...problemResponses }
const tags = ['assessment']

/** Judging: from the assignment to the seal. */
export const judgementRoutes: FeatureRoutes = (app, services) => {
  app.addSchema(JudgementSchema)
  registerReading(app, services)
  app.post(
    '/api/v1/judgements/:judgementId/acceptance',
    {
      config: { access: JUDGES },
      schema: {
        tags,
        summary: 'Accept an assignment, and declare that there is no conflict of interest',
        params: judgementParams,
        body: LanguageSupportBody,
        response: done,
      },
    },
    async (request, reply) => {
      await acceptJudgement(services, request.actor, request.params.judgementId, request.body)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/judgements/:judgementId/declination',
    {
      config: { access: JUDGES },
      schema: {
        tags,
        summary: 'Decline, for want of time or for a conflict of interest, which is then on record',
        params: judgementParams,
        body: DeclinationBody,
        response: done,
      },
    },
    async (request, reply) => {
      await declineJudgement(services, request.actor, request.params.judgementId, request.body)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/judgements/:judgementId/start',
    {
      config: { access: JUDGES },
      schema: {
        tags,
        summary: 'Begin to judge, and say how the evidence is read',
        params: judgementParams,
        body: LanguageSupportBody,
        response: done,
      },
    },
    async (request, reply) => {
      await startJudgement(services, request.actor, request.params.judgementId, request.body)
      return reply.code(204).send(null)
    },
  )
  app.put(
    '/api/v1/judgements/:judgementId/criteria/:criterionId',
    {
      config: { access: JUDGES },
      schema: {
        tags,
        summary: 'Judge one criterion; repeatable until the seal',
        params: Type.Object({ judgementId: Id, criterionId: Id }),
        body: CriterionJudgementBody,
        response: done,
      },
    },
    async (request, reply) => {
      const { judgementId, criterionId } = request.params
      await saveCriterionJudgement(services, request.actor, judgementId, { criterionId, ...request.body })
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/judgements/:judgementId/seal',
    {
      config: { access: JUDGES },
      schema: {
        tags,
        summary: 'Seal for good; the second seal reveals both',
        params: judgementParams,
        body: LanguageSupportBody,
        response: { 200: answer('The state after the seal.'), ...problemResponses },
      },
    },
    (request) => sealJudgement(services, request.actor, request.params.judgementId, request.body),
  )
  app.post(
    '/api/v1/judgements/:judgementId/void',
    {
      config: { access: ['coordinator'] },
      schema: {
        tags,
        summary: 'Take a judgement out before the reveal; its slot is assigned anew',
        params: judgementParams,
        body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }),
        response: done,
      },
    },
    async (request, reply) => {
      await voidJudgement(services, request.actor, request.params.judgementId, request.body)
      return reply.code(204).send(null)
    },
  )
}

const registerReading: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/me/assessment-work',
    {
      config: { access: JUDGES },
      schema: {
        tags,
        summary: 'What waits for me as a judge, the oldest first',
        response: { 200: answer('`toJudge`, `waiting`, `toReconcile`, `toRectify`.'), ...problemResponses },
      },
    },
    (request) => myWork(services, request.actor),
  )
  app.get(
    '/api/v1/judgements/:judgementId',
    {
      config: { access: READERS },
      schema: {
        tags,
        summary: 'One judgement; its content only when it is yours or revealed',
        params: judgementParams,
        response: { 200: JudgementAnswer, ...problemResponses },
      },
    },
    (request) => readJudgement(services, request.actor, request.params.judgementId),
  )
  app.get(
    '/api/v1/submissions/:submissionId/judgements',
    {
      config: { access: READERS },
      schema: {
        tags,
        summary: 'The judgements of a submission that you may know of',
        params: Type.Object({ submissionId: Id }),
        response: { 200: Type.Unsafe<unknown>({ type: 'array', items: Type.Ref('Judgement') }), ...problemResponses },
      },
    },
    (request) => readJudgements(services, request.actor, request.params.submissionId),
  )
}
