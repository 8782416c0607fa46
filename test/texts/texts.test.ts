import { t } from '../support/test.ts'
import {
  fieldMessage,
  formatBytes,
  formatDate,
  formatDateTime,
  formatDeadline,
  formatLastDay,
  formatDay,
  formatNumber,
  formatPercent,
  hasText,
  negotiateLanguage,
  problemText,
  translator,
  UnknownText,
} from '../../src/texts/index.ts'

t.test('an unknown text is an error', async (t) => {
  t.throws(() => translator('en')('common.nothingOfTheKind'), UnknownText)
})

t.test('a text without one of its values is an error', async (t) => {
  t.throws(() => translator('fi')('common.home.title'), UnknownText)
})

t.test('production prints something else instead, and learns of it', async (t) => {
  const seen: string[] = []
  const translate = translator('en', (error, key) => {
    seen.push(error.message)
    return key
  })
  t.equal(translate('common.nothingOfTheKind'), 'common.nothingOfTheKind')
  t.strictSame(seen, ['no text for common.nothingOfTheKind in en'])
})

t.test('values are filled in as they are, also when they look like messages or tags', async (t) => {
  t.equal(translator('en')('common.home.title', { name: '<b>{name}</b>' }), 'Hello, <b>{name}</b>')
})

t.test('plurals follow the language', async (t) => {
  t.equal(translator('fi')('verification.table.title', { count: 1 }), '1 tiedosto tarkistettu')
  t.equal(translator('es')('verification.table.title', { count: 2 }), '2 archivos verificados')
})

t.test('what ends with a day ends on that day, and not on the next', async (t) => {
  t.equal(formatLastDay(new Date('2027-06-01T04:00:00Z'), 'en', 'America/Santiago'), '31 May 2027')
})

for (const { language, day } of [
  { language: 'es', day: '28 de mayo de 2026' },
  { language: 'en', day: '28 May 2026' },
  { language: 'fi', day: '28. toukokuuta 2026' },
] as const) {
  t.test(`dates in ${language} are the reader's day`, async (t) => {
    t.equal(formatDate('2026-05-29T02:30:00Z', language, 'America/Santiago'), day)
    t.equal(formatDay('2026-05-28', language), day)
  })
}

t.test('an instant names its zone', async (t) => {
  t.match(formatDateTime('2026-06-12T20:00:00Z', 'en', 'Europe/Helsinki'), /^12 June 2026 at 23:00 (EEST|GMT\+3)$/)
  const midnight = new Date('2026-06-12T21:00:00Z')
  t.match(
    formatDeadline(midnight, 'en', 'Europe/Helsinki'),
    /^12 June 2026 at 23:59 /,
    'a deadline at midnight is the day before',
  )
})

t.test('numbers, shares and sizes follow the language', async (t) => {
  t.equal(formatNumber(1234.5, 'en'), '1,234.5')
  t.equal(formatNumber(1234.5, 'es'), '1.234,5')
  t.match(formatPercent(0.9, 'fi'), /^90\s%$/)
  t.equal(formatBytes(1_234_567, 'en'), '1.2 MB')
  t.equal(formatBytes(0, 'en'), '0 bytes')
  t.equal(formatBytes(355, 'es'), '355 bytes')
  t.equal(formatBytes(61, 'fi'), '61 tavua')
  t.equal(formatBytes(61_000, 'fi'), '61 kt')
})

for (const { name, wishes, expected } of [
  { name: 'the query wins', wishes: { query: 'fi', cookie: 'en', person: 'es', acceptLanguage: 'es' }, expected: 'fi' },
  { name: 'then the cookie', wishes: { query: 'xx', cookie: 'en', person: 'es' }, expected: 'en' },
  { name: 'then the person', wishes: { person: 'fi', acceptLanguage: 'en' }, expected: 'fi' },
  { name: 'then the browser by weight', wishes: { acceptLanguage: 'de, en;q=0.4, fi-FI;q=0.9' }, expected: 'fi' },
  { name: 'a refused language is not taken', wishes: { acceptLanguage: 'en;q=0, fi;q=0.1' }, expected: 'fi' },
  { name: 'nothing known', wishes: { acceptLanguage: '*, ;;q=x,' }, expected: 'es' },
  { name: 'nothing said', wishes: {}, expected: 'es' },
] as const) {
  t.test(`language: ${name}`, async (t) => t.equal(negotiateLanguage(wishes), expected))
}

t.test('a problem is told in the reader’s language, an unknown one in its own words', async (t) => {
  const translate = translator('es')
  t.equal(problemText(translate, { code: 'coi-self' }).title, 'Nadie evalúa su propio trabajo')
  t.equal(problemText(translate, { code: 'brand-new', detail: 'Do that.' }).todo, 'Do that.')
  t.equal(problemText(translate, {}).todo, translate('problems.fallback.todo'))
  t.equal(problemText(translate, { code: '../x' }).title, translate('problems.fallback.title'))
})

t.test('every problem has a title and a next step', async (t) => {
  t.ok(hasText('problems.internal-error.todo'))
  t.notOk(hasText('problems.internal-error'))
})

t.test('the validator’s English becomes the reader’s language where we know it', async (t) => {
  const translate = translator('fi')
  t.equal(fieldMessage(translate, "must have required property 'title'"), 'Täytä tämä kenttä.')
  t.equal(fieldMessage(translate, 'must match format "date"'), 'Anna päivämäärä oikeassa muodossa.')
  t.equal(fieldMessage(translate, 'must match pattern "^\\d{1,4}$"'), 'Anna luku.')
  t.equal(fieldMessage(translate, 'is too large'), 'Tiedosto on liian suuri.')
  t.equal(fieldMessage(translate, 'Something special.'), 'Something special.')
})
