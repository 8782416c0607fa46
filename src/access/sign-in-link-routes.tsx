import Type from 'typebox'
import { handleForm, pageContext, problemResponses, type FeatureRoutes } from '../http/index.ts'
import type { Accounts } from './accounts.ts'
import { webHeaders } from './identify.ts'
import { requestLink } from './passwords.ts'
import { mayHaveMail, sendPrivately } from './private-page.ts'
import { describe, me } from './session-routes.ts'
import { giveCookies, LINK_REQUEST_LIMIT, SIGN_IN_LIMIT } from './sign-in-cookies.ts'
import { requireSignInLink, signInByLink } from './sign-in-link.ts'
import { SignInByLinkPage, SignInLinkPage } from './sign-in-pages.tsx'

const address = Type.Object({ email: Type.String({ format: 'email', maxLength: 320 }) })
const token = Type.String({ maxLength: 200 })
const tokenParams = Type.Object({ token })
const form = { access: 'public', csrf: true } as const

/** Signing in by a link in a mail. Opening the link signs nobody in, since mail programs open links by themselves. */
export function signInLinkRoutes(accounts: Accounts): FeatureRoutes {
  return (app, services) => {
    app.get('/sign-in/link', { config: form }, (request, reply) =>
      sendPrivately(reply, <SignInLinkPage context={pageContext(request)} isOffered={mayHaveMail(services)} />),
    )

    app.post(
      '/sign-in/link',
      { config: { ...form, rateLimit: LINK_REQUEST_LIMIT }, schema: { body: address }, attachValidation: true },
      (request, reply) =>
        handleForm(request, reply, {
          act: async () => {
            await requestLink(services, 'sign-in-link', request.body.email)
            return '/sign-in/link?done=access.done.linkRequested'
          },
          redisplay: (problem) => (
            <SignInLinkPage
              context={pageContext(request)}
              isOffered={mayHaveMail(services)}
              values={request.formValues}
              problem={problem}
            />
          ),
        }),
    )

    app.get('/sign-in/link/:token', { config: form, schema: { params: tokenParams } }, async (request, reply) => {
      await requireSignInLink(services, request.params.token)
      return sendPrivately(reply, <SignInByLinkPage context={pageContext(request)} token={request.params.token} />)
    })

    app.post(
      '/sign-in/link/:token',
      { config: { ...form, rateLimit: SIGN_IN_LIMIT }, schema: { params: tokenParams } },
      async (request, reply) => {
        const headers = webHeaders(request.headers)
        giveCookies(reply, services, await signInByLink(services, accounts, request.params.token, headers))
        return reply.redirect('/', 303)
      },
    )

    app.post(
      '/api/v1/sign-in-links',
      {
        config: { access: 'public', rateLimit: LINK_REQUEST_LIMIT },
        schema: {
          summary: 'Ask for a link to sign in by mail; the answer is the same whether or not anybody has the address',
          body: address,
          response: { 202: Type.Null(), ...problemResponses },
        },
      },
      async ({ body }, reply) => {
        await requestLink(services, 'sign-in-link', body.email)
        return reply.code(202).send(null)
      },
    )

    app.post(
      '/api/v1/session/by-link',
      {
        config: { access: 'public', rateLimit: SIGN_IN_LIMIT },
        schema: {
          summary: 'Sign in by the token of a link',
          body: Type.Object({ token }),
          response: { 201: me, ...problemResponses },
        },
      },
      async (request, reply) => {
        const headers = webHeaders(request.headers)
        const signedIn = await signInByLink(services, accounts, request.body.token, headers)
        giveCookies(reply, services, signedIn)
        return reply.code(201).send(describe(signedIn.person.actor))
      },
    )
  }
}
