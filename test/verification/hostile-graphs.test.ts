import { t } from '../support/test.ts'
import { verifyCredential } from '../../src/verification/index.ts'
import { badge, bytesOf } from './documents.ts'
import { portsOf, PUBLIC_URL } from './fixture-ports.ts'
import { testKey, type Document } from './sign-fixture.ts'
import { disclosed, ecKey } from './sign-with-suites.ts'

const key = testKey('issuer')
const LINK = 'https://x.example/linked'

const [p256, p384] = [ecKey('P-256'), ecKey('P-384')]
const { derived } = await disclosed(badge(p256.did), p256, ['/issuer'], ['/credentialSubject'])
const [derivedProof = {}] = derived['proof'] as Document[]

/** Proofs of the right form, so that the whole document has to be canonicalised. */
const SUITES = [
  { cryptosuite: 'eddsa-rdfc-2022', key, proofValue: `z${'4'.repeat(87)}` },
  { cryptosuite: 'ecdsa-rdfc-2019', key: p256, proofValue: `z${'4'.repeat(87)}` },
  { cryptosuite: 'ecdsa-rdfc-2019', key: p384, proofValue: `z${'4'.repeat(131)}` },
  { cryptosuite: 'ecdsa-sd-2023', key: p256, proofValue: derivedProof['proofValue'] },
]

function badgeHolding(members: Document, { cryptosuite, key, proofValue }: (typeof SUITES)[number]): Uint8Array {
  const proof = {
    type: 'DataIntegrityProof',
    cryptosuite,
    created: '2026-01-01T00:00:00Z',
    proofPurpose: 'assertionMethod',
    verificationMethod: `${key.did}#${key.multibase}`,
    proofValue,
  }
  return bytesOf({ ...badge(key.did), ...members, proof: [proof] })
}

const nodes = (count: number, node: (index: number) => Document): Document[] =>
  Array.from({ length: count }, (_, index) => node(index))

const nameless = (index: number): Document => ({ id: `_:b${String(index)}` })

const CASES: readonly { name: string; members: Document }[] = [10, 40, 100].map((size) => ({
  name: `${String(size)} nameless nodes that all link to each other`,
  members: { [LINK]: nodes(size, (index) => ({ ...nameless(index), [LINK]: nodes(size, nameless) })) },
}))

for (const { name, members } of [
  ...CASES,
  {
    name: 'a long chain',
    members: { [LINK]: nodes(2_000, (index) => ({ ...nameless(index), [LINK]: nameless(index + 1) })) },
  },
  {
    name: 'a long ring',
    members: { [LINK]: nodes(2_000, (index) => ({ ...nameless(index), [LINK]: nameless((index + 1) % 2_000) })) },
  },
  { name: 'many alike', members: { [LINK]: nodes(3_000, () => ({ type: ['Evidence'], name: 'x' })) } },
  {
    name: 'one inside the other',
    members: { [LINK]: nodes(40, () => ({})).reduce((inner) => ({ type: ['Evidence'], [LINK]: inner }), {}) },
  },
])
  // The suites share their canonicalisation: one case shows that each of them keeps its limits.
  for (const suite of name === CASES[1]?.name ? SUITES : SUITES.slice(0, 1))
    t.test(
      `canonicalisation ends: ${name}, ${suite.cryptosuite} with ${suite.key.multibase.slice(0, 4)}`,
      async (t) => {
        const bytes = badgeHolding(members, suite)
        const before = process.cpuUsage()
        const report = await verifyCredential(portsOf({}), { bytes }, { now: new Date(), publicUrl: PUBLIC_URL })
        const { user } = process.cpuUsage(before)
        t.notOk(report.verified)
        t.ok(user < 8_000_000, `${String(Math.round(user / 1000))} ms of work, ${report.state}`)
      },
    )
