import Type from 'typebox'
import type { Actor } from '../access/index.ts'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import type { Services } from '../services.ts'
import { acceptException, setCriterionEvidence } from './edit-draft.ts'
import { returnForCompletion, withdrawSubmission } from './move-submission.ts'
import {
  HandoverBody,
  Id,
  NewSubmissionBody,
  ReasonText,
  submissionBody,
  SubmissionList,
  SubmissionQuery,
  SubmissionSchema,
  summaryBody,
} from './schemas.ts'
import { carryForward, startSubmission } from './start-submission.ts'
import { submit } from './submit.ts'
import { readSubmissions } from './view-portfolio.ts'
import { readSubmission } from './view-submission.ts'

const tags = ['portfolio']
const params = Type.Object({ submissionId: Id })
const criterionParams = Type.Object({ submissionId: Id, criterionId: Id })
const PARTICIPANT = { access: ['participant'] } as const
const COORDINATOR = { access: ['coordinator'] } as const
const READERS = {
  access: ['participant', 'mentor', 'assessor', 'adjudicator', 'appeals_panel', 'coordinator', 'signatory', 'auditor'],
} as const
const answer = { 200: SubmissionSchema, ...problemResponses }
const PAGE = 50

/** Submissions from the draft to the hand-in. */
export const submissionRoutes: FeatureRoutes = (app, services) => {
  registerReading(app, services)
  registerSteps(app, services)

  app.post(
    '/api/v1/submissions',
    {
      config: PARTICIPANT,
      schema: {
        tags,
        summary: 'Open a draft: the first attempt, or the next one after "not yet competent"',
        body: NewSubmissionBody,
        response: { 201: SubmissionSchema, ...problemResponses },
      },
    },
    async ({ actor, body }, reply) => {
      const { id } = await startSubmission(services, actor, body)
      return reply
        .code(201)
        .header('location', `/api/v1/submissions/${id}`)
        .send(await current(services, actor, id))
    },
  )

  app.put(
    '/api/v1/submissions/:submissionId/criteria/:criterionId/evidence',
    {
      config: PARTICIPANT,
      schema: {
        tags,
        summary: 'Say which evidence stands for a criterion',
        params: criterionParams,
        body: Type.Object({ evidenceVersionIds: Type.Array(Id, { maxItems: 50 }) }),
        response: answer,
      },
    },
    async ({ actor, params: { submissionId, criterionId }, body }) => {
      await setCriterionEvidence(services, actor, submissionId, { criterionId, versionIds: body.evidenceVersionIds })
      return current(services, actor, submissionId)
    },
  )

  app.post(
    '/api/v1/submissions/:submissionId/carry-forwards',
    {
      config: PARTICIPANT,
      schema: {
        tags,
        summary: 'Carry a met criterion of the previous attempt forward',
        params,
        body: Type.Object({ criterionId: Id }),
        response: answer,
      },
    },
    async ({ actor, params: { submissionId }, body }) => {
      await carryForward(services, actor, submissionId, body.criterionId)
      return current(services, actor, submissionId)
    },
  )
}

const registerReading: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/submissions',
    {
      config: READERS,
      schema: {
        tags,
        summary: 'The submissions that I may see, newest first',
        querystring: SubmissionQuery,
        response: { 200: SubmissionList, ...problemResponses },
      },
    },
    async ({ actor, query: { state, cursor, limit = PAGE, ...filter } }) => {
      const found = await readSubmissions(services, actor, {
        ...filter,
        states: state,
        after: cursor,
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      return {
        submissions: page.map(summaryBody),
        nextCursor: found.length > limit ? (page.at(-1)?.cursor ?? null) : null,
      }
    },
  )

  app.get(
    '/api/v1/submissions/:submissionId',
    {
      config: READERS,
      schema: { tags, summary: 'A submission, with what is still missing', params, response: answer },
    },
    async ({ actor, params: { submissionId } }) => current(services, actor, submissionId),
  )
}

const registerSteps: FeatureRoutes = (app, services) => {
  app.post(
    '/api/v1/submissions/:submissionId/hand-in',
    {
      config: PARTICIPANT,
      schema: { tags, summary: 'Hand in: freezes the snapshot', params, body: HandoverBody, response: answer },
    },
    async ({ actor, params: { submissionId }, body }) => {
      await submit(services, actor, submissionId, body)
      return current(services, actor, submissionId)
    },
  )

  app.post(
    '/api/v1/submissions/:submissionId/withdrawal',
    {
      config: PARTICIPANT,
      schema: { tags, summary: 'Take back before a judgement is sealed', params, response: answer },
    },
    async ({ actor, params: { submissionId } }) => {
      await withdrawSubmission(services, actor, submissionId)
      return current(services, actor, submissionId)
    },
  )

  app.post(
    '/api/v1/submissions/:submissionId/return',
    {
      config: COORDINATOR,
      schema: {
        tags,
        summary: 'Return for completion: a formal defect, the same attempt',
        params,
        body: Type.Object({ reason: ReasonText }),
        response: answer,
      },
    },
    async ({ actor, params: { submissionId }, body }) => {
      await returnForCompletion(services, actor, submissionId, body.reason)
      return current(services, actor, submissionId)
    },
  )

  app.post(
    '/api/v1/submissions/:submissionId/exceptions',
    {
      config: COORDINATOR,
      schema: {
        tags,
        summary: 'Excuse a minimum of evidence, with a reason',
        params,
        body: Type.Object({ requirementId: Id, reason: ReasonText }),
        response: answer,
      },
    },
    async ({ actor, params: { submissionId }, body }) => {
      await acceptException(services, actor, submissionId, body)
      return current(services, actor, submissionId)
    },
  )
}

async function current(services: Services, actor: Actor, submissionId: string) {
  return submissionBody(await readSubmission(services, actor, submissionId))
}
