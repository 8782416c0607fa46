import Type from 'typebox'
import { handleForm, pageContext, problemResponses, sendPage, type FeatureRoutes } from '../http/index.ts'
import { personOf } from '../kernel/access-errors.ts'
import { AccountPage } from './account-pages.tsx'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD, type Accounts } from './accounts.ts'
import { webHeaders } from './identify.ts'
import { changePassword, chooseLanguage, endOwnSessions, readOwnAccount } from './own-account.ts'

const own = { access: 'signed-in' } as const
const locale = Type.Union([Type.Literal('es'), Type.Literal('en'), Type.Literal('fi')])
const languageChoice = Type.Object({ locale })
const passwordChange = Type.Object({
  current: Type.String({ maxLength: 1000 }),
  password: Type.String({ minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD }),
})
const account = Type.Object({
  name: Type.String(),
  email: Type.String(),
  locale,
  sessions: Type.Array(
    Type.Object({
      id: Type.String(),
      startedAt: Type.String({ format: 'date-time' }),
      browser: Type.String(),
      isThisOne: Type.Boolean(),
    }),
  ),
})
const nothing = { 204: Type.Null(), ...problemResponses }

/** A person's own account, as pages and as API. */
export function accountRoutes(accounts: Accounts): FeatureRoutes {
  return (app, services) => {
    app.get('/account', { config: own }, async (request, reply) => {
      const found = await readOwnAccount(services, request.actor)
      const page = <AccountPage context={pageContext(request)} account={found} sessionId={request.identity.binding} />
      return sendPage(reply, page)
    })

    app.post('/account/language', { config: own, schema: { body: languageChoice } }, async ({ actor, body }, reply) => {
      await chooseLanguage(services, actor, body.locale)
      return reply.redirect(`/account?lang=${body.locale}&done=access.done.languageSaved`, 303)
    })

    app.post(
      '/account/password',
      { config: own, schema: { body: passwordChange }, attachValidation: true },
      (request, reply) =>
        handleForm(request, reply, {
          act: async () => {
            await changePassword(services, request.actor, request.body)
            const again = await accounts.signInAs(personOf(request.actor), webHeaders(request.headers))
            void reply.header('set-cookie', [...again.cookies])
            return '/account?done=access.done.passwordChanged'
          },
          redisplay: async (problem) => (
            <AccountPage
              context={pageContext(request, '/account')}
              account={await readOwnAccount(services, request.actor)}
              sessionId={request.identity.binding}
              problem={problem}
            />
          ),
        }),
    )

    app.post('/account/sessions/end', { config: own }, async (request, reply) => {
      await endOwnSessions(services, request.actor)
      const cookies = await accounts.signOut(webHeaders(request.headers))
      return reply.header('set-cookie', [...cookies]).redirect('/sign-in?done=access.done.signedOutEverywhere', 303)
    })

    app.get(
      '/api/v1/me/account',
      {
        config: own,
        schema: { summary: 'My account and where I am signed in', response: { 200: account, ...problemResponses } },
      },
      async ({ actor, identity }) => {
        const { sessions, ...rest } = await readOwnAccount(services, actor)
        return {
          ...rest,
          sessions: sessions.map(({ startedAt, ...session }) => ({
            ...session,
            startedAt: startedAt.toISOString(),
            isThisOne: session.id === identity.binding,
          })),
        }
      },
    )

    app.put(
      '/api/v1/me/language',
      { config: own, schema: { summary: 'Choose my language', body: languageChoice, response: nothing } },
      async ({ actor, body }, reply) => {
        await chooseLanguage(services, actor, body.locale)
        return reply.code(204).send(null)
      },
    )

    app.put(
      '/api/v1/me/password',
      {
        config: own,
        schema: {
          summary: 'Change my password; every session ends, this one too',
          body: passwordChange,
          response: nothing,
        },
      },
      async ({ actor, body }, reply) => {
        await changePassword(services, actor, body)
        return reply.code(204).send(null)
      },
    )

    app.delete(
      '/api/v1/me/sessions',
      { config: own, schema: { summary: 'Sign out everywhere', response: nothing } },
      async ({ actor }, reply) => {
        await endOwnSessions(services, actor)
        return reply.code(204).send(null)
      },
    )
  }
}
