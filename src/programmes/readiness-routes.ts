import Type from 'typebox'
import { PEOPLE_KEEPERS } from '../access/index.ts'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { readReadiness } from './read-readiness.ts'
import { isReady, STEPS, type ReadinessStep } from './readiness.ts'
import { Id, oneOf } from './schemas.ts'

const Step = Type.Object({
  key: oneOf(STEPS),
  state: oneOf<ReadinessStep['state']>(['done', 'missing', 'waiting', 'optional']),
  have: Type.Integer(),
  need: Type.Integer(),
  shortcoming: Type.Union([Type.String(), Type.Null()], { description: 'Why what is there does not do.' }),
  affected: Type.Integer({ description: 'How many teachers, drafts or micro-courses the shortcoming touches.' }),
})

export const readinessRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/set-up',
    {
      config: { access: PEOPLE_KEEPERS },
      schema: {
        tags: ['programmes'],
        summary: 'What is missing until a badge can be issued, and which duty nobody eligible could fill',
        querystring: Type.Object({ programmeId: Type.Optional(Id) }),
        response: {
          200: Type.Object({
            programmeId: Type.Union([Id, Type.Null()]),
            isReady: Type.Boolean(),
            steps: Type.Array(Step),
          }),
          ...problemResponses,
        },
      },
    },
    async ({ actor, query }) => {
      const { programme, steps } = await readReadiness(services, actor, query.programmeId)
      return { programmeId: programme?.id ?? null, isReady: isReady(steps), steps: [...steps] }
    },
  )
}
