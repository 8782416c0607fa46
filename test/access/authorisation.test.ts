import type { RouteOptions } from 'fastify'
import { t } from '../support/test.ts'
import { buildApp } from '../../src/app.ts'
import { NOBODY, type App, type RouteAccess } from '../../src/http/index.ts'
import { ROLES, type Actor, type Role } from '../../src/kernel/actor.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { unreachable } from '../../src/verification/index.ts'
import { testServices } from '../support/app.ts'
import { openTestPglite } from '../support/database.ts'
import { createProgramme, type PersonName, type TestProgramme } from '../support/programme.ts'
import { AUTHORISATION } from './authorisation-table.ts'
import { sampleOf } from './sample-of.ts'

interface Route {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly schema: RouteOptions['schema']
}

const WHO: Readonly<Record<Role, PersonName>> = {
  ...(Object.fromEntries(ROLES.map((role) => [role, role])) as Record<Exclude<Role, 'appeals_panel'>, PersonName>),
  appeals_panel: 'panel',
}
const NOT_FOUND_ID = '00000000-0000-4000-8000-000000000000'

t.test("every route, every role, one's own programme and a foreign one", async (t) => {
  const database = await openTestPglite(t)
  const randomness = seededRandomness('authorisation')
  const services = testServices(database, { randomness })
  const home = await createProgramme(database, randomness, 'home')
  const foreign = await createProgramme(database, randomness, 'foreign')
  const routes: Route[] = []
  const app = await buildApp(services, {
    fetchDocument: () => Promise.resolve(unreachable('no-answer')),
    identify: ({ headers }) => {
      const actor = home.people[headers['x-test-actor'] as PersonName] as Actor | undefined
      return Promise.resolve(actor ? { actor, binding: 'session', place: null } : NOBODY)
    },
    onRoute: (route) => {
      if (!isViewer(route) && route.method !== 'HEAD') routes.push(routeOf(route))
    },
  })
  await app.ready()
  t.teardown(() => app.close())

  t.test('has a row in the table, and no row is without its route', async (t) => {
    t.strictSame(routes.map(({ name }) => name).sort(), Object.keys(AUTHORISATION).sort())
  })

  for (const route of routes) {
    const access = AUTHORISATION[route.name] ?? []
    t.test(`${route.name} is for ${String(access)}`, async (t) => {
      t.equal(await refusal(app, route, null, home), access === 'public' ? null : 'not-signed-in', 'nobody')
      for (const role of ROLES) {
        t.equal(await refusal(app, route, WHO[role], home), mayTry(access, role) ? null : 'forbidden', role)
      }
    })

    if (access !== 'public' && /:\w/.test(route.url)) {
      t.test(`${route.name} gives nothing of a foreign programme`, async (t) => {
        for (const role of ROLES.filter((one) => mayTry(access, one) && one !== 'administrator')) {
          const answer = await send(app, route, WHO[role], foreign)
          const isRefused = answer.statusCode >= 400 && answer.statusCode < 500
          t.ok(isRefused || isEmptyList(answer.body), `${role}: ${String(answer.statusCode)}`)
          t.notMatch(answer.body, /foreign/, role)
        }
      })
    }
  }
})

/** A list of what one may see of something unknown or foreign: the same answer for both, and nothing in it. */
function isEmptyList(body: string): boolean {
  return /^(\{"\w+":\[\]\}|\[\])$/.test(body)
}

/** The documentation viewer brings its own routes; anybody may read it. */
function isViewer({ url }: RouteOptions): boolean {
  return url === '/docs' || url.startsWith('/docs/')
}

function routeOf({ method, url, schema }: RouteOptions): Route {
  return { name: `${String(method)} ${url}`, method: method as Route['method'], url, schema }
}

function mayTry(access: RouteAccess, role: Role): boolean {
  return access === 'public' || access === 'signed-in' || access.includes(role)
}

/** The coarse refusal at the edge, which comes before the form's token and the body; null when it let the request in. */
async function refusal(app: App, route: Route, who: PersonName | null, { id }: TestProgramme): Promise<string | null> {
  const { method } = route
  const idOf = (name: string): string => (name === 'programmeId' ? id : NOT_FOUND_ID)
  const headers = { accept: 'application/json', ...(who === null ? {} : { 'x-test-actor': who }) }
  const answer = await app.inject({ method, url: addressOf(route.url, idOf), headers })
  if (answer.statusCode !== 401 && answer.statusCode !== 403) return null
  const { code, detail } = answer.json<{ code: string; detail: string }>()
  return code === 'not-signed-in' || code === 'forbidden' ? codeAtEdge(code, detail, route) : null
}

/** A use case may refuse as well, for a finer reason; at the edge the roles named are the route's own. */
function codeAtEdge(code: string, detail: string, { name }: Route): string | null {
  const access = AUTHORISATION[name] ?? []
  if (code === 'not-signed-in' || typeof access === 'string') return code
  return detail.includes(access.join(' or ')) ? code : null
}

/** A complete request about a programme: its ids in the address, and a body that the schema takes. */
function send(app: App, { method, url, schema }: Route, who: PersonName, programme: TestProgramme) {
  const idOf = (name: string): string => idsOf(programme)[name] ?? programme.people.participant.personId ?? NOT_FOUND_ID
  const payload = schema?.body === undefined ? undefined : (sampleOf(schema.body, idOf) as object)
  return app.inject({
    method,
    url: addressOf(url, idOf),
    headers: { 'x-test-actor': who },
    ...(payload === undefined ? {} : { payload }),
  })
}

function idsOf({ id, cohortId, awarding, people }: TestProgramme): Readonly<Record<string, string | null>> {
  return {
    programmeId: id,
    cohortId,
    organisationId: awarding,
    personId: people.participant.personId,
    participantId: people.participant2.personId,
    mentorId: people.mentor.personId,
  }
}

function addressOf(url: string, idOf: (name: string) => string): string {
  return url.replace(/:(\w+)(\([^)]*\))?/g, (_match, name: string) => idOf(name))
}
