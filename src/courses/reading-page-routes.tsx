import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { hasRoleAnywhere } from '../access/index.ts'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { CoursePage } from './course-page.tsx'
import { CoursesPage } from './courses-page.tsx'
import { addVersionAuthor } from './edit-course.ts'
import { readCatalogue, readVersion } from './find-courses.ts'
import { missingInWords } from './missing-words.ts'
import {
  deprecateVersion,
  publishVersion,
  requestVersionReview,
  retireVersion,
  reviewVersion,
} from './review-course.ts'
import { AuthorBody, Id, ReviewBody } from './schemas.ts'

const params = Type.Object({ versionId: Id })
const csrf = { _csrf: Type.Optional(Type.String()) }
const ReviewForm = Type.Object({ ...csrf, ...ReviewBody.properties })
const AuthorForm = Type.Object({ ...csrf, ...AuthorBody.properties })

/** The catalogue, one version, and the steps from review to retirement. */
export const readingPages: FeatureRoutes = (app, services) => {
  app.get('/courses', { config: { access: 'signed-in' }, schema: { hide: true } }, async (request, reply) =>
    sendPage(
      reply,
      <CoursesPage
        context={pageContext(request)}
        catalogue={await readCatalogue(services, request.actor)}
        isAuthor={hasRoleAnywhere(request.actor, ['author'])}
      />,
    ),
  )
  app.get(
    '/courses/:versionId',
    { config: { access: 'signed-in' }, schema: { hide: true, params } },
    async (request, reply) => sendPage(reply, await coursePage(services, request, request.params.versionId)),
  )
  registerReviews(app, services)
  for (const { path, access, done, act } of [
    { path: 'review-request', access: 'author', done: 'review-requested', act: requestVersionReview },
    { path: 'publication', access: 'coordinator', done: 'published', act: publishVersion },
    { path: 'deprecation', access: 'coordinator', done: 'deprecated', act: deprecateVersion },
    { path: 'retirement', access: 'coordinator', done: 'retired', act: retireVersion },
  ] as const) {
    app.post(
      `/courses/:versionId/${path}`,
      { config: { access: [access] }, schema: { hide: true, params } },
      async (request, reply) => {
        const { versionId } = request.params
        return handleForm(request, reply, {
          act: async () => {
            await act(services, request.actor, versionId)
            return `/courses/${versionId}?done=courses.done.${done}`
          },
          redisplay: (problem) => coursePage(services, request, versionId, problem),
        })
      },
    )
  }
}

const registerReviews: FeatureRoutes = (app, services) => {
  app.post(
    '/courses/:versionId/reviews',
    {
      config: { access: ['validator'] },
      schema: { hide: true, params, body: ReviewForm },
      attachValidation: true,
    },
    async (request, reply) => {
      const { versionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const { contentHash, outcome, comment = null } = request.body
          await reviewVersion(services, request.actor, versionId, { contentHash, outcome, comment })
          return `/courses/${versionId}?done=courses.done.reviewed`
        },
        redisplay: (problem) => coursePage(services, request, versionId, problem),
      })
    },
  )
  app.post(
    '/courses/:versionId/authors',
    { config: { access: ['author'] }, schema: { hide: true, params, body: AuthorForm }, attachValidation: true },
    async (request, reply) => {
      const { versionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await addVersionAuthor(services, request.actor, versionId, request.body.personId)
          return `/courses/${versionId}?done=courses.done.author-added`
        },
        redisplay: (problem) => coursePage(services, request, versionId, problem),
      })
    },
  )
}

export async function coursePage(
  services: Services,
  request: FastifyRequest,
  versionId: string,
  problem?: ProblemDocument,
): Promise<VNode> {
  const context = pageContext(request)
  const read = await readVersion(services, request.actor, versionId)
  const isAboutParts = problem?.code === 'not-ready-for-publication' && problem.errors !== undefined
  const inWords = isAboutParts
    ? {
        ...problem,
        errors: problem.errors.map((error) => ({
          ...error,
          detail: missingInWords(context, read.version, [error])[0]?.text ?? error.detail,
        })),
      }
    : problem
  return (
    <CoursePage
      context={context}
      read={read}
      reader={request.actor}
      problem={inWords}
      values={problem ? request.formValues : undefined}
    />
  )
}
