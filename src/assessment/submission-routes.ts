import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { assignablePeople } from './assignable-people.ts'
import { assessmentBoard } from './assessment-board.ts'
import { assignAdjudicator, assignAssessor } from './assign-assessor.ts'
import { closeSubmission } from './close-submission.ts'
import { escalateToAdjudication } from './escalate-to-adjudication.ts'
import { agreementReport, exportFirstRound } from './first-round-report.ts'
import { grantQualification } from './grant-qualification.ts'
import { readAssessment } from './read-assessment.ts'
import { readResult } from './read-result.ts'
import { proposeReconciliation, signReconciliation } from './reconcile.ts'
import { answer, answers, Id, Instant, MarkSchema, TextSchema } from './schemas.ts'

const tags = ['assessment']
const submissionParams = Type.Object({ submissionId: Id })
const programmeParams = Type.Object({ programmeId: Id })
const JUDGES = ['assessor', 'adjudicator', 'appeals_panel'] as const
const created = { 201: answer('The id of what was made.'), ...problemResponses }
const done = { 204: Type.Null({ description: 'Done.' }), ...problemResponses }
const Share = Type.Number({ minimum: 0, maximum: 1 })

/** A submission between its hand-in and its release: assigning, agreeing, adjudicating, closing. */
export const submissionRoutes: FeatureRoutes = (app, services) => {
  registerReading(app, services)
  registerReports(app, services)
  app.post(
    '/api/v1/submissions/:submissionId/assignments',
    {
      config: { access: ['coordinator'] },
      schema: {
        tags,
        summary: 'Assign a first-round assessor',
        params: submissionParams,
        body: Type.Object({ slot: Type.Enum(['A', 'B']), assessorId: Id }),
        response: created,
      },
    },
    async (request, reply) => {
      const assigned = await assignAssessor(services, request.actor, { ...request.params, ...request.body })
      return reply.code(201).header('location', `/api/v1/judgements/${assigned.judgementId}`).send(assigned)
    },
  )
  app.post(
    '/api/v1/submissions/:submissionId/adjudication',
    {
      config: { access: ['coordinator'] },
      schema: {
        tags,
        summary: 'Assign an adjudicator to the criteria that are still open',
        params: submissionParams,
        body: Type.Object({ assessorId: Id }),
        response: created,
      },
    },
    async (request, reply) => {
      const assigned = await assignAdjudicator(services, request.actor, { ...request.params, ...request.body })
      return reply.code(201).header('location', `/api/v1/judgements/${assigned.judgementId}`).send(assigned)
    },
  )
  app.post(
    '/api/v1/submissions/:submissionId/reconciliations',
    {
      config: { access: ['assessor'] },
      schema: {
        tags,
        summary: 'Propose a mark for a criterion on which the two differ, signed by the proposer',
        params: submissionParams,
        body: Type.Object({
          criterionId: Id,
          mark: MarkSchema,
          rationale: TextSchema,
          conversationHeld: Type.Optional(Type.Boolean()),
        }),
        response: created,
      },
    },
    async (request, reply) => {
      const proposal = { ...request.params, ...request.body }
      return reply.code(201).send(await proposeReconciliation(services, request.actor, proposal))
    },
  )
  app.post(
    '/api/v1/reconciliations/:reconciliationId/signature',
    {
      config: { access: ['assessor'] },
      schema: {
        tags,
        summary: 'Sign the other assessor’s proposal; the last one agreed decides',
        params: Type.Object({ reconciliationId: Id }),
        response: { 200: answer('`decisionId`, null while a criterion is open.'), ...problemResponses },
      },
    },
    (request) => signReconciliation(services, request.actor, request.params.reconciliationId),
  )
  for (const step of [
    {
      path: 'escalation',
      access: ['assessor', 'coordinator'] as const,
      summary: 'Ask for adjudication',
      act: escalateToAdjudication,
    },
    {
      path: 'closure',
      access: ['coordinator'] as const,
      summary: 'Close a submission that has nothing more to wait for',
      act: closeSubmission,
    },
  ]) {
    app.post(
      `/api/v1/submissions/:submissionId/${step.path}`,
      {
        config: { access: step.access },
        schema: { tags, summary: step.summary, params: submissionParams, response: done },
      },
      async (request, reply) => {
        await step.act(services, request.actor, request.params.submissionId)
        return reply.code(204).send(null)
      },
    )
  }
}

const registerReading: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/submissions/:submissionId/assessment',
    {
      config: { access: [...JUDGES, 'coordinator', 'auditor'] },
      schema: {
        tags,
        summary: 'How far a submission is, and what is revealed of it',
        params: submissionParams,
        response: { 200: answer('Judgements, compared criteria, decisions and appeals.'), ...problemResponses },
      },
    },
    (request) => readAssessment(services, request.actor, request.params.submissionId),
  )
  app.get(
    '/api/v1/submissions/:submissionId/result',
    {
      config: { access: ['participant', 'mentor', ...JUDGES, 'coordinator', 'auditor', 'signatory'] },
      schema: {
        tags,
        summary: 'What is released of a submission: levels, feedback, and until when an appeal is possible',
        params: submissionParams,
        response: { 200: answer('The state; `versions` is empty before the release.'), ...problemResponses },
      },
    },
    (request) => readResult(services, request.actor, request.params.submissionId),
  )
  app.get(
    '/api/v1/submissions/:submissionId/assignable-people',
    {
      config: { access: ['coordinator'] },
      schema: {
        tags,
        summary: 'Who could take a slot, and what speaks against the others',
        params: submissionParams,
        querystring: Type.Object({
          slot: Type.Enum(['A', 'B', 'adjudicator', 'appeal_panel']),
          appealId: Type.Optional(Id),
        }),
        response: { 200: answers('People, those who can be assigned first.'), ...problemResponses },
      },
    },
    (request) => {
      const { slot, appealId = null } = request.query
      return assignablePeople(services, request.actor, { ...request.params, slot, appealId })
    },
  )
}

const registerReports: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/programmes/:programmeId/assessment-board',
    {
      config: { access: ['coordinator', 'auditor'] },
      schema: {
        tags,
        summary: 'Open submissions and who is late, never what anybody judged',
        params: programmeParams,
        response: { 200: answers('Open submissions, the oldest first.'), ...problemResponses },
      },
    },
    (request) => assessmentBoard(services, request.actor, request.params.programmeId),
  )
  app.get(
    '/api/v1/programmes/:programmeId/agreement',
    {
      config: { access: ['coordinator', 'auditor'] },
      schema: {
        tags,
        summary: 'How well first-round assessors agree; coefficients from thirty pairs on',
        params: programmeParams,
        response: { 200: answer('Counts, shares, coefficients; `report` is null without pairs.'), ...problemResponses },
      },
    },
    async (request) => ({ report: await agreementReport(services, request.actor, request.params.programmeId) }),
  )
  app.get(
    '/api/v1/first-round-marks',
    {
      config: { access: ['coordinator', 'auditor'] },
      schema: {
        tags,
        summary: 'First-round marks of submissions that are revealed; refused while one of them is sealed',
        querystring: Type.Object({ submissionIds: Type.Array(Id, { minItems: 1, maxItems: 200 }) }),
        response: { 200: answers('One row a criterion.'), ...problemResponses },
      },
    },
    (request) => exportFirstRound(services, request.actor, request.query.submissionIds),
  )
  app.post(
    '/api/v1/qualifications',
    {
      config: { access: ['coordinator'] },
      schema: {
        tags,
        summary: 'Record that a person is calibrated for a rubric version',
        body: Type.Object({
          programmeId: Id,
          personId: Id,
          microCourseId: Id,
          rubricId: Id,
          validUntil: Instant,
          calibration: Type.Optional(
            Type.Object({
              benchmarkItems: Type.Integer({ minimum: 1 }),
              exactAgreement: Share,
              adjacentAgreement: Share,
            }),
          ),
          reason: Type.Optional(Type.String({ maxLength: 2000 })),
        }),
        response: created,
      },
    },
    async (request, reply) => {
      const { validUntil, ...qualification } = request.body
      const input = { ...qualification, validUntil: new Date(validUntil) }
      return reply.code(201).send(await grantQualification(services, request.actor, input))
    },
  )
}
