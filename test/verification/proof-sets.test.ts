import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import { createSignCryptosuite as eddsaJcs2022 } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { t } from '../support/test.ts'
import { verifyCredential, type Report } from '../../src/verification/index.ts'
import { badge, bytesOf, controllerDocument } from './documents.ts'
import { portsOf, PUBLIC_URL, type World } from './fixture-ports.ts'
import { signed, testKey, type Document } from './sign-fixture.ts'
import { ecKey, signedWith } from './sign-with-suites.ts'

const now = new Date('2026-06-12T20:00:00Z')
const DID = 'did:web:issuer.example:issuers:sur'
const DID_URL = 'https://issuer.example/issuers/sur/did.json'
const WITNESS = 'did:web:witness.example'
const WITNESS_URL = 'https://witness.example/.well-known/did.json'
const [first, second, witness] = [testKey('first'), testKey('second'), testKey('witness')]
const curve = ecKey('P-256')
const WORLD: World = {
  web: {
    [DID_URL]: controllerDocument(DID, [first, second, curve]),
    [WITNESS_URL]: controllerDocument(WITNESS, [witness]),
  },
}
const [ONE, TWO] = ['urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544', 'urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54']

function verify(document: unknown, world: World = WORLD): Promise<Report> {
  return verifyCredential(portsOf(world), { bytes: bytesOf(document) }, { now, publicUrl: PUBLIC_URL })
}

async function judged(document: unknown, world?: World): Promise<{ state: string; proof: string; warnings: string[] }> {
  const { state, facts, warnings } = await verify(document, world)
  const proof = facts.find(({ check }) => check === 'proof')
  return { state, proof: `${proof?.outcome ?? ''} ${proof?.code ?? ''}`, warnings: warnings.map(({ code }) => code) }
}

const SOUND = { state: 'issuer-unrecognised', proof: 'passed signature-valid' }
const proofsOf = (document: Document): Document[] => document['proof'] as Document[]
const withProof = (document: Document, index: number, members: Document): Document => ({
  ...document,
  proof: proofsOf(document).map((proof, at) => (at === index ? { ...proof, ...members } : proof)),
})

t.test('a set of four proofs of four suites', async (t) => {
  let set = await signed(badge(DID), first)
  set = await signed(set, second, { suite: 'Ed25519Signature2020' })
  set = await signedWith(eddsaJcs2022(), set, first)
  set = await signedWith(ecdsaRdfc2019, set, curve, { algorithm: 'P-256' })
  t.match(await judged(set), { ...SOUND, warnings: [] })
  for (const index of [0, 1, 2, 3])
    t.match(
      await judged(withProof(set, index, { created: '2026-01-02T00:00:00Z' })),
      { state: 'tampered', proof: 'failed signature-mismatch' },
      `every proof counts: number ${String(index + 1)}`,
    )
  t.match(await judged(withProof(set, 3, { cryptosuite: 'bbs-2023' })), {
    state: 'could-not-check',
    proof: 'unknown unsupported-cryptosuite',
  })
  t.match(await judged(withProof(set, 3, { proofPurpose: 'authentication' })), {
    state: 'tampered',
    proof: 'failed wrong-proof-purpose',
  })
  t.match(await judged({ ...set, proof: [...proofsOf(set), ...proofsOf(set)] }), { proof: 'failed too-many-proofs' })
})

t.test('a chain of three', async (t) => {
  const one = await signed(badge(DID), first, { members: { id: ONE } })
  const two = await signed(one, second, { members: { id: TWO, previousProof: ONE } })
  const chain = await signed(two, first, { members: { previousProof: TWO } })
  t.match(await judged(chain), SOUND)

  const [a = {}, b = {}, c = {}] = proofsOf(chain)
  for (const { name, proof, code } of [
    { name: 'in another order', proof: [c, a, b], code: 'passed signature-valid' },
    { name: 'the beginning is missing', proof: [b, c], code: 'failed previous-proof-missing' },
    { name: 'the middle is missing', proof: [a, c], code: 'failed previous-proof-missing' },
    { name: 'the beginning is wrong', proof: [{ ...a, created: '2026-01-02T00:00:00Z' }, b, c], code: 'failed' },
    { name: 'a link is cut', proof: [a, { ...b, previousProof: undefined }, c], code: 'failed' },
    { name: 'a proof of itself', proof: [{ ...a, previousProof: ONE }], code: 'failed previous-proof-missing' },
    { name: 'two of one name', proof: [a, { ...a }, b], code: 'failed previous-proof-missing' },
    { name: 'a link that is no text', proof: [a, { ...b, previousProof: 7 }], code: 'failed previous-proof-missing' },
  ]) {
    const found = (await judged({ ...chain, proof })).proof
    t.ok(found.startsWith(code), `${name}: ${found}`)
  }
})

t.test('a proof that builds on two, as a list', async (t) => {
  const two = await signed(await signed(badge(DID), first, { members: { id: ONE } }), second, { members: { id: TWO } })
  const last = await signedWith(eddsaJcs2022(), two, first, { members: { previousProof: [ONE, TWO] } })
  t.match(await judged(last), SOUND)
  const [a = {}, , c = {}] = proofsOf(last)
  t.match(await judged({ ...last, proof: [a, c] }), { proof: 'failed previous-proof-missing' })
})

t.test('a further party', async (t) => {
  const own = await signed(badge(DID), first)
  const attested = await signed(own, witness, { verificationMethod: `${WITNESS}#${witness.multibase}` })
  t.match(await judged(attested), { ...SOUND, warnings: ['proof-of-another-party'] })
  const reversed = { ...attested, proof: [...proofsOf(attested)].reverse() }
  t.match(await judged(reversed), { ...SOUND, warnings: ['proof-of-another-party'] }, 'in whatever order')

  const web = WORLD.web ?? {}
  const listed = web[WITNESS_URL] as Document
  const revoked = (listed['verificationMethod'] as Document[]).map((method) => ({
    ...method,
    revoked: '2026-02-01T00:00:00Z',
  }))
  for (const { name, document, code, state } of [
    {
      name: 'whose document does not list the key',
      document: controllerDocument(WITNESS, []),
      code: 'failed key-not-published-by-issuer',
      state: 'tampered',
    },
    {
      name: 'who has given the key up',
      document: { ...listed, verificationMethod: revoked },
      code: 'failed key-revoked',
      state: 'tampered',
    },
    {
      name: 'who uses the key for another purpose',
      document: { ...listed, assertionMethod: [] },
      code: 'failed key-not-for-purpose',
      state: 'tampered',
    },
    { name: 'who cannot be asked', document: undefined, code: 'unknown issuer-unreachable', state: 'could-not-check' },
  ]) {
    const issuerOnly = { [DID_URL]: web[DID_URL] ?? '' }
    const world = { web: { ...issuerOnly, ...(document === undefined ? {} : { [WITNESS_URL]: document }) } }
    t.match(await judged(attested, world), { state, proof: code }, name)
  }
})
