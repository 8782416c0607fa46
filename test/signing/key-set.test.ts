import { generateKeyPairSync } from 'node:crypto'
import { t } from '../support/test.ts'
import { refuseExampleKeys } from '../../src/signing/index.ts'
import { EXAMPLE_KIDS } from '../../src/signing/example-keys.ts'
import { generateKey, KEY_ALGORITHMS, keyPairOf, type KeyPair } from '../../src/signing/key-material.ts'
import { composeKeySet, parseKeySet, type KeySetEntry } from '../../src/signing/key-set.ts'
import { EXAMPLE_KEY_SET } from '../support/example-keys.ts'

const AT = new Date('2026-06-01T12:00:00Z')
const PAIRS = Object.fromEntries(
  await Promise.all(KEY_ALGORITHMS.map(async (algorithm) => [algorithm, await generateKey(algorithm)] as const)),
) as Record<(typeof KEY_ALGORITHMS)[number], KeyPair>
const entry = (more: Partial<KeySetEntry> = {}): KeySetEntry => ({
  organisation: 'horizonte',
  state: 'active',
  pair: PAIRS.Ed25519,
  createdAt: AT,
  activatedAt: AT,
  retiredAt: null,
  compromisedAt: null,
  ...more,
})

t.test('reading gives back what was written', async (t) => {
  const entries = [
    entry(),
    entry({ pair: PAIRS.ES256 }),
    entry({ pair: PAIRS.RS256 }),
    entry({ state: 'retired', retiredAt: AT }),
    entry({ state: 'compromised', compromisedAt: AT }),
    entry({ state: 'next', activatedAt: null }),
  ]
  t.same(parseKeySet(composeKeySet(entries, AT)), entries)
})

t.test('a pair is rebuilt from its private part', async (t) => {
  for (const pair of Object.values(PAIRS)) t.same(keyPairOf(pair.algorithm, pair.secret), pair, pair.algorithm)
  for (const algorithm of ['Ed25519', 'RS256'] as const)
    t.throws(() => keyPairOf(algorithm, new Uint8Array(31)), RangeError)
  const { privateKey: short } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const tooShort = short.export({ format: 'der', type: 'pkcs1' })
  t.throws(() => keyPairOf('RS256', Uint8Array.from(tooShort)), RangeError, 'a short RSA key')
})

t.test('what cannot be imported is told by its pointer, never with a private key', async (t) => {
  const { keys, ...set } = JSON.parse(composeKeySet([entry()], AT)) as { keys: Record<string, unknown>[] }
  const [key = {}] = keys
  const other = (await generateKey()).publicKeyMultibase
  const [rsa = {}] = (JSON.parse(composeKeySet([entry({ pair: PAIRS.RS256 })], AT)) as { keys: object[] }).keys
  for (const { name, text, pointer } of [
    { name: 'no JSON', text: '{', pointer: '' },
    { name: 'no object', text: '[]', pointer: '' },
    { name: 'another format', text: '{}', pointer: '/format' },
    { name: 'no list', text: JSON.stringify({ ...set, keys: {} }), pointer: '/keys' },
    ...[
      { organisation: '' },
      { algorithm: 'EdDSA' },
      { algorithm: 'RS256' },
      { ...rsa, algorithm: 'ES256' },
      { ...rsa, privateKeyJwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } },
      { ...rsa, kid: other },
      { algorithm: 'ES256' },
      { state: 'lost' },
      { state: 'compromised' },
      { kid: other },
      { publicKeyMultibase: other, kid: other },
      { privateKeyMultibase: 'z123' },
      { createdAt: 'soon' },
    ].map((change) => ({
      name: JSON.stringify(change).slice(0, 40),
      text: JSON.stringify({ ...set, keys: [{ ...key, ...change }] }),
      pointer: '/keys/0',
    })),
    { name: 'a key that is no object', text: JSON.stringify({ ...set, keys: [key, null] }), pointer: '/keys/1' },
  ]) {
    t.test(name, async (t) => {
      const error = t.throws(() => parseKeySet(text), { code: 'malformed-key-set', errors: [{ pointer }] })
      t.notOk(JSON.stringify(error).includes(String(key['privateKeyMultibase'])))
      t.notOk(JSON.stringify(error).includes(String((rsa as { privateKeyJwk?: { d?: string } }).privateKeyJwk?.d)))
    })
  }
})

t.test('the example keys', async (t) => {
  const kids = parseKeySet(EXAMPLE_KEY_SET).map(({ pair }) => pair.kid)
  t.same(kids, EXAMPLE_KIDS, 'are the ones that are recognised')
  for (const key of kids) {
    t.throws(() => refuseExampleKeys(['z1', key], { development: false }), { code: 'example-keys-refused' })
  }
  t.doesNotThrow(() => refuseExampleKeys(kids, { development: true }))
  t.doesNotThrow(() => refuseExampleKeys(['z1'], { development: false }))
})
