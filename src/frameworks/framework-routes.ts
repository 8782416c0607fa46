import Type from 'typebox'
import type { Actor } from '../access/index.ts'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import type { Services } from '../services.ts'
import { frameworkBody, summaryBody } from './bodies.ts'
import { createFramework } from './create-framework.ts'
import { addFrameworkAuthor, editFramework } from './edit-framework.ts'
import { findFrameworks, readFramework } from './find-frameworks.ts'
import {
  deprecateFramework,
  publishFramework,
  requestFrameworkReview,
  retireFramework,
  reviewFramework,
} from './review-framework.ts'
import { AuthorBody, DetailsBody, FrameworkList, Id, NewFrameworkBody, ReviewBody, State } from './schemas.ts'

const tags = ['frameworks']
const AUTHOR = { access: ['author'] } as const
export const frameworkParams = Type.Object({ frameworkId: Id })
export const FrameworkAnswer = Type.Unsafe<unknown>(Type.Ref('Framework'))
const answer = { 200: FrameworkAnswer, ...problemResponses }
const created = { 201: FrameworkAnswer, ...problemResponses }
const PAGE = 100

export async function current(services: Services, actor: Actor, frameworkId: string) {
  return frameworkBody(await readFramework(services, actor, frameworkId), actor)
}

/** Frameworks as wholes, from the draft to retirement. */
export const wholeFrameworkRoutes: FeatureRoutes = (app, services) => {
  registerReading(app, services)
  registerWriting(app, services)
  registerReviews(app, services)
}

const registerReading: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/frameworks',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'The competency frameworks that I may see, newest first',
        querystring: Type.Object({
          programmeId: Type.Optional(Id),
          state: Type.Optional(Type.Array(State)),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
          cursor: Type.Optional(Id),
        }),
        response: { 200: FrameworkList, ...problemResponses },
      },
    },
    async ({ actor, query: { programmeId, state, limit = PAGE, cursor } }) => {
      const found = (await findFrameworks(services, actor)).filter(
        (framework) =>
          (programmeId === undefined || framework.programmeId === programmeId) &&
          (state === undefined || state.includes(framework.state)),
      )
      const from = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor) + 1
      const page = found.slice(from, from + limit)
      return {
        frameworks: page.map(summaryBody),
        nextCursor: found.length > from + limit ? (page.at(-1)?.id ?? null) : null,
      }
    },
  )
  app.get(
    '/api/v1/frameworks/:frameworkId',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'A framework with its items, and what I may do with it',
        params: frameworkParams,
        response: answer,
      },
    },
    async ({ actor, params: { frameworkId } }) => current(services, actor, frameworkId),
  )
}

const registerWriting: FeatureRoutes = (app, services) => {
  app.post(
    '/api/v1/frameworks',
    {
      config: AUTHOR,
      schema: { tags, summary: 'A new framework as a draft', body: NewFrameworkBody, response: created },
    },
    async ({ actor, body }, reply) => {
      const { id } = await createFramework(services, actor, body)
      reply.code(201).header('location', `/api/v1/frameworks/${id}`)
      return current(services, actor, id)
    },
  )
  app.put(
    '/api/v1/frameworks/:frameworkId',
    {
      config: AUTHOR,
      schema: {
        tags,
        summary: 'Write the details of a draft',
        description: 'A framework under review goes back to draft, and its approvals no longer count.',
        params: frameworkParams,
        body: DetailsBody,
        response: answer,
      },
    },
    async ({ actor, params: { frameworkId }, body }) => {
      await editFramework(services, actor, frameworkId, body)
      return current(services, actor, frameworkId)
    },
  )
  app.post(
    '/api/v1/frameworks/:frameworkId/authors',
    {
      config: AUTHOR,
      schema: {
        tags,
        summary: 'Add an author, who can then never review it',
        params: frameworkParams,
        body: AuthorBody,
        response: created,
      },
    },
    async ({ actor, params: { frameworkId }, body }, reply) => {
      await addFrameworkAuthor(services, actor, frameworkId, body.personId)
      reply.code(201)
      return current(services, actor, frameworkId)
    },
  )
}

const registerReviews: FeatureRoutes = (app, services) => {
  app.post(
    '/api/v1/frameworks/:frameworkId/reviews',
    {
      // An author gets through to be told why not.
      config: { access: ['validator', 'author'] },
      schema: {
        tags,
        summary: 'Approve the content that I read, or ask for changes',
        params: frameworkParams,
        body: ReviewBody,
        response: created,
      },
    },
    async ({ actor, params: { frameworkId }, body }, reply) => {
      const { contentHash, outcome, comment = null } = body
      await reviewFramework(services, actor, frameworkId, { contentHash, outcome, comment })
      reply.code(201)
      return current(services, actor, frameworkId)
    },
  )
  for (const { path, access, summary, act } of [
    { path: 'review-request', access: ['author'], summary: 'Ask for a review', act: requestFrameworkReview },
    {
      path: 'publication',
      access: ['coordinator'],
      summary: 'Publish what two organisations approved',
      act: publishFramework,
    },
    {
      path: 'deprecation',
      access: ['coordinator'],
      summary: 'Phase out: no new micro-course is built on it',
      act: deprecateFramework,
    },
    {
      path: 'retirement',
      access: ['coordinator'],
      summary: 'Retire what is being phased out; it stays readable',
      act: retireFramework,
    },
  ] as const) {
    app.post(
      `/api/v1/frameworks/:frameworkId/${path}`,
      { config: { access }, schema: { tags, summary, params: frameworkParams, response: answer } },
      async ({ actor, params: { frameworkId } }) => {
        await act(services, actor, frameworkId)
        return current(services, actor, frameworkId)
      },
    )
  }
}
