import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import type { JsonObject } from '../verification/index.ts'
import { apiProblem, type ApiProblem } from './problems.ts'
import { readBody, takeBytes } from './request-body.ts'
import { refused, type Verdict } from './verdict.ts'
import { isProofOnly, verdictOnCredential, type DocumentVerifier } from './verify-credential.ts'
import { verdictOnPresentation } from './verify-presentation.ts'

/** Interoperability suites send some fifty requests a second for as long as they run. */
const RATE_LIMIT = { max: 6_000, timeWindow: 60_000, groupId: 'vc-verify' }

const open = { additionalProperties: true }
const Document = Type.Unsafe<JsonObject>({ type: 'object', ...open })
const Options = Type.Optional(
  Type.Object(
    {
      checks: Type.Optional(
        Type.Array(Type.String(), {
          description:
            'Exactly ["proof"]: shape and proofs decide alone; period, status and whose key it is become warnings. ' +
            'With "challenge": a challenge may be answered once only. Otherwise everything is checked.',
        }),
      ),
      challenge: Type.Optional(Type.String()),
      domain: Type.Optional(Type.String()),
    },
    open,
  ),
)
const Problem = Type.Object(
  { type: Type.String(), title: Type.String(), code: Type.String(), detail: Type.String() },
  open,
)
const VerdictSchema = Type.Object(
  {
    verified: Type.Boolean(),
    checks: Type.Array(Type.String()),
    warnings: Type.Array(Problem),
    errors: Type.Array(Problem),
  },
  { ...open, $id: 'VcVerdict' },
)
const Answer = Type.Unsafe<Verdict>(Type.Ref('VcVerdict'))
const responses = { 200: Answer, 400: Answer, ...problemResponses }
/** The body stays as it came; `readBody` is stricter than a schema could be. */
const validatorCompiler = () => () => true

/** VC-API, verifying: anybody's credential or presentation, by the one verification of this service. */
export function vcVerifyRoutes(verifier: DocumentVerifier): FeatureRoutes {
  return (app, services) => {
    app.addSchema(VerdictSchema)
    takeBytes(app)
    const config = { access: 'public', csrf: false, rateLimit: RATE_LIMIT } as const
    app.post(
      '/vc/credentials/verify',
      {
        config,
        validatorCompiler,
        schema: {
          tags: ['vc-api'],
          summary: 'VC-API: verify a credential',
          body: Type.Object({ verifiableCredential: Document, options: Options }, open),
          response: responses,
        },
      },
      async (request, reply) => {
        const read = readBody(request.body, 'verifiableCredential')
        const errors = read.outcome === 'read' ? problemsOfOptions(read.options) : read.errors
        if (read.outcome !== 'read' || errors.length > 0) return send(reply, refused(errors))
        const { publicUrl } = services.config
        const proofOnly = isProofOnly(read.options)
        return send(
          reply,
          await verdictOnCredential(verifier, publicUrl, read.document, proofOnly, '/verifiableCredential'),
        )
      },
    )
    app.post(
      '/vc/presentations/verify',
      {
        config,
        validatorCompiler,
        schema: {
          tags: ['vc-api'],
          summary: 'VC-API: verify a presentation and the credentials in it',
          body: Type.Object({ verifiablePresentation: Document, options: Options }, open),
          response: responses,
        },
      },
      async (request, reply) => {
        const read = readBody(request.body, 'verifiablePresentation')
        const errors = read.outcome === 'read' ? problemsOfOptions(read.options) : read.errors
        if (read.outcome !== 'read' || errors.length > 0) return send(reply, refused(errors))
        return send(
          reply,
          await verdictOnPresentation(services, verifier, read.document, presentationOptions(read.options)),
        )
      },
    )
  }
}

/** The members that we know have to be what they are; unknown ones are welcome. */
function problemsOfOptions({ checks, challenge, domain }: JsonObject): ApiProblem[] {
  const isList = Array.isArray(checks) && checks.every((check) => typeof check === 'string')
  return [
    ...(checks === undefined || isList ? [] : ['/options/checks']),
    ...(challenge === undefined || typeof challenge === 'string' ? [] : ['/options/challenge']),
    ...(domain === undefined || typeof domain === 'string' ? [] : ['/options/domain']),
  ].map((pointer) =>
    apiProblem('MALFORMED_VALUE_ERROR', 'malformed-value', `The value at ${pointer} is of another type.`, pointer),
  )
}

function presentationOptions(options: JsonObject): Parameters<typeof verdictOnPresentation>[3] {
  const { checks, challenge, domain } = options
  return {
    proofOnly: isProofOnly(options),
    onceOnly: Array.isArray(checks) && checks.includes('challenge'),
    ...(typeof challenge === 'string' ? { challenge } : {}),
    ...(typeof domain === 'string' ? { domain } : {}),
  }
}

/** A bad document is a bad request: callers read any 200 as verified. Source: VC-API, as its public suites read it. */
function send(reply: FastifyReply, verdict: Verdict): FastifyReply {
  return reply
    .code(verdict.verified ? 200 : 400)
    .header('cache-control', 'no-store')
    .header('access-control-allow-origin', '*')
    .type('application/json')
    .send(JSON.stringify(verdict))
}
