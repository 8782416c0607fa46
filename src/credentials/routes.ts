import Type from 'typebox'
import { tables } from '../database/index.ts'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { VC_MEDIA_TYPE } from '../standards/vc/index.ts'
import type { AwardListRow } from './award-store.ts'
import {
  approveAward,
  awardsBoard,
  cancelAward,
  confirmName,
  endorseAward,
  myAwards,
  proposeAward,
  readAward,
} from './awards.ts'
import { confirmErasure, requestErasure } from './erasures.ts'
import { issueCredential, type CheckOwnOutput } from './issue-credential.ts'
import { confirmRevocation, refuseRevocation, requestRevocation } from './revocations.ts'
import { changeVisibility } from './visibility.ts'

const Id = Type.String({ format: 'uuid' })
const Name = Type.String({ minLength: 2, maxLength: 120 })
const awardParams = Type.Object({ awardId: Id })
const credentialParams = Type.Object({ credentialId: Id })

export const AwardSchema = Type.Object(
  {
    id: Id,
    programmeId: Id,
    participantId: Id,
    participantName: Type.Union([Type.String(), Type.Null()]),
    courseTitle: Type.Record(Type.String(), Type.String()),
    version: Type.String(),
    state: Type.Enum([...tables.AWARD_STATES]),
    nameAsIssued: Type.String(),
    language: Type.String(),
    decisionId: Id,
    decidedAt: Type.String({ format: 'date-time' }),
    proposedAt: Type.String({ format: 'date-time' }),
    approvedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    issuedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    isEndorsed: Type.Boolean(),
    credentialId: Type.Union([Id, Type.Null()]),
    credentialIri: Type.Union([Type.String(), Type.Null()]),
    code: Type.Union([Type.String(), Type.Null()]),
    visibility: Type.Union([Type.Enum(['link', 'private']), Type.Null()]),
    flags: Type.Array(Type.String(), { description: 'What a signatory has to look at before approving.' }),
    endorsedBy: Type.Optional(Type.Array(Id, { description: 'Organisations that endorsed.' })),
  },
  { $id: 'Award' },
)

const AwardAnswer = Type.Unsafe<unknown>(Type.Ref('Award'))
const BoardAnswer = Type.Object({
  eligible: Type.Array(
    Type.Object({
      decisionId: Id,
      programmeId: Id,
      participantName: Type.String(),
      courseTitle: Type.Record(Type.String(), Type.String()),
      decidedAt: Type.String({ format: 'date-time' }),
    }),
  ),
  awards: Type.Array(AwardAnswer),
})

/** Awards, their credentials, and the end of both. `checkOwnOutput` verifies whatever was just signed. */
export function credentialRoutes(checkOwnOutput: CheckOwnOutput): FeatureRoutes {
  return (app, services) => {
    app.addSchema(AwardSchema)
    registerAwards(app, services)
    registerEndings(app, services)
    app.post(
      '/api/v1/awards/:awardId/credential',
      {
        config: { access: ['signatory'] },
        schema: {
          tags: ['awards'],
          summary: 'Issue the credential of an approved and endorsed award',
          params: awardParams,
          response: { 201: { description: 'The signed credential.' }, ...problemResponses },
        },
      },
      async (request, reply) => {
        const input = { awardId: request.params.awardId }
        const issued = await issueCredential({ ...services, checkOwnOutput }, request.actor, input)
        return reply
          .code(201)
          .header('location', issued.credentialIri)
          .type(VC_MEDIA_TYPE)
          .serializer((document) => document as string)
          .send(issued.document)
      },
    )
  }
}

const registerAwards: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/awards',
    {
      config: { access: ['coordinator', 'signatory', 'auditor'] },
      schema: {
        tags: ['awards'],
        summary: 'Decisions without an award, and the awards of a programme',
        querystring: Type.Object({ programmeId: Id }),
        response: { 200: BoardAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const board = await awardsBoard(services, request.actor, request.query.programmeId)
      return {
        eligible: board.eligible.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() })),
        awards: board.awards.map(awardJson),
      }
    },
  )
  app.get(
    '/api/v1/me/awards',
    {
      config: { access: ['participant'] },
      schema: {
        tags: ['awards'],
        summary: 'My awards',
        response: { 200: Type.Array(AwardAnswer), ...problemResponses },
      },
    },
    async (request) => (await myAwards(services, request.actor)).map(awardJson),
  )
  app.get(
    '/api/v1/awards/:awardId',
    {
      config: { access: ['participant', 'coordinator', 'signatory', 'auditor'] },
      schema: {
        tags: ['awards'],
        summary: 'One award',
        params: awardParams,
        response: { 200: AwardAnswer, ...problemResponses },
      },
    },
    async (request) => awardJson(await readAward(services, request.actor, request.params.awardId)),
  )
  app.post(
    '/api/v1/awards',
    {
      config: { access: ['coordinator', 'signatory'] },
      schema: {
        tags: ['awards'],
        summary: 'Propose an award for a released, competent decision',
        body: Type.Object({
          decisionId: Id,
          supersedesId: Type.Optional(Id),
          nameAsIssued: Type.Optional(Name),
        }),
        response: { 201: AwardAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const id = await proposeAward(services, request.actor, request.body)
      reply.code(201).header('location', `/api/v1/awards/${id}`)
      return awardJson(await readAward(services, request.actor, id))
    },
  )
  for (const step of [
    { path: 'approval', summary: 'Approve, as a signatory who judged nothing of it', act: approveAward },
    { path: 'endorsement', summary: 'Endorse, as a signatory of the assessing partner', act: endorseAward },
    { path: 'cancellation', summary: 'Cancel an award that was not issued', act: cancelAward },
  ]) {
    app.post(
      `/api/v1/awards/:awardId/${step.path}`,
      {
        config: { access: ['signatory'] },
        schema: {
          tags: ['awards'],
          summary: step.summary,
          params: awardParams,
          response: { 200: AwardAnswer, ...problemResponses },
        },
      },
      async (request) => {
        const { awardId } = request.params
        await step.act(services, request.actor, awardId)
        return awardJson(await readAward(services, request.actor, awardId))
      },
    )
  }
  app.put(
    '/api/v1/awards/:awardId/name',
    {
      config: { access: ['participant'] },
      schema: {
        tags: ['awards'],
        summary: 'Confirm the name as it will be printed',
        params: awardParams,
        body: Type.Object({ name: Name }),
        response: { 200: AwardAnswer, ...problemResponses },
      },
    },
    async (request) => {
      await confirmName(services, request.actor, request.params.awardId, request.body.name)
      return awardJson(await readAward(services, request.actor, request.params.awardId))
    },
  )
}

const Created = Type.Object({ id: Id })
const Nothing = Type.Null({ description: 'Done.' })

const registerEndings: FeatureRoutes = (app, services) => {
  app.put(
    '/api/v1/credentials/:credentialId/visibility',
    {
      config: { access: ['participant'] },
      schema: {
        tags: ['credentials'],
        summary: 'Switch the public page on or off',
        params: credentialParams,
        body: Type.Object({ visibility: Type.Enum(['link', 'private']) }),
        response: { 204: Nothing, ...problemResponses },
      },
    },
    async (request, reply) => {
      await changeVisibility(services, request.actor, request.params.credentialId, request.body.visibility)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/credentials/:credentialId/revocations',
    {
      config: { access: ['signatory'] },
      schema: {
        tags: ['credentials'],
        summary: 'Ask for a revocation, which a second person confirms',
        params: credentialParams,
        body: Type.Object({
          category: Type.Enum([...tables.REVOCATION_CATEGORIES], { description: 'Public.' }),
          note: Type.Optional(Type.String({ maxLength: 2000, description: 'Never published.' })),
        }),
        response: { 201: Created, ...problemResponses },
      },
    },
    async (request, reply) => {
      const input = { credentialId: request.params.credentialId, ...request.body }
      return reply.code(201).send({ id: await requestRevocation(services, request.actor, input) })
    },
  )
  app.post(
    '/api/v1/credentials/:credentialId/erasures',
    {
      config: { access: ['signatory', 'coordinator'] },
      schema: {
        tags: ['credentials'],
        summary: 'Ask for the erasure of the bytes and the name, which a second person confirms',
        params: credentialParams,
        response: { 201: Created, ...problemResponses },
      },
    },
    async (request, reply) =>
      reply.code(201).send({ id: await requestErasure(services, request.actor, request.params.credentialId) }),
  )
  for (const step of [
    {
      path: 'revocations/:id/confirmation',
      access: ['signatory'],
      summary: 'Confirm a revocation, as the second person',
      act: confirmRevocation,
    },
    { path: 'revocations/:id/refusal', access: ['signatory'], summary: 'Refuse a revocation', act: refuseRevocation },
    {
      path: 'erasures/:id/confirmation',
      access: ['signatory', 'coordinator'],
      summary: 'Confirm an erasure, as the second person',
      act: confirmErasure,
    },
  ] as const) {
    app.post(
      `/api/v1/${step.path}`,
      {
        config: { access: step.access },
        schema: {
          tags: ['credentials'],
          summary: step.summary,
          params: Type.Object({ id: Id }),
          response: { 204: Nothing, ...problemResponses },
        },
      },
      async (request, reply) => {
        await step.act(services, request.actor, request.params.id)
        return reply.code(204).send(null)
      },
    )
  }
}

function awardJson(award: AwardListRow): Record<string, unknown> {
  return {
    ...award,
    decidedAt: award.decidedAt.toISOString(),
    proposedAt: award.proposedAt.toISOString(),
    approvedAt: award.approvedAt?.toISOString() ?? null,
    issuedAt: award.issuedAt?.toISOString() ?? null,
  }
}
