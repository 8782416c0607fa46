import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js'
import type { RouteOptions } from 'fastify'
import { t } from '../support/test.ts'
import { buildApp } from '../../src/app.ts'
import { unreachable } from '../../src/verification/index.ts'
import { testServices } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'

const FILE = new URL('../../docs/openapi.json', import.meta.url)

/** `UPDATE=1 npx tap test/http/openapi.test.ts` writes the file anew; look at what changed before you commit it. */
t.test('the committed description is the one that the service publishes', async (t) => {
  const services = testServices(await openTestPostgres(t))
  const routes: RouteOptions[] = []
  const app = await buildApp(services, {
    fetchDocument: () => Promise.resolve(unreachable('no-answer')),
    onRoute: (route) => routes.push(route),
  })
  await app.ready()
  t.teardown(() => app.close())
  const published = (await app.inject('/openapi.json')).json<Description>()
  if (process.env['UPDATE'] === '1') writeFileSync(FILE, `${JSON.stringify(published, null, 2)}\n`)
  t.strictSame(published, JSON.parse(readFileSync(FILE, 'utf8')))

  t.test('every operation of the API tells its purpose and its refusals', async (t) => {
    for (const [path, operations] of Object.entries(published.paths)) {
      if (!path.startsWith('/api/')) continue
      for (const [method, { summary, responses }] of Object.entries(operations)) {
        t.ok(summary, `${method} ${path} has a summary`)
        t.ok('4XX' in responses, `${method} ${path} documents its problems`)
      }
    }
  })

  t.test('every schema that a request is held against is a JSON Schema', async (t) => {
    const ajv = new Ajv2020()
    for (const { method, url, schema } of routes) {
      for (const part of [schema?.body, schema?.params, schema?.querystring]) {
        if (part !== undefined) t.ok(ajv.validateSchema(part as AnySchema), `${String(method)} ${url}`)
      }
    }
  })

  t.test('every shared schema goes by its own name', async (t) => {
    t.notMatch(JSON.stringify(published), /def-\d/)
    t.strictSame(
      Object.keys(published.components.schemas).filter((name) => !/^[A-Z]/.test(name)),
      [],
    )
  })
})

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { summary?: string; responses: object }>>>>
  readonly components: { readonly schemas: object }
}
