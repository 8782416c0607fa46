import fc from 'fast-check'
import { t } from '../support/test.ts'
import { CONTEXT } from '../../src/standards/vc/index.ts'
import { badge, statusEntry } from '../verification/documents.ts'
import { signed, type Document } from '../verification/sign-fixture.ts'
import { holder, issuer, minimal, signedAsText, verifyingScene } from './scene.ts'

/** Whatever is sent, the answer is 200, 400 or 413, and says the same as its status. */
const SEED = 20_260_601
const { post } = await verifyingScene(t)

const sound = await signed(badge(issuer.did), issuer)
const presentation = await signed(
  {
    '@context': [CONTEXT.credentialsV2],
    type: ['VerifiablePresentation'],
    holder: holder.did,
    verifiableCredential: [sound],
  },
  holder,
  {
    verificationMethod: `${holder.did}#${holder.multibase}`,
    members: { proofPurpose: 'authentication', challenge: 'c', domain: 'd' },
  },
)
const rich = minimal(issuer.did, {
  credentialStatus: statusEntry('7'),
  credentialSchema: { id: 'https://x.example/s', type: 'JsonSchema' },
  relatedResource: [{ id: 'https://x.example/r', digestSRI: 'sha256-AAAA' }],
  name: [{ '@value': 'A', '@language': 'en' }],
})
const REQUESTS: readonly { path: string; body: Document }[] = [
  { path: '/vc/credentials/verify', body: { verifiableCredential: sound, options: { checks: ['proof'] } } },
  { path: '/vc/credentials/verify', body: { verifiableCredential: await signedAsText(rich) } },
  {
    path: '/vc/presentations/verify',
    body: { verifiablePresentation: presentation, options: { challenge: 'c', domain: 'd' } },
  },
]

type Path = readonly (string | number)[]

/** Every place in a document, leaf or not. */
function placesOf(node: unknown, path: Path = []): Path[] {
  const inner = typeof node === 'object' && node !== null ? Object.entries(node) : []
  return [path, ...inner.flatMap(([name, value]) => placesOf(value, [...path, name]))]
}

function replaced(node: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value
  if (Array.isArray(node))
    return (node as unknown[]).map((item, index) =>
      String(index) === String(step) ? replaced(item, rest, value) : item,
    )
  const members = node as Document
  return { ...members, [step]: replaced(members[step], rest, value) }
}

const place = fc.constantFrom(...REQUESTS.flatMap(({ path, body }) => placesOf(body).map((at) => ({ path, body, at }))))
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    undefined,
    null,
    [],
    {},
    [[]],
    [null],
    '',
    ' ',
    'z',
    'u',
    'did:',
    'did:key:',
    'did:web:',
    'did:web:%',
    'https://',
    'https://[::1]/',
    'https://x.example:99999/',
    'urn:x:\u0000',
    { '@id': 7 },
    { '@context': null },
    { '@type': '@json', '@value': {} },
    { '@list': [[]] },
    { '@reverse': {} },
    { '@graph': [] },
    { '@included': 7 },
    -1,
    1e308,
    2 ** 53,
    'x'.repeat(10_000),
  ),
)

t.test('anything at any place of a request', async (t) => {
  await fc.assert(
    fc.asyncProperty(place, value, async ({ path, body, at }, put) => {
      const answer = await post(path, JSON.stringify(replaced(body, at, put) ?? null))
      const { verified, errors } = answer.json<{ verified?: boolean; errors?: unknown[] }>()
      const isSound =
        (answer.statusCode === 200 && verified === true && errors?.length === 0) ||
        (answer.statusCode === 400 && verified === false && (errors?.length ?? 0) > 0)
      if (!isSound) throw new Error(`${String(answer.statusCode)} ${answer.body}`)
    }),
    { seed: SEED, numRuns: 400 },
  )
  t.pass('400 requests')
})
