import { createHash, sign } from 'node:crypto'
import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import { createSignCryptosuite as eddsaJcs2022 } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { t } from '../support/test.ts'
import { canonicalJson } from '../../src/kernel/canonical-json.ts'
import { encodeBase58Btc } from '../../src/standards/vc/base58btc.ts'
import { CONTEXT } from '../../src/standards/vc/contexts.ts'
import { verifyCredential, type Report } from '../../src/verification/index.ts'
import { badge, bytesOf } from './documents.ts'
import { portsOf, PUBLIC_URL } from './fixture-ports.ts'
import { testKey, type Document, type TestKey } from './sign-fixture.ts'
import { disclosed, ecKey, signedWith, type SuiteOptions } from './sign-with-suites.ts'

const now = new Date('2026-06-12T20:00:00Z')
const ed25519 = testKey('issuer')
const [p256, p384] = [ecKey('P-256'), ecKey('P-384')]

function verify(document: unknown): Promise<Report> {
  return verifyCredential(portsOf({}), { bytes: bytesOf(document) }, { now, publicUrl: PUBLIC_URL })
}

async function proofOf(document: unknown): Promise<string> {
  const { facts } = await verify(document)
  const proof = facts.find(({ check }) => check === 'proof')
  return `${proof?.outcome ?? ''} ${proof?.code ?? ''}`
}

const firstProof = (document: Document): Document => (document['proof'] as Document[])[0] ?? {}
const withProof = (document: Document, members: Document): Document => ({
  ...document,
  proof: [{ ...firstProof(document), ...members }],
})

interface SuiteRow {
  readonly name: string
  readonly key: TestKey
  readonly suite: object
  readonly options: SuiteOptions
  /** What becomes of a word that no vocabulary defines: it lies outside the signature, or changes the signed text. */
  readonly undefinedTerm: string
}

const OUTSIDE = 'failed undefined-terms'
const ROWS: readonly SuiteRow[] = [
  { name: 'eddsa-rdfc-2022', key: ed25519, suite: eddsaRdfc2022, options: {}, undefinedTerm: OUTSIDE },
  {
    name: 'eddsa-2022',
    key: ed25519,
    suite: { ...eddsaRdfc2022, name: 'eddsa-2022' },
    options: {},
    undefinedTerm: OUTSIDE,
  },
  {
    name: 'eddsa-jcs-2022',
    key: ed25519,
    suite: eddsaJcs2022(),
    options: {},
    undefinedTerm: 'failed signature-mismatch',
  },
  {
    name: 'ecdsa-rdfc-2019 with P-256',
    key: p256,
    suite: ecdsaRdfc2019,
    options: { algorithm: 'P-256' },
    undefinedTerm: OUTSIDE,
  },
  {
    name: 'ecdsa-rdfc-2019 with P-384',
    key: p384,
    suite: ecdsaRdfc2019,
    options: { algorithm: 'P-384' },
    undefinedTerm: OUTSIDE,
  },
]

for (const { name, key, suite, options, undefinedTerm } of ROWS) {
  t.test(`${name}, signed by its own library`, async (t) => {
    const document = badge(key.did)
    const whole = await signedWith(suite, document, key, options)
    const proofValue = String(firstProof(whole)['proofValue'])
    t.match(await verify(whole), { state: 'issuer-unrecognised' })
    t.equal(await proofOf(whole), 'passed signature-valid')

    const subject = document['credentialSubject'] as Document
    const achievement = { ...(subject['achievement'] as Document), description: 'Something easier.' }
    for (const { change, altered, code } of [
      { change: 'a name', altered: { ...whole, name: 'Another' }, code: 'failed signature-mismatch' },
      {
        change: 'a text deep inside',
        altered: { ...whole, credentialSubject: { ...subject, achievement } },
        code: 'failed signature-mismatch',
      },
      { change: 'an undefined word', altered: { ...whole, unheardOf: 'x' }, code: undefinedTerm },
      {
        change: 'the date of the proof',
        altered: withProof(whole, { created: '2026-01-02T00:00:00Z' }),
        code: 'failed signature-mismatch',
      },
      {
        change: 'another signature',
        altered: withProof(whole, { proofValue: changedEnd(proofValue) }),
        code: 'failed signature-mismatch',
      },
      {
        change: 'the alphabet of another base',
        altered: withProof(whole, { proofValue: `u${proofValue.slice(1)}` }),
        code: 'failed proof-value-malformed',
      },
      {
        change: 'a signature cut short',
        altered: withProof(whole, { proofValue: proofValue.slice(0, 50) }),
        code: 'failed proof-value-malformed',
      },
      {
        change: 'a signature of another length',
        altered: withProof(whole, { proofValue: proofValue.slice(0, 80) }),
        code: /^failed (proof-unusable|signature-mismatch)$/,
      },
      {
        change: 'a vocabulary that is not kept here',
        altered: { ...whole, '@context': [...(whole['@context'] as string[]), 'https://elsewhere.example/context'] },
        code: name === 'eddsa-jcs-2022' ? 'failed proof-context-differs' : 'unknown unbundled-context',
      },
    ])
      t.match(await proofOf(altered), code, change)
  })

  t.test(`${name} with a key of another kind`, async (t) => {
    const other = key === ed25519 ? p256 : ed25519
    const whole = await signedWith(suite, badge(other.did), key, {
      ...options,
      verificationMethod: `${other.did}#${other.multibase}`,
    })
    t.equal(await proofOf(whole), 'failed wrong-kind-of-key')
  })
}

/** The text with its last sign but one changed, still in the alphabet. */
function changedEnd(text: string): string {
  return `${text.slice(0, -2)}${text.at(-2) === 'a' ? 'b' : 'a'}${text.slice(-1)}`
}

t.test('eddsa-jcs-2022 covers the text', async (t) => {
  const document = badge(ed25519.did)
  const whole = await signedWith(eddsaJcs2022(), document, ed25519)
  t.same(firstProof(whole)['@context'], document['@context'], 'the proof repeats the context')

  const { proofValue, ...options } = firstProof(whole)
  const hashes = [options, document].map((part) => createHash('sha256').update(canonicalJson(part)).digest())
  const expected = `z${encodeBase58Btc(sign(null, Buffer.concat(hashes), ed25519.privateKey))}`
  t.equal(proofValue, expected, 'another canonicalization comes to the same signature')

  const inline = {
    ...document,
    '@context': [...(document['@context'] as string[]), { ours: 'https://ours.example/#' }],
  }
  t.match(await verify(await signedWith(eddsaJcs2022(), inline, ed25519)), { state: 'issuer-unrecognised' })
  const unbundled = { ...document, '@context': [...(document['@context'] as string[]), 'https://elsewhere.example/c'] }
  t.equal(
    await proofOf(await signedWith(eddsaJcs2022(), unbundled, ed25519)),
    'unknown unbundled-context',
    'what the words mean is open',
  )
  const fewer = { ...whole, '@context': (whole['@context'] as string[]).slice(0, 2) }
  t.equal(await proofOf(fewer), 'failed proof-context-differs')
})

t.test('data model 1.1', async (t) => {
  const { validFrom, issuer, ...rest } = badge(ed25519.did)
  for (const context of [CONTEXT.dataIntegrityV2, CONTEXT.dataIntegrityV1])
    for (const { name, suite, key, options } of ROWS)
      t.test(`${name}, ${context}`, async (t) => {
        const document = {
          ...rest,
          '@context': [CONTEXT.credentialsV1, CONTEXT.ob303, context],
          issuer: { ...(issuer as Document), id: key.did },
          issuanceDate: validFrom,
        }
        const whole = await signedWith(suite, document, key, options)
        t.equal(await proofOf(whole), 'passed signature-valid')
        t.match(await proofOf({ ...whole, issuanceDate: '2025-01-01T00:00:00Z' }), 'failed signature-mismatch')
      })
})

/** The order of the statements is random: a number that is wrong may come out as another statement at a place. */
const WRONG_NUMBER = /^failed (proof-unusable|signature-mismatch)$/

t.test('ecdsa-sd-2023: a part is shown, under a proof of that part', async (t) => {
  const document = badge(p256.did, { description: 'For the file.', awardedDate: '2025-12-31T00:00:00Z' })
  const mandatory = ['/issuer', '/validFrom', '/credentialSubject/achievement']
  const selective = ['/name', '/credentialSubject/identifier']
  const { base, derived } = await disclosed(document, p256, mandatory, selective)
  t.notOk('description' in derived, 'the rest is withheld')
  const report = await verify(derived)
  t.match(report, {
    state: 'issuer-unrecognised',
    credential: { name: 'Teaching with evidence', recipient: 'Ana Pérez' },
  })

  t.equal(await proofOf(base), 'unknown proof-for-holder-only')
  t.match(await verify(base), { state: 'could-not-check' })

  const nameless = Object.fromEntries(Object.entries(derived).filter(([member]) => member !== 'name'))
  const { proofValue } = firstProof(derived)
  const subject = derived['credentialSubject'] as Document
  for (const { change, altered, code } of [
    {
      change: 'a statement that was selected',
      altered: { ...derived, name: 'Another' },
      code: 'failed signature-mismatch',
    },
    {
      change: 'a statement that is mandatory',
      altered: { ...derived, validFrom: '2025-01-01T00:00:00Z' },
      code: 'failed signature-mismatch',
    },
    {
      change: 'somebody else as recipient',
      altered: {
        ...derived,
        credentialSubject: {
          ...subject,
          identifier: [{ type: 'IdentityObject', hashed: false, identityHash: 'Eva', identityType: 'name' }],
        },
      },
      code: 'failed signature-mismatch',
    },
    { change: 'a statement more', altered: { ...derived, description: 'Another' }, code: WRONG_NUMBER },
    { change: 'a statement less', altered: nameless, code: WRONG_NUMBER },
    { change: 'an undefined word', altered: { ...derived, unheardOf: 'x' }, code: 'failed undefined-terms' },
    {
      change: 'the date of the proof',
      altered: withProof(derived, { created: '2026-01-02T00:00:00Z' }),
      code: 'failed signature-mismatch',
    },
    {
      change: 'a value that is no CBOR',
      altered: withProof(derived, { proofValue: `u2V0B${'A'.repeat(400)}` }),
      code: 'failed proof-unusable',
    },
    {
      change: 'a value cut short',
      altered: withProof(derived, { proofValue: String(proofValue).slice(0, 300) }),
      code: 'failed proof-unusable',
    },
    {
      change: 'a bare signature',
      altered: withProof(derived, { proofValue: `z${'2'.repeat(87)}` }),
      code: 'failed proof-value-malformed',
    },
    {
      change: 'a value beyond what anybody discloses',
      altered: withProof(derived, { proofValue: `u2V0B${'A'.repeat(200_000)}` }),
      code: 'failed proof-value-malformed',
    },
  ])
    t.match(await proofOf(altered), code, change)

  const withoutAchievement = await disclosed(document, p256, ['/issuer', '/validFrom'], ['/name'])
  t.match(await verify(withoutAchievement.derived), { state: 'malformed' }, 'a badge shows what it is for')
})
