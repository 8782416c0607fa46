import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { InvalidInput } from '../access/index.ts'
import {
  handleForm,
  problemResponses,
  sendPage,
  type App,
  type FeatureRoutes,
  type ProblemDocument,
} from '../http/index.ts'
import type { Services } from '../services.ts'
import { shown } from './edit-page-routes.tsx'
import { removePicture, setPicture } from './edit-picture.ts'
import { readEditable } from './find-courses.ts'
import { PicturePage } from './picture-page.tsx'
import { Id } from './schemas.ts'

const AUTHOR = { access: ['author'] } as const
const params = Type.Object({ versionId: Id })

/** The picture of a draft: uploaded, or taken away again. */
export const pictureEditing: FeatureRoutes = (app, services) => {
  registerPages(app, services)
  const path = '/api/v1/micro-course-versions/:versionId/picture'
  const tags = ['courses']
  const response = { 204: Type.Null({ description: 'Done.' }), ...problemResponses }
  app.post(
    path,
    {
      config: AUTHOR,
      schema: {
        tags,
        summary: 'Give a draft a picture of its own, in place of the drawn one',
        description:
          'A PNG, JPEG, WebP or SVG file as the part "file". It is kept as a square PNG without metadata. A version under ' +
          'review goes back to draft.',
        consumes: ['multipart/form-data'],
        params,
        response,
      },
    },
    async (request, reply) => {
      await setPicture(services, request.actor, request.params.versionId, uploadedIn(request))
      return reply.code(204).send(null)
    },
  )
  app.delete(
    path,
    { config: AUTHOR, schema: { tags, summary: 'Back to the picture that is drawn', params, response } },
    async (request, reply) => {
      await removePicture(services, request.actor, request.params.versionId)
      return reply.code(204).send(null)
    },
  )
}

function registerPages(app: App, services: Services): void {
  const page = async (request: FastifyRequest, versionId: string, problem?: ProblemDocument): Promise<VNode> => {
    const version = await readEditable(services, request.actor, versionId)
    return <PicturePage {...shown(request, problem)} version={version} />
  }
  app.get('/courses/:versionId/picture', { config: AUTHOR, schema: { hide: true, params } }, async (request, reply) =>
    sendPage(reply, await page(request, request.params.versionId)),
  )
  for (const { path, act } of [
    {
      path: '',
      act: (request: FastifyRequest, versionId: string) =>
        setPicture(services, request.actor, versionId, uploadedIn(request)),
    },
    {
      path: '/removal',
      act: (request: FastifyRequest, versionId: string) => removePicture(services, request.actor, versionId),
    },
  ])
    app.post(
      `/courses/:versionId/picture${path}`,
      { config: AUTHOR, schema: { hide: true, params } },
      async (request, reply) => {
        const { versionId } = request.params
        return handleForm(request, reply, {
          act: async () => {
            await act(request, versionId)
            return `/courses/${versionId}?done=courses.done.saved`
          },
          redisplay: (problem) => page(request, versionId, problem),
        })
      },
    )
}

/** Throws `InvalidInput` where no file came. */
function uploadedIn({ formFiles }: FastifyRequest): Uint8Array {
  const file = formFiles.find(({ field }) => field === 'file')
  if (!file || file.content.length === 0)
    throw new InvalidInput({ errors: [{ pointer: '/file', detail: 'is required' }] })
  return file.content
}
