import { t } from '../../support/test.ts'
import {
  didDocument,
  didWebDocumentUrl,
  didWebIdentifier,
  issuerDid,
  type DidKeyEntry,
} from '../../../src/standards/vc/index.ts'

const KEY = 'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi'

t.test('the id of an issuer', async (t) => {
  t.equal(didWebIdentifier('https://badges.example.org', 'horizonte'), 'did:web:badges.example.org:issuers:horizonte')
  t.equal(didWebIdentifier('https://a.example:8443', 'b'), 'did:web:a.example%3A8443:issuers:b')
  t.equal(issuerDid('key', 'http://localhost:3000', 'b', KEY), `did:key:${KEY}`)
})

t.test('where a did:web document is', async (t) => {
  for (const { did, url } of [
    { did: 'did:web:a.example', url: 'https://a.example/.well-known/did.json' },
    { did: 'did:web:a.example:issuers:b', url: 'https://a.example/issuers/b/did.json' },
    { did: 'did:web:a.example%3A8443:b', url: 'https://a.example:8443/b/did.json' },
    { did: 'did:web:a.example%3a8443:b', url: 'https://a.example:8443/b/did.json' },
    { did: 'did:web:', url: null },
    { did: 'did:key:z6Mk', url: null },
    { did: 'did:web:a.example:..:b', url: null },
    { did: 'did:web:a.example:b%2Fc', url: null },
    { did: 'did:web:user%40a.example', url: null },
    { did: 'did:web:a.example%2Fb', url: null },
    { did: 'did:web:a.example:b?c', url: null },
    { did: 'did:web:a.example::b', url: null },
    { did: 'did:web:a.example%3A99999', url: null },
  ]) {
    t.equal(didWebDocumentUrl(did), url, did)
  }
})

t.test('the DID document of an issuer with keys of every state', async (t) => {
  const id = 'did:web:a.example:issuers:b'
  const key = (kid: string, state: DidKeyEntry['state'], more: Partial<DidKeyEntry> = {}): DidKeyEntry => ({
    kid,
    state,
    publicKeyMultibase: kid,
    ...more,
  })
  const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }
  const document = didDocument(id, [
    key('z1', 'compromised', { compromisedAt: new Date('2026-01-02T03:04:05Z') }),
    key('z2', 'retired'),
    key('z3', 'active'),
    key('z4', 'next'),
    key('z5', 'active', { publicKeyJwk: jwk }),
  ])
  t.same(document.assertionMethod, [`${id}#z2`, `${id}#z3`, `${id}#z4`, `${id}#z5`])
  const [compromised, retired, , , forJwt] = document.verificationMethod
  t.equal(compromised?.revoked, '2026-01-02T03:04:05.000Z')
  t.notOk(retired && 'revoked' in retired, 'a retired key is not revoked: that would fail what it signed')
  t.match(forJwt, { type: 'JsonWebKey', publicKeyJwk: jwk, controller: id })
  t.ok(document.verificationMethod.every(({ controller }) => controller === id))
  t.notOk(JSON.stringify(didDocument(id, [key('z3', 'active')])).includes('security/jwk'))
  t.match(didDocument(id, [key('z1', 'compromised')]).verificationMethod[0], { revoked: '1970-01-01T00:00:00.000Z' })
})
