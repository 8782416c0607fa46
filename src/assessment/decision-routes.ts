import Type from 'typebox'
import { tables } from '../database/index.ts'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { escalateAppeal, lodgeAppeal, openRectification, rejectAsInadmissible, withdrawAppeal } from './appeal.ts'
import { assignPanelMember } from './assign-assessor.ts'
import { readAppeal, readDecision } from './read-decision.ts'
import { concludeRectification, explainPanelOutcome } from './rectify.ts'
import { releaseDecision } from './release-decision.ts'
import { answer, Id, TextSchema } from './schemas.ts'
import { writeFeedback } from './write-feedback.ts'

const tags = ['assessment']
const decisionParams = Type.Object({ decisionId: Id })
const appealParams = Type.Object({ appealId: Id })
const RationaleBody = Type.Object({ rationale: TextSchema })
const created = { 201: answer('The id of what was made.'), ...problemResponses }
const done = { 204: Type.Null({ description: 'Done.' }), ...problemResponses }
const READERS = [
  'participant',
  'mentor',
  'assessor',
  'adjudicator',
  'appeals_panel',
  'coordinator',
  'auditor',
  'signatory',
] as const

/** Decisions: feedback, release, and what an appeal does to them. */
export const decisionRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/decisions/:decisionId',
    {
      config: { access: READERS },
      schema: {
        tags,
        summary: 'One decision version; to the participant from its release on',
        params: decisionParams,
        response: { 200: answer('Levels, outcome, basis and feedback.'), ...problemResponses },
      },
    },
    (request) => readDecision(services, request.actor, request.params.decisionId),
  )
  app.put(
    '/api/v1/decisions/:decisionId/feedback/:criterionId',
    {
      config: { access: ['assessor', 'coordinator'] },
      schema: {
        tags,
        summary: 'Say what to do next, in the participant’s language, before the release',
        params: Type.Object({ decisionId: Id, criterionId: Id }),
        body: Type.Object({ text: TextSchema }),
        response: done,
      },
    },
    async (request, reply) => {
      await writeFeedback(services, request.actor, { ...request.params, ...request.body })
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/decisions/:decisionId/release',
    {
      config: { access: ['coordinator'] },
      schema: {
        tags,
        summary: 'Show the participant everything at once',
        params: decisionParams,
        response: { 200: answer('`releasedAt` and `appealUntil`.'), ...problemResponses },
      },
    },
    (request) => releaseDecision(services, request.actor, request.params.decisionId),
  )
  app.post(
    '/api/v1/decisions/:decisionId/appeals',
    {
      config: { access: ['participant'] },
      schema: {
        tags,
        summary: 'Appeal against a released decision',
        params: decisionParams,
        body: Type.Object({
          grounds: Type.Enum([...tables.appeals.grounds.enumValues]),
          statement: TextSchema,
        }),
        response: created,
      },
    },
    async (request, reply) => {
      const lodged = await lodgeAppeal(services, request.actor, { ...request.params, ...request.body })
      return reply.code(201).header('location', `/api/v1/appeals/${lodged.appealId}`).send(lodged)
    },
  )
  registerAppeals(app, services)
}

const registerAppeals: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/appeals/:appealId',
    {
      config: { access: ['participant', 'assessor', 'appeals_panel', 'coordinator', 'auditor'] },
      schema: {
        tags,
        summary: 'One appeal with its stages',
        params: appealParams,
        response: { 200: answer('The appeal.'), ...problemResponses },
      },
    },
    (request) => readAppeal(services, request.actor, request.params.appealId),
  )
  for (const step of [
    { path: 'withdrawal', role: 'participant', summary: 'Withdraw an appeal not yet opened', act: withdrawAppeal },
    { path: 'rectification', role: 'coordinator', summary: 'Send it to the same assessors', act: openRectification },
    { path: 'escalation', role: 'participant', summary: 'Take an upheld decision to a panel', act: escalateAppeal },
  ] as const) {
    app.post(
      `/api/v1/appeals/:appealId/${step.path}`,
      {
        config: { access: [step.role] },
        schema: { tags, summary: step.summary, params: appealParams, response: done },
      },
      async (request, reply) => {
        await step.act(services, request.actor, request.params.appealId)
        return reply.code(204).send(null)
      },
    )
  }
  app.post(
    '/api/v1/appeals/:appealId/inadmissibility',
    {
      config: { access: ['coordinator'] },
      schema: {
        tags,
        summary: 'Reject an appeal for a formal reason',
        params: appealParams,
        body: RationaleBody,
        response: done,
      },
    },
    async (request, reply) => {
      await rejectAsInadmissible(services, request.actor, request.params.appealId, request.body)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/appeals/:appealId/conclusion',
    {
      config: { access: ['assessor'] },
      schema: {
        tags,
        summary: 'Conclude the second look; the second conclusion ends the stage',
        params: appealParams,
        body: RationaleBody,
        response: { 200: answer('`outcome`, null after the first conclusion.'), ...problemResponses },
      },
    },
    (request) => concludeRectification(services, request.actor, request.params.appealId, request.body),
  )
  app.post(
    '/api/v1/appeals/:appealId/panel',
    {
      config: { access: ['coordinator'] },
      schema: {
        tags,
        summary: 'Put somebody on the panel',
        params: appealParams,
        body: Type.Object({ assessorId: Id }),
        response: created,
      },
    },
    async (request, reply) => {
      const assigned = await assignPanelMember(services, request.actor, { ...request.params, ...request.body })
      return reply.code(201).header('location', `/api/v1/judgements/${assigned.judgementId}`).send(assigned)
    },
  )
  app.post(
    '/api/v1/appeals/:appealId/explanation',
    {
      config: { access: ['appeals_panel', 'coordinator'] },
      schema: {
        tags,
        summary: 'Give the reasons of the panel, once it has ended',
        params: appealParams,
        body: RationaleBody,
        response: done,
      },
    },
    async (request, reply) => {
      await explainPanelOutcome(services, request.actor, request.params.appealId, request.body)
      return reply.code(204).send(null)
    },
  )
}
