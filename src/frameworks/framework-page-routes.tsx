import { inArray } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { hasRole, hasRoleAnywhere, type Actor } from '../access/index.ts'
import { tables } from '../database/index.ts'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { createFramework } from './create-framework.ts'
import { addFrameworkAuthor, editFramework } from './edit-framework.ts'
import { findFrameworks, readFramework } from './find-frameworks.ts'
import {
  AuthorForm,
  DetailsForm,
  detailsInput,
  LevelScaleForm,
  levelScaleInput,
  NewFrameworkForm,
  ReviewForm,
} from './form-input.ts'
import { EditFrameworkPage, NewFrameworkPage, type ProgrammeChoice } from './framework-form.tsx'
import { FrameworkPage } from './framework-page.tsx'
import { FrameworksPage } from './frameworks-page.tsx'
import { createLevelScale, findLevelScales } from './level-scale.ts'
import { LevelScalePage } from './level-scale-page.tsx'
import { DRAFT_READERS } from './policy.ts'
import {
  deprecateFramework,
  publishFramework,
  requestFrameworkReview,
  retireFramework,
  reviewFramework,
} from './review-framework.ts'
import { Id } from './schemas.ts'

const AUTHOR = { access: ['author'] } as const
const params = Type.Object({ frameworkId: Id })

/** What a page with a form is given of the request: what was sent comes back after a refusal only. */
export function shown(request: FastifyRequest, problem: ProblemDocument | undefined) {
  return { context: pageContext(request), problem, sent: problem ? request.formValues : undefined }
}

/** Frameworks and level scales for people: the list, what is new, one framework, and the road of a draft. */
export const wholeFrameworkPages: FeatureRoutes = (app, services) => {
  registerList(app, services)
  registerNew(app, services)
  registerOne(app, services)
  registerReviews(app, services)
}

const registerList: FeatureRoutes = (app, services) => {
  app.get('/frameworks', { config: { access: 'signed-in' }, schema: { hide: true } }, async (request, reply) => {
    const { actor } = request
    const page = (
      <FrameworksPage
        context={pageContext(request)}
        frameworks={await findFrameworks(services, actor)}
        scales={hasRoleAnywhere(actor, DRAFT_READERS) ? await findLevelScales(services, actor) : null}
        isAuthor={hasRoleAnywhere(actor, ['author'])}
      />
    )
    return sendPage(reply, page)
  })
}

const registerNew: FeatureRoutes = (app, services) => {
  const newFramework = async (request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> => (
    <NewFrameworkPage {...shown(request, problem)} programmes={await programmesToWriteFor(services, request.actor)} />
  )
  const newScale = async (request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> => (
    <LevelScalePage {...shown(request, problem)} programmes={await programmesToWriteFor(services, request.actor)} />
  )
  app.get('/frameworks/new', { config: AUTHOR, schema: { hide: true } }, async (request, reply) =>
    sendPage(reply, await newFramework(request)),
  )
  app.post(
    '/frameworks',
    { config: AUTHOR, schema: { hide: true, body: NewFrameworkForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { programmeId } = request.body
          const { id } = await createFramework(services, request.actor, { programmeId, ...detailsInput(request.body) })
          return `/frameworks/${id}?done=frameworks.done.created`
        },
        redisplay: (problem) => newFramework(request, problem),
      }),
  )
  app.get('/frameworks/level-scales/new', { config: AUTHOR, schema: { hide: true } }, async (request, reply) =>
    sendPage(reply, await newScale(request)),
  )
  app.post(
    '/frameworks/level-scales',
    { config: AUTHOR, schema: { hide: true, body: LevelScaleForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          await createLevelScale(services, request.actor, levelScaleInput(request.body))
          return '/frameworks?done=frameworks.done.scaleCreated#scales'
        },
        redisplay: (problem) => newScale(request, problem),
      }),
  )
}

/** The programmes in which the actor is an author. */
async function programmesToWriteFor(services: Services, actor: Actor): Promise<readonly ProgrammeChoice[]> {
  const ids = actor.programmeIds.filter((id) => hasRole(actor, ['author'], id))
  const { programmes } = tables
  return services.database.transaction(actor, services.clock.now(), (tx) =>
    tx
      .select({ id: programmes.id, title: programmes.title, baseLanguage: programmes.baseLanguage })
      .from(programmes)
      .where(inArray(programmes.id, ids)),
  )
}

async function frameworkPage(
  services: Services,
  request: FastifyRequest,
  frameworkId: string,
  problem?: ProblemDocument,
): Promise<VNode> {
  const { context, sent } = shown(request, problem)
  const { actor } = request
  const read = await readFramework(services, actor, frameworkId)
  return <FrameworkPage context={context} read={read} reader={actor} problem={problem} values={sent} />
}

const registerOne: FeatureRoutes = (app, services) => {
  app.get(
    '/frameworks/:frameworkId',
    { config: { access: 'signed-in' }, schema: { hide: true, params } },
    async (request, reply) => sendPage(reply, await frameworkPage(services, request, request.params.frameworkId)),
  )
  const editPage = async (request: FastifyRequest, frameworkId: string, problem?: ProblemDocument): Promise<VNode> => {
    const { framework } = await readFramework(services, request.actor, frameworkId)
    return <EditFrameworkPage {...shown(request, problem)} framework={framework} />
  }
  app.get('/frameworks/:frameworkId/edit', { config: AUTHOR, schema: { hide: true, params } }, async (request, reply) =>
    sendPage(reply, await editPage(request, request.params.frameworkId)),
  )
  app.post(
    '/frameworks/:frameworkId/edit',
    { config: AUTHOR, schema: { hide: true, params, body: DetailsForm }, attachValidation: true },
    async (request, reply) => {
      const { frameworkId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await editFramework(services, request.actor, frameworkId, detailsInput(request.body))
          return `/frameworks/${frameworkId}?done=frameworks.done.saved`
        },
        redisplay: (problem) => editPage(request, frameworkId, problem),
      })
    },
  )
}

const registerReviews: FeatureRoutes = (app, services) => {
  app.post(
    '/frameworks/:frameworkId/authors',
    { config: AUTHOR, schema: { hide: true, params, body: AuthorForm }, attachValidation: true },
    async (request, reply) => {
      const { frameworkId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await addFrameworkAuthor(services, request.actor, frameworkId, request.body.personId)
          return `/frameworks/${frameworkId}?done=frameworks.done.authorAdded#review`
        },
        redisplay: (problem) => frameworkPage(services, request, frameworkId, problem),
      })
    },
  )
  app.post(
    '/frameworks/:frameworkId/reviews',
    {
      config: { access: ['validator', 'author'] },
      schema: { hide: true, params, body: ReviewForm },
      attachValidation: true,
    },
    async (request, reply) => {
      const { frameworkId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const { contentHash, outcome, comment = null } = request.body
          await reviewFramework(services, request.actor, frameworkId, { contentHash, outcome, comment })
          return `/frameworks/${frameworkId}?done=frameworks.done.reviewed#review`
        },
        redisplay: (problem) => frameworkPage(services, request, frameworkId, problem),
      })
    },
  )
  for (const { path, access, done, act } of [
    { path: 'review-request', access: ['author'], done: 'reviewRequested', act: requestFrameworkReview },
    { path: 'publication', access: ['coordinator'], done: 'published', act: publishFramework },
    { path: 'deprecation', access: ['coordinator'], done: 'deprecated', act: deprecateFramework },
    { path: 'retirement', access: ['coordinator'], done: 'retired', act: retireFramework },
  ] as const) {
    app.post(
      `/frameworks/:frameworkId/${path}`,
      { config: { access }, schema: { hide: true, params } },
      async (request, reply) => {
        const { frameworkId } = request.params
        return handleForm(request, reply, {
          act: async () => {
            await act(services, request.actor, frameworkId)
            return `/frameworks/${frameworkId}?done=frameworks.done.${done}#review`
          },
          redisplay: (problem) => frameworkPage(services, request, frameworkId, problem),
        })
      },
    )
  }
}
