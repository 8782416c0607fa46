import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import {
  createApiKey,
  createOpenIssuer,
  KEY_SCOPES,
  listOpenIssuers,
  revokeApiKey,
  type ApiKeyRow,
  type KeyScope,
  type OpenIssuer,
} from './open-issuers.ts'

const PATH = '/api/v1/open-issuers'
const tags = ['issuers']
const config = { access: ['administrator'] } as const
const Instant = Type.String({ format: 'date-time' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Scope = Type.Unsafe<KeyScope>({ type: 'string', enum: KEY_SCOPES })
const slugParams = Type.Object({ slug: Type.String({ maxLength: 60 }) })

const ApiKey = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  createdAt: Instant,
  expiresAt: Nullable(Instant),
  revokedAt: Nullable(Instant),
  lastUsedAt: Nullable(Instant),
})
const Issuer = Type.Object({
  slug: Type.String(),
  did: Nullable(Type.String({ description: 'The `issuer` of every credential that it is asked to sign.' })),
  name: Type.String(),
  countryCode: Type.String(),
  keys: Type.Array(ApiKey),
})

/** Issuers of the general VC-API and the keys of the programs that act for them; the administrator's alone. */
export const openIssuerRoutes: FeatureRoutes = (app, services) => {
  app.get(
    PATH,
    {
      config,
      schema: {
        tags,
        summary: 'Open issuers with their keys; no secret is ever read again',
        response: { 200: Type.Object({ openIssuers: Type.Array(Issuer) }), ...problemResponses },
      },
    },
    async ({ actor }) => ({ openIssuers: (await listOpenIssuers(services, actor)).map(issuerBody) }),
  )
  app.post(
    PATH,
    {
      config,
      schema: {
        tags,
        summary: 'A new open issuer with a signing key and a DID of its own',
        body: Type.Object({
          slug: Type.String({ minLength: 1, maxLength: 60, description: 'Part of the DID; never changes.' }),
          name: Type.String({ minLength: 1, maxLength: 200 }),
          countryCode: Type.String({ minLength: 2, maxLength: 2 }),
        }),
        response: { 201: Type.Object({ slug: Type.String(), did: Type.String() }), ...problemResponses },
      },
    },
    async ({ actor, body }, reply) =>
      reply.code(201).send({ slug: body.slug, did: await createOpenIssuer(services, actor, body) }),
  )
  app.post(
    `${PATH}/:slug/keys`,
    {
      config: { ...config, shownOnce: true },
      schema: {
        tags,
        summary: 'A new key for a program',
        description: 'The secret is in this answer and nowhere else. Programs send it as `Authorization: Bearer`.',
        params: slugParams,
        body: Type.Object({
          name: Type.String({ minLength: 1, maxLength: 200 }),
          scopes: Type.Array(Scope, { minItems: 1, maxItems: KEY_SCOPES.length }),
          expiresAt: Type.Optional(Instant),
        }),
        response: {
          201: Type.Object({ id: Type.String({ format: 'uuid' }), secret: Type.String() }),
          ...problemResponses,
        },
      },
    },
    async ({ actor, params, body: { expiresAt, ...key } }, reply) => {
      const input = { ...key, expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt) }
      const made = await createApiKey(services, actor, params.slug, input)
      return reply.code(201).header('cache-control', 'private, no-store').send(made)
    },
  )
  app.delete(
    `${PATH}/:slug/keys/:keyId`,
    {
      config,
      schema: {
        tags,
        summary: 'Revoke a key, at once and for good',
        params: Type.Object({ ...slugParams.properties, keyId: Type.String({ format: 'uuid' }) }),
        response: { 204: Type.Null(), ...problemResponses },
      },
    },
    async ({ actor, params }, reply) => {
      await revokeApiKey(services, actor, params.slug, params.keyId)
      return reply.code(204).send(null)
    },
  )
}

function issuerBody({ keys, ...issuer }: OpenIssuer) {
  return { ...issuer, keys: keys.map(keyBody) }
}

function keyBody({ createdAt, expiresAt, revokedAt, lastUsedAt, scopes, ...key }: ApiKeyRow) {
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null
  return {
    ...key,
    scopes: [...scopes],
    createdAt: createdAt.toISOString(),
    ...{ expiresAt: iso(expiresAt), revokedAt: iso(revokedAt), lastUsedAt: iso(lastUsedAt) },
  }
}
