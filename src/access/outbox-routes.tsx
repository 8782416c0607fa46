import Type from 'typebox'
import { pageContext, problemResponses, sendPage, type FeatureRoutes } from '../http/index.ts'
import { MESSAGE_KINDS, MESSAGE_STATES, TROUBLES } from '../mail/index.ts'
import { KeptMessagePage, OutboxPage } from './outbox-pages.tsx'
import { isReadHere, readKeptMessage, readOutbox, sendAgain } from './outbox.ts'

const administrators = { access: ['administrator'] } as const
const id = Type.String({ format: 'uuid' })
const messageParams = Type.Object({ messageId: id })
const before = Type.Object({ before: Type.Optional(id) })
const instant = Type.String({ format: 'date-time' })
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const outboxPart = Type.Object({
  messages: Type.Array(
    Type.Object({
      id,
      kind: Type.Unsafe<(typeof MESSAGE_KINDS)[number]>({ type: 'string', enum: MESSAGE_KINDS }),
      state: Type.Unsafe<(typeof MESSAGE_STATES)[number]>({ type: 'string', enum: MESSAGE_STATES }),
      createdAt: instant,
      settledAt: nullable(instant),
      attempts: Type.Integer(),
      trouble: nullable(Type.Unsafe<(typeof TROUBLES)[number]>({ type: 'string', enum: TROUBLES })),
      replyCode: nullable(Type.Integer({ description: "The mail server's answer, such as 550." })),
      personId: id,
      name: Type.String(),
      address: Type.String(),
    }),
  ),
  next: nullable(Type.String({ description: 'Ask for the next part with `before`.' })),
})

/** What the service writes to people, for those who keep it running. */
export const outboxRoutes: FeatureRoutes = (app, services) => {
  app.get('/outbox', { config: administrators, schema: { querystring: before } }, async (request, reply) =>
    sendPage(
      reply,
      <OutboxPage
        context={pageContext(request)}
        part={await readOutbox(services, request.actor, request.query.before)}
        sendsMail={services.config.mail !== null}
        isReadHere={isReadHere(services)}
      />,
    ),
  )

  app.post(
    '/outbox/:messageId/sending',
    { config: administrators, schema: { params: messageParams } },
    async (request, reply) => {
      await sendAgain(services, request.actor, request.params.messageId)
      return reply.redirect('/outbox?done=access.done.messageQueued', 303)
    },
  )

  app.post(
    '/outbox/:messageId/reading',
    { config: administrators, schema: { params: messageParams } },
    async (request, reply) => {
      const message = await readKeptMessage(services, request.actor, request.params.messageId)
      return sendPage(reply, <KeptMessagePage context={pageContext(request)} message={message} />)
    },
  )

  app.get(
    '/api/v1/outbox',
    {
      config: administrators,
      schema: {
        summary: 'Messages to people and their state, the newest first',
        querystring: before,
        response: { 200: outboxPart, ...problemResponses },
      },
    },
    async ({ actor, query }) => {
      const { messages, next } = await readOutbox(services, actor, query.before)
      return {
        next,
        messages: messages.map((message) => ({
          ...message,
          createdAt: message.createdAt.toISOString(),
          settledAt: message.settledAt?.toISOString() ?? null,
        })),
      }
    },
  )

  app.post(
    '/api/v1/outbox/:messageId/sending',
    {
      config: administrators,
      schema: {
        summary: 'Send a message again that was given up or kept',
        params: messageParams,
        response: { 204: Type.Null(), ...problemResponses },
      },
    },
    async ({ actor, params }, reply) => {
      await sendAgain(services, actor, params.messageId)
      return reply.code(204).send(null)
    },
  )
}
