import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { t } from '../../support/test.ts'
import {
  createStatusList,
  decodeStatusList,
  encodeStatusList,
  MINIMUM_STATUS_LIST_LENGTH,
  statusAt,
  withStatus,
} from '../../../src/standards/vc/index.ts'
import { fixture } from '../../support/fixtures.ts'

const index = fc.nat({ max: MINIMUM_STATUS_LIST_LENGTH - 1 })
const encodedListOf = (file: string): string =>
  (fixture(`vectors/status/${file}`) as { credentialSubject: { encodedList: string } }).credentialSubject.encodedList

t.test('setting one bit sets that bit and no other, also through the encoded form', async () => {
  fc.assert(
    fc.property(index, index, (set, other) => {
      const list = decodeStatusList(encodeStatusList(withStatus(createStatusList(), set, true)))
      return statusAt(list, set) && statusAt(list, other) === (other === set)
    }),
    { numRuns: 30 },
  )
})

t.test('setting and clearing give back the list, and the given one is never changed', async () => {
  fc.assert(
    fc.property(index, (at) => {
      const list = createStatusList()
      const back = withStatus(withStatus(list, at, true), at, false)
      return !statusAt(list, at) && Buffer.from(list).equals(back)
    }),
    { numRuns: 30 },
  )
})

t.test('index 0 is the leftmost bit', async (t) => {
  t.equal(withStatus(createStatusList(), 0, true)[0], 0x80)
  t.equal(withStatus(createStatusList(), 15, true)[1], 0x01)
})

t.test('published lists', async (t) => {
  const list = decodeStatusList(encodedListOf('1edtech-testlist.json'))
  t.same(
    [...Array(100).keys()].filter((at) => statusAt(list, at)),
    [23],
  )
  const short = encodedListOf('dcc-list.json')
  t.throws(() => decodeStatusList(short), { code: 'status-list-too-short', data: { length: 100_000 } })
  const bits = decodeStatusList(short, { minimumLength: 1 })
  t.same(
    [...Array(100).keys()].filter((at) => statusAt(bits, at)),
    [2, 6, 8],
  )
})

t.test('indexes beyond the list', async (t) => {
  for (const wrong of [-1, MINIMUM_STATUS_LIST_LENGTH, 1.5, Number.NaN, 2 ** 40]) {
    t.throws(() => statusAt(createStatusList(), wrong), { code: 'status-index-out-of-range' }, String(wrong))
    t.throws(() => withStatus(createStatusList(), wrong, true), { code: 'status-index-out-of-range' })
  }
  t.throws(() => createStatusList(8), { code: 'status-list-too-short' })
})

t.test('what is no list', async (t) => {
  const bomb = `u${gzipSync(Buffer.alloc(20_000_000)).toString('base64url')}`
  for (const { name, encoded } of [
    { name: 'empty', encoded: '' },
    { name: 'without multibase prefix', encoded: encodeStatusList(createStatusList()).slice(1) },
    { name: 'padded', encoded: `${encodeStatusList(createStatusList())}=` },
    { name: 'not gzip', encoded: 'uAAAAAAAA' },
    { name: 'a bomb', encoded: bomb },
  ]) {
    t.throws(() => decodeStatusList(encoded), { code: 'malformed-status-list' }, name)
  }
})
