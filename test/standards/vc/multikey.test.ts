import fc from 'fast-check'
import { t } from '../../support/test.ts'
import {
  decodeMultikey,
  decodeSecretMultikey,
  encodeMultikey,
  encodeSecretMultikey,
  jwkToMultikey,
  multikeyToJwk,
  p256Multikey,
} from '../../../src/standards/vc/index.ts'
import { decodeBase58Btc, encodeBase58Btc } from '../../../src/standards/vc/base58btc.ts'

const ED25519 = 'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi'
const P256 = 'zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169'
const P384 = 'z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ'

t.test('base 58 gives back every byte, leading zeros too', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const back = decodeBase58Btc(encodeBase58Btc(bytes))
      return back !== null && Buffer.from(bytes).equals(back)
    }),
  )
  t.equal(encodeBase58Btc(Buffer.from('Hello World!')), '2NEpo7TZRRrLZSi2U')
  t.equal(decodeBase58Btc('0OIl'), null)
})

t.test('keys of every kind are read and written', async (t) => {
  for (const text of [ED25519, P256, P384]) {
    const key = decodeMultikey(text)
    if (!key) return t.fail(text)
    t.equal(encodeMultikey(key), text)
    t.same(jwkToMultikey(multikeyToJwk(key) ?? {}), key, 'as JWK and back')
  }
  const { algorithm, bytes } = decodeMultikey(ED25519) ?? {}
  t.equal(algorithm, 'Ed25519')
  t.equal(Buffer.from(bytes ?? []).toString('hex'), '4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5')
  const jwk = multikeyToJwk(decodeMultikey(P256) ?? { algorithm: 'P-256', bytes: new Uint8Array() })
  t.match(jwk, { kty: 'EC', crv: 'P-256', x: 'fyNYMN0976ci7xqiSdag3buk-ZCwgXU4kz9XNkBlNUI' })
  t.equal(p256Multikey(jwk as unknown as { x: string; y: string }), P256)
})

t.test('what is no key is null', async (t) => {
  const offCurve = encodeMultikey({ algorithm: 'P-256', bytes: new Uint8Array(33).fill(7) })
  for (const text of ['', 'z', ED25519.slice(1), `${ED25519}1`, 'z6Mk', `z${'1'.repeat(100_000)}`, 'uAAAA', 'z0OIl']) {
    t.equal(decodeMultikey(text), null, text.slice(0, 60))
  }
  t.equal(multikeyToJwk(decodeMultikey(offCurve) ?? { algorithm: 'P-256', bytes: new Uint8Array() }), null)
  t.throws(() => encodeMultikey({ algorithm: 'Ed25519', bytes: new Uint8Array(31) }), RangeError)
  for (const jwk of [{}, { crv: 'P-521', x: 'AA', y: 'AA' }, { crv: 'Ed25519', x: 'AA' }, { crv: 'P-384' }])
    t.equal(jwkToMultikey(jwk), null)
})

t.test('private keys are told apart from public ones', async (t) => {
  const secret = { algorithm: 'Ed25519' as const, bytes: new Uint8Array(32).fill(9) }
  t.same(decodeSecretMultikey(encodeSecretMultikey(secret)), secret)
  t.equal(decodeMultikey(encodeSecretMultikey(secret)), null)
  t.equal(decodeSecretMultikey(ED25519), null)
  t.throws(() => encodeSecretMultikey({ ...secret, bytes: new Uint8Array(3) }), RangeError)
})
