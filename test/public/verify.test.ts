import sharp from 'sharp'
import { t } from '../support/test.ts'
import { bakePng } from '../../src/certificates/bake-png.ts'
import { changeVisibility } from '../../src/credentials/index.ts'
import { unreachable, type FetchDocument, type Report } from '../../src/verification/index.ts'
import { createAwardScene, PUBLIC_URL } from '../credentials/scene.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'
import { badge, statusEntry } from '../verification/documents.ts'
import { signed, testKey } from '../verification/sign-fixture.ts'

const stranger = testKey('stranger')
const HOSTILE = `"><script>alert('x')</script>`
const ELSEWHERE = 'https://elsewhere.example/badge.json'
const foreign = JSON.stringify(
  await signed(badge(stranger.did, { id: 'urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341' }), stranger),
)
const UNREACHABLE = 'https://unreachable.example/'
type Reason = Parameters<typeof unreachable>[0]
const PICTURE = 'https://elsewhere.example/badge.png'
const blank = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
  .png()
  .toBuffer()
const web = new Map<string, Uint8Array>([
  [ELSEWHERE, Buffer.from(foreign)],
  [PICTURE, bakePng(blank, foreign)],
])
const fetchDocument: FetchDocument = (url) => {
  const bytes = web.get(url)
  if (url.startsWith(UNREACHABLE)) return Promise.resolve(unreachable(url.slice(UNREACHABLE.length) as Reason))
  return Promise.resolve(bytes ? { outcome: 'fetched', bytes } : unreachable('no-answer'))
}

const scene = await createAwardScene(await openTestPostgres(t), { fetchDocument })
const { app, get, upload } = await buildTestApp(t, scene.services, scene.features, scene.people)
const issued = await scene.issued()
const hidden = await scene.issued()
await changeVisibility(scene.services, hidden.holder, hidden.credentialId, 'private')
const path = new URL(issued.credentialIri).pathname
const pdf = (await get(`${path}.pdf`)).rawPayload

// The counts of the rate limit are of the minute that the clock shows.
t.beforeEach(() => scene.pass(1))

const post = (payload: string | Uint8Array, type: string | null, accept?: string) =>
  app.inject({
    method: 'POST',
    url: '/verify',
    payload: typeof payload === 'string' ? payload : Buffer.from(payload),
    headers: { ...(type === null ? {} : { 'content-type': type }), ...(accept ? { accept } : {}) },
  })

for (const type of [
  'application/json',
  'application/json; charset=utf-8',
  'application/vc+ld+json',
  'application/ld+json',
  'application/vc',
  'application/octet-stream',
  'application/jwt',
  'text/plain',
]) {
  t.test(`a badge posted as ${type}`, async (t) => {
    const answer = await post(issued.document, type)
    t.equal(answer.statusCode, 200)
    t.match(answer.json(), { state: 'valid', verified: true, credential: { id: issued.credentialIri } })
    t.match(answer.headers, {
      'content-type': /^application\/json/,
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    })
  })
}

t.test('what the label says counts for nothing', async (t) => {
  t.match((await post(pdf, 'application/json')).json(), { state: 'valid' })
  t.match((await post(issued.document, 'image/png')).json(), { state: 'valid' })
})

const DEEP = `${'{"a":'.repeat(80)}1${'}'.repeat(80)}`
for (const { name, payload } of [
  { name: 'nothing', payload: '' },
  { name: 'no JSON', payload: '{"id": ' },
  { name: 'JSON of something else', payload: '{"hello":"world"}' },
  { name: 'a list', payload: '[]' },
  { name: 'null', payload: 'null' },
  { name: 'a number', payload: '42' },
  { name: 'deeper than any badge', payload: DEEP },
  { name: 'a member twice', payload: issued.document.replace('{', '{"id":"urn:x",') },
  { name: 'a JWT of rubbish', payload: 'aaa.bbb.ccc' },
  { name: 'a PNG that breaks off', payload: '\u0089PNG\r\n' },
  { name: 'an SVG without badge', payload: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
  { name: 'NUL', payload: '\0\0\0' },
]) {
  t.test(`no credential: ${name}`, async (t) => {
    const answer = await post(payload, 'application/json')
    t.equal(answer.statusCode, 422)
    t.match(answer.json(), {
      state: 'malformed',
      verified: false,
      credential: null,
      facts: [{ check: 'format', outcome: 'failed' }],
    })
    const page = await post(payload, 'application/json', 'text/html')
    t.equal(page.statusCode, 422)
    t.match(page.body, 'data-state="malformed"')
  })
}

t.test('too large, and of a type that nobody knows', async (t) => {
  const large = await post(Buffer.alloc(10_000_001, 0x20), 'application/json')
  t.match([large.statusCode, large.json()], [413, { code: 'body-too-large' }])
  const file = new File([new Uint8Array(10_000_001)], 'large.json')
  const uploaded = await upload('/verify', { file }, { accept: 'application/json' })
  t.match([uploaded.statusCode, uploaded.json()], [413, { code: 'too-large' }])
  const text = await upload('/verify', { text: 'x'.repeat(1_000_001) }, { accept: 'application/json' })
  t.match([text.statusCode, text.json()], [413, { code: 'body-too-large' }], 'a text is not cut')
  for (const type of ['application/zip', 'image/gif', 'application/xml']) {
    const answer = await post('x', type)
    t.match([answer.statusCode, answer.json()], [415, { code: 'unsupported-media-type' }], type)
  }
  const nothing = await app.inject({ method: 'POST', url: '/verify' })
  t.match([nothing.statusCode, nothing.json()], [415, { code: 'unknown-badge-type' }])
})

t.test('a file by a form: its report, or its page', async (t) => {
  const file = () => new File([new Uint8Array(pdf)], 'certificado.pdf', { type: 'application/pdf' })
  t.match((await upload('/verify', { file: file() }, { accept: 'application/json' })).json(), { state: 'valid' })
  const page = await upload('/verify', { file: file() })
  t.equal(page.statusCode, 200)
  t.match(page.body, 'data-state="valid"')
  t.match(page.body, 'Juana Arancibia Fuentes')
})

/** Several files of one field, which the helper for forms does not know. */
async function uploadAll(files: readonly File[], accept: string, lang = 'es') {
  const form = new FormData()
  for (const file of files) form.append('file', file)
  const sent = new Response(form)
  const headers = { 'content-type': sent.headers.get('content-type') ?? '', accept }
  const payload = Buffer.from(await sent.arrayBuffer())
  return app.inject({ method: 'POST', url: `/verify?lang=${lang}`, headers, payload })
}

t.test('several files: a table, each with its own verdict', async (t) => {
  const files = [
    new File([new Uint8Array(pdf)], 'uno.pdf'),
    new File([issued.document.replace('Juana', 'Juan')], `${HOSTILE}.json`),
    new File([foreign], 'tres.json'),
    new File(['nada'], 'cuatro.txt'),
  ]
  const reports = await uploadAll(files, 'application/json')
  t.equal(reports.statusCode, 200)
  t.match(reports.headers, { 'cache-control': 'no-store', 'access-control-allow-origin': '*' })
  const states = reports.json<Report[]>().map(({ state }) => state)
  t.strictSame(states, ['valid', 'tampered', 'issuer-unrecognised', 'malformed'])
  const page = await uploadAll(files, 'text/html')
  t.equal(page.statusCode, 200)
  t.match(page.body, /uno\.pdf[\s\S]*tres\.json[\s\S]*cuatro\.txt/)
  const inEnglish = (await uploadAll(files, 'text/html', 'en')).body
  const [, ...rows] = inEnglish.split('<tr').map((row) => row.split('</table>')[0] ?? '')
  const reasons = [
    'Genuine and valid today.',
    'This is not what',
    'we do not know this issuer',
    'does not hold a badge',
  ]
  for (const [index, reason] of reasons.entries()) {
    const row = rows[index + 1] ?? ''
    t.match(row, reason)
    const [, target = 'none'] = /href="#([^"]+)"/.exec(row) ?? []
    t.match(inEnglish.slice(inEnglish.indexOf(`id="${target}"`)), reason, 'the whole report is below')
  }
  t.match(inEnglish, `href="/v/${issued.code}"`)
  t.match(inEnglish, /pieces? of evidence w/, 'as on its own page')
  t.notMatch(page.body, '<script>alert')
  const tooMany = await uploadAll(
    Array.from({ length: 21 }, () => new File(['x'], 'x.json')),
    'application/json',
  )
  t.match([tooMany.statusCode, tooMany.json()], [413, { code: 'body-too-large' }])
})

for (const { name, url, status, expected } of [
  { name: 'of a credential of ours', url: issued.credentialIri, status: 200, expected: { state: 'valid' } },
  { name: 'of a file of ours', url: `${issued.credentialIri}.pdf`, status: 200, expected: { state: 'valid' } },
  {
    name: 'of a verification page',
    url: `${PUBLIC_URL}/v/${issued.code}?lang=fi`,
    status: 200,
    expected: { state: 'valid' },
  },
  { name: 'of a badge that is switched off', url: hidden.credentialIri, status: 404, expected: { state: 'not-found' } },
  { name: 'of its page', url: `${PUBLIC_URL}/v/${hidden.code}`, status: 404, expected: { state: 'not-found' } },
  { name: 'of another issuer', url: ` ${ELSEWHERE} `, status: 200, expected: { state: 'issuer-unrecognised' } },
  { name: 'of a picture of theirs', url: PICTURE, status: 200, expected: { state: 'issuer-unrecognised' } },
  {
    name: 'that does not answer',
    url: 'https://nowhere.example/',
    status: 422,
    expected: { code: 'address-unreachable', errors: [{ pointer: '/url' }] },
  },
  { name: 'that is none', url: 'javascript:alert(1)', status: 422, expected: { code: 'address-unreachable' } },
]) {
  t.test(`an address ${name}`, async (t) => {
    const answer = await upload('/verify', { url }, { accept: 'application/json' })
    t.match([answer.statusCode, answer.json()], [status, expected])
  })
}

t.test('a form that is refused comes back with what was typed', async (t) => {
  const url = `https://nowhere.example/${HOSTILE}`
  const page = await upload('/verify', { url })
  t.equal(page.statusCode, 422)
  t.match(page.body, 'error-summary')
  t.match(page.body, /name="url"[^>]*value="https:\/\/nowhere\.example\//)
  t.notMatch(page.body, '<script>alert')
})

t.test('a form without a badge comes back and asks for one', async (t) => {
  for (const { name, fields, pointer, said } of [
    { name: 'nothing at all', fields: {}, pointer: '/file', said: 'Choose a file.' },
    { name: 'no address', fields: { url: '  ' }, pointer: '/url', said: 'Enter the address of a badge.' },
    { name: 'no text', fields: { text: '' }, pointer: '/text', said: 'Paste the text of a badge.' },
  ]) {
    const answer = await upload('/verify', fields, { accept: 'application/json' })
    const expected = { code: 'nothing-to-check', errors: [{ pointer }] }
    t.match([answer.statusCode, answer.json()], [422, expected], name)
    const page = await upload('/verify?lang=en', fields)
    t.equal(page.statusCode, 422, name)
    t.match(page.body, 'error-summary', name)
    t.match(page.body, said, name)
    t.match(page.body, 'name="file"', 'the form is there')
  }
})

t.test('so does one whose field for files was left empty, as browsers send it', async (t) => {
  const payload = [
    '--x',
    'Content-Disposition: form-data; name="file"; filename=""',
    'Content-Type: application/octet-stream',
    '',
    '',
    '--x--',
    '',
  ].join('\r\n')
  const headers = { 'content-type': 'multipart/form-data; boundary=x', accept: 'text/html' }
  const page = await app.inject({ method: 'POST', url: '/verify?lang=fi', headers, payload })
  t.equal(page.statusCode, 422)
  t.match(page.body, /error-summary[\s\S]*Valitse tiedosto\./)
})

t.test('why an address gives nothing is said in the reader’s language, with what to do', async (t) => {
  for (const { code, en, es, fi } of [
    {
      code: 'address-refused',
      en: 'begin with https://',
      es: 'comienzan con https://',
      fi: 'joiden alussa on https://',
    },
    { code: 'absent', en: 'nothing stands at this', es: 'no hay nada en esta', fi: 'ettei tässä osoitteessa ole' },
    { code: 'redirected', en: 'leads on to another', es: 'remite a otra', fi: 'ohjaa toiseen' },
    { code: 'refused-by-host', en: 'does not give this file', es: 'no entrega este', fi: 'ei anna tiedostoa' },
    { code: 'timed-out', en: 'did not answer in time', es: 'no respondió a tiempo', fi: 'ei vastannut ajoissa' },
    { code: 'too-large', en: 'larger than a badge', es: 'más grande que una', fi: 'suurempi tiedosto' },
    { code: 'no-answer', en: 'could not be reached', es: 'comunicarse con el servidor', fi: 'ei saatu yhteyttä' },
    { code: 'not-text', en: 'could not be read as text', es: 'no se pudo leer como', fi: 'ei voitu lukea tekstinä' },
  ] as const) {
    const url = `https://unreachable.example/${code}`
    const answer = await upload('/verify', { url }, { accept: 'application/json' })
    const { detail } = unreachable(code)
    const expected = { code: 'address-unreachable', errors: [{ pointer: '/url', detail }] }
    t.match([answer.statusCode, answer.json()], [422, expected], code)
    for (const [lang, said] of Object.entries({ en, es, fi })) {
      const page = (await upload(`/verify?lang=${lang}`, { url })).body
      t.match(page, said, `${code} in ${lang}`)
      if (lang !== 'en') t.notMatch(page, detail, 'nothing of the service’s own English')
    }
  }
})

t.test('a text by a form', async (t) => {
  t.match((await upload('/verify', { text: ` ${issued.document}\n` }, { accept: 'application/json' })).json(), {
    state: 'valid',
  })
})

t.test('what a stranger signs about addresses of ours is looked up, and breaks nothing', async (t) => {
  for (const address of [
    '/status/%zz',
    '/status/not-an-id',
    '/status/%00',
    '/issuers/%00/did.json',
    '/issuers/x/keys/%ff',
    '//',
  ]) {
    const entry = statusEntry('7', { statusListCredential: PUBLIC_URL + address })
    const document = await signed(
      badge(stranger.did, { id: `${PUBLIC_URL}/credentials/x`, credentialStatus: entry }),
      stranger,
    )
    const answer = await post(JSON.stringify(document), 'application/json')
    t.match([answer.statusCode, answer.json()], [200, { state: 'could-not-check', verified: false }], address)
  }
  for (const { id, status, state } of [
    { id: issued.credentialIri, status: 200, state: 'issuer-unrecognised' },
    { id: `${PUBLIC_URL}/credentials/\u0000`, status: 422, state: 'malformed' },
    { id: `${PUBLIC_URL}/credentials/\ud800`, status: 422, state: 'malformed' },
  ]) {
    const document = await signed(badge(stranger.did), stranger)
    const own = id === issued.credentialIri ? await signed(badge(stranger.did, { id }), stranger) : { ...document, id }
    const answer = await post(JSON.stringify(own), 'application/json')
    t.match([answer.statusCode, answer.json()], [status, { state, visibility: 'public' }], JSON.stringify(id))
  }
})

t.test('what a stranger writes into a badge is shown as text', async (t) => {
  const named = badge(stranger.did, {
    name: HOSTILE,
    issuer: { id: stranger.did, type: ['Profile'], name: HOSTILE },
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [{ type: 'IdentityObject', hashed: false, identityHash: HOSTILE, identityType: 'name' }],
      achievement: {
        id: 'https://elsewhere.example/a',
        type: ['Achievement'],
        name: HOSTILE,
        description: HOSTILE,
        criteria: { narrative: HOSTILE, id: 'javascript:alert(1)' },
      },
    },
  })
  const document = await signed(named, stranger)
  for (const lang of ['es', 'en', 'fi']) {
    const answer = await app.inject({
      method: 'POST',
      url: `/verify?lang=${lang}`,
      payload: JSON.stringify(document),
      headers: { 'content-type': 'application/json', accept: 'text/html' },
    })
    t.equal(answer.statusCode, 200)
    t.match(answer.body, `<html lang="${lang}"`)
    t.match(answer.body, 'data-state="issuer-unrecognised"')
    t.notMatch(answer.body, '<script>alert')
    t.notMatch(answer.body, 'href="javascript:')
  }
})

t.test('the form in three languages, and the number that was typed into it', async (t) => {
  for (const { lang, title } of [
    { lang: 'es', title: 'Verificar' },
    { lang: 'en', title: 'Verify' },
    { lang: 'fi', title: 'Tarkista' },
  ]) {
    const page = await get(`/verify?lang=${lang}`, { accept: 'text/html' })
    t.equal(page.statusCode, 200)
    t.match(page.body, new RegExp(`<html lang="${lang}"[\\s\\S]*<h1[^>]*>[^<]*${title}`, 'i'))
    for (const field of ['code', 'file', 'url', 'text']) t.match(page.body, `name="${field}"`)
  }
  const typed = issued.code.toLowerCase().replaceAll('-', ' ')
  const led = await get(`/verify?code=${encodeURIComponent(typed)}`)
  t.strictSame([led.statusCode, led.headers.location], [303, `/v/${issued.code}`])
  t.equal((await get('/verify?code=')).statusCode, 200)
  for (const address of [
    `${PUBLIC_URL}/v/${issued.code}`,
    `  ${PUBLIC_URL}/v/${issued.code.toLowerCase()}?lang=fi`,
    `${new URL(PUBLIC_URL).host}/v/${issued.code}`,
    issued.credentialIri,
    `${issued.credentialIri}.pdf`,
  ]) {
    const { statusCode, headers } = await get(`/verify?code=${encodeURIComponent(address)}`)
    t.strictSame([statusCode, headers.location], [303, `/v/${issued.code}`], address)
  }
  for (const address of [
    hidden.credentialIri,
    `https://elsewhere.example/v/${issued.code}`,
    `${PUBLIC_URL}/v/nothing`,
    `${PUBLIC_URL}/credentials/nothing`,
    'https://',
  ]) {
    const answer = await get(`/verify?code=${encodeURIComponent(address)}`, { accept: 'application/json' })
    t.match([answer.statusCode, answer.json()], [404, { state: 'not-found' }], address)
  }
  for (const code of ['..', '../../etc', HOSTILE, 'x'.repeat(500)]) {
    const answer = await get(`/verify?code=${encodeURIComponent(code)}`, { accept: 'text/html' })
    t.equal(answer.statusCode, 404, code)
    t.match(answer.body, 'data-state="not-found"')
    t.notMatch(answer.body, '<script>alert')
  }
})

t.test('the page of a number: what it says, and how it was typed', async (t) => {
  const page = await get(`/v/${issued.code}`, { accept: 'text/html' })
  t.equal(page.statusCode, 200)
  t.match(page.body, 'data-state="valid"')
  for (const text of ['Juana Arancibia Fuentes', 'Microcurso de prueba', issued.code, `${issued.credentialIri}.pdf`]) {
    t.match(page.body, text)
  }
  t.match(page.headers, { 'cache-control': 'no-cache', vary: /accept/, 'content-security-policy': /script-src/ })
  t.notMatch(page.body, /<script(?![^>]* src=)|style="/)
  const report = (await get(`/v/${issued.code}`)).json<Report>()
  const readAloud = issued.code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
  t.strictSame((await get(`/v/${encodeURIComponent(readAloud)}`)).json(), report)
  t.strictSame((await get(`/v/${issued.code}?format=json`, { accept: 'text/html' })).json(), report)
  const head = await app.inject({ method: 'HEAD', url: `/v/${issued.code}` })
  t.strictSame([head.statusCode, head.body], [200, ''])
  t.equal((await get(`/v/${issued.code}?format=xml`)).statusCode, 400)
})

t.test('numbers that are none break nothing', async (t) => {
  for (const code of ['%00', '%ff', '%', '%3Cscript%3Ealert(1)%3C%2Fscript%3E', '%F0%9F%A6%84', 'x'.repeat(99)]) {
    for (const accept of ['application/json', 'text/html']) {
      const answer = await get(`/v/${code}`, { accept })
      t.ok([400, 404].includes(answer.statusCode), `${code}: ${String(answer.statusCode)}`)
      t.notMatch(answer.body, '<script>alert')
    }
  }
})

t.test('whoever tries numbers is slowed down, and may go on later', async (t) => {
  const ask = async (url: string): Promise<number> => (await get(url)).statusCode
  for (let n = 0; n < 120; n += 1) await ask('/v/x')
  const refused = await get('/v/x')
  t.match([refused.statusCode, refused.json()], [429, { code: 'too-many-requests' }])
  t.ok(Number(refused.headers['retry-after']) > 0)
  t.equal(await ask(path), 200, 'other addresses have counts of their own')
  scene.pass(1)
  t.equal(await ask('/v/x'), 404)
})
