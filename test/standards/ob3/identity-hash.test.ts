import { createHash } from 'node:crypto'
import { t } from '../../support/test.ts'
import { hashIdentity, isIdentity } from '../../../src/standards/ob3/index.ts'
import { fixture } from '../../support/fixtures.ts'

t.test('published vectors', async (t) => {
  const { vectors } = fixture('vectors/crypto/identity-hash.json') as {
    vectors: readonly { identity: string; salt: string; identityHash: string }[]
  }
  for (const { identity, salt, identityHash } of vectors) t.equal(hashIdentity(identity, salt), identityHash, identity)
})

t.test('an address that was hashed in its normal form is recognised in any', async (t) => {
  const identityHash = hashIdentity('ana@example.org', 'salt')
  const identifier = { hashed: true, identityHash, identityType: 'emailAddress', salt: 'salt' }
  for (const given of ['ana@example.org', 'ANA@EXAMPLE.ORG', ' ana@example.org']) {
    t.ok(isIdentity(identifier, given, 'emailAddress'), given)
  }
  t.notOk(isIdentity(identifier, 'eva@example.org', 'emailAddress'))
  t.notOk(isIdentity(identifier, 'ana@example.org', 'name'), 'another type of identity is another identity')
})

t.test('forms that others write', async (t) => {
  const md5 = createHash('md5').update('ana@example.org').digest('hex')
  for (const { name, hashed, identityHash, expected } of [
    { name: 'plaintext', hashed: false, identityHash: 'ana@example.org', expected: true },
    { name: 'unsalted MD5', hashed: true, identityHash: `md5$${md5}`, expected: true },
    {
      name: 'upper-case hex',
      hashed: true,
      identityHash: hashIdentity('ana@example.org').replace(/[a-f]/g, (c, at: number) =>
        at < 7 ? c : c.toUpperCase(),
      ),
      expected: true,
    },
    { name: 'an unknown algorithm', hashed: true, identityHash: `sha1$${md5}`, expected: false },
    { name: 'a hash that is called plaintext', hashed: false, identityHash: `md5$${md5}`, expected: false },
  ]) {
    t.equal(
      isIdentity({ hashed, identityHash, identityType: 'emailAddress' }, 'ana@example.org', 'emailAddress'),
      expected,
      name,
    )
  }
})
