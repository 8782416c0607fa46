import { t } from '../support/test.ts'
import { SignatureCache, verifyCredential, type Report } from '../../src/verification/index.ts'
import { badge, badgeBytes, bytesOf, controllerDocument, CREDENTIALS, OPEN_BADGES } from './documents.ts'
import { portsOf, PUBLIC_URL, type World } from './fixture-ports.ts'
import { jwtKey, signed, signedJwt, testKey, type Document } from './sign-fixture.ts'

const now = new Date('2026-06-12T20:00:00Z')
const key = testKey('issuer')
const other = testKey('somebody else')
const DID = 'did:web:issuer.example:issuers:sur'
const DID_URL = 'https://issuer.example/issuers/sur/did.json'
const HTTPS_ISSUER = 'https://issuer.example/profile'

function verify(bytes: Uint8Array, world: World = {}, at = now): Promise<Report> {
  return verifyCredential(portsOf(world), { bytes }, { now: at, publicUrl: PUBLIC_URL })
}

/** `proof` and `issuer` as `outcome code`, and the state. */
function judged({ state, facts }: Report): { state: string; proof: string; issuer: string } {
  const of = (check: string): string => {
    const found = facts.find((fact) => fact.check === check)
    return found ? `${found.outcome} ${found.code}` : 'absent'
  }
  return { state, proof: of('proof'), issuer: of('issuer') }
}

const SOUND = { state: 'issuer-unrecognised', proof: 'passed signature-valid' }

for (const suite of ['eddsa-rdfc-2022', 'eddsa-2022', 'Ed25519Signature2020'] as const)
  t.test(`a proof of ${suite} by an independent signer`, async (t) => {
    t.match(judged(await verify(await badgeBytes(key, {}, { suite }))), { ...SOUND, issuer: 'passed key-from-id' })
    const forged = JSON.parse(Buffer.from(await badgeBytes(key, {}, { suite })).toString()) as Document
    t.match(judged(await verify(bytesOf({ ...forged, name: 'Another name' }))), {
      state: 'tampered',
      proof: 'failed signature-mismatch',
    })
  })

t.test('where the key is looked for', async (t) => {
  const web = (id: string, url: string): World => ({ web: { [url]: controllerDocument(id, [key]) } })
  const jwkDid = `did:jwk:${Buffer.from(JSON.stringify(key.privateKey.export({ format: 'jwk' }), ['kty', 'crv', 'x'])).toString('base64url')}`
  for (const { name, issuer, world, method, found } of [
    { name: 'did:web', issuer: DID, world: web(DID, DID_URL), found: 'passed key-from-domain' },
    {
      name: 'an https profile',
      issuer: HTTPS_ISSUER,
      world: web(HTTPS_ISSUER, HTTPS_ISSUER),
      found: 'passed key-from-domain',
    },
    { name: 'did:jwk', issuer: jwkDid, method: `${jwkDid}#0`, found: 'passed key-from-id' },
    { name: 'did:key without fragment', issuer: key.did, method: key.did, found: 'passed key-from-id' },
    { name: 'did:web out of reach', issuer: DID, found: 'unknown issuer-unreachable' },
    {
      name: 'a urn',
      issuer: 'urn:uuid:1',
      method: `urn:uuid:1#${key.multibase}`,
      found: 'unknown unsupported-issuer-id',
    },
    {
      name: 'a document that speaks of somebody else',
      issuer: DID,
      world: { web: { [DID_URL]: controllerDocument('did:web:other.example', [key]) } },
      found: 'unknown issuer-document-unusable',
    },
    {
      name: 'an issuer that does not publish the key in the fragment',
      issuer: DID,
      world: { web: { [DID_URL]: controllerDocument(DID, [other]) } },
      found: 'failed key-not-published-by-issuer',
    },
    {
      name: 'a key that is not for assertions',
      issuer: DID,
      world: { web: { [DID_URL]: controllerDocument(DID, [key], { assertionMethod: [] }) } },
      found: 'failed key-not-for-purpose',
    },
    {
      name: 'a key of somebody else',
      issuer: DID,
      method: `${key.did}#${key.multibase}`,
      found: 'failed controller-mismatch',
    },
    {
      name: 'our address, where we publish no such issuer',
      issuer: 'did:web:insignia.example:issuers:nobody',
      found: 'failed issuer-not-ours',
    },
  ] as const satisfies readonly { name: string; issuer: string; world?: World; method?: string; found: string }[])
    t.test(name, async (t) => {
      const bytes = await badgeBytes(key, {}, method === undefined ? {} : { verificationMethod: method }, issuer)
      const { proof, issuer: binding } = judged(await verify(bytes, world ?? {}))
      t.equal(binding, found)
      t.equal(proof, 'passed signature-valid', 'the mathematics say what they say')
    })
})

t.test('a key with dates', async (t) => {
  const dated = (members: Document): World => {
    const document = controllerDocument(DID, [key])
    const methods = (document['verificationMethod'] as Document[]).map((method) => ({ ...method, ...members }))
    return { web: { [DID_URL]: { ...document, verificationMethod: methods } } }
  }
  for (const { name, members, issuer } of [
    { name: 'revoked', members: { revoked: '2026-05-01T00:00:00Z' }, issuer: 'failed key-revoked' },
    { name: 'revoked before it signed', members: { revoked: '2025-05-01T00:00:00Z' }, issuer: 'failed key-revoked' },
    { name: 'revoked, on a date nobody can read', members: { revoked: 'yes' }, issuer: 'failed key-revoked' },
    { name: 'expired before it signed', members: { expires: '2025-05-01T00:00:00Z' }, issuer: 'failed key-expired' },
    { name: 'expired since', members: { expires: '2026-05-01T00:00:00Z' }, issuer: 'passed key-from-domain' },
  ])
    t.match(judged(await verify(await badgeBytes(key, {}, {}, DID), dated(members))), { issuer }, name)
  const compromised = dated({ revoked: '2026-05-01T00:00:00Z' })
  const document = compromised.web?.[DID_URL] as Document
  const left = { web: { [DID_URL]: { ...document, assertionMethod: [] } } }
  t.match(judged(await verify(await badgeBytes(key, {}, {}, DID), left)), { issuer: 'failed key-revoked' }, 'given up')
})

t.test('our own issuer is answered without network', async (t) => {
  const issuer = 'did:web:insignia.example:issuers:sur'
  const url = `${PUBLIC_URL}/issuers/sur/did.json`
  const ports = portsOf({ own: { [url]: controllerDocument(issuer, [key]) } })
  const report = await verifyCredential(
    ports,
    { bytes: await badgeBytes(key, {}, {}, issuer) },
    { now, publicUrl: PUBLIC_URL },
  )
  t.match(judged(report), { ...SOUND, issuer: 'passed key-from-own' })
  t.notOk(ports.asked.some((question) => question.startsWith('web ')))
})

t.test('a proof that is wrong in itself', async (t) => {
  const whole = await signed(badge(key.did), key)
  const [proof = {}] = whole['proof'] as Document[]
  const { proofValue, ...withoutValue } = proof
  for (const { name, change, code } of [
    { name: 'none', change: [], code: 'failed no-proof' },
    { name: 'a text', change: 'proof', code: 'failed proof-malformed' },
    { name: 'without value', change: [withoutValue], code: 'failed proof-value-malformed' },
    {
      name: 'value without prefix',
      change: [{ ...proof, proofValue: String(proofValue).slice(1) }],
      code: 'failed proof-value-malformed',
    },
    { name: 'value cut short', change: [{ ...proof, proofValue: String(proofValue).slice(0, 80) }], code: 'failed' },
    { name: 'without type', change: [{ ...proof, type: undefined }], code: 'failed proof-incomplete' },
    {
      name: 'another purpose',
      change: [{ ...proof, proofPurpose: 'authentication' }],
      code: 'failed wrong-proof-purpose',
    },
    { name: 'no purpose', change: [{ ...proof, proofPurpose: undefined }], code: 'failed wrong-proof-purpose' },
    {
      name: 'created as people write it',
      change: [{ ...proof, created: 'yesterday' }],
      code: 'failed proof-date-malformed',
    },
    {
      name: 'another date',
      change: [{ ...proof, created: '2026-01-02T00:00:00Z' }],
      code: 'failed signature-mismatch',
    },
    {
      name: 'a vocabulary of its own',
      change: [{ ...proof, '@context': { created: 'x:y' } }],
      code: 'failed proof-context-differs',
    },
    {
      name: 'an unknown suite',
      change: [{ ...proof, cryptosuite: 'bbs-2023' }],
      code: 'unknown unsupported-cryptosuite',
    },
    {
      name: 'a suite by the name of a member that every object has',
      change: [{ ...proof, cryptosuite: 'constructor' }],
      code: 'unknown unsupported-cryptosuite',
    },
    {
      name: 'an unknown type',
      change: [{ ...proof, type: 'RsaSignature2018' }],
      code: 'unknown unsupported-cryptosuite',
    },
    {
      name: 'one right and one wrong',
      change: [proof, { ...proof, created: '2026-01-02T00:00:00Z' }],
      code: 'failed signature-mismatch',
    },
    {
      name: 'one right and one unknown',
      change: [proof, { ...proof, cryptosuite: 'bbs-2023' }],
      code: 'unknown unsupported-cryptosuite',
    },
    { name: 'very many', change: Array.from({ length: 20 }, () => proof), code: 'failed too-many-proofs' },
  ]) {
    const report = judged(await verify(bytesOf({ ...whole, proof: change })))
    t.ok(report.proof.startsWith(code), `${name}: ${report.proof}`)
    t.equal(report.state, code.startsWith('failed') ? 'tampered' : 'could-not-check', name)
  }
})

t.test('a purpose that is signed, and wrong all the same', async (t) => {
  const bytes = await badgeBytes(key, {}, { members: { proofPurpose: 'authentication' } })
  t.match(judged(await verify(bytes)), { proof: 'failed wrong-proof-purpose' })
})

t.test('a proof with an end', async (t) => {
  const bytes = await badgeBytes(key, {}, { members: { expires: '2026-06-30T00:00:00Z' } })
  t.match(judged(await verify(bytes)), SOUND)
  t.match(judged(await verify(bytes, {}, new Date('2026-07-01T00:00:00Z'))), { proof: 'failed proof-expired' })
})

t.test('two proofs, and a chain of proofs', async (t) => {
  const first = await signed(badge(key.did), key, { members: { id: 'urn:uuid:6a1676b8-b51f-11ed-937b-d76685a20ff5' } })
  const both = await signed(first, key, { suite: 'Ed25519Signature2020' })
  t.match(judged(await verify(bytesOf(both))), SOUND)

  const chained = await signed(first, other, {
    verificationMethod: `${other.did}#${other.multibase}`,
    members: { previousProof: 'urn:uuid:6a1676b8-b51f-11ed-937b-d76685a20ff5' },
  })
  const report = await verify(bytesOf(chained))
  t.match(judged(report), { ...SOUND, issuer: 'passed key-from-id' })
  t.match(report.warnings, [{ code: 'proof-of-another-party' }])

  const [, second] = chained['proof'] as Document[]
  t.match(judged(await verify(bytesOf({ ...chained, proof: [second] }))), { proof: 'failed previous-proof-missing' })
})

t.test('a proof by somebody else alone does not name the issuer', async (t) => {
  const bytes = await badgeBytes(other, {}, { verificationMethod: `${other.did}#${other.multibase}` }, key.did)
  t.match(judged(await verify(bytes)), { state: 'tampered', issuer: 'failed controller-mismatch' })
})

t.test('vocabularies', async (t) => {
  const whole = await signed(badge(key.did), key)
  const contexts = whole['@context'] as unknown[]
  t.match(
    judged(await verify(bytesOf({ ...whole, unheardOf: 'x' }))),
    { proof: 'failed undefined-terms' },
    'added after signing',
  )
  t.match(
    judged(await verify(bytesOf({ ...whole, '@context': [...contexts, 'https://elsewhere.example/context'] }))),
    { state: 'could-not-check', proof: 'unknown unbundled-context' },
    'a vocabulary of others is never fetched',
  )
  const disguised = {
    '@context': [
      CREDENTIALS,
      { OpenBadgeCredential: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential' },
      OPEN_BADGES,
    ],
  }
  t.match(
    judged(await verify(bytesOf({ ...whole, ...disguised }))),
    { state: 'malformed' },
    'words before the badge vocabulary',
  )
  t.match(judged(await verify(bytesOf({ ...whole, '@context': [OPEN_BADGES, CREDENTIALS] }))), { state: 'malformed' })
})

t.test('the mathematics are done once, and everything else every time', async (t) => {
  const signatures = new SignatureCache()
  const bytes = await badgeBytes(key, {}, {}, DID)
  const at = (world: World): Promise<Report> =>
    verifyCredential(portsOf(world), { bytes }, { now, publicUrl: PUBLIC_URL, signatures })
  const good = { web: { [DID_URL]: controllerDocument(DID, [key]) } }
  t.match(judged(await at(good)), SOUND)
  t.match(judged(await at({ web: { [DID_URL]: controllerDocument(DID, []) } })), {
    issuer: 'failed key-not-published-by-issuer',
  })
  const swapped = controllerDocument(DID, [key])
  const methods = (swapped['verificationMethod'] as Document[]).map((method) => ({
    ...method,
    publicKeyMultibase: other.multibase,
  }))
  t.match(
    judged(await at({ web: { [DID_URL]: { ...swapped, verificationMethod: methods } } })),
    { proof: 'failed signature-mismatch' },
    'another version of the key is another question',
  )
  t.match(judged(await at(good)), SOUND)
})

t.test('tokens', async (t) => {
  const [rsa, ec, stranger] = await Promise.all([jwtKey('RS256'), jwtKey('ES256'), jwtKey('ES256')])
  const kid = 'https://issuer.example/issuers/sur/keys/1'
  const jwksUrl = 'https://issuer.example/.well-known/jwks.json'
  const document = badge(DID)
  const subject = document['credentialSubject'] as Document
  const nbf = Date.parse(String(document['validFrom'])) / 1000
  const claims = { ...document, iss: DID, sub: subject['id'], jti: document['id'], nbf }
  const published = (jwk: object, members: Document = { iss: DID }): World => ({
    web: { [kid]: jwk, [jwksUrl]: { keys: [{ ...jwk, kid, ...members }] } },
  })
  const token = await signedJwt(claims, rsa, { alg: 'RS256', kid })
  const PUBLISHED = 'passed key-published-by-issuer'

  t.match(
    judged(await verify(bytesOf(token), published(rsa.jwk))),
    { ...SOUND, issuer: PUBLISHED },
    'RS256 and a key set',
  )
  t.match(
    judged(await verify(bytesOf(await signedJwt(claims, ec, { alg: 'ES256', kid, typ: 'JWT' })), published(ec.jwk))),
    { ...SOUND, issuer: PUBLISHED },
    'ES256',
  )
  t.match(
    judged(await verify(bytesOf(token), published(rsa.jwk, {}))),
    { issuer: 'failed key-not-published-by-issuer' },
    'of which issuer of a shared host?',
  )
  t.match(judged(await verify(bytesOf(token), published(rsa.jwk, { iss: 'did:web:x' }))), {
    issuer: 'failed key-not-published-by-issuer',
  })
  t.match(judged(await verify(bytesOf(token), { web: { [kid]: rsa.jwk } })), {
    state: 'could-not-check',
    issuer: 'unknown issuer-not-authenticated',
  })
  t.match(judged(await verify(bytesOf(token))), { proof: 'unknown key-unavailable' })
  t.match(judged(await verify(bytesOf(token), published(ec.jwk))), { state: 'tampered' }, 'another kind of key')

  const method = { id: `${DID}#jwt`, type: 'JsonWebKey', controller: DID, publicKeyJwk: ec.jwk }
  const inDid: World = { web: { [DID_URL]: { id: DID, verificationMethod: [method], assertionMethod: [method.id] } } }
  t.match(judged(await verify(bytesOf(await signedJwt(claims, ec, { alg: 'ES256', kid: method.id })), inDid)), {
    ...SOUND,
    issuer: 'passed key-from-domain',
  })
  t.match(judged(await verify(bytesOf(await signedJwt(claims, ec, { alg: 'ES256', jwk: ec.jwk })), inDid)), {
    ...SOUND,
    issuer: PUBLISHED,
  })
  t.match(
    judged(await verify(bytesOf(await signedJwt(claims, stranger, { alg: 'ES256', jwk: stranger.jwk })), inDid)),
    { state: 'could-not-check', proof: 'passed signature-valid' },
    'a key that comes with the token proves nothing about who issued',
  )
  t.match(
    judged(
      await verify(
        bytesOf(await signedJwt(claims, stranger, { alg: 'ES256', kid, jwk: stranger.jwk })),
        published(ec.jwk),
      ),
    ),
    { state: 'tampered' },
    'one key named, another carried',
  )

  const changed = async (members: object, header: Document = {}): Promise<Report> =>
    verify(bytesOf(await signedJwt({ ...claims, ...members }, ec, { alg: 'ES256', kid, ...header })), published(ec.jwk))
  for (const members of [
    { iss: 'did:web:x' },
    { sub: 'urn:x:y' },
    { jti: 'urn:x:y' },
    { nbf: nbf + 60 },
    { exp: nbf + 60 },
  ])
    t.match(
      judged(await changed(members)),
      { state: 'tampered', proof: 'failed claims-differ' },
      Object.keys(members).join(),
    )
  t.match((await changed({ sub: undefined })).warnings, [{ code: 'claims-missing' }])
  t.match((await changed({}, { cty: 'vc' })).warnings, [{ code: 'unexpected-header' }])
  t.match(judged(await changed({ vc: document })), { state: 'malformed' }, 'a vc claim around data model 2.0')
  t.match(judged(await changed({ '@context': [...(document['@context'] as unknown[]), 'https://x.example/c'] })), {
    proof: 'unknown unbundled-context',
  })

  const [header = '', payload = ''] = token.split('.')
  const none = `${Buffer.from('{"alg":"none","kid":"x"}').toString('base64url')}.${payload}.`
  t.match(judged(await verify(bytesOf(none), published(rsa.jwk))), { proof: 'failed forbidden-algorithm' })
  const hs = `${Buffer.from(JSON.stringify({ alg: 'HS256', kid })).toString('base64url')}.${payload}.AAAA`
  t.match(judged(await verify(bytesOf(hs), published(rsa.jwk))), { proof: 'failed forbidden-algorithm' })
  const altered = Buffer.from(JSON.stringify({ ...claims, name: 'Other' })).toString('base64url')
  t.match(judged(await verify(bytesOf(`${header}.${altered}.${token.split('.')[2] ?? ''}`), published(rsa.jwk))), {
    proof: 'failed signature-mismatch',
  })
})
