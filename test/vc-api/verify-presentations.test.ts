import { createSignCryptosuite as eddsaJcs2022 } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { t } from '../support/test.ts'
import { CONTEXT } from '../../src/standards/vc/index.ts'
import { controllerDocument } from '../verification/documents.ts'
import { signed, type Document, type TestKey } from '../verification/sign-fixture.ts'
import { signedWith } from '../verification/sign-with-suites.ts'
import { holder, issuer, minimal, minimalV1, stranger, verifyingScene } from './scene.ts'

const { present, web } = await verifyingScene(t)
const VERIFIED = { status: 200, verified: true, errors: [] }
const REFUSED = { status: 400, verified: false }

const empty = (members: Document = {}): Document => ({
  '@context': [CONTEXT.credentialsV2],
  type: ['VerifiablePresentation'],
  ...members,
})
const methodOf = (key: TestKey, did = key.did): string => `${did}#${key.multibase}`

/** Signed by the holder to show who they are; what is malformed is signed as a text. */
function shown(document: Document, members: Document = {}, key = holder, method = methodOf(key)): Promise<Document> {
  return signed(document, key, {
    verificationMethod: method,
    members: { proofPurpose: 'authentication', ...members },
  })
}

const credential = await signed(minimal(), issuer)

t.test('accepted', async (t) => {
  const other = await signed(minimalV1(), issuer)
  for (const { name, document } of [
    { name: 'an empty one', document: empty() },
    { name: 'one credential', document: empty({ verifiableCredential: credential }) },
    { name: 'several', document: empty({ verifiableCredential: [credential, other] }) },
    { name: 'the holder as address', document: empty({ holder: holder.did, verifiableCredential: [credential] }) },
    { name: 'the holder as object', document: empty({ holder: { id: holder.did } }) },
    { name: 'an id', document: empty({ id: 'urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5' }) },
    { name: 'one text as type', document: empty({ type: 'VerifiablePresentation' }) },
    {
      name: 'further types and contexts',
      document: empty({
        '@context': [CONTEXT.credentialsV2, 'https://www.w3.org/ns/credentials/examples/v2'],
        type: ['VerifiablePresentation', 'https://x.example/Presentation'],
      }),
    },
  ])
    t.test(name, async (t) => {
      t.match(await present(document), { ...VERIFIED, warnings: [{ code: 'presentation-not-signed' }] }, 'unsigned')
      t.match(await present(await shown(document)), { ...VERIFIED, warnings: [] }, 'signed')
      t.match(await present(await shown(document), { checks: ['proof'] }), VERIFIED)
    })
  const v1 = empty({ '@context': [CONTEXT.credentialsV1, CONTEXT.dataIntegrityV2], verifiableCredential: [other] })
  t.match(await present(await shown(v1)), VERIFIED, 'data model 1.1')
})

t.test('malformed', async (t) => {
  for (const { name, change, code } of [
    ...[
      undefined,
      null,
      7,
      CONTEXT.credentialsV2,
      [],
      [CONTEXT.ob303, CONTEXT.credentialsV2],
      [CONTEXT.credentialsV2, 7],
    ].map((context) => ({
      name: `@context ${JSON.stringify(context)}`,
      change: { '@context': context },
      code: undefined,
    })),
    {
      name: 'a context that cannot be loaded',
      change: { '@context': [CONTEXT.credentialsV2, 'https://elsewhere.example/context'] },
      code: 'unbundled-context',
    },
    ...[undefined, null, 7, [], ['VerifiableCredential'], ['VerifiablePresentation', null]].map((type) => ({
      name: `type ${JSON.stringify(type)}`,
      change: { type },
      code: undefined,
    })),
    {
      name: 'a type that no context defines',
      change: { type: ['VerifiablePresentation', 'UnheardOf'] },
      code: 'undefined-terms',
    },
    { name: 'a term that no context defines', change: { unheardOf: 'x' }, code: 'undefined-terms' },
    { name: 'an id that is none', change: { id: 'x' }, code: undefined },
    { name: 'two ids', change: { id: ['urn:uuid:1', 'urn:uuid:2'] }, code: undefined },
    ...[null, 7, 'x', {}, { id: 'x' }, [holder.did]].map((value) => ({
      name: `holder ${JSON.stringify(value)}`,
      change: { holder: value },
      code: undefined,
    })),
    ...[null, 7, 'eyJhbGciOiJub25lIn0.e30.', [credential, 'text'], [null], [[credential]]].map((value) => ({
      name: `verifiableCredential ${JSON.stringify(value).slice(0, 40)}`,
      change: { verifiableCredential: value },
      code: undefined,
    })),
    { name: 'a credential without proof', change: { verifiableCredential: minimal() }, code: 'no-proof' },
    {
      name: 'a credential that is altered',
      change: { verifiableCredential: [credential, { ...credential, name: 'Another' }] },
      code: 'signature-mismatch',
    },
    {
      name: 'a credential that is malformed',
      change: { verifiableCredential: { ...credential, credentialSubject: [] } },
      code: 'malformed-value',
    },
    {
      name: 'very many credentials',
      change: { verifiableCredential: Array.from({ length: 21 }, () => credential) },
      code: 'too-many-credentials',
    },
  ] as const satisfies readonly { name: string; change: Document; code: string | undefined }[])
    t.test(name, async (t) => {
      const document: Document = Object.fromEntries(
        Object.entries({ ...empty(), ...change }).filter(([, value]) => value !== undefined),
      )
      const asText = await signedWith(eddsaJcs2022(), document, holder, {
        verificationMethod: methodOf(holder),
        purpose: 'authentication',
      })
      for (const one of [document, asText]) {
        const answer = await present(one)
        t.match(answer, REFUSED)
        if (code !== undefined) t.match(answer.errors, [{ code }])
      }
    })
})

t.test('a proof that does not verify', async (t) => {
  const whole = await shown(empty({ holder: holder.did, verifiableCredential: [credential] }))
  const [proof = {}] = whole['proof'] as Document[]
  for (const { name, document } of [
    { name: 'null', document: { ...whole, proof: null } },
    { name: 'an empty list', document: { ...whole, proof: [] } },
    { name: 'a text', document: { ...whole, proof: 'proof' } },
    { name: 'another date', document: { ...whole, proof: { ...proof, created: '2026-01-02T00:00:00Z' } } },
    { name: 'a credential less', document: { ...whole, verifiableCredential: [] } },
    { name: 'a credential taken out', document: { ...whole, verifiableCredential: undefined } },
    { name: 'another holder', document: { ...whole, holder: stranger.did } },
    { name: 'made to assert', document: await shown(empty(), { proofPurpose: 'assertionMethod' }) },
    { name: 'by somebody else than the holder', document: await shown(empty({ holder: holder.did }), {}, stranger) },
    {
      name: 'one right and one wrong',
      document: { ...whole, proof: [proof, { ...proof, created: '2026-01-02T00:00:00Z' }] },
    },
  ])
    t.match(await present(document), REFUSED, name)
})

t.test('a key is the holder’s for authentication alone', async (t) => {
  const did = 'did:web:holder.example'
  const address = 'https://holder.example/.well-known/did.json'
  const document = await shown(empty({ holder: did }), {}, holder, methodOf(holder, did))
  t.match(await present(document), { ...REFUSED, errors: [{ code: 'issuer-unreachable' }] }, 'nobody answers')
  const published = controllerDocument(did, [holder])
  web[address] = published
  t.match(await present(document), { ...REFUSED, errors: [{ code: 'key-not-for-purpose' }] }, 'for assertions only')
  web[address] = { ...published, authentication: published['assertionMethod'] }
  t.match(await present(document), VERIFIED)
})

t.test('challenge and domain', async (t) => {
  const challenge = '8b6d2b7c-5d6d-4b1f-9f29-6b1d1f8f8d11'
  const asked = await shown(empty({ holder: holder.did }), { challenge, domain: 'employer.example' })
  const forTwo = await signedWith(eddsaJcs2022(), empty(), holder, {
    verificationMethod: methodOf(holder),
    purpose: 'authentication',
    members: { challenge, domain: ['a.example', 'employer.example'] },
  })
  const unasked = await shown(empty())
  const both = { challenge, domain: 'employer.example' }
  for (const { name, document, options, code } of [
    { name: 'both as asked', document: asked, options: both },
    { name: 'one of several domains', document: forTwo, options: both },
    { name: 'another challenge', document: asked, options: { ...both, challenge: 'x' }, code: 'challenge-differs' },
    { name: 'an empty challenge', document: asked, options: { ...both, challenge: '' }, code: 'challenge-differs' },
    { name: 'another domain', document: asked, options: { ...both, domain: 'x.example' }, code: 'domain-differs' },
    { name: 'no challenge in the proof', document: unasked, options: { challenge }, code: 'challenge-differs' },
    { name: 'no domain in the proof', document: unasked, options: { domain: 'x' }, code: 'domain-differs' },
    { name: 'no proof at all', document: empty(), options: both, code: 'no-proof' },
    {
      name: 'no proof, and checks of it alone',
      document: empty(),
      options: { ...both, checks: ['proof'] },
      code: 'no-proof',
    },
    {
      name: 'a presentation made for an earlier challenge, shown again',
      document: asked,
      options: { ...both, challenge: 'a fresh one' },
      code: 'challenge-differs',
    },
  ] as const satisfies readonly { name: string; document: Document; options: object; code?: string }[]) {
    const answer = await present(document, options)
    t.match(answer, code === undefined ? VERIFIED : { ...REFUSED, errors: [{ code }] }, name)
  }
  t.match(
    await present(asked),
    { ...VERIFIED, warnings: [{ code: 'challenge-not-compared' }, { code: 'domain-not-compared' }] },
    'made for somebody, and nobody asks for whom',
  )
})

t.test('a challenge is answered once where the caller asks for that', async (t) => {
  const options = { challenge: 'only once', checks: ['proof', 'challenge'] }
  const document = await shown(empty(), { challenge: 'only once' })
  const wrong = { ...document, holder: stranger.did }
  t.match(await present(wrong, options), REFUSED, 'what does not verify uses nothing up')
  t.match(await present(document, options), VERIFIED)
  t.match(await present(document, options), { ...REFUSED, errors: [{ code: 'challenge-replayed' }] })
  t.match(
    await present(await shown(empty(), { challenge: 'only once' }, stranger), options),
    { ...REFUSED, errors: [{ code: 'challenge-replayed' }] },
    'by whomever',
  )
  t.match(await present(document, { challenge: 'only once' }), VERIFIED, 'callers who keep their own record')
  t.match(await present(document, { checks: ['challenge'] }), { ...REFUSED, errors: [{ code: 'challenge-missing' }] })
})
