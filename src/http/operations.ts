import { sql } from 'drizzle-orm'
import Type from 'typebox'
import type { FeatureRoutes } from './app-types.ts'

const health = Type.Object({ status: Type.Union([Type.Literal('ok'), Type.Literal('unavailable')]) })

/** For whoever runs the service: is the process alive, and can it work? */
export const operationsRoutes: FeatureRoutes = (app, { database }) => {
  const config = { access: 'public' } as const
  app.get(
    '/healthz',
    { config, schema: { tags: ['operations'], summary: 'Is the process alive?', response: { 200: health } } },
    (_request, reply) => {
      void reply.header('cache-control', 'no-store')
      return { status: 'ok' as const }
    },
  )
  app.get(
    '/readyz',
    {
      config,
      schema: { tags: ['operations'], summary: 'Can it reach its database?', response: { 200: health, 503: health } },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store')
      try {
        await database.owner.execute(sql`select 1`)
        return await reply.send({ status: 'ok' })
      } catch (error) {
        request.log.error({ type: (error as Error).constructor.name }, 'database unavailable')
        return reply.code(503).send({ status: 'unavailable' })
      }
    },
  )
}
