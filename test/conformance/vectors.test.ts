import { readFileSync } from 'node:fs'
import { t, type Test } from '../support/test.ts'
import { readCredential, verifyCredential, type Report } from '../../src/verification/index.ts'
import { portsOf, PUBLIC_URL, type World } from '../verification/fixture-ports.ts'
import { EXPECTATIONS, type Expectation } from './expectations.ts'
import { issuerDocumentsFor, revocationListFor, STATUS_LISTS } from './issuer-documents.ts'

interface Vector {
  readonly id: string
  readonly file: string
  readonly expected: string
  readonly checks?: { readonly signature?: string }
}

const now = new Date('2026-06-12T20:00:00Z')
const bytesOf = (file: string): Uint8Array => readFileSync(new URL(`../fixtures/vectors/${file}`, import.meta.url))
const { items } = JSON.parse(Buffer.from(bytesOf('index.json')).toString()) as { items: readonly Vector[] }
const statusLists = Object.fromEntries(
  Object.entries(STATUS_LISTS).map(([url, file]) => [url, Buffer.from(bytesOf(file)).toString()]),
)

function verify(bytes: Uint8Array, web: NonNullable<World['web']>): Promise<Report> {
  return verifyCredential(portsOf({ web }), { bytes }, { now, publicUrl: PUBLIC_URL })
}

function outcomes({ state, facts }: Report): Expectation {
  const of = (check: string) => facts.find((fact) => fact.check === check)?.outcome
  return { state, ...defined({ proof: of('proof'), issuer: of('issuer'), status: of('status') }) }
}

function defined<T extends object>(members: T): Partial<{ [Name in keyof T]: NonNullable<T[Name]> }> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never
}

/** Whether an answer says the same as the publisher's verdict. */
function agrees(expected: string, state: string): boolean {
  if (expected.startsWith('valid')) return ['valid', 'issuer-unrecognised'].includes(state)
  if (expected === 'status-unknown' || expected === 'issuer-unresolvable') return state === 'could-not-check'
  return expected === 'invalid' && ['tampered', 'revoked', 'expired', 'malformed'].includes(state)
}

function checkVector(t: Test, vector: Vector, expectation: Expectation): void {
  const { withIssuerDocuments, deviation, ...expected } = expectation
  t.test(vector.id, async (t) => {
    const bytes = bytesOf(vector.file)
    const report = await verify(bytes, statusLists)
    t.match(outcomes(report), expected)
    t.equal(report.credential === null, ['tampered', 'malformed'].includes(report.state), 'shown only when it may be')

    const credential = readCredential(bytes)
    const web = { ...statusLists, ...issuerDocumentsFor(credential), ...revocationListFor(credential) }
    const informed = await verify(bytes, web)
    t.equal(informed.state, withIssuerDocuments ?? expected.state, 'with the documents of the issuer')
    t.ok(agrees(vector.expected, report.state) || deviation !== undefined, 'a deviation gives its reason')
    if (vector.checks?.signature === 'ok') t.equal(outcomes(report).proof, 'passed', 'the mathematics agree')
    if (vector.checks?.signature === 'bad') t.equal(outcomes(report).proof, 'failed', 'the mathematics agree')
  })
}

t.test('every vector has an expectation, and every expectation a vector', async (t) => {
  t.same(items.map(({ id }) => id).sort(), Object.keys(EXPECTATIONS).sort())
})

for (const vector of items) {
  const expectation = EXPECTATIONS[vector.id]
  if (expectation) checkVector(t, vector, expectation)
}
