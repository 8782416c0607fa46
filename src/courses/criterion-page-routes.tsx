import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { NotFound } from '../access/index.ts'
import type { Criterion, Rubric } from '../frameworks/index.ts'
import { handleForm, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { CriterionPage } from './criterion-page.tsx'
import { editRubric, type RubricInput } from './edit-rubric.ts'
import { shown } from './edit-page-routes.tsx'
import { readEditable } from './find-courses.ts'
import { CriterionForm, criterionInput } from './form-input.ts'
import { Id } from './schemas.ts'

const AUTHOR = { access: ['author'] } as const
const params = Type.Object({ versionId: Id })
const criterionParams = Type.Object({ versionId: Id, criterionId: Id })
const query = Type.Object({ outcome: Type.Optional(Type.String()) })

/** The criteria of a draft's rubric, one at a time. */
export const criterionPages: FeatureRoutes = (app, services) => {
  const base = '/courses/:versionId/criteria'
  app.get(
    `${base}/new`,
    { config: AUTHOR, schema: { hide: true, params, querystring: query } },
    async (request, reply) => {
      const page = await criterionPage(services, request, request.params.versionId, null)
      return sendPage(reply, page)
    },
  )
  app.post(
    base,
    { config: AUTHOR, schema: { hide: true, params, body: CriterionForm }, attachValidation: true },
    async (request, reply) => {
      const { versionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await changeCriteria(services, request, versionId, (rubric) => [
            ...rubric.criteria,
            criterionInput(request.body, rubric, undefined),
          ])
          return `/courses/${versionId}/outcomes?done=courses.done.saved`
        },
        redisplay: (problem) => criterionPage(services, request, versionId, null, problem),
      })
    },
  )
  registerOne(app, services)
}

const registerOne: FeatureRoutes = (app, services) => {
  const path = '/courses/:versionId/criteria/:criterionId'
  app.get(path, { config: AUTHOR, schema: { hide: true, params: criterionParams } }, async (request, reply) => {
    const { versionId, criterionId } = request.params
    return sendPage(reply, await criterionPage(services, request, versionId, criterionId))
  })
  app.post(
    path,
    { config: AUTHOR, schema: { hide: true, params: criterionParams, body: CriterionForm }, attachValidation: true },
    async (request, reply) => {
      const { versionId, criterionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await changeCriteria(services, request, versionId, (rubric) => {
            find(rubric, criterionId)
            const input = criterionInput(request.body, rubric, criterionId)
            return rubric.criteria.map((criterion) => (criterion.id === criterionId ? input : criterion))
          })
          return `/courses/${versionId}/outcomes?done=courses.done.saved`
        },
        redisplay: (problem) => criterionPage(services, request, versionId, criterionId, problem),
      })
    },
  )
  for (const { step, change } of [
    { step: 'up', change: movedUp },
    { step: 'removal', change: without },
  ]) {
    app.post(
      `${path}/${step}`,
      { config: AUTHOR, schema: { hide: true, params: criterionParams } },
      async (request, reply) => {
        const { versionId, criterionId } = request.params
        return handleForm(request, reply, {
          act: async () => {
            await changeCriteria(services, request, versionId, (rubric) => change(rubric, criterionId))
            return `/courses/${versionId}/outcomes?done=courses.done.saved`
          },
          redisplay: (problem) => criterionPage(services, request, versionId, criterionId, problem),
        })
      },
    )
  }
}

function find({ criteria }: Rubric, criterionId: string): Criterion {
  const found = criteria.find(({ id }) => id === criterionId)
  if (!found) throw new NotFound('criterion', criterionId)
  return found
}

function movedUp(rubric: Rubric, criterionId: string): readonly Criterion[] {
  const index = rubric.criteria.indexOf(find(rubric, criterionId))
  const others = rubric.criteria.filter(({ id }) => id !== criterionId)
  return others.toSpliced(Math.max(0, index - 1), 0, find(rubric, criterionId))
}

function without(rubric: Rubric, criterionId: string): readonly Criterion[] {
  find(rubric, criterionId)
  return rubric.criteria.filter(({ id }) => id !== criterionId)
}

async function changeCriteria(
  services: Services,
  { actor }: FastifyRequest,
  versionId: string,
  change: (rubric: Rubric) => RubricInput['criteria'],
): Promise<void> {
  const { rubricId } = await readEditable(services, actor, versionId)
  await editRubric(services, actor, rubricId, (rubric) => ({ title: rubric.title, criteria: change(rubric) }))
}

async function criterionPage(
  services: Services,
  request: FastifyRequest,
  versionId: string,
  criterionId: string | null,
  problem?: ProblemDocument,
): Promise<VNode> {
  const version = await readEditable(services, request.actor, versionId)
  const { outcome } = request.query as { outcome?: string }
  const criterion = criterionId === null ? null : find(version.rubric, criterionId)
  return <CriterionPage {...shown(request, problem)} version={version} criterion={criterion} outcomeId={outcome} />
}
