import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { t } from '../support/test.ts'
import { readCredential, TooLarge, verifyCredential, type Report } from '../../src/verification/index.ts'
import { isObject } from '../../src/verification/reading/json-text.ts'
import { portsOf, PUBLIC_URL } from './fixture-ports.ts'

/** Laws over the vectors of others: whatever is changed, no wrong green and no error that nobody foresaw. */
const SEED = 20_260_612
const now = new Date('2026-06-12T20:00:00Z')
const vector = (file: string): Uint8Array => readFileSync(new URL(`../fixtures/vectors/${file}`, import.meta.url))

function verify(bytes: Uint8Array): Promise<Report> {
  return verifyCredential(portsOf({}), { bytes }, { now, publicUrl: PUBLIC_URL })
}

const proofOf = ({ facts }: Report): string | undefined => facts.find(({ check }) => check === 'proof')?.outcome

type Path = readonly (string | number)[]

/** Every text, number and truth value under a signature; `@context` gives meaning and is no statement itself. */
function leavesOf(node: unknown, path: Path = []): Path[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => leavesOf(item, [...path, index]))
  if (isObject(node))
    return Object.entries(node).flatMap(([name, value]) =>
      name === '@context' ? [] : leavesOf(value, [...path, name]),
    )
  return [path]
}

function replaced(node: unknown, [step, ...rest]: Path, value: (old: unknown) => unknown): unknown {
  if (step === undefined) return value(node)
  if (Array.isArray(node))
    return (node as unknown[]).map((item, index) => (index === step ? replaced(item, rest, value) : item))
  return isObject(node) ? { ...node, [step]: replaced(node[step], rest, value) } : node
}

const SIGNED = [
  'validator/simple.json',
  'validator/simple_v1.json',
  'validator/simple-eddsa-2022.json',
  'validator/endorsement-valid.json',
  'crypto/eddsa-rdfc-2022/signed.json',
  'dcc/v2EddsaWithValidStatus.json',
  'dcc/v2DoubleSigWithValidStatus.json',
  'dcc/v1NoStatus.json',
].map((file) => JSON.parse(Buffer.from(vector(file)).toString()) as unknown)

const change = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }).map((text) => (old: unknown) => `${String(old)}${text}`),
  fc.constant((old: unknown) => (typeof old === 'number' ? old + 1 : `x${String(old)}`)),
  fc.constantFrom(null, false, 0, [], {}, '').map((value) => () => value),
)

t.test('every signed leaf, changed, fails the proof', async (t) => {
  const [document] = SIGNED
  const surviving: Path[] = []
  for (const path of leavesOf(document)) {
    const report = await verify(Buffer.from(JSON.stringify(replaced(document, path, (old) => `${String(old)}x`))))
    if (proofOf(report) === 'passed') surviving.push(path)
  }
  t.same(surviving, [])
})

t.test('a random change of a random leaf never leaves the proof passed', async (t) => {
  const leaf = fc.constantFrom(...SIGNED.flatMap((document) => leavesOf(document).map((path) => ({ document, path }))))
  await fc.assert(
    fc.asyncProperty(leaf, change, async ({ document, path }, value) => {
      const changed = JSON.stringify(replaced(document, path, value))
      fc.pre(changed !== JSON.stringify(document))
      const report = await verify(Buffer.from(changed))
      if (proofOf(report) === 'passed') throw new Error(`passed although ${path.join('.')} was changed: ${changed}`)
    }),
    { seed: SEED, numRuns: 400 },
  )
  t.pass('400 changes')
})

t.test('broken bytes of every carrier end in a report', async (t) => {
  const files = fc.constantFrom(
    ...[
      'validator/simple.json',
      'validator/simple-json.png',
      'validator/simple-jwt.png',
      'validator/simple-jwt_v1.png',
      'dcc/v2NoStatus.json',
    ].map(vector),
    svgOf(vector('validator/simple.json')),
    readFileSync(new URL('../fixtures/vectors/examples/example-complete.json', import.meta.url)),
  )
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.nat(255),
    kind: fc.constantFrom('set', 'cut', 'drop', 'double'),
  })
  await fc.assert(
    fc.asyncProperty(files, fc.array(edit, { minLength: 1, maxLength: 4 }), async (original, edits) => {
      let bytes: Buffer = Buffer.from(original)
      for (const { at, byte, kind } of edits) bytes = edited(bytes, Math.floor(at * bytes.length), byte, kind)
      const { state, verified } = await verify(bytes)
      if (verified && !bytes.equals(original)) {
        const saysTheSame = isDeepStrictEqual(readCredential(bytes).document, readCredential(original).document)
        if (!saysTheSame) throw new Error(`verified although changed, ${state}`)
      }
    }),
    { seed: SEED, numRuns: 1_100 },
  )
  t.pass('1100 broken files')
})

t.test('anything at all ends in a report, or is too large', async (t) => {
  const json = fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text))
  const shaped = fc
    .record({
      '@context': fc.oneof(fc.constant(['https://www.w3.org/ns/credentials/v2']), fc.jsonValue()),
      type: fc.oneof(fc.constant(['VerifiableCredential']), fc.jsonValue()),
      issuer: fc.oneof(fc.constant('did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi'), fc.jsonValue()),
      credentialSubject: fc.oneof(fc.constant({ id: 'urn:x:y' }), fc.jsonValue()),
      credentialStatus: fc.jsonValue(),
      endorsement: fc.jsonValue(),
      proof: fc.oneof(
        fc.jsonValue(),
        fc.record({
          type: fc.constant('DataIntegrityProof'),
          cryptosuite: fc.constant('eddsa-rdfc-2022'),
          verificationMethod: fc.jsonValue(),
          proofValue: fc.jsonValue(),
        }),
      ),
    })
    .map((document) => Buffer.from(JSON.stringify(document)))
  const bytes = fc.oneof(
    json,
    shaped,
    fc.uint8Array({ maxLength: 200 }),
    fc.string().map((text) => Buffer.from(`<svg>${text}`)),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async (input) => {
      try {
        if ((await verify(input)).verified) throw new Error('verified out of nothing')
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error
      }
    }),
    { seed: SEED, numRuns: 600 },
  )
  t.pass('600 inputs')
})

function svgOf(json: Uint8Array): Uint8Array {
  const credential = `<o:credential><![CDATA[${Buffer.from(json).toString()}]]></o:credential>`
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">${credential}</svg>`,
  )
}

function edited(bytes: Buffer, at: number, byte: number, kind: string): Buffer {
  switch (kind) {
    case 'cut':
      return bytes.subarray(0, at)
    case 'drop':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
    case 'double':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 20))])
    default:
      return Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at + 1)])
  }
}
