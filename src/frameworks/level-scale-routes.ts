import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { createLevelScale, findLevelScales } from './level-scale.ts'
import { DRAFT_READERS } from './policy.ts'
import { Id, LevelScaleBody, LevelScaleList } from './schemas.ts'

const tags = ['level-scales']

/** The scales by which rubrics judge. */
export const levelScaleRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/level-scales',
    {
      config: { access: DRAFT_READERS },
      schema: {
        tags,
        summary: 'The level scales of my programmes',
        querystring: Type.Object({ programmeId: Type.Optional(Id) }),
        response: { 200: LevelScaleList, ...problemResponses },
      },
    },
    async ({ actor, query: { programmeId } }) => {
      const found = await findLevelScales(services, actor)
      const levelScales = found
        .filter((scale) => programmeId === undefined || scale.programmeId === programmeId)
        .map((scale) => ({ ...scale, levels: [...scale.levels] }))
      return { levelScales }
    },
  )
  app.post(
    '/api/v1/level-scales',
    {
      config: { access: ['author'] },
      schema: {
        tags,
        summary: 'A new level scale, which never changes afterwards',
        body: LevelScaleBody,
        response: { 201: Type.Object({ id: Id }), ...problemResponses },
      },
    },
    async ({ actor, body }, reply) => {
      const created = await createLevelScale(services, actor, body)
      return reply.code(201).header('location', '/api/v1/level-scales').send(created)
    },
  )
}
