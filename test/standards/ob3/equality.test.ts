import { t } from '../../support/test.ts'
import { isNewerVersion, isSameCredential, type Comparable } from '../../../src/standards/ob3/index.ts'
import { fixture } from '../../support/fixtures.ts'

const load = (name: string): Comparable => fixture(`vectors/examples/equality/equality-${name}.json`) as Comparable

t.test('published pairs', async (t) => {
  const [a, b, newer, older] = [load('a'), load('b'), load('c-newer'), load('d-older')]
  t.ok(isSameCredential(a, b))
  t.notOk(isNewerVersion(a, b) || isNewerVersion(b, a))
  t.ok(isSameCredential(newer, older))
  t.ok(isNewerVersion(newer, older))
  t.notOk(isNewerVersion(older, newer))
  t.notOk(isSameCredential(newer, { ...newer, id: `${newer.id}1` }))
})

t.test('ids are compared after decoding and trimming', async (t) => {
  const base = { id: 'https://a.example/x y', issuer: 'https://a.example', validFrom: '2026-01-01T00:00:00Z' }
  t.ok(isSameCredential(base, { ...base, id: ' https://a.example/x%20y ', issuer: { id: 'https://a.example' } }))
  t.ok(isSameCredential({ ...base, id: '%' }, { ...base, id: ' %' }), 'a stray percent sign is a character')
})
