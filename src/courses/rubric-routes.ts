import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { rubricBody } from './bodies.ts'
import { createRubric, editRubric } from './edit-rubric.ts'
import { readRubric } from './find-courses.ts'
import { Id, NewRubricBody, RubricBody } from './schemas.ts'

const tags = ['courses']
const params = Type.Object({ rubricId: Id })
const AUTHOR = { access: ['author'] } as const
const RubricAnswer = Type.Unsafe<unknown>(Type.Ref('Rubric'))

/** Rubrics: criteria with one descriptor a level. */
export const rubricRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/rubrics/:rubricId',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: 'A rubric', params, response: { 200: RubricAnswer, ...problemResponses } },
    },
    async ({ actor, params: { rubricId } }) => rubricBody(await readRubric(services, actor, rubricId)),
  )
  app.post(
    '/api/v1/rubrics',
    {
      config: AUTHOR,
      schema: {
        tags,
        summary: 'A new rubric on a scale of levels',
        body: NewRubricBody,
        response: { 201: RubricAnswer, ...problemResponses },
      },
    },
    async ({ actor, body }, reply) => {
      const { id } = await createRubric(services, actor, body)
      reply.code(201).header('location', `/api/v1/rubrics/${id}`)
      return rubricBody(await readRubric(services, actor, id))
    },
  )
  app.put(
    '/api/v1/rubrics/:rubricId',
    {
      config: AUTHOR,
      schema: {
        tags,
        summary: 'Write title and criteria of a rubric that is not published yet',
        description:
          'A version under review that is judged by it goes back to draft, and its approvals no longer count.',
        params,
        body: RubricBody,
        response: { 200: RubricAnswer, ...problemResponses },
      },
    },
    async ({ actor, params: { rubricId }, body }) => {
      await editRubric(services, actor, rubricId, body)
      return rubricBody(await readRubric(services, actor, rubricId))
    },
  )
}
