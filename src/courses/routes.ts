import Type from 'typebox'
import type { Actor } from '../access/index.ts'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import type { Services } from '../services.ts'
import { summaryBody, versionBody } from './bodies.ts'
import { addVersionAuthor, createMicroCourse, createVersion, editVersion } from './edit-course.ts'
import { findVersions, readVersion } from './find-courses.ts'
import {
  deprecateVersion,
  publishVersion,
  requestVersionReview,
  retireVersion,
  reviewVersion,
} from './review-course.ts'
import { rubricRoutes } from './rubric-routes.ts'
import {
  AuthorBody,
  Id,
  NewMicroCourseBody,
  NewVersionBody,
  ReviewBody,
  RubricSchema,
  State,
  VersionContentBody,
  VersionList,
  VersionSchema,
} from './schemas.ts'

const tags = ['courses']
const params = Type.Object({ versionId: Id })
const AUTHOR = { access: ['author'] } as const
const COORDINATOR = { access: ['coordinator'] } as const
const VersionAnswer = Type.Unsafe<unknown>(Type.Ref('MicroCourseVersion'))
const answer = { 200: VersionAnswer, ...problemResponses }
const created = { 201: VersionAnswer, ...problemResponses }
const PAGE = 100

/** Micro-courses, their versions and rubrics, from the draft to retirement. */
export const courseRoutes: FeatureRoutes = (app, services) => {
  app.addSchema(RubricSchema)
  app.addSchema(VersionSchema)
  registerReading(app, services)
  registerWriting(app, services)
  registerReviews(app, services)
  rubricRoutes(app, services)
}

async function current(services: Services, actor: Actor, versionId: string) {
  return versionBody(await readVersion(services, actor, versionId), actor, services.config.publicUrl)
}

const registerReading: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/micro-course-versions',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'The versions of micro-courses that I may see, by course',
        querystring: Type.Object({
          programmeId: Type.Optional(Id),
          microCourseId: Type.Optional(Id),
          state: Type.Optional(Type.Array(State)),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
          cursor: Type.Optional(Id),
        }),
        response: { 200: VersionList, ...problemResponses },
      },
    },
    async ({ actor, query: { programmeId, microCourseId, state, limit = PAGE, cursor } }) => {
      const found = (await findVersions(services, actor)).filter(
        (version) =>
          (programmeId === undefined || version.programmeId === programmeId) &&
          (microCourseId === undefined || version.microCourseId === microCourseId) &&
          (state === undefined || state.includes(version.state)),
      )
      const from = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor) + 1
      const page = found.slice(from, from + limit)
      return {
        versions: page.map((version) => summaryBody(version, services.config.publicUrl)),
        nextCursor: found.length > from + limit ? (page.at(-1)?.id ?? null) : null,
      }
    },
  )
  app.get(
    '/api/v1/micro-course-versions/:versionId',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: 'A version with its rubric, and what I may do with it', params, response: answer },
    },
    async ({ actor, params: { versionId } }) => current(services, actor, versionId),
  )
}

const registerWriting: FeatureRoutes = (app, services) => {
  app.post(
    '/api/v1/micro-courses',
    {
      config: AUTHOR,
      schema: {
        tags,
        summary: 'A new micro-course with its first version as a draft',
        body: NewMicroCourseBody,
        response: created,
      },
    },
    async ({ actor, body }, reply) => {
      const { versionId } = await createMicroCourse(services, actor, body)
      reply.code(201).header('location', `/api/v1/micro-course-versions/${versionId}`)
      return current(services, actor, versionId)
    },
  )
  app.post(
    '/api/v1/micro-courses/:microCourseId/versions',
    {
      config: AUTHOR,
      schema: {
        tags,
        summary: 'The next version of a micro-course, as a draft',
        params: Type.Object({ microCourseId: Id }),
        body: NewVersionBody,
        response: created,
      },
    },
    async ({ actor, params: { microCourseId }, body }, reply) => {
      const { id } = await createVersion(services, actor, microCourseId, body)
      reply.code(201).header('location', `/api/v1/micro-course-versions/${id}`)
      return current(services, actor, id)
    },
  )
  app.put(
    '/api/v1/micro-course-versions/:versionId',
    {
      config: AUTHOR,
      schema: {
        tags,
        summary: 'Write the whole content of a draft',
        description: 'A version under review goes back to draft, and its approvals no longer count.',
        params,
        body: VersionContentBody,
        response: answer,
      },
    },
    async ({ actor, params: { versionId }, body }) => {
      await editVersion(services, actor, versionId, body)
      return current(services, actor, versionId)
    },
  )
  app.post(
    '/api/v1/micro-course-versions/:versionId/authors',
    {
      config: AUTHOR,
      schema: {
        tags,
        summary: 'Add an author, who can then never review it',
        params,
        body: AuthorBody,
        response: created,
      },
    },
    async ({ actor, params: { versionId }, body }, reply) => {
      await addVersionAuthor(services, actor, versionId, body.personId)
      reply.code(201)
      return current(services, actor, versionId)
    },
  )
}

const registerReviews: FeatureRoutes = (app, services) => {
  app.post(
    '/api/v1/micro-course-versions/:versionId/review-request',
    {
      config: AUTHOR,
      schema: { tags, summary: 'Ask for a review', params, response: answer },
    },
    async ({ actor, params: { versionId } }) => {
      await requestVersionReview(services, actor, versionId)
      return current(services, actor, versionId)
    },
  )
  app.post(
    '/api/v1/micro-course-versions/:versionId/reviews',
    {
      config: { access: ['validator'] },
      schema: {
        tags,
        summary: 'Approve the content that I read, or ask for changes',
        params,
        body: ReviewBody,
        response: created,
      },
    },
    async ({ actor, params: { versionId }, body }, reply) => {
      const { contentHash, outcome, comment = null } = body
      await reviewVersion(services, actor, versionId, { contentHash, outcome, comment })
      reply.code(201)
      return current(services, actor, versionId)
    },
  )
  for (const { path, summary, act } of [
    { path: 'publication', summary: 'Publish what two organisations approved', act: publishVersion },
    { path: 'deprecation', summary: 'Phase out: no new enrolments', act: deprecateVersion },
    { path: 'retirement', summary: 'Retire: no new submissions; what was issued stays valid', act: retireVersion },
  ]) {
    app.post(
      `/api/v1/micro-course-versions/:versionId/${path}`,
      { config: COORDINATOR, schema: { tags, summary, params, response: answer } },
      async ({ actor, params: { versionId } }) => {
        await act(services, actor, versionId)
        return current(services, actor, versionId)
      },
    )
  }
}
