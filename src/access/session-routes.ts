import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { ROLES, type Actor, type Role } from '../kernel/actor.ts'
import type { Accounts } from './accounts.ts'
import { webHeaders } from './identify.ts'
import { attemptOf, giveCookies, SIGN_IN_LIMIT } from './sign-in-cookies.ts'
import { signIn } from './sign-in.ts'

const credentials = Type.Object({ email: Type.String({ maxLength: 320 }), password: Type.String({ maxLength: 1000 }) })
const uuidOrNull = Type.Union([Type.String({ format: 'uuid' }), Type.Null()])
export const me = Type.Object({
  personId: uuidOrNull,
  name: Type.String(),
  locale: Type.Union([Type.Literal('es'), Type.Literal('en'), Type.Literal('fi'), Type.Null()]),
  organisationId: uuidOrNull,
  programmeIds: Type.Array(Type.String()),
  roles: Type.Array(
    Type.Object({
      role: Type.Unsafe<Role>({ type: 'string', enum: ROLES }),
      programmeId: uuidOrNull,
      cohortId: uuidOrNull,
    }),
  ),
})

/** The session as the API sees it. */
export function sessionRoutes(accounts: Accounts): FeatureRoutes {
  return (app, services) => {
    app.post(
      '/api/v1/session',
      {
        config: { access: 'public', rateLimit: SIGN_IN_LIMIT },
        schema: { summary: 'Sign in', body: credentials, response: { 201: me, ...problemResponses } },
      },
      async (request, reply) => {
        const signedIn = await signIn(services, accounts, attemptOf(request, request.body))
        giveCookies(reply, services, signedIn)
        return reply.code(201).send(describe(signedIn.person.actor))
      },
    )

    app.delete(
      '/api/v1/session',
      {
        config: { access: 'signed-in' },
        schema: { summary: 'Sign out', response: { 204: Type.Null(), ...problemResponses } },
      },
      async (request, reply) => {
        const cookies = await accounts.signOut(webHeaders(request.headers))
        return reply
          .header('set-cookie', [...cookies])
          .code(204)
          .send(null)
      },
    )

    app.get(
      '/api/v1/me',
      {
        config: { access: 'signed-in' },
        schema: { summary: 'Who is signed in, with which roles', response: { 200: me, ...problemResponses } },
      },
      (request) => describe(request.actor),
    )
  }
}

export function describe({ personId, name, locale, organisationId, programmeIds, assignments }: Actor) {
  const roles = assignments.map(({ role, programmeId, cohortId }) => ({ role, programmeId, cohortId }))
  return { personId, name, locale, organisationId, programmeIds: [...programmeIds], roles }
}
