import Type from 'typebox'
import { handleForm, pageContext, type FeatureRoutes } from '../http/index.ts'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD, type Accounts } from './accounts.ts'
import { setUpFirstAdministrator } from './first-administrator.ts'
import { webHeaders } from './identify.ts'
import { acceptInvitation, requireWelcome } from './invitation.ts'
import { safeNext } from './next-address.ts'
import { readLink } from './one-time-links.ts'
import { mayHaveMail, sendPrivately } from './private-page.ts'
import { SetUpPage, SignInPage, WelcomePage } from './sign-in-pages.tsx'
import { attemptOf, giveCookies, SIGN_IN_LIMIT } from './sign-in-cookies.ts'
import { signIn } from './sign-in.ts'

const credentials = Type.Object({
  email: Type.String({ maxLength: 320 }),
  password: Type.String({ maxLength: 1000 }),
  next: Type.Optional(Type.String()),
})
const password = Type.String({ minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD })
const newAdministrator = Type.Object({
  givenName: Type.String({ maxLength: 200 }),
  familyName: Type.String({ maxLength: 200 }),
  email: Type.String({ format: 'email', maxLength: 320 }),
  password,
  locale: Type.Union([Type.Literal('es'), Type.Literal('en'), Type.Literal('fi')]),
})
/** Any text: what is no token of ours is a link that does not work. */
export const tokenParams = Type.Object({ token: Type.String({ maxLength: 200 }) })
const form = { access: 'public', csrf: true } as const

/** Signing in and out, and the two one-time links that lead to an account. */
export function signInPages(accounts: Accounts): FeatureRoutes {
  return (app, services) => {
    app.get('/sign-in', { config: form }, (request, reply) => {
      const next = safeNext((request.query as Record<string, unknown>)['next'])
      if (request.actor.kind === 'person') return reply.redirect(next, 303)
      return sendPrivately(
        reply,
        <SignInPage context={pageContext(request)} next={next} hasMail={mayHaveMail(services)} />,
      )
    })

    app.post(
      '/sign-in',
      { config: { ...form, rateLimit: SIGN_IN_LIMIT }, schema: { body: credentials }, attachValidation: true },
      (request, reply) =>
        handleForm(request, reply, {
          act: async () => {
            giveCookies(reply, services, await signIn(services, accounts, attemptOf(request, request.body)))
            return safeNext(request.body.next)
          },
          redisplay: (problem) => (
            <SignInPage
              context={pageContext(request)}
              values={request.formValues}
              problem={problem}
              next={safeNext(request.formValues['next'])}
              hasMail={mayHaveMail(services)}
            />
          ),
        }),
    )

    app.post('/sign-out', { config: { access: 'signed-in' } }, async (request, reply) => {
      const cookies = await accounts.signOut(webHeaders(request.headers))
      return reply.header('set-cookie', [...cookies]).redirect('/sign-in', 303)
    })

    app.get('/set-up/:token', { config: form, schema: { params: tokenParams } }, async (request, reply) => {
      await readLink(services, request.params.token)
      return sendPrivately(reply, <SetUpPage context={pageContext(request)} token={request.params.token} />)
    })

    app.post(
      '/set-up/:token',
      {
        config: { ...form, rateLimit: SIGN_IN_LIMIT },
        schema: { params: tokenParams, body: newAdministrator },
        attachValidation: true,
      },
      (request, reply) =>
        handleForm(request, reply, {
          act: async () => {
            await setUpFirstAdministrator(services, request.params.token, request.body)
            return '/sign-in?done=access.done.accountReady'
          },
          redisplay: (problem) => (
            <SetUpPage
              context={pageContext(request)}
              values={request.formValues}
              problem={problem}
              token={request.params.token}
            />
          ),
        }),
    )

    app.get('/welcome/:token', { config: form, schema: { params: tokenParams } }, async (request, reply) => {
      await requireWelcome(services, request.params.token)
      return sendPrivately(reply, <WelcomePage context={pageContext(request)} token={request.params.token} />)
    })

    app.post(
      '/welcome/:token',
      {
        config: { ...form, rateLimit: SIGN_IN_LIMIT },
        schema: { params: tokenParams, body: Type.Object({ password }) },
        attachValidation: true,
      },
      (request, reply) =>
        handleForm(request, reply, {
          act: async () => {
            await acceptInvitation(services, request.params.token, request.body.password)
            return '/sign-in?done=access.done.accountReady'
          },
          redisplay: (problem) => (
            <WelcomePage context={pageContext(request)} problem={problem} token={request.params.token} />
          ),
        }),
    )
  }
}
