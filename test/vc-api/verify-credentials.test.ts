import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import { createSignCryptosuite as eddsaJcs2022 } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { t } from '../support/test.ts'
import { CONTEXT } from '../../src/standards/vc/index.ts'
import { badge } from '../verification/documents.ts'
import { signed, type Document } from '../verification/sign-fixture.ts'
import { disclosed, ecKey, signedWith } from '../verification/sign-with-suites.ts'
import { issuer, minimal, minimalV1, signedAsText, stranger, verifyingScene } from './scene.ts'

const { verify } = await verifyingScene(t)
const VERIFIED = { status: 200, verified: true, errors: [] }
const REFUSED = { status: 400, verified: false }
const proofsOf = (document: Document): Document[] => document['proof'] as Document[]

t.test('accepted', async (t) => {
  const curve = ecKey('P-256')
  const ids = ['urn:uuid:1f0f9a1e-8f0c-4f0e-9d0e-111111111111', 'urn:uuid:1f0f9a1e-8f0c-4f0e-9d0e-222222222222']
  const first = await signed(minimal(), issuer, { members: { id: ids[0] } })
  const examples = 'https://www.w3.org/ns/credentials/examples/v2'
  for (const { name, document } of [
    { name: 'eddsa-rdfc-2022, data model 2.0', document: await signed(minimal(), issuer) },
    { name: 'eddsa-rdfc-2022, data model 1.1', document: await signed(minimalV1(), issuer) },
    {
      name: 'Ed25519Signature2020, data model 2.0',
      document: await signed(
        minimal(issuer.did, { '@context': [CONTEXT.credentialsV2, CONTEXT.ed25519Signature2020] }),
        issuer,
        { suite: 'Ed25519Signature2020' },
      ),
    },
    {
      name: 'Ed25519Signature2020, data model 1.1',
      document: await signed(
        minimalV1(issuer.did, { '@context': [CONTEXT.credentialsV1, CONTEXT.ed25519Signature2020] }),
        issuer,
        { suite: 'Ed25519Signature2020' },
      ),
    },
    { name: 'eddsa-jcs-2022', document: await signedAsText(minimal()) },
    {
      name: 'ecdsa-rdfc-2019',
      document: await signedWith(ecdsaRdfc2019, minimal(curve.did), curve, { algorithm: 'P-256' }),
    },
    {
      name: 'ecdsa-sd-2023, derived',
      document: (await disclosed(badge(curve.did), curve, ['/issuer'], ['/credentialSubject'])).derived,
    },
    { name: 'an Open Badge', document: await signed(badge(issuer.did), issuer) },
    {
      name: 'a proof that is an object',
      document: { ...first, proof: proofsOf(first)[0] },
    },
    { name: 'a set', document: await signedWith(eddsaJcs2022(), first, issuer) },
    {
      name: 'a chain that another party ends',
      document: await signed(first, stranger, {
        verificationMethod: `${stranger.did}#${stranger.multibase}`,
        members: { previousProof: ids[0] },
      }),
    },
    {
      name: 'previousProof as a list',
      document: await signedWith(eddsaJcs2022(), await signed(first, issuer, { members: { id: ids[1] } }), issuer, {
        members: { previousProof: ids },
      }),
    },
    {
      name: 'one text as type',
      document: await signed(minimal(issuer.did, { type: 'VerifiableCredential' }), issuer),
    },
    {
      name: 'types in any order, an inline context and the examples',
      document: await signed(
        minimal(issuer.did, {
          '@context': [CONTEXT.credentialsV2, examples, { Ours: 'https://ours.example/Ours' }],
          type: ['Ours', 'https://x.example/Theirs', 'VerifiableCredential'],
        }),
        issuer,
      ),
    },
  ])
    t.match(await verify(document), VERIFIED, name)
})

t.test('refused for its proof', async (t) => {
  const whole = await signed(minimal(), issuer)
  const [proof = {}] = proofsOf(whole)
  const proofValue = String(proof['proofValue'])
  const without = (member: string): Document =>
    Object.fromEntries(Object.entries(proof).filter(([name]) => name !== member))
  const legacy = minimal(issuer.did, { '@context': [CONTEXT.credentialsV2, CONTEXT.ed25519Signature2020] })
  const undated = await signed(legacy, issuer, { suite: 'Ed25519Signature2020', members: { created: undefined } })
  const otherPurpose = await signed(minimal(), issuer, { members: { proofPurpose: 'authentication' } })
  for (const { name, proof: changed } of [
    { name: 'absent', proof: undefined },
    { name: 'null', proof: null },
    { name: 'a text', proof: 'proof' },
    { name: 'a number', proof: 7 },
    { name: 'a boolean', proof: true },
    { name: 'an empty list', proof: [] },
    { name: 'a list with null beside a right one', proof: [proof, null] },
    { name: 'a list in a list', proof: [[proof]] },
    ...['type', 'verificationMethod', 'proofPurpose', 'proofValue', 'cryptosuite'].flatMap((member) => [
      { name: `without ${member}`, proof: without(member) },
      ...[null, 7, true, {}, []].map((value) => ({
        name: `${member} is ${JSON.stringify(value)}`,
        proof: { ...proof, [member]: value },
      })),
    ]),
    { name: 'an unknown type', proof: { ...proof, type: 'UnknownSignature2026' } },
    { name: 'an unknown cryptosuite', proof: { ...proof, cryptosuite: 'unknown-2026' } },
    { name: 'another purpose', proof: { ...proof, proofPurpose: 'authentication' } },
    { name: 'created is no instant', proof: { ...proof, created: '2026-01-01' } },
    { name: 'expires is no instant', proof: { ...proof, expires: 'tomorrow' } },
    { name: 'no multibase prefix', proof: { ...proof, proofValue: proofValue.slice(1) } },
    { name: 'another alphabet', proof: { ...proof, proofValue: `${proofValue.slice(0, -1)}0` } },
    { name: 'a shorter value', proof: { ...proof, proofValue: proofValue.slice(0, -8) } },
    { name: 'a longer value', proof: { ...proof, proofValue: `${proofValue}22` } },
    { name: 'a method that leads nowhere', proof: { ...proof, verificationMethod: 'did:web:gone.example#key' } },
    { name: 'a method that is no key', proof: { ...proof, verificationMethod: 'did:key:zNobody#zNobody' } },
    { name: 'a method that is no address', proof: { ...proof, verificationMethod: 'key-1' } },
    { name: 'a member that no context defines', proof: { ...proof, unheardOf: 'x' } },
    { name: 'another date', proof: { ...proof, created: '2026-01-02T00:00:00Z' } },
  ])
    for (const options of [undefined, { checks: ['proof'] }]) {
      const answer = await verify({ ...whole, proof: changed }, options)
      t.match(answer, REFUSED, `${name}, ${JSON.stringify(options)}`)
      t.ok(answer.errors.length > 0, name)
    }
  t.match(await verify(undated), REFUSED, 'Ed25519Signature2020 without created')
  t.match(await verify(otherPurpose), REFUSED, 'another purpose, and the signature over it is good')
})

t.test('whatever is changed after signing is refused', async (t) => {
  const whole = await signed(
    minimal(issuer.did, {
      id: 'urn:uuid:1',
      validFrom: '2026-01-01T00:00:00Z',
      name: { '@value': 'Á', '@language': 'es' },
    }),
    issuer,
  )
  for (const { name, change } of [
    { name: 'a value', change: { validFrom: '2026-01-02T00:00:00Z' } },
    { name: 'a member less', change: { validFrom: undefined } },
    { name: 'a member more', change: { description: 'x' } },
    { name: 'a language', change: { name: { '@value': 'Á', '@language': 'fi' } } },
    { name: 'the subject', change: { credentialSubject: { id: 'did:example:other' } } },
    { name: 'a type more', change: { type: ['VerifiableCredential', 'https://x.example/More'] } },
    { name: 'a type that is relative', change: { type: ['VerifiableCredential', 'More'] } },
    { name: 'a term that no context defines', change: { unheardOf: 'x' } },
    { name: 'an inline context', change: { '@context': [CONTEXT.credentialsV2, { id: 'https://x.example/id' }] } },
  ])
    t.match(await verify({ ...whole, ...change }), REFUSED, name)
})

t.test('checks', async (t) => {
  const expired = await signed(minimal(issuer.did, { validUntil: '2026-02-01T00:00:00Z' }), issuer)
  const bySomebodyElse = await signed(minimal(), stranger, {
    verificationMethod: `${stranger.did}#${stranger.multibase}`,
  })
  const unknownStatus = await signed(
    minimal(issuer.did, { credentialStatus: { type: 'https://x.example/Status' } }),
    issuer,
  )
  for (const { name, document, code } of [
    { name: 'expired', document: expired, code: 'expired' },
    { name: 'a key of somebody else', document: bySomebodyElse, code: 'controller-mismatch' },
    { name: 'a status of a kind that is not known', document: unknownStatus, code: 'unsupported-status' },
  ])
    t.test(name, async (t) => {
      for (const options of [undefined, {}, { checks: [] }, { checks: ['proof', 'credentialStatus'] }])
        t.match(await verify(document, options), { ...REFUSED, errors: [{ code }] }, JSON.stringify(options))
      t.match(await verify(document, { checks: ['proof'] }), { ...VERIFIED, warnings: [{ code }] })
    })
  t.test('options of others are welcome', async (t) => {
    const whole = await signed(minimal(), issuer)
    const options = {
      cryptosuite: 'eddsa-rdfc-2022',
      returnResults: true,
      challenge: 'x',
      domain: 'y',
      other: { a: [] },
    }
    t.match(await verify(whole, options), VERIFIED)
  })
})
