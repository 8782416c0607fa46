import { t } from '../support/test.ts'
import { refuseExampleKeys } from '../../src/signing/index.ts'
import { EXAMPLE_PUBLIC_KEYS } from '../../src/signing/example-keys.ts'
import { generateKey, keyPairOf } from '../../src/signing/key-material.ts'
import { composeKeySet, parseKeySet, type KeySetEntry } from '../../src/signing/key-set.ts'
import { EXAMPLE_KEY_SET } from '../support/example-keys.ts'

const AT = new Date('2026-06-01T12:00:00Z')
const entry = (more: Partial<KeySetEntry> = {}): KeySetEntry => ({
  organisation: 'horizonte',
  state: 'active',
  pair: generateKey(),
  createdAt: AT,
  activatedAt: AT,
  retiredAt: null,
  compromisedAt: null,
  ...more,
})

t.test('reading gives back what was written', async (t) => {
  const entries = [
    entry(),
    entry({ pair: generateKey('ES256') }),
    entry({ state: 'retired', retiredAt: AT }),
    entry({ state: 'compromised', compromisedAt: AT }),
    entry({ state: 'next', activatedAt: null }),
  ]
  t.same(parseKeySet(composeKeySet(entries, AT)), entries)
})

t.test('a pair is rebuilt from its private part', async (t) => {
  for (const algorithm of ['Ed25519', 'ES256'] as const) {
    const pair = generateKey(algorithm)
    t.same(keyPairOf(algorithm, pair.secret), pair, algorithm)
  }
  t.throws(() => keyPairOf('Ed25519', new Uint8Array(31)), RangeError)
})

t.test('what cannot be imported is told by its pointer, never with a private key', async (t) => {
  const { keys, ...set } = JSON.parse(composeKeySet([entry()], AT)) as { keys: Record<string, unknown>[] }
  const [key = {}] = keys
  const other = generateKey().publicKeyMultibase
  for (const { name, text, pointer } of [
    { name: 'no JSON', text: '{', pointer: '' },
    { name: 'no object', text: '[]', pointer: '' },
    { name: 'another format', text: '{}', pointer: '/format' },
    { name: 'no list', text: JSON.stringify({ ...set, keys: {} }), pointer: '/keys' },
    ...[
      { organisation: '' },
      { algorithm: 'RS256' },
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
    })
  }
})

t.test('the example keys', async (t) => {
  const publicKeys = parseKeySet(EXAMPLE_KEY_SET).map(({ pair }) => pair.publicKeyMultibase)
  t.same(publicKeys, EXAMPLE_PUBLIC_KEYS, 'are the ones that are recognised')
  for (const key of publicKeys) {
    t.throws(() => refuseExampleKeys(['z1', key], { development: false }), { code: 'example-keys-refused' })
  }
  t.doesNotThrow(() => refuseExampleKeys(publicKeys, { development: true }))
  t.doesNotThrow(() => refuseExampleKeys(['z1'], { development: false }))
})
