import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
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
import type { CFAssociation } from '../standards/case/index.ts'
import { canonicalObject } from './case-answers.ts'
import { locateCaseObject, type Located } from './find-case-objects.ts'
import {
  PublicFrameworkPage,
  PublicItemPage,
  PublicPartPage,
  PublicRubricPage,
  type PlainObject,
} from './public-pages.tsx'

const SHORT_CACHE = 'public, max-age=60'
const JSON_TYPES = ['application/json'] as const

/** The permanent address of everything that CASE identifies: a page for people, the object for programs. */
export const uriRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/uri/:guid',
    {
      config: { access: 'public', rateLimit: { max: 600, timeWindow: 60_000, groupId: 'case' } },
      schema: {
        tags: ['public'],
        summary: 'A published framework, or a part of one, at its permanent address',
        params: Type.Object({ guid: Type.String({ maxLength: 60 }) }),
        response: { 200: { description: 'The object of CASE 1.0, or a page.' }, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { guid } = request.params
      reply.header('vary', 'accept')
      const located = await locateCaseObject(services, guid)
      if (prefersHtml(request.headers.accept)) return sendHtml(request, reply, located, guid)
      if (negotiateType(request.headers.accept, JSON_TYPES) === null) {
        throw new NotAcceptable([...JSON_TYPES, 'text/html'])
      }
      return sendPublic(reply, JSON_TYPES[0], SHORT_CACHE, JSON.stringify(canonicalObject(located, guid)))
    },
  )
}

function sendHtml(request: FastifyRequest, reply: FastifyReply, located: Located, guid: string): FastifyReply {
  const { kind, source } = located
  if (kind !== 'criterion' && kind !== 'level') return sendPage(reply, pageOf(request, located, guid))
  const [rubric, criterion] = source.rubrics.flatMap((one) =>
    one.criteria
      .filter(({ id, levels }) => id === guid || levels.some((level) => level.id === guid))
      .flatMap(({ id }) => [one.id, id]),
  )
  if (rubric === undefined || criterion === undefined) throw new NotFound('CASE object', guid)
  return reply.redirect(`/uri/${rubric}#${criterion}`, 303)
}

function pageOf(request: FastifyRequest, located: Located, guid: string): VNode {
  const context = pageContext(request)
  const { kind, source } = located
  if (kind === 'framework') return <PublicFrameworkPage context={context} source={source} />
  const item = source.framework.items.find(({ id }) => id === guid)
  if (item) return <PublicItemPage context={context} source={source} item={item} />
  const rubric = source.rubrics.find(({ id }) => id === guid)
  if (rubric) return <PublicRubricPage context={context} source={source} rubric={rubric} />
  return <PublicPartPage context={context} source={source} kind={kind} object={plainObject(located, guid)} />
}

function plainObject(located: Located, guid: string): PlainObject {
  const object = canonicalObject(located, guid)
  if (located.kind === 'association') {
    const { originNodeURI: from, associationType, destinationNodeURI: to, uri } = object as CFAssociation
    return { title: `${from.title} → ${to.title}`, description: associationType, uri }
  }
  const { title, description, licenseText, uri } = object as Readonly<Record<string, string | undefined>>
  return { title: title ?? '', description: description ?? licenseText ?? null, uri: uri ?? '' }
}
