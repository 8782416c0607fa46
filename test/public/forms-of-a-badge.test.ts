import { t } from '../support/test.ts'
import { drawPicture, pictureRoutes } from '../../src/certificates/index.ts'
import {
  changeVisibility,
  confirmErasure,
  confirmRevocation,
  requestErasure,
  requestRevocation,
} from '../../src/credentials/index.ts'
import type { Database } from '../../src/database/index.ts'
import type { AchievementCredential } from '../../src/standards/ob3/index.ts'
import { readCredential, type Report } from '../../src/verification/index.ts'
import { createAwardScene, PUBLIC_URL, type AwardScene, type Issued } from '../credentials/scene.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import { clearTables, openTestPglite } from '../support/database.ts'

const FORMS = [
  { form: '.json', type: 'application/vc+ld+json', carrier: 'json' },
  { form: '.jwt', type: 'text/plain', carrier: 'jwt' },
  { form: '.png', type: 'image/png', carrier: 'png' },
  { form: '.png?proof=jwt', type: 'image/png', carrier: 'png' },
  { form: '.svg', type: 'image/svg+xml', carrier: 'svg' },
  { form: '.svg?proof=jwt', type: 'image/svg+xml', carrier: 'svg' },
  { form: '.pdf', type: 'application/pdf', carrier: 'pdf' },
] as const
const JWT_FORMS = ['.jwt', '.png?proof=jwt', '.svg?proof=jwt']
const DEFAULT = 'application/vc+ld+json'
const PAGE = 'a page'
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'

interface World extends AwardScene, TestApp {}

async function worldOn(t: Parameters<typeof buildTestApp>[0], database: Database, publicUrl?: string): Promise<World> {
  await clearTables(database)
  const scene = await createAwardScene(database, publicUrl === undefined ? {} : { publicUrl })
  return { ...scene, ...(await buildTestApp(t, scene.services, [...scene.features, pictureRoutes], scene.people)) }
}

function addressOf({ credentialIri }: Issued, form: string): string {
  const { pathname, search } = new URL(credentialIri + form)
  return pathname + search
}

/** Where the page's downloads lead. */
async function downloadsOn({ get }: Pick<TestApp, 'get'>, url: string, as?: string): Promise<string[]> {
  const { body } = await get(url, { as, accept: 'text/html' })
  return [...body.matchAll(/<a [^>]*download[^>]*>/g)].map(([link]) => /href="([^"]*)"/.exec(link)?.[1] ?? '')
}

async function revoke({ services, people }: AwardScene, { credentialId }: Issued): Promise<void> {
  const request = { credentialId, category: 'administrative_error' } as const
  await confirmRevocation(services, people.signatoryB, await requestRevocation(services, people.signatory, request))
}

async function erase({ services, people }: AwardScene, { credentialId }: Issued): Promise<void> {
  await confirmErasure(services, people.signatoryB, await requestErasure(services, people.signatory, credentialId))
}

const database = await openTestPglite(t)
const world = await worldOn(t, database)
const issued = await world.issued()
const hidden = await world.issued()
const path = addressOf(issued, '')
const head = (url: string, headers: Record<string, string> = {}) => world.app.inject({ method: 'HEAD', url, headers })

for (const { accept, answered } of [
  { accept: undefined, answered: DEFAULT },
  { accept: '*/*', answered: DEFAULT },
  { accept: 'application/*', answered: DEFAULT },
  { accept: 'application/vc+ld+json', answered: DEFAULT },
  { accept: 'application/vc', answered: 'application/vc' },
  { accept: 'application/ld+json', answered: 'application/ld+json' },
  { accept: 'application/json', answered: 'application/json' },
  { accept: 'application/ld+json;profile="https://www.w3.org/ns/credentials/v2"', answered: 'application/ld+json' },
  { accept: 'application/json;q=0.4, application/vc;q=0.9', answered: 'application/vc' },
  { accept: 'text/html', answered: PAGE },
  { accept: BROWSER, answered: PAGE },
  { accept: 'text/html, application/json;q=0.1', answered: 'application/json' },
  { accept: 'text/html;q=0.1, application/vc', answered: 'application/vc' },
  { accept: 'text/html, application/json;q=0', answered: PAGE },
  { accept: 'image/png', answered: null },
  { accept: 'text/plain', answered: null },
]) {
  t.test(`${String(accept)} is answered with ${String(answered)}`, async (t) => {
    const answer = await world.get(path, { accept })
    t.match(answer.headers['vary'], /accept/i)
    if (answered === PAGE) {
      t.equal(answer.statusCode, 303)
      t.equal(answer.headers.location, `${PUBLIC_URL}/v/${issued.code}`, 'the page that also checks it')
    } else if (answered === null) {
      t.equal(answer.statusCode, 406)
      t.match(answer.json(), { code: 'not-acceptable', detail: /application\/vc\+ld\+json/ })
    } else {
      t.equal(answer.statusCode, 200)
      t.equal(answer.headers['content-type'], answered, 'without a charset, which JSON has none of')
      t.equal(answer.body, issued.document, 'the very bytes')
      t.match(answer.headers, { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' })
    }
  })
}

t.test('HEAD tells the same without the bytes', async (t) => {
  const [full, bare] = [await world.get(path), await head(path)]
  t.strictSame([bare.statusCode, bare.body], [200, ''])
  for (const name of ['content-type', 'content-length', 'etag', 'cache-control', 'vary']) {
    t.equal(bare.headers[name], full.headers[name], name)
  }
  t.equal((await head(path, { accept: 'text/html' })).statusCode, 303)
  t.equal((await head('/credentials/00000000-0000-4000-8000-000000000000')).statusCode, 404)
})

t.test('who has it already is told that it is the same', async (t) => {
  const { etag } = (await world.get(path)).headers
  const tag = String(etag)
  for (const known of [tag, `W/${tag}`, `"another", ${tag}`, '*']) {
    const answer = await world.get(path, { headers: { 'if-none-match': known } })
    t.strictSame([answer.statusCode, answer.body, answer.headers.etag], [304, '', etag], known)
    t.match(answer.headers['cache-control'], /max-age/)
  }
  t.equal((await world.get(path, { headers: { 'if-none-match': '"another"' } })).statusCode, 200)
})

t.test('whatever is no name of a badge is not found', async (t) => {
  for (const name of [
    'x',
    '..%2f..%2fetc%2fpasswd',
    '%00',
    `${issued.credentialId}.exe`,
    `${issued.credentialId}.pdf.pdf`,
  ]) {
    const answer = await world.get(`/credentials/${name}`)
    t.equal(answer.statusCode, 404, name)
    t.match(answer.json(), { state: 'not-found', verified: false, facts: [], credential: null })
  }
  const upper = await world.get(path.toUpperCase().replace('CREDENTIALS', 'credentials'))
  t.equal(upper.statusCode, 404, 'an id is written in one way')
})

t.test('each form says what it is, may be kept for a while, and verifies as the badge', async (t) => {
  for (const { form, type, carrier } of FORMS) {
    const address = addressOf(issued, form)
    const answer = await world.get(address)
    t.equal(answer.statusCode, 200, form)
    const { etag } = answer.headers
    t.match(answer.headers, {
      'content-type': type,
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
      'content-disposition': new RegExp(`^inline; filename="[a-z0-9-]+-${issued.code}\\.${carrier}"$`),
      etag: /^"[\w-]{43}"$/,
    })
    const head = await world.app.inject({ method: 'HEAD', url: address })
    t.equal(head.headers.etag, etag, 'the same bytes the next time, and for HEAD')
    t.equal(head.body, '')
    t.equal((await world.get(address, { headers: { 'if-none-match': String(etag) } })).statusCode, 304)

    t.equal(readCredential(answer.rawPayload).carrier, carrier)
    t.match(await world.verifier.verifyBytes(answer.rawPayload), {
      state: 'valid',
      visibility: 'public',
      warnings: [],
    })
    const posted = await world.app.inject({
      method: 'POST',
      url: '/verify',
      payload: answer.rawPayload,
      headers: { 'content-type': type },
    })
    t.equal(posted.statusCode, 200)
    const report = posted.json<Report>()
    t.match(report, { state: 'valid', credential: { id: issued.credentialIri } }, `${form} brought by anybody`)
    t.match(
      report.facts.filter(({ check }) => check === 'endorsement'),
      [{ outcome: 'passed', code: 'kept-here' }],
      'with the confirmation of the partner',
    )
  }
  for (const form of ['.json', '.png', '.svg', '.pdf']) {
    const { rawPayload } = await world.get(addressOf(issued, form))
    t.equal(readCredential(rawPayload).text, issued.document, `${form} holds the very bytes`)
  }
  const { body: jwt } = await world.get(addressOf(issued, '.jwt'))
  for (const form of ['.png?proof=jwt', '.svg?proof=jwt'])
    t.equal(readCredential((await world.get(addressOf(issued, form))).rawPayload).text, jwt, form)
})

t.test('the holder and whoever verifies are led to the files', async (t) => {
  const { code, credentialId, credentialIri, awardId, holder } = issued
  t.same(
    await downloadsOn(world, `/v/${code}`),
    ['.json', '.png', '.svg', '.jwt'].map((form) => credentialIri + form),
  )
  const asHolder = await buildTestApp(t, world.services, world.features, { holder })
  t.same(
    new Set(await downloadsOn(asHolder, '/awards', 'holder')),
    new Set([
      ...['badge.png', 'badge.svg', 'credential.json'].map((file) => `/awards/${awardId}/${file}`),
      `/credentials/${credentialId}.jwt`,
    ]),
  )
})

t.test('other values are refused', async (t) => {
  const answer = await world.get(addressOf(issued, '.png?proof=none'))
  t.equal(answer.statusCode, 400)
  t.match(answer.json(), { code: 'malformed-input', errors: [{ pointer: '/query/proof' }] })
})

t.test('an Achievement names a picture that is there, without a badge inside', async (t) => {
  const { achievement } = (JSON.parse(issued.document) as AchievementCredential).credentialSubject
  t.equal(achievement.image?.id, `${achievement.id}/image.png`)
  const address = new URL(achievement.image?.id ?? '').pathname
  for (const { url, type } of [
    { url: address, type: 'image/png' },
    { url: address.replace('.png', '.svg'), type: 'image/svg+xml' },
  ]) {
    const answer = await world.get(url)
    t.equal(answer.statusCode, 200)
    t.match(answer.headers, { 'content-type': type, 'access-control-allow-origin': '*', etag: /^"/ })
    t.throws(() => readCredential(answer.rawPayload), { message: /holds no Open Badges 3.0 credential/ })
  }
  for (const url of [
    address.replace('/es/', '/sv/'),
    address.replace('/v/', '/v/9'),
    address.replace(/achievements\/[^/]+/, 'achievements/x'),
  ])
    t.equal((await world.get(url)).statusCode, 404, url)
})

t.test('switched off and erased, every form is the same answer as for a badge that never was', async (t) => {
  const gone = await world.issued()
  const never: Issued = { ...hidden, credentialIri: `${PUBLIC_URL}/credentials/00000000-0000-4000-8000-000000000000` }
  await world.get(addressOf(gone, '.jwt'))
  await changeVisibility(world.services, hidden.holder, hidden.credentialId, 'private')
  await erase(world, gone)
  for (const form of ['', ...FORMS.map(({ form }) => form), '.gif']) {
    const answers = []
    for (const issued of [hidden, gone, never]) {
      const { statusCode, headers, body } = await world.get(addressOf(issued, form))
      answers.push({ statusCode, body, type: headers['content-type'], tag: headers.etag })
    }
    t.match(answers[0], { statusCode: 404, body: /^\{"state":"not-found","verified":false,/, tag: undefined }, form)
    t.strictSame([answers[1], answers[2]], [answers[0], answers[0]], form)
  }
})

t.test('the holder has the files of a badge whose page is off, and nobody else has', async (t) => {
  const people = { ...world.people, holder: hidden.holder, other: await world.participant('Otra') }
  const { get } = await buildTestApp(t, world.services, world.features, people)
  for (const file of ['badge.png', 'badge.svg', 'credential.json', 'certificate.pdf']) {
    const url = `/awards/${hidden.awardId}/${file}`
    const answer = await get(url, { as: 'holder' })
    t.equal(answer.statusCode, 200, file)
    t.match(answer.headers, { 'cache-control': 'private, no-store', 'content-disposition': hidden.code })
    t.equal(readCredential(answer.rawPayload).text, hidden.document)
    t.match(await world.verifier.verifyBytes(answer.rawPayload), { state: 'valid', visibility: 'hidden' })
    t.equal((await get(url, { as: 'other' })).statusCode, 404)
    t.equal((await get(url)).statusCode, 401)
  }
  const files = ['badge.png', 'badge.svg', 'credential.json'].map((file) => `/awards/${hidden.awardId}/${file}`)
  t.same(new Set(await downloadsOn({ get }, '/awards', 'holder')), new Set(files), 'and none that would lead nowhere')
})

t.test('what was let out stays readable when it is revoked; nothing more is signed', async (t) => {
  const unasked = await world.issued()
  const before = (await world.get(addressOf(issued, '.jwt'))).body
  for (const badge of [issued, unasked]) await revoke(world, badge)
  t.ok((await world.get(addressOf(issued, '.jwt'))).body === before)
  for (const { form } of FORMS) {
    const { rawPayload } = await world.get(addressOf(issued, form))
    t.match(await world.verifier.verifyBytes(rawPayload), { state: 'revoked', verified: false }, form)
  }
  for (const form of JWT_FORMS) {
    const answer = await world.get(addressOf(unasked, form))
    t.equal(answer.statusCode, 409, form)
    t.match(answer.json(), { code: 'credential-not-in-force' })
  }
  t.same(
    await downloadsOn(world, `/v/${unasked.code}`),
    ['.json', '.png', '.svg'].map((form) => unasked.credentialIri + form),
  )
})

t.test('an issuer that is a key has no JWT, and no key is made for one', async (t) => {
  const ofKeys = await worldOn(t, database, 'http://localhost:3000')
  const issued = await ofKeys.issued()
  for (const form of JWT_FORMS) {
    const answer = await ofKeys.get(addressOf(issued, form))
    t.equal(answer.statusCode, 409, form)
    t.match(answer.json(), { code: 'jwt-needs-did-web' })
    t.equal(answer.headers['content-disposition'], undefined)
  }
  t.match(await ofKeys.services.signing.issuerKeys(ofKeys.programme.awarding), [{ algorithm: 'Ed25519' }])
  for (const form of ['.json', '.png', '.svg', '.pdf'])
    t.equal((await ofKeys.verifier.verifyBytes((await ofKeys.get(addressOf(issued, form))).rawPayload)).state, 'valid')
})

t.test('every achievement has a picture: what has no glyph or no room is left out', async (t) => {
  const words = { title: 'Arte', organisation: 'Fundación', accentColour: '#14566b' }
  const wordsOn = async (changes: Partial<typeof words>): Promise<string[]> => {
    const svg = Buffer.from(await drawPicture({ ...words, ...changes }, 'svg')).toString()
    return [...svg.matchAll(/<(?:title|desc) [^>]*>(.*)</g)].map(([, text = '']) => text)
  }
  t.strictSame(await wordsOn({ title: 'Arte 🎨 y 日本 oficio' }), ['Arte y oficio', 'Fundación'])
  t.match(await wordsOn({ title: 'Pedagogía '.repeat(20) }), [/^(Pedagogía )+Pedagogía…$/, 'Fundación'])
  t.match(await wordsOn({ organisation: 'x'.repeat(300) }), ['Arte', /^x{10,}…$/])
})
