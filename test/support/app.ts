import type { InjectOptions } from 'fastify'
import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/database/index.ts'
import { createApp, csrfToken, NOBODY, type App, type FeatureRoutes, type Identity } from '../../src/http/index.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import type { Services } from '../../src/services.ts'
import { memoryBlobs } from './memory-blobs.ts'

export const TEST_NOW = new Date('2026-06-01T12:00:00Z')
const FORM_SECRET = 'only for tests'

/** Services over `database` with a settable clock and repeatable ids; name what a test needs different. */
export function testServices(database: Database, given: Partial<Services> = {}): Services {
  return {
    config: readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', SESSION_SECRET: 'a secret for tests, 32 characters' }),
    database,
    clock: new SettableClock(TEST_NOW),
    randomness: seededRandomness('test'),
    blobs: memoryBlobs(),
    signing: NO_SIGNING,
    ...given,
  }
}

/** Fails loudly where a test signs without having named a signing service. */
const NO_SIGNING = new Proxy(
  {},
  {
    get: (_target, name) => {
      throw new Error(`this test has no signing service, and asked for ${String(name)}`)
    },
  },
) as Services['signing']

interface TestRequest extends Omit<InjectOptions, 'url' | 'method'> {
  /** A name of `people`; nobody when left out. */
  readonly as?: string | undefined
  readonly accept?: string | undefined
}

export interface TestApp {
  readonly app: App
  readonly get: (url: string, options?: TestRequest) => Promise<LightMyRequestResponse>
  /** As the API's client: JSON in, JSON out. */
  readonly send: (
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
    options?: TestRequest,
  ) => Promise<LightMyRequestResponse>
  /** As a browser sends a form, with its token; answers as it would show: a redirect or a page. */
  readonly submit: (
    url: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    options?: TestRequest,
  ) => Promise<LightMyRequestResponse>
  /** As a browser sends a form with files, with its token. */
  readonly upload: (
    url: string,
    fields: Readonly<Record<string, string | Blob>>,
    options?: TestRequest,
  ) => Promise<LightMyRequestResponse>
}

/**
 * The whole edge around the given features. Who asks is told by the header `x-test-actor`, which `as` sets, and looked
 * up in `people`: no passwords, no sessions. Closed when the test ends.
 */
export async function buildTestApp(
  t: Test,
  services: Services,
  features: readonly FeatureRoutes[],
  people: Readonly<Record<string, Actor>> = {},
): Promise<TestApp> {
  const app = await createApp({
    services,
    features,
    formSecret: FORM_SECRET,
    identify: ({ headers }) => Promise.resolve(identityOf(people, headers['x-test-actor'])),
  })
  await app.ready()
  t.teardown(() => app.close())
  const inject = (method: InjectOptions['method'], url: string, { as, accept, headers, ...rest }: TestRequest) =>
    app.inject({
      ...rest,
      method: method ?? 'GET',
      url,
      headers: { ...(as ? { 'x-test-actor': as } : {}), ...(accept ? { accept } : {}), ...headers },
    })
  const html = 'text/html'
  return {
    app,
    get: (url, options = {}) => inject('GET', url, options),
    send: (method, url, body, options = {}) =>
      inject(method, url, { ...options, ...(body === undefined ? {} : { payload: body }) }),
    submit: (url, fields, options = {}) =>
      inject('POST', url, {
        accept: html,
        ...options,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...options.headers },
        payload: encoded({ _csrf: formToken(people, options.as), ...fields }),
      }),
    upload: async (url, fields, options = {}) => {
      const form = new FormData()
      for (const [name, value] of Object.entries({ _csrf: formToken(people, options.as), ...fields })) {
        form.append(name, value)
      }
      const sent = new Response(form)
      const type = sent.headers.get('content-type') ?? ''
      const payload = Buffer.from(await sent.arrayBuffer())
      return inject('POST', url, {
        accept: html,
        ...options,
        headers: { 'content-type': type, ...options.headers },
        payload,
      })
    },
  }
}

function identityOf(people: Readonly<Record<string, Actor>>, name: string | readonly string[] | undefined): Identity {
  if (typeof name !== 'string') return NOBODY
  const actor = people[name]
  if (!actor) throw new Error(`no person called ${name} in this test`)
  return { actor, binding: `session of ${name}`, place: null }
}

function formToken(people: Readonly<Record<string, Actor>>, name: string | undefined): string {
  return name !== undefined && people[name] ? csrfToken(FORM_SECRET, `session of ${name}`) : ''
}

function encoded(fields: Readonly<Record<string, string | readonly string[]>>): string {
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  ).toString()
}
