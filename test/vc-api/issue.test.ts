import { t } from '../support/test.ts'
import { CONTEXT } from '../../src/standards/vc/index.ts'
import { openTestPostgres } from '../support/database.ts'
import { isVerified } from '../support/plain-verifier.ts'
import { badge } from '../verification/documents.ts'
import type { Document } from '../verification/sign-fixture.ts'
import { issuingScene, PUBLIC_URL, SLUG } from './issuing-scene.ts'
import { MALFORMED, MALFORMED_ISSUERS } from './malformed.ts'
import { minimal, minimalV1 } from './scene.ts'

const scene = await issuingScene(t, await openTestPostgres(t))
const { did, issue, verify } = scene
const examples = 'https://www.w3.org/ns/credentials/examples/v2'
const typed = (name: string): Document => ({ id: `https://x.example/${name}`, type: 'https://x.example/Type' })
const undatedV1 = Object.fromEntries(Object.entries(minimalV1(did)).filter(([member]) => member !== 'issuanceDate'))

interface Row {
  readonly name: string
  readonly document: Document
  /** Members that the server adds, and no others. */
  readonly added?: readonly string[]
}

const ROWS: readonly Row[] = [
  { name: 'the smallest', document: minimal(did), added: ['id', 'credentialStatus'] },
  { name: 'with an id', document: minimal(did, { id: 'urn:uuid:1d3f0d7e-1d1e-4b0e-8e1b-1b2c3d4e5f60' }) },
  { name: 'data model 1.1', document: minimalV1(did), added: [] },
  {
    name: 'data model 1.1 with an end',
    document: minimalV1(did, { expirationDate: '2030-01-01T00:00:00Z' }),
    added: [],
  },
  { name: 'data model 1.1 without date', document: undatedV1, added: ['issuanceDate'] },
  {
    name: 'further contexts and inline ones',
    document: minimal(did, { '@context': [CONTEXT.credentialsV2, examples, { ours: 'https://ours.example/#' }] }),
  },
  {
    name: 'types in any order',
    document: minimal(did, {
      '@context': [CONTEXT.credentialsV2, { Ours: 'https://ours.example/Ours' }],
      type: ['Ours', 'https://x.example/Theirs', 'VerifiableCredential'],
    }),
  },
  {
    name: 'several subjects',
    document: minimal(did, { credentialSubject: [{ id: 'did:example:1' }, { id: 'did:example:2' }] }),
  },
  {
    name: 'several of everything typed',
    document: minimal(did, {
      credentialSchema: [
        { id: 'https://x.example/1', type: 'JsonSchema' },
        { id: 'https://x.example/2', type: 'JsonSchema' },
      ],
      termsOfUse: [typed('1'), typed('2')],
      evidence: [typed('3'), typed('4')],
      refreshService: [typed('5'), typed('6')],
    }),
  },
  {
    name: 'a status of a type that we do not know',
    document: minimal(did, { credentialStatus: typed('1') }),
    added: ['id'],
  },
  {
    name: 'a status of that kind without id',
    document: minimal(did, { credentialStatus: { type: 'https://x.example/Status' } }),
    added: [],
  },
  {
    name: 'names as texts',
    document: minimal({ id: did, name: 'Open School', description: 'A school.' } as unknown as string, {
      name: 'Course',
      description: 'Learned.',
    }),
  },
  {
    name: 'names in languages',
    document: minimal(
      {
        id: did,
        name: [
          { '@value': 'Open School', '@language': 'en' },
          { '@value': 'Avoin koulu', '@language': 'fi', '@direction': 'ltr' },
        ],
      } as unknown as string,
      { name: { '@value': 'Curso', '@language': 'es' }, description: [{ '@value': 'Kurssi', '@language': 'fi' }] },
    ),
  },
  {
    name: 'times of every form',
    document: minimal(did, { validFrom: '2020-01-01T00:00:00.123Z', validUntil: '2099-12-31T23:59:59.999+05:30' }),
  },
  { name: 'a time far ahead', document: minimal(did, { validFrom: '2998-01-01T00:00:00-03:00' }) },
  { name: 'an Open Badge', document: badge(did) },
  {
    name: 'related resources',
    document: minimal(did, {
      relatedResource: [
        { id: 'https://x.example/r', digestSRI: 'sha256-AAAA', mediaType: 'image/png' },
        { id: 'https://x.example/s', digestMultibase: 'uEiAAAA' },
      ],
    }),
  },
]

for (const cryptosuite of ['eddsa-rdfc-2022', 'eddsa-jcs-2022'])
  for (const { name, document, added } of ROWS)
    t.test(`${cryptosuite}: ${name}`, async (t) => {
      const { status, credential } = await issue(document, { cryptosuite })
      t.equal(status, 201)
      const { proof, ...unsecured } = credential
      for (const [member, value] of Object.entries(document)) t.same(unsecured[member], value, `${member} is kept`)
      const more = Object.keys(unsecured).filter((member) => !(member in document))
      if (added) t.same(more.filter((member) => member !== 'id').sort(), added.filter((m) => m !== 'id').sort())
      t.match(proof, [
        {
          type: 'DataIntegrityProof',
          cryptosuite,
          created: '2026-06-01T12:00:00Z',
          proofPurpose: 'assertionMethod',
          verificationMethod: `${did}#${did.slice('did:key:'.length)}`,
          proofValue: /^z[1-9A-HJ-NP-Za-km-z]{86,88}$/,
        },
      ])
      if (cryptosuite === 'eddsa-jcs-2022') t.match(proof, [{ '@context': unsecured['@context'] }])
      const answer = await verify(credential, { checks: ['proof'] })
      t.match(answer.json(), { verified: true, errors: [] })
    })

t.test('a document of data model 1.1 gets the context of its proof', async (t) => {
  const document = minimalV1(did, { '@context': [CONTEXT.credentialsV1] })
  const { status, credential } = await issue(document)
  t.equal(status, 201)
  t.same(credential['@context'], [CONTEXT.credentialsV1, CONTEXT.dataIntegrityV2])
  const older = await issue(minimalV1(did, { '@context': [CONTEXT.credentialsV1, CONTEXT.dataIntegrityV1] }))
  t.same(older.credential['@context'], [CONTEXT.credentialsV1, CONTEXT.dataIntegrityV1])
  t.match((await verify(older.credential)).json(), { verified: true })
})

t.test('8: two verifiers of independent code agree', async (t) => {
  const keys = await scene.services.signing.issuerKeys(
    (await scene.services.database.owner.query.organisations.findMany()).find(({ slug }) => slug === SLUG)?.id ?? '',
  )
  const { credential } = await issue(minimal(did, { id: 'urn:uuid:4b3c2d1e-0f0e-4d0c-8b0a-090807060504' }))
  t.match((await verify(credential)).json(), { verified: true })
  t.ok(await isVerified(JSON.stringify(credential), PUBLIC_URL, [{ id: did, keys }]))
})

t.test('10: numbers and texts survive', async (t) => {
  const values = [0, 7, -1, 1.5, 123_456_789_012, 0.1, 'Ñ', '“quoted” \\ "x"', 'two\nlines\r\n', '😀', '']
  const credentialSubject = values.map((value, index) => ({ id: `did:example:${String(index)}`, value }))
  const context = [CONTEXT.credentialsV2, { value: 'https://x.example/value' }]
  const { credential } = await issue(minimal(did, { '@context': context, credentialSubject }))
  t.same(credential['credentialSubject'], credentialSubject)
  t.match((await verify(credential)).json(), { verified: true })
})

t.test('options that nobody knows are welcome', async (t) => {
  for (const options of [{}, { cryptosuite: 'ecdsa-rdfc-2019', checks: [], type: 'x', other: { a: [null] } }])
    t.match(await issue(minimal(did), options), { status: 201 })
})

t.test('malformed', async (t) => {
  const rows = [
    ...MALFORMED,
    ...MALFORMED_ISSUERS.map(({ name, members }) => ({
      name,
      change: { issuer: { id: did, ...members } },
      code: undefined,
    })),
    ...[null, {}, [], 'proof', { type: 'DataIntegrityProof' }].map((proof) => ({
      name: `a proof already: ${JSON.stringify(proof)}`,
      change: { proof },
      code: undefined,
    })),
    {
      name: 'a member that says nothing',
      change: { credentialSubject: { id: 'did:example:1', name: null } },
      code: undefined,
    },
    { name: 'another issuer', change: { issuer: 'did:example:other' }, code: 'issuer-mismatch' },
    {
      name: 'another issuer as object',
      change: { issuer: { id: 'did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi' } },
      code: 'issuer-mismatch',
    },
    { name: 'the issuer’s name without the key', change: { issuer: `${did}#x` }, code: 'issuer-mismatch' },
    {
      name: 'an Open Badge in another order of contexts',
      change: { ...badge(did), '@context': [CONTEXT.credentialsV2, CONTEXT.ed25519Signature2020, CONTEXT.ob303] },
      code: undefined,
    },
  ]
  for (const { name, change, code } of rows)
    t.test(name, async (t) => {
      const document = Object.entries({ ...minimal(did), ...change }).filter(([, value]) => value !== undefined)
      for (const options of [undefined, { cryptosuite: 'eddsa-jcs-2022' }]) {
        const { status, text, credential, problem } = await issue(Object.fromEntries(document), options)
        t.equal(status, 400)
        t.same(credential, {})
        t.notMatch(text, /proofValue|verifiableCredential/)
        t.match(problem, { type: /^https:/, title: /^[A-Z_]+$/, detail: String })
        if (code !== undefined) t.equal(problem.code, code)
      }
    })
})

t.test('what is no request', async (t) => {
  const url = `/vc/issuers/${SLUG}/credentials/issue`
  for (const body of [
    '',
    '{',
    '[]',
    'null',
    '"text"',
    '{}',
    JSON.stringify({ verifiableCredential: minimal(did) }),
    JSON.stringify(minimal(did)),
    '{"credential":[]}',
    '{"credential":"text"}',
    '{"credential":null}',
    JSON.stringify({ credential: minimal(did), options: 'x' }),
    JSON.stringify({ credential: minimal(did), options: null }),
    `{"credential":${'['.repeat(10_000)}`,
  ])
    t.equal((await scene.post(url, body, scene.secret)).statusCode, 400, body.slice(0, 60))
  const large = JSON.stringify({ credential: minimal(did, { name: 'x'.repeat(1_000_000) }) })
  t.equal((await scene.post(url, large, scene.secret)).statusCode, 413)
})

t.test('11: graphs that would never end are not signed', async (t) => {
  const nodes = Array.from({ length: 40 }, (_, index) => ({ id: `_:b${String(index)}` }))
  const linked = nodes.map((node) => ({ ...node, linked: nodes }))
  const { status, problem } = await issue(
    minimal(did, {
      '@context': [CONTEXT.credentialsV2, { linked: { '@id': 'https://x.example/l', '@type': '@id' } }],
      credentialSubject: { id: 'did:example:1', linked },
    }),
  )
  t.equal(status, 400)
  t.equal(problem.code, 'document-not-issuable')
})

t.test('a burst is not held back', async (t) => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => issue(minimal(did))))
  t.ok(answers.every(({ status }) => status === 201))
  const entries = answers.map(({ credential }) => (credential['credentialStatus'] as Document)['statusListIndex'])
  t.equal(new Set(entries).size, 50, 'each with a place of its own')
})
