import { t } from '../support/test.ts'
import { encodeStatusList } from '../../src/standards/vc/bitstring-status-list.ts'
import { CONTEXT } from '../../src/standards/vc/index.ts'
import { controllerDocument, STATUS_URL, statusEntry, statusList } from '../verification/documents.ts'
import { signed, type Document, type TestKey } from '../verification/sign-fixture.ts'
import { TEST_NOW } from '../support/app.ts'
import { holder, issuer, minimal, signedAsText, stranger, verifyingScene } from './scene.ts'

/* The behaviours that no public suite of the VC-API looks at, each by its number there. */

const { verify, post, web } = await verifyingScene(t)
const VERIFIED = { status: 200, verified: true, errors: [] }
const refusedWith = (code: string): object => ({ status: 400, verified: false, errors: [{ code }] })
const proofsOf = (document: Document): Document[] => document['proof'] as Document[]

async function withStatus(list: string | object | undefined, credentialStatus: unknown): ReturnType<typeof verify> {
  if (list === undefined) Reflect.deleteProperty(web, STATUS_URL)
  else web[STATUS_URL] = list
  return verify(await signed(minimal(issuer.did, { credentialStatus }), issuer))
}

/** A signed list whose subject is changed before it is signed. */
function listWith(subject: Document, signer: TestKey = issuer, listIssuer = signer.did): Promise<Document> {
  const unsigned = statusList(listIssuer, [7])
  const credentialSubject = { ...(unsigned['credentialSubject'] as Document), ...subject }
  return signed({ ...unsigned, credentialSubject }, signer, { verificationMethod: `${signer.did}#${signer.multibase}` })
}

t.test('1: revoked and suspended', async (t) => {
  for (const { purpose, code } of [
    { purpose: 'revocation', code: 'revoked' },
    { purpose: 'suspension', code: 'suspended' },
  ]) {
    const list = await listWith({ statusPurpose: purpose })
    const entry = statusEntry('7', { statusPurpose: purpose })
    const answer = await withStatus(list, entry)
    t.match(answer, refusedWith(code))
    t.match(answer.errors[0]?.detail, purpose, 'the problem names the purpose')
    t.match(await withStatus(list, { ...entry, statusListIndex: '8' }), VERIFIED)
    const document = await signed(minimal(issuer.did, { credentialStatus: entry }), issuer)
    t.match(await verify(document, { checks: ['proof'] }), { ...VERIFIED, warnings: [{ code }] })
  }
})

t.test('2: expired, and not yet valid, with five minutes between clocks', async (t) => {
  const at = (seconds: number): string => new Date(TEST_NOW.getTime() + seconds * 1000).toISOString()
  for (const { members, expected } of [
    { members: { validUntil: at(-299) }, expected: VERIFIED },
    { members: { validUntil: at(-301) }, expected: refusedWith('expired') },
    { members: { validFrom: at(299) }, expected: VERIFIED },
    { members: { validFrom: at(301) }, expected: refusedWith('not-yet-valid') },
  ])
    t.match(await verify(await signed(minimal(issuer.did, members), issuer)), expected, JSON.stringify(members))
})

t.test('3: a key that the issuer does not control', async (t) => {
  const method = `${stranger.did}#${stranger.multibase}`
  t.match(
    await verify(await signed(minimal(), stranger, { verificationMethod: method })),
    refusedWith('controller-mismatch'),
  )
  const borrowed = await signed(minimal(), stranger, { verificationMethod: `${issuer.did}#${stranger.multibase}` })
  t.match(
    await verify(borrowed),
    refusedWith('key-not-published-by-issuer'),
    'a key in a fragment of the issuer’s name',
  )
  t.match(await verify(borrowed, { checks: ['proof'] }), { status: 400 }, 'and that is not excused')
})

t.test('4: a status list that is not to be believed', async (t) => {
  const good = await listWith({})
  for (const { name, list, entry = statusEntry('6'), code } of [
    { name: 'unsigned', list: statusList(issuer.did, []), code: 'status-list-untrusted' },
    { name: 'of another issuer', list: await listWith({}, stranger), code: 'status-list-untrusted' },
    {
      name: 'in the name of the issuer, by another',
      list: await listWith({}, stranger, issuer.did),
      code: 'status-list-untrusted',
    },
    { name: 'altered', list: { ...good, validFrom: '2025-01-01T00:00:00Z' }, code: 'status-list-untrusted' },
    {
      name: 'for another purpose',
      list: await listWith({ statusPurpose: 'suspension' }),
      code: 'status-purpose-differs',
    },
    { name: 'index out of range', list: good, entry: statusEntry('131072'), code: 'status-index-out-of-range' },
    {
      name: 'truncated',
      list: await listWith({ encodedList: encodeStatusList(new Uint8Array(16_384)).slice(0, 20) }),
      code: 'status-list-malformed',
    },
    { name: 'unreachable', list: undefined, code: 'status-unreachable' },
    { name: 'no JSON', list: '<html>', code: 'status-list-untrusted' },
  ])
    t.match(await withStatus(list, entry), refusedWith(code), name)
  t.match(await withStatus(good, statusEntry('6')), VERIFIED, 'and the good one')
})

t.test('5: one bad proof in a set, and a chain to one that fails', async (t) => {
  const id = 'urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544'
  const first = await signed(minimal(), issuer, { members: { id } })
  const set = await signed(first, issuer)
  const chain = await signed(first, issuer, { members: { previousProof: id } })
  const broken = (document: Document): Document => {
    const [one, ...others] = proofsOf(document)
    return { ...document, proof: [{ ...one, created: '2026-01-02T00:00:00Z' }, ...others] }
  }
  for (const document of [set, chain]) {
    t.match(await verify(document), VERIFIED)
    for (const options of [undefined, { checks: ['proof'] }])
      t.match(await verify(broken(document), options), refusedWith('signature-mismatch'))
  }
  t.match(await verify({ ...chain, proof: proofsOf(chain).slice(1) }), refusedWith('previous-proof-missing'))
})

t.test('6: a key that is not for assertions, and one that was given up', async (t) => {
  const did = 'did:web:school.example'
  const document = await signed(minimal(did), holder)
  const published = controllerDocument(did, [holder])
  const methods = published['verificationMethod'] as Document[]
  for (const { name, didDocument, code } of [
    {
      name: 'for authentication',
      didDocument: { ...published, assertionMethod: [], authentication: [`${did}#${holder.multibase}`] },
      code: 'key-not-for-purpose',
    },
    {
      name: 'revoked',
      didDocument: {
        ...published,
        verificationMethod: methods.map((one) => ({ ...one, revoked: '2026-05-01T00:00:00Z' })),
      },
      code: 'key-revoked',
    },
    { name: 'not there', didDocument: controllerDocument(did, []), code: 'key-not-published-by-issuer' },
  ]) {
    web['https://school.example/.well-known/did.json'] = didDocument
    for (const options of [undefined, { checks: ['proof'] }])
      t.match(await verify(document, options), refusedWith(code), name)
  }
  web['https://school.example/.well-known/did.json'] = published
  t.match(await verify(document), VERIFIED)
})

t.test('9: every leaf is covered', async (t) => {
  const document = minimal(issuer.did, {
    '@context': [CONTEXT.credentialsV2, { score: 'https://x.example/score', tags: 'https://x.example/tags' }],
    id: 'urn:uuid:5e0a5e38-6b1c-4f0e-9a11-0b9e0e6f2b01',
    validFrom: '2026-01-01T00:00:00Z',
    name: 'Ñandú',
    credentialSubject: { id: 'did:example:subject', score: 7, tags: ['a', 'b', true, 1.5] },
    evidence: [{ id: 'https://x.example/1', type: 'https://x.example/Evidence' }],
  })
  for (const whole of [await signed(document, issuer), await signedAsText(document)]) {
    t.match(await verify(whole), VERIFIED)
    for (const path of leavesOf(whole)) t.match(await verify(changedAt(whole, path)), { status: 400 }, path.join('/'))
  }
})

type Path = readonly (string | number)[]

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]))
}

function changedAt(document: Document, path: Path): Document {
  const copy = structuredClone(document)
  let node = copy
  for (const name of path.slice(0, -1)) node = node[name] as Document
  const last = path.at(-1) ?? ''
  const leaf = node[last]
  node[last] = typeof leaf === 'number' ? leaf + 1 : typeof leaf === 'boolean' ? !leaf : `${String(leaf)}x`
  return copy
}

t.test('10: numbers and texts survive', async (t) => {
  const values = [
    0,
    7,
    -1,
    1.5,
    123_456_789_012,
    0.1,
    1e20,
    'Ñ',
    '“quoted” \\ "x"',
    'two\nlines\r\n',
    '😀',
    '\u00e1 a\u0301',
    '',
  ]
  const document = minimal(issuer.did, {
    '@context': [CONTEXT.credentialsV2, { value: 'https://x.example/value' }],
    credentialSubject: values.map((value, index) => ({ id: `did:example:${String(index)}`, value })),
  })
  for (const whole of [await signed(document, issuer), await signedAsText(document)]) {
    t.match(await verify(whole), VERIFIED)
    t.match(await verify(JSON.parse(JSON.stringify(whole))), VERIFIED)
  }
})

t.test('11: what would never end is refused', async (t) => {
  const linked = { linked: { '@id': 'https://x.example/linked', '@type': '@id' } }
  const node = (index: number): Document => ({ id: `_:b${String(index)}` })
  const range = (size: number): number[] => Array.from({ length: size }, (_, index) => index)
  const graph = (size: number): Document[] =>
    range(size).map((index) => ({ ...node(index), linked: range(size).map(node) }))
  const whole = await signed(minimal(), issuer)
  for (const size of [10, 40, 100])
    t.match(
      await verify({
        ...whole,
        '@context': [CONTEXT.credentialsV2, linked],
        credentialSubject: { id: 'did:example:subject', linked: graph(size) },
      }),
      { status: 400, verified: false },
      `${String(size)} nodes that all link to each other`,
    )
  let circular: Document = {}
  for (let depth = 0; depth < 25; depth++) circular = { '@context': circular, term: 'https://x.example/' }
  t.match(await verify({ ...whole, '@context': [CONTEXT.credentialsV2, circular] }), { status: 400 })
  const deep = `{"verifiableCredential":${'{"name":'.repeat(5_000)}1${'}'.repeat(5_000)}}`
  t.equal((await post('/vc/credentials/verify', deep)).statusCode, 400)
})
