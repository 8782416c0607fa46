import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import {
  dropIssuer,
  importRecognisedIssuers,
  listRecognisedIssuers,
  recogniseIssuer,
  type RecognisedIssuerRow,
} from './recognised-issuers.ts'

const Id = Type.String({ format: 'uuid' })
const PATH = '/api/v1/recognised-issuers'

export const RecognisedIssuerEntrySchema = Type.Object(
  {
    issuerId: Type.String({ minLength: 1, maxLength: 2000, description: 'A DID, or the https address of a profile.' }),
    name: Type.String({ minLength: 2, maxLength: 200 }),
    note: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
)

/** The file that one installation gives out and another brings in. */
export const RecognisedIssuersFile = Type.Object(
  { recognisedIssuers: Type.Array(RecognisedIssuerEntrySchema, { maxItems: 10_000 }) },
  { additionalProperties: false },
)

const Answer = Type.Object({
  recognisedIssuers: Type.Array(
    Type.Object({ ...RecognisedIssuerEntrySchema.properties, id: Id, addedAt: Type.String({ format: 'date-time' }) }),
  ),
})

/** Issuers elsewhere that the administrator vouches for: read by everyone signed in, kept by administrators. */
export const recognisedIssuerRoutes: FeatureRoutes = (app, services) => {
  app.get(
    PATH,
    {
      config: { access: 'signed-in' },
      schema: { tags: ['issuers'], summary: 'Recognised issuers', response: { 200: Answer, ...problemResponses } },
    },
    async (request) => ({
      recognisedIssuers: (await listRecognisedIssuers(services, request.actor)).map((row) => ({
        id: row.id,
        ...entryOf(row),
        addedAt: row.addedAt.toISOString(),
      })),
    }),
  )
  app.post(
    PATH,
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['issuers'],
        summary: 'Recognise an issuer',
        body: RecognisedIssuerEntrySchema,
        response: { 201: Type.Object({ id: Id }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const id = await recogniseIssuer(services, request.actor, request.body)
      return reply.code(201).header('location', `${PATH}/${id}`).send({ id })
    },
  )
  app.post(
    `${PATH}/import`,
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['issuers'],
        summary: 'Bring in a list; what is there already stays as it is',
        body: RecognisedIssuersFile,
        response: { 200: Type.Object({ added: Type.Integer(), present: Type.Integer() }), ...problemResponses },
      },
    },
    (request) => importRecognisedIssuers(services, request.actor, request.body.recognisedIssuers),
  )
  app.delete(
    `${PATH}/:id`,
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['issuers'],
        summary: 'Take an issuer off the list',
        params: Type.Object({ id: Id }),
        response: { 204: Type.Null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      await dropIssuer(services, request.actor, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

export function entryOf({ issuerId, name, note }: RecognisedIssuerRow): {
  issuerId: string
  name: string
  note?: string
} {
  return { issuerId, name, ...(note === null ? {} : { note }) }
}
