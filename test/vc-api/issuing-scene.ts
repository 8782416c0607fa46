import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { readConfig } from '../../src/config.ts'
import { createApiKey, createOpenIssuer, issuerRoutes, type KeyScope } from '../../src/credentials/index.ts'
import type { Database } from '../../src/database/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { createVerifier } from '../../src/public/index.ts'
import type { Services } from '../../src/services.ts'
import { createSigning } from '../../src/signing/index.ts'
import { unreachable } from '../../src/verification/index.ts'
import { vcIssueRoutes, vcVerifyRoutes } from '../../src/vc-api/index.ts'
import { buildTestApp, testServices, TEST_NOW, type TestApp } from '../support/app.ts'
import { createProgramme, type TestProgramme } from '../support/programme.ts'
import type { Document } from '../verification/sign-fixture.ts'

export const PUBLIC_URL = 'https://badges.example.org'
export const SLUG = 'open-school'

export interface IssuedAnswer {
  readonly status: number
  /** The whole text of the answer. */
  readonly text: string
  readonly credential: Document
  readonly problem: {
    readonly code?: string
    readonly title?: string
    readonly detail?: string
    readonly type?: string
  }
}

export interface IssuingScene {
  readonly services: Services & { readonly clock: SettableClock }
  readonly programme: TestProgramme
  readonly app: TestApp
  /** The DID of the open issuer. */
  readonly did: string
  /** A secret that may do everything for it. */
  readonly secret: string
  readonly issue: (credential: unknown, options?: unknown, secret?: string) => Promise<IssuedAnswer>
  readonly setStatus: (body: unknown, secret?: string) => Promise<LightMyRequestResponse>
  readonly verify: (verifiableCredential: unknown, options?: object) => Promise<LightMyRequestResponse>
  readonly post: (url: string, payload: string, secret: string | null, more?: object) => Promise<LightMyRequestResponse>
  readonly newKey: (
    slug: string,
    scopes: readonly KeyScope[],
    expiresAt?: Date,
  ) => Promise<{ id: string; secret: string }>
}

/** An open issuer with a key beside a programme, behind the whole edge. */
export async function issuingScene(
  t: Test,
  database: Database,
  issuerDid: 'web' | 'key' = 'key',
): Promise<IssuingScene> {
  const clock = new SettableClock(TEST_NOW)
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    SESSION_SECRET: 'a secret for tests, 32 characters',
    PUBLIC_URL,
    ISSUER_DID: issuerDid,
  })
  const keyEncryptionKey = new Uint8Array(32).fill(7)
  const randomness = seededRandomness('issuing')
  const signing = createSigning({
    database,
    clock,
    keyEncryptionKey,
    publicUrl: PUBLIC_URL,
    issuerDid,
    development: true,
  })
  const services = { ...testServices(database, { config, randomness, signing }), clock }
  const programme = await createProgramme(database, randomness)
  const { administrator } = programme.people
  const did = await createOpenIssuer(services, administrator, { slug: SLUG, name: 'Open School', countryCode: 'FI' })
  const newKey: IssuingScene['newKey'] = (slug, scopes, expiresAt) =>
    createApiKey(services, administrator, slug, { name: 'a program', scopes, expiresAt })
  const { secret } = await newKey(SLUG, ['issue', 'status'])
  const verifier = createVerifier(services, () => Promise.resolve(unreachable('no-answer')))
  const app = await buildTestApp(
    t,
    services,
    [vcIssueRoutes(verifier), vcVerifyRoutes(verifier), issuerRoutes],
    programme.people,
  )
  const post: IssuingScene['post'] = (url, payload, bearer, more = {}) =>
    app.app.inject({
      method: 'POST',
      url,
      payload,
      headers: {
        'content-type': 'application/json',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...more,
      },
    })
  const issue: IssuingScene['issue'] = async (credential, options, bearer = secret) => {
    const body = JSON.stringify({ credential, ...(options === undefined ? {} : { options }) })
    const answer = await post(`/vc/issuers/${SLUG}/credentials/issue`, body, bearer)
    const json = answer.json<{ verifiableCredential?: Document } & IssuedAnswer['problem']>()
    const { verifiableCredential = {}, ...problem } = json
    return { status: answer.statusCode, text: answer.body, credential: verifiableCredential, problem }
  }
  return {
    services,
    programme,
    app,
    did,
    secret,
    issue,
    newKey,
    post,
    setStatus: (body, bearer = secret) => post(`/vc/issuers/${SLUG}/credentials/status`, JSON.stringify(body), bearer),
    verify: (verifiableCredential, options = {}) =>
      post('/vc/credentials/verify', JSON.stringify({ verifiableCredential, options }), null),
  }
}
