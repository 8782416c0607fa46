import type { FastifySchema } from 'fastify'
import Type from 'typebox'
import { NotFound, PUBLIC_ACTOR } from '../access/index.ts'
import { findVersionAt, languagesOf, readVersion } from '../courses/index.ts'
import { problemResponses, sendPublic, type App, type FeatureRoutes } from '../http/index.ts'
import { isUuid } from '../kernel/ids.ts'
import type { Services } from '../services.ts'
import { drawPicture, PICTURE_TYPES, pictureContent, type PictureFormat } from './achievement-picture.ts'

/** The words never change, nor an uploaded picture; a drawn one may, with the organisation's colour or the service. */
const CACHE = 'public, max-age=86400'

/** The picture that an Achievement names, for anybody and without a badge inside. */
export const pictureRoutes: FeatureRoutes = (app, services) => {
  const { database, clock } = services
  for (const format of Object.keys(PICTURE_TYPES) as PictureFormat[]) {
    app.get(
      `/achievements/:microCourseId/v/:version/:language/image.${format}`,
      {
        config: { access: 'public', rateLimit: { max: 240, timeWindow: 60_000, groupId: 'pictures' } },
        schema: {
          tags: ['public'],
          summary: `The picture of an Achievement as ${format.toUpperCase()}`,
          params: Type.Object({ microCourseId: Type.String(), version: Type.String(), language: Type.String() }),
          response: { 200: { description: 'The picture.' }, ...problemResponses },
        },
      },
      async (request, reply) => {
        const { microCourseId, version: name, language } = request.params
        const content = await database.transaction(PUBLIC_ACTOR, clock.now(), async (tx) => {
          const version = isUuid(microCourseId) ? await findVersionAt(tx, microCourseId, name) : undefined
          const spoken = version && languagesOf(version).find((one) => one === language)
          if (!spoken) throw new NotFound('picture', `${microCourseId}/v/${name}/${language}`)
          return pictureContent(tx, version, spoken)
        })
        return sendPublic(reply, PICTURE_TYPES[format], CACHE, await drawPicture(content, format))
      },
    )
  }
  registerPreview(app, services, '/courses/:versionId/picture.png', { hide: true })
  registerPreview(app, services, '/api/v1/micro-course-versions/:versionId/picture', {
    tags: ['courses'],
    summary: 'The picture of a version as PNG, uploaded or drawn',
    response: { 200: { description: 'The picture.' }, ...problemResponses },
  })
}

/** For those who see the version, drafts included. */
function registerPreview(app: App, services: Services, path: string, schema: FastifySchema): void {
  app.get(
    path,
    {
      config: { access: 'signed-in' },
      schema: { ...schema, params: Type.Object({ versionId: Type.String({ format: 'uuid' }) }) },
    },
    async (request, reply) => {
      const { version } = await readVersion(services, request.actor, request.params.versionId)
      const content = await services.database.transaction(request.actor, services.clock.now(), (tx) =>
        pictureContent(tx, version, version.baseLanguage),
      )
      const png = await drawPicture(content, 'png')
      return reply.header('cache-control', 'private, no-cache').type(PICTURE_TYPES.png).send(Buffer.from(png))
    },
  )
}
