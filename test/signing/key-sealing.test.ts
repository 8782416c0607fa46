import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { t } from '../support/test.ts'
import { keyEncryptionKey } from '../../src/signing/index.ts'
import { openPrivateKey, sealPrivateKey } from '../../src/signing/key-sealing.ts'

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const owner = fc.record({ organisationId: fc.uuid(), kid: fc.string({ minLength: 1 }) })
const refusal = { code: 'key-cannot-be-opened' }

t.test('what was sealed opens, and is sealed differently each time', async () => {
  fc.assert(
    fc.property(bytes32, owner, bytes32, (secret, of, key) => {
      const [first, second] = [sealPrivateKey(secret, of, key), sealPrivateKey(secret, of, key)]
      const isSame = Buffer.from(first.sealed).equals(second.sealed)
      return Buffer.from(secret).equals(openPrivateKey(first, of, key)) && !isSame
    }),
  )
})

t.test('nothing opens with another key, for another owner, or changed by one bit', async (t) => {
  fc.assert(
    fc.property(bytes32, owner, bytes32, fc.nat({ max: 48 * 8 - 1 }), (secret, of, key, bit) => {
      const { sealed, nonce } = sealPrivateKey(secret, of, key)
      const flip = (from: Uint8Array, at: number): Uint8Array =>
        from.map((byte, index) => (index === at >> 3 ? byte ^ (1 << (at & 7)) : byte))
      t.throws(() => openPrivateKey({ sealed, nonce }, of, flip(key, bit % 256)), refusal)
      t.throws(() => openPrivateKey({ sealed: flip(sealed, bit), nonce }, of, key), refusal)
      t.throws(() => openPrivateKey({ sealed, nonce: flip(nonce, bit % 96) }, of, key), refusal)
      t.throws(() => openPrivateKey({ sealed, nonce }, { ...of, kid: `${of.kid}1` }, key), refusal)
      t.throws(() => openPrivateKey({ sealed, nonce }, { ...of, organisationId: '' }, key), refusal)
      t.throws(() => openPrivateKey({ sealed: sealed.slice(0, 8), nonce }, of, key), refusal)
    }),
    { numRuns: 20 },
  )
})

t.test('the key-encryption key', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'keys-'))
  t.teardown(() => rmSync(dataDir, { recursive: true }))
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index))

  t.test('is read as hex or base64', async (t) => {
    for (const configured of [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]) {
      t.ok(bytes.equals(keyEncryptionKey({ configured, dataDir })), configured)
    }
    t.same(readdirSync(dataDir), [], 'and nothing is written then')
  })

  t.test('is refused in another form', async (t) => {
    for (const configured of ['', 'secret', bytes.toString('hex').slice(2), `${bytes.toString('hex')}00`]) {
      t.throws(() => keyEncryptionKey({ configured, dataDir }), { code: 'unusable-key-encryption-key' })
    }
  })

  t.test('is made once, for the owner alone', async (t) => {
    const folder = join(dataDir, 'new')
    const key = keyEncryptionKey({ configured: null, dataDir: folder })
    t.equal(key.length, 32)
    t.same(keyEncryptionKey({ configured: null, dataDir: folder }), key)
    t.same(readdirSync(folder), ['key-encryption-key'])
    t.equal(statSync(join(folder, 'key-encryption-key')).mode & 0o777, 0o600)
  })

  t.test('a damaged file is not replaced: the keys sealed with it would be lost', async (t) => {
    writeFileSync(join(dataDir, 'key-encryption-key'), '')
    t.throws(() => keyEncryptionKey({ configured: null, dataDir }), { code: 'unusable-key-encryption-key' })
  })
})
