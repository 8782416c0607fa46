import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { authenticateKey, setOpenStatus, type KeyHolder, type KeyScope } from '../credentials/index.ts'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import type { Services } from '../services.ts'
import type { JsonObject } from '../verification/index.ts'
import { issueForProgram, type OutputVerifier } from './issue-credential.ts'
import type { ApiProblem } from './problems.ts'
import { readBody, takeBytes } from './request-body.ts'
import { readStatusChange } from './status-change.ts'

const RATE_LIMIT = { max: 6_000, timeWindow: 60_000, groupId: 'vc-issue' }
/** Far above any credential, and small enough to be signed at once. */
const BODY_LIMIT_BYTES = 1_000_000

const open = { additionalProperties: true }
const Document = Type.Unsafe<JsonObject>({ type: 'object', ...open })
const SlugParams = Type.Object({ slug: Type.String({ maxLength: 100 }) })
const Refusal = Type.Object(
  { type: Type.String(), title: Type.String(), status: Type.Integer(), detail: Type.String() },
  open,
)
const validatorCompiler = () => () => true

/** VC-API, issuing: for issuers of kind `open` alone, by a program that holds a key of the issuer. */
export function vcIssueRoutes(verifier: OutputVerifier): FeatureRoutes {
  return (app, services) => {
    takeBytes(app)
    const holders = new WeakMap<FastifyRequest, KeyHolder>()
    const holderOf = (request: FastifyRequest): KeyHolder => {
      const holder = holders.get(request)
      if (!holder) throw new TypeError('the key is looked at before the body')
      return holder
    }
    const config = { access: 'public', csrf: false, rateLimit: RATE_LIMIT } as const
    const authorised = (scope: KeyScope) => ({
      config,
      validatorCompiler,
      bodyLimit: BODY_LIMIT_BYTES,
      onRequest: async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
        holders.set(request, await authenticated(services, request, reply, scope))
      },
    })
    app.post(
      '/vc/issuers/:slug/credentials/issue',
      {
        ...authorised('issue'),
        schema: {
          tags: ['vc-api'],
          summary: 'VC-API: issue a credential of any kind, for an open issuer and with its API key',
          params: SlugParams,
          body: Type.Object(
            {
              credential: Document,
              options: Type.Optional(
                Type.Object(
                  {
                    cryptosuite: Type.Optional(
                      Type.String({ description: 'eddsa-rdfc-2022 (default) or eddsa-jcs-2022.' }),
                    ),
                  },
                  open,
                ),
              ),
            },
            open,
          ),
          response: {
            201: Type.Object({ verifiableCredential: Document }, open),
            400: Refusal,
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const read = readBody(request.body, 'credential')
        if (read.outcome !== 'read') return refuse(reply, read.errors)
        const holder = holderOf(request)
        const issued = await issueForProgram(services, verifier, holder, read.document, read.options)
        if (issued.outcome !== 'issued') return refuse(reply, issued.errors)
        // The signed text as it is: written out again it might be another one.
        return answer(reply, 201, `{"verifiableCredential":${issued.signed}}`)
      },
    )
    app.post(
      '/vc/issuers/:slug/credentials/status',
      {
        ...authorised('status'),
        schema: {
          tags: ['vc-api'],
          summary: 'VC-API: revoke a credential of an open issuer, or take that back',
          params: SlugParams,
          body: Type.Object(
            {
              credentialId: Type.String(),
              credentialStatus: Type.Object({ type: Type.String(), statusPurpose: Type.String() }, open),
              status: Type.Boolean(),
            },
            open,
          ),
          response: { 200: Type.Object({}, open), 400: Refusal, ...problemResponses },
        },
      },
      async (request, reply) => {
        const change = readStatusChange(request.body)
        if (change.outcome !== 'read') return refuse(reply, change.errors)
        await setOpenStatus(services, holderOf(request), change.credentialId, change.isRevoked)
        const { credentialId, isRevoked } = change
        return answer(reply, 200, JSON.stringify({ credentialId, status: isRevoked }))
      },
    )
  }
}

/** Before the body is read: a stranger's bytes are not worth parsing. */
async function authenticated(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  scope: KeyScope,
): Promise<KeyHolder> {
  const { slug } = request.params as { slug: string }
  // Kept for the answer that a refusal becomes. Source: RFC 6750, The WWW-Authenticate Response Header Field.
  reply.header('www-authenticate', 'Bearer')
  const holder = await authenticateKey(services, request.headers.authorization, slug, scope)
  reply.removeHeader('www-authenticate')
  return holder
}

function refuse(reply: FastifyReply, errors: readonly ApiProblem[]): FastifyReply {
  const [first] = errors
  const problem = { ...first, status: 400, ...(errors.length > 1 ? { errors } : {}) }
  return answer(reply, 400, JSON.stringify(problem), 'application/problem+json')
}

function answer(reply: FastifyReply, status: number, text: string, type = 'application/json'): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type(type).send(text)
}
