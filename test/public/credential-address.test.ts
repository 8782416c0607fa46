import t from 'tap'
import { createAwardScene, PUBLIC_URL } from '../credentials/scene.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'

const scene = await createAwardScene(await openTestPostgres(t))
const { app, get } = await buildTestApp(t, scene.services, scene.features, scene.people)
const issued = await scene.issued()
const path = new URL(issued.credentialIri).pathname
const head = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'HEAD', url, headers })

const DEFAULT = 'application/vc+ld+json'
const PAGE = 'a page'
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'

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
    const answer = await get(path, { accept })
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
  const [full, bare] = [await get(path), await head(path)]
  t.strictSame([bare.statusCode, bare.body], [200, ''])
  for (const name of ['content-type', 'content-length', 'etag', 'cache-control', 'vary']) {
    t.equal(bare.headers[name], full.headers[name], name)
  }
  t.equal((await head(path, { accept: 'text/html' })).statusCode, 303)
  t.equal((await head('/credentials/00000000-0000-4000-8000-000000000000')).statusCode, 404)
})

t.test('who has it already is told that it is the same', async (t) => {
  const { etag } = (await get(path)).headers
  const tag = String(etag)
  for (const known of [tag, `W/${tag}`, `"another", ${tag}`, '*']) {
    const answer = await get(path, { headers: { 'if-none-match': known } })
    t.strictSame([answer.statusCode, answer.body, answer.headers.etag], [304, '', etag], known)
    t.match(answer.headers['cache-control'], /max-age/)
  }
  t.equal((await get(path, { headers: { 'if-none-match': '"another"' } })).statusCode, 200)
})

t.test('whatever is no name of a badge is not found', async (t) => {
  for (const name of [
    'x',
    '..%2f..%2fetc%2fpasswd',
    '%00',
    `${issued.credentialId}.exe`,
    `${issued.credentialId}.pdf.pdf`,
  ]) {
    const answer = await get(`/credentials/${name}`)
    t.equal(answer.statusCode, 404, name)
    t.match(answer.json(), { state: 'not-found', verified: false, facts: [], credential: null })
  }
  const upper = await get(path.toUpperCase().replace('CREDENTIALS', 'credentials'))
  t.equal(upper.statusCode, 404, 'an id is written in one way')
})

t.test('the paper is the same bytes each time, and carries the badge', async (t) => {
  const [first, second] = [await get(`${path}.pdf`), await get(`${path}.pdf`)]
  t.match(first.headers, {
    'content-type': 'application/pdf',
    'content-disposition': /^inline; filename="[\w-]+\.pdf"$/,
  })
  t.ok(first.rawPayload.equals(second.rawPayload))
  t.equal((await scene.verifier.verifyBytes(first.rawPayload)).state, 'valid')
  t.equal((await get(`${path}.pdf`, { accept: BROWSER })).headers['content-type'], 'application/pdf')
})
