import Type from 'typebox'
import { NotFound, PUBLIC_ACTOR } from '../access/index.ts'
import { findVersionAt, languagesOf } from '../courses/index.ts'
import { problemResponses, sendPublic, type FeatureRoutes } from '../http/index.ts'
import { isUuid } from '../kernel/ids.ts'
import { drawPicture, PICTURE_TYPES, pictureContent, type PictureFormat } from './achievement-picture.ts'

/** The words never change; the drawing around them may, with a new version of the service. */
const CACHE = 'public, max-age=86400'

/** The picture that an Achievement names, for anybody and without a badge inside. */
export const pictureRoutes: FeatureRoutes = (app, { database, clock }) => {
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
}
