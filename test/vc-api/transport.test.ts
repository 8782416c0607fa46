import { t } from '../support/test.ts'
import { signed } from '../verification/sign-fixture.ts'
import { issuer, minimal, verifyingScene } from './scene.ts'

const { post } = await verifyingScene(t)
const PATHS = ['/vc/credentials/verify', '/vc/presentations/verify'] as const
const whole = JSON.stringify({ verifiableCredential: await signed(minimal(), issuer) })

t.test('the answer is JSON', async (t) => {
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'application/ld+json',
    'application/vc+json',
  ]) {
    const answer = await post(PATHS[0], whole, type)
    t.equal(answer.statusCode, 200, type)
    t.match(answer.headers['content-type'], /^application\/json/)
    t.match(answer.headers, { 'cache-control': 'no-store', 'access-control-allow-origin': '*' })
    t.same(answer.json(), {
      verified: true,
      checks: ['format', 'proof', 'issuer', 'recognition'],
      warnings: [],
      errors: [],
    })
  }
})

t.test('a body that is no request is refused before any work', async (t) => {
  for (const path of PATHS)
    for (const { name, body } of [
      { name: 'empty', body: '' },
      { name: 'no JSON', body: '{' },
      { name: 'a text', body: '"text"' },
      { name: 'a number', body: '7' },
      { name: 'null', body: 'null' },
      { name: 'a list', body: '[]' },
      { name: 'an empty object', body: '{}' },
      { name: 'the member of another endpoint', body: '{"credential":{}}' },
      ...['verifiableCredential', 'verifiablePresentation'].flatMap((member) => [
        ...['"text"', '7', 'null', 'true', '[]'].map((value) => ({
          name: `${member} is ${value}`,
          body: `{"${member}":${value}}`,
        })),
        ...[
          '"text"',
          '7',
          'null',
          '[]',
          '{"checks":"proof"}',
          '{"checks":[7]}',
          '{"challenge":7}',
          '{"domain":[]}',
        ].map((options) => ({
          name: `${member} with options ${options}`,
          body: `{"${member}":{},"options":${options}}`,
        })),
      ]),
      { name: 'a member named twice', body: '{"verifiableCredential":{},"verifiableCredential":{}}' },
      { name: 'a prototype', body: '{"verifiableCredential":{"__proto__":{"type":"x"}}}' },
      { name: 'half of a surrogate pair', body: '{"verifiableCredential":{"name":"\\ud800"}}' },
      { name: 'a number beyond all', body: '{"verifiableCredential":{"name":1e999}}' },
      { name: 'very deep', body: `{"verifiableCredential":${'['.repeat(100_000)}` },
      { name: 'very many', body: `{"verifiableCredential":{"name":[${'0,'.repeat(1_000_000)}0]}}` },
    ]) {
      const answer = await post(path, body)
      t.equal(answer.statusCode, 400, `${path}: ${name}`)
      t.match(answer.json(), { verified: false, errors: [{ type: /^https:/, title: String, detail: String }] }, name)
    }
  const latin1 = Buffer.from('{"verifiableCredential":{"name":"\u00e1"}}', 'latin1')
  t.match((await post(PATHS[0], latin1)).json(), { errors: [{ title: 'PARSING_ERROR', code: 'not-utf-8' }] })
})

t.test('over ten million bytes', async (t) => {
  const answer = await post(PATHS[0], `{"verifiableCredential":{"name":"${'x'.repeat(10_000_000)}"}}`)
  t.equal(answer.statusCode, 413)
  t.match(answer.json(), { code: 'body-too-large' })
})

t.test('another media type is told so', async (t) => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'image/png',
    'multipart/form-data; boundary=x',
  ]) {
    const { statusCode } = await post(PATHS[0], whole, type)
    t.ok([400, 415].includes(statusCode), `${type}: ${String(statusCode)}`)
  }
})

t.test('a burst is not held back', async (t) => {
  for (const round of [1, 2, 3, 4, 5]) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(PATHS[0], whole)))
    t.ok(
      answers.every(({ statusCode }) => statusCode === 200),
      `round ${String(round)}`,
    )
  }
})

t.test('an answer quotes nothing of the document, and nothing of ours', async (t) => {
  const secret = 'Ximena-Ñancupil'
  for (const change of [
    { unheardOf: secret },
    { name: { '@value': secret, x: 1 } },
    { type: ['VerifiableCredential', secret] },
    { '@context': ['https://www.w3.org/ns/credentials/v2', `https://${encodeURIComponent(secret)}.example/c`] },
    { issuer: secret },
    { credentialSubject: secret },
    { proof: { type: secret } },
    { proof: secret },
  ]) {
    const { body, statusCode } = await post(
      PATHS[0],
      JSON.stringify({ verifiableCredential: { ...minimal(), ...change } }),
    )
    t.equal(statusCode, 400)
    for (const word of [secret, encodeURIComponent(secret), 'node_modules', '.ts', '    at ', 'jsonld.'])
      t.notOk(body.includes(word), `${JSON.stringify(change)} without ${word}`)
  }
})
