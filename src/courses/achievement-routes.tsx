import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { NotFound } from '../access/index.ts'
import {
  negotiateType,
  NotAcceptable,
  pageContext,
  prefersHtml,
  problemResponses,
  sendPage,
  sendPublic,
  type FeatureRoutes,
} from '../http/index.ts'
import { isUuid } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { CONTEXT, euContextUrl, JSON_LD_MEDIA_TYPE } from '../standards/vc/index.ts'
import { AchievementPage } from './achievement-page.tsx'
import { toAchievement, type AchievementAddress } from './achievement.ts'
import { readPublicVersion } from './find-courses.ts'
import { languagesOf, type MicroCourseVersion } from './version.ts'

const MEDIA_TYPES = [JSON_LD_MEDIA_TYPE, 'application/json'] as const
/** What is published stays the same; a day leaves room to mend the frame around it. */
const CACHE = 'public, max-age=86400'
const params = { microCourseId: Type.String(), version: Type.String() }

/** The public Achievement of a published version: JSON-LD in the language of the address, or a page in the reader's. */
export const achievementRoutes: FeatureRoutes = (app, services) => {
  const schema = (summary: string) => ({
    tags: ['public'],
    summary,
    response: { 200: { description: 'An Open Badges 3.0 Achievement, or its page.' }, ...problemResponses },
  })
  app.get(
    '/achievements/:microCourseId/v/:version',
    {
      config: { access: 'public' },
      schema: { ...schema('An Achievement in its base language'), params: Type.Object(params) },
    },
    async (request, reply) => sendAchievement(services, request, reply, request.params),
  )
  app.get(
    '/achievements/:microCourseId/v/:version/:language',
    {
      config: { access: 'public' },
      schema: { ...schema('An Achievement'), params: Type.Object({ ...params, language: Type.String() }) },
    },
    async (request, reply) => sendAchievement(services, request, reply, request.params),
  )
}

interface Address {
  readonly microCourseId: string
  readonly version: string
  readonly language?: string | undefined
}

async function sendAchievement(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  address: Address,
): Promise<FastifyReply> {
  const { version, language } = await found(services, address)
  reply.header('vary', 'accept')
  if (prefersHtml(request.headers.accept)) {
    return sendPage(reply, <AchievementPage context={pageContext(request)} version={version} />)
  }
  const mediaType = negotiateType(request.headers.accept, MEDIA_TYPES)
  if (mediaType === null) throw new NotAcceptable(MEDIA_TYPES)
  const { publicUrl } = services.config
  return sendPublic(reply, mediaType, CACHE, JSON.stringify(achievementDocument(version, { publicUrl, language })))
}

/** Throws the same NotFound for an unknown course, a draft, and a language that the version does not speak. */
async function found(
  services: Services,
  { microCourseId, version: name, language }: Address,
): Promise<{ readonly version: MicroCourseVersion; readonly language: Language }> {
  const unknown = new NotFound('achievement', `${microCourseId}/v/${name}`)
  if (!isUuid(microCourseId)) throw unknown
  const version = await readPublicVersion(services, microCourseId, name)
  const spoken = languagesOf(version).find((one) => one === (language ?? version.baseLanguage))
  if (spoken === undefined) throw unknown
  return { version, language: spoken }
}

/** The Achievement as it stands in credentials, with the contexts that they have. */
export function achievementDocument(version: MicroCourseVersion, address: AchievementAddress): object {
  return {
    '@context': [CONTEXT.credentialsV2, CONTEXT.ob303, euContextUrl(address.publicUrl)],
    ...toAchievement(version, address),
  }
}
