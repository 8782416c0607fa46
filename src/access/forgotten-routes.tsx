import Type from 'typebox'
import { handleForm, pageContext, problemResponses, type FeatureRoutes } from '../http/index.ts'
import { ForgottenPage } from './sign-in-pages.tsx'
import { requestLink } from './passwords.ts'
import { LINK_REQUEST_LIMIT } from './sign-in-cookies.ts'
import { mayHaveMail, sendPrivately } from './private-page.ts'

const address = Type.Object({ email: Type.String({ format: 'email', maxLength: 320 }) })
const form = { access: 'public', csrf: true } as const

/** A new password for whoever reads the mail of an address; the answer never tells whether anybody has it. */
export const forgottenRoutes: FeatureRoutes = (app, services) => {
  app.get('/forgotten', { config: form }, (request, reply) =>
    sendPrivately(reply, <ForgottenPage context={pageContext(request)} isOffered={mayHaveMail(services)} />),
  )

  app.post(
    '/forgotten',
    { config: { ...form, rateLimit: LINK_REQUEST_LIMIT }, schema: { body: address }, attachValidation: true },
    (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          await requestLink(services, 'password-link', request.body.email)
          return '/forgotten?done=access.done.linkRequested'
        },
        redisplay: (problem) => (
          <ForgottenPage
            context={pageContext(request)}
            isOffered={mayHaveMail(services)}
            values={request.formValues}
            problem={problem}
          />
        ),
      }),
  )

  app.post(
    '/api/v1/password-links',
    {
      config: { access: 'public', rateLimit: LINK_REQUEST_LIMIT },
      schema: {
        summary: 'Ask for a new password by mail; the answer is the same whether or not anybody has the address',
        body: address,
        response: { 202: Type.Null(), ...problemResponses },
      },
    },
    async ({ body }, reply) => {
      await requestLink(services, 'password-link', body.email)
      return reply.code(202).send(null)
    },
  )
}
