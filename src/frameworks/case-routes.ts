import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { NotFound } from '../access/index.ts'
import { logDefect, sendPublic, TooManyRequests, type FeatureRoutes } from '../http/index.ts'
import { isUuid } from '../kernel/ids.ts'
import {
  CASE_OBJECT_NAMES,
  CASE_OBJECTS,
  CASE_VERSIONS,
  discoveryDocument,
  documentPage,
  InvalidSelection,
  LIST_PARAMETERS,
  statusInfo,
  type CaseVersion,
  type CodeMinor,
  type DocumentPage,
  type JsonSchema,
} from '../standards/case/index.ts'
import { readCaseObject } from './case-answers.ts'
import { caseDocument } from './case-export.ts'
import { findDocumentSources } from './find-case-objects.ts'

const DISCOVERY = '/ims/case/v1p1/discovery/imscasev1p1_openapi3_v1p0.json'
const SHORT_CACHE = 'public, max-age=60'
const LONG_CACHE = 'public, max-age=86400'
const config = { access: 'public', rateLimit: { max: 600, timeWindow: 60_000, groupId: 'case' } } as const

const versionParams = Type.Object({ version: Type.Enum([...CASE_VERSIONS]) })
const objectParams = Type.Object({ version: Type.Enum([...CASE_VERSIONS]), id: Type.String() })
const { limit, offset, orderBy, ...texts } = LIST_PARAMETERS
const listQuery = Type.Object({
  limit: Type.Unsafe<number>(limit),
  offset: Type.Unsafe<number>(offset),
  orderBy: Type.Unsafe<string>(orderBy),
  sort: Type.Optional(Type.Unsafe<string>(texts.sort)),
  filter: Type.Optional(Type.Unsafe<string>(texts.filter)),
  fields: Type.Optional(Type.Unsafe<string>(texts.fields)),
})

const responses = {
  200: { description: `As the schemas at ${DISCOVERY} say.` },
  '4xx': {
    description: 'The request was refused.',
    content: { 'application/json': { schema: Type.Unsafe<JsonSchema>({ $ref: 'CaseStatusInfo#' }) } },
  },
} as const

const StatusInfoSchema = Type.Object(
  {
    imsx_codeMajor: Type.String(),
    imsx_severity: Type.String(),
    imsx_description: Type.String(),
    imsx_codeMinor: Type.Object({
      imsx_codeMinorField: Type.Array(
        Type.Object({ imsx_codeMinorFieldName: Type.String(), imsx_codeMinorFieldValue: Type.String() }),
      ),
    }),
  },
  { $id: 'CaseStatusInfo', additionalProperties: true },
)

/** The CASE provider: published frameworks for programs of others, in both versions of the standard. */
export const caseRoutes: FeatureRoutes = (app, services) => {
  app.addSchema(StatusInfoSchema)
  app.setErrorHandler<FastifyError>(refuse)
  app.get(
    '/ims/case/:version/CFDocuments',
    {
      config,
      schema: {
        tags: ['case'],
        summary: 'The published documents',
        params: versionParams,
        querystring: listQuery,
        response: responses,
      },
    },
    async (request, reply) => {
      const { version } = request.params
      const documents = (await findDocumentSources(services)).map((source) => caseDocument(source, version))
      const page = documentPage(documents, request.query, version)
      reply
        .header('x-total-count', String(page.total))
        .header('link', linkHeader(services.config.publicUrl, request, page))
        .header('access-control-expose-headers', 'x-total-count, link')
      return sendJson(reply, { CFDocuments: page.documents })
    },
  )
  for (const name of CASE_OBJECT_NAMES) {
    app.get(
      `/ims/case/:version/${name}/:id`,
      {
        config,
        schema: { tags: ['case'], summary: CASE_OBJECTS[name].summary, params: objectParams, response: responses },
      },
      async (request, reply) => {
        const { version, id } = request.params
        return sendJson(reply, await readCaseObject(services, name, id, version))
      },
    )
  }
  app.get(
    DISCOVERY,
    { config, schema: { tags: ['case'], summary: 'This provider, described as CASE 1.1 asks', response: responses } },
    async (_request, reply) =>
      sendPublic(
        reply,
        'application/json',
        LONG_CACHE,
        JSON.stringify(discoveryDocument('v1p1', services.config.publicUrl)),
      ),
  )
}

function sendJson(reply: FastifyReply, body: unknown): FastifyReply {
  return sendPublic(reply, 'application/json', SHORT_CACHE, JSON.stringify(body))
}

/** RFC 8288, with the query as it came but for the page. */
function linkHeader(publicUrl: string, request: FastifyRequest, { links }: DocumentPage): string {
  return Object.entries(links)
    .map(([relation, offset]) => {
      const address = new URL(request.url, publicUrl)
      address.searchParams.set('offset', String(offset))
      return `<${publicUrl}${address.pathname}${address.search}>; rel="${relation}"`
    })
    .join(', ')
}

interface Refusal {
  readonly status: number
  readonly minor: CodeMinor
  readonly field: string
  readonly description: string
}

/** In the words of the standard, where the rest of the service answers with problem documents. */
function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error, request)
  if (refusal === null) logDefect(request, error)
  const { status, minor, field, description } = refusal ?? DEFECT
  if (error instanceof TooManyRequests) reply.header('retry-after', String(error.data['retryAfterSeconds']))
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('access-control-allow-origin', '*')
    .type('application/json')
    .serializer((body) => body as string)
    .send(JSON.stringify(statusInfo(versionOf(request), minor, field, description)))
}

/** All that a client learns of a defect. */
const DEFECT: Refusal = {
  status: 500,
  minor: 'internal_server_error',
  field: 'request',
  description: 'Something went wrong on our side. Try again.',
}

function refusalOf(error: FastifyError, request: FastifyRequest): Refusal | null {
  if (error instanceof NotFound) return unknownObject(request)
  if (error instanceof InvalidSelection) {
    return { status: 400, minor: 'invalid_selection_field', field: error.parameter, description: error.message }
  }
  if (error instanceof TooManyRequests) {
    return { status: 429, minor: 'server_busy', field: 'request', description: error.message }
  }
  if (error.validation && error.validationContext === 'querystring') {
    const field = error.validation[0]?.instancePath.slice(1) ?? 'query'
    return { status: 400, minor: 'invalid_selection_field', field, description: error.message }
  }
  return error.validation ? unknownObject(request) : null
}

/** A malformed UUID is answered with 404, as an unknown one is. */
function unknownObject(request: FastifyRequest): Refusal {
  const { id } = request.params as { id?: string }
  return id === undefined || isUuid(id)
    ? {
        status: 404,
        minor: 'unknownobject',
        field: 'sourcedId',
        description: 'Nothing of this kind is published here.',
      }
    : { status: 404, minor: 'invaliduuid', field: 'sourcedId', description: 'This is no UUID of version 1 to 5.' }
}

function versionOf(request: FastifyRequest): CaseVersion {
  const { version } = request.params as { version?: string }
  return CASE_VERSIONS.find((one) => one === version) ?? 'v1p0'
}
