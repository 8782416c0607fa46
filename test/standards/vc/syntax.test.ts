import { t } from '../../support/test.ts'
import { instantIn, isUrl } from '../../../src/standards/vc/index.ts'

t.test('an instant has a time zone and is a day of the calendar', async (t) => {
  for (const text of [
    '2026-02-28T23:59:59Z',
    '2024-02-29T00:00:00.123Z',
    '2026-12-31T00:00:00+14:00',
    '2026-12-31T23:59:59-05:30',
  ])
    t.equal(instantIn(text)?.getTime(), Date.parse(text), text)
  for (const value of [
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2026-01-01',
    'Thu, 01 Jan 2026 00:00:00 GMT',
    '-2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00z',
    '',
    null,
    1_767_225_600,
    ['2026-01-01T00:00:00Z'],
  ])
    t.equal(instantIn(value), undefined, String(value))
})

t.test('an address has a scheme and no blanks', async (t) => {
  for (const text of ['https://a.example/b?c#d', 'did:key:z6Mk', 'urn:uuid:1', 'mailto:ana@example.org'])
    t.ok(isUrl(text), text)
  for (const value of ['', 'a', '/a', '//a.example', 'a b:c', 'https://a example', 'urn:', 'urn:a\u0000b', null, 7, []])
    t.notOk(isUrl(value), JSON.stringify(value))
})
