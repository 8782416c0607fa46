import { createSignCryptosuite as eddsaJcs2022 } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { createVerifier } from '../../src/public/index.ts'
import { CONTEXT } from '../../src/standards/vc/index.ts'
import { vcVerifyRoutes } from '../../src/vc-api/index.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'
import { portsOf } from '../verification/fixture-ports.ts'
import { testKey, type Document, type TestKey } from '../verification/sign-fixture.ts'
import { signedWith } from '../verification/sign-with-suites.ts'

export const issuer = testKey('vc-api issuer')
export const stranger = testKey('vc-api stranger')
export const holder = testKey('vc-api holder')

/** The answer of a verifying endpoint. */
export interface Answer {
  readonly status: number
  readonly verified: unknown
  readonly errors: readonly { code: string; title: string; detail: string; type: string; pointer?: string }[]
  readonly warnings: readonly { code: string }[]
}

export interface VerifyingScene {
  /** Documents of others, by address; each test puts there what it needs. */
  readonly web: Record<string, string | object>
  readonly verify: (verifiableCredential: unknown, options?: unknown) => Promise<Answer>
  readonly present: (verifiablePresentation: unknown, options?: unknown) => Promise<Answer>
  readonly post: (path: string, payload: string | Buffer, type?: string) => Promise<LightMyRequestResponse>
}

/** The verifying endpoints in the whole edge, with a database of their own and a world of our making. */
export async function verifyingScene(t: Test): Promise<VerifyingScene> {
  const web: Record<string, string | object> = {}
  const services = testServices(await openTestPostgres(t))
  const verifier = createVerifier(services, (url) => portsOf({ web }).fetchDocument(url))
  const { app } = await buildTestApp(t, services, [vcVerifyRoutes(verifier)])
  const post: VerifyingScene['post'] = (url, payload, type = 'application/json') =>
    app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } })
  const ask = async (path: string, body: object): Promise<Answer> => {
    const answer = await post(path, JSON.stringify(body))
    return { status: answer.statusCode, ...answer.json<Omit<Answer, 'status'>>() }
  }
  const withOptions = (options: unknown): object => (options === undefined ? {} : { options })
  return {
    web,
    post,
    verify: (verifiableCredential, options) =>
      ask('/vc/credentials/verify', { verifiableCredential, ...withOptions(options) }),
    present: (verifiablePresentation, options) =>
      ask('/vc/presentations/verify', { verifiablePresentation, ...withOptions(options) }),
  }
}

/** The smallest credential there is: no id, no dates, nothing said but whom it is about. */
export function minimal(issuerId = issuer.did, members: Document = {}): Document {
  return {
    '@context': [CONTEXT.credentialsV2],
    type: ['VerifiableCredential'],
    issuer: issuerId,
    credentialSubject: { id: 'did:example:subject' },
    ...members,
  }
}

/** The same in data model 1.1, with the context that a Data Integrity proof needs. */
export function minimalV1(issuerId = issuer.did, members: Document = {}): Document {
  return {
    '@context': [CONTEXT.credentialsV1, CONTEXT.dataIntegrityV2],
    type: ['VerifiableCredential'],
    issuer: issuerId,
    issuanceDate: '2026-01-01T00:00:00Z',
    credentialSubject: { id: 'did:example:subject' },
    ...members,
  }
}

/** Signed as a text: whatever the document says, however malformed, the signature is right. */
export function signedAsText(document: Document, key: TestKey = issuer, issuerId = key.did): Promise<Document> {
  return signedWith(eddsaJcs2022(), document, key, { verificationMethod: `${issuerId}#${key.multibase}` })
}
