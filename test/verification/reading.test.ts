import { crc32, deflateSync } from 'node:zlib'
import { PDFDocument } from 'pdf-lib'
import { t } from '../support/test.ts'
import { Malformed, readCredential, TooLarge, verifyCredential } from '../../src/verification/index.ts'
import { badge, bytesOf } from './documents.ts'
import { portsOf, PUBLIC_URL } from './fixture-ports.ts'

const document = badge('did:web:issuer.example')
const json = JSON.stringify(document)
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = `${part({ alg: 'RS256', kid: 'https://x.example/k' })}.${part(document)}.c2ln`

/** The reason a file is refused for, or the carrier it was read from. */
function outcome(bytes: Uint8Array | string): string {
  try {
    return readCredential(toBytes(bytes)).carrier
  } catch (error) {
    if (error instanceof Malformed) return error.reason
    if (error instanceof TooLarge) return error.code
    throw error
  }
}

function toBytes(input: Uint8Array | string): Uint8Array {
  return typeof input === 'string' ? Buffer.from(input) : input
}

t.test('JSON', async (t) => {
  const deep = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`
  for (const { name, text, expected } of [
    { name: 'a credential', text: json, expected: 'json' },
    { name: 'with white space around it', text: `\n  ${json}\r\n`, expected: 'json' },
    { name: 'with a byte order mark', text: `\uFEFF${json}`, expected: 'json' },
    { name: 'nothing', text: '', expected: 'not-json' },
    { name: 'words', text: 'this is no badge', expected: 'not-json' },
    { name: 'a list', text: '[]', expected: 'not-an-object' },
    { name: 'cut short', text: json.slice(0, -5), expected: 'not-json' },
    { name: 'an open string', text: '{"a":"b', expected: 'not-json' },
    { name: '63 levels', text: deep(63), expected: 'json' },
    { name: '64 levels', text: deep(64), expected: 'too-deep' },
    { name: 'a million levels', text: '['.repeat(1_000_000), expected: 'too-deep' },
    { name: 'brackets in a text', text: `{"a":"${'['.repeat(100)}"}`, expected: 'json' },
    { name: 'many parts', text: `{"a":[${'1,'.repeat(20_000)}1]}`, expected: 'too-many-nodes' },
    { name: 'a member named twice', text: '{"name":"A","name":"B"}', expected: 'duplicate-member' },
    {
      name: 'a member named twice, once in disguise',
      text: '{"name":"A","n\\u0061me":"B"}',
      expected: 'duplicate-member',
    },
    {
      name: 'the same name in two places',
      text: '{"a":{"id":"x"},"b":{"id":"y"},"c":[{"id":"z"},{"id":"w"}]}',
      expected: 'json',
    },
    { name: 'a name that is also a value', text: '{"a":"b","b":"a"}', expected: 'json' },
    { name: '__proto__', text: '{"__proto__":{"type":"x"}}', expected: 'duplicate-member' },
    { name: 'half a character', text: '{"a":"\\ud800"}', expected: 'not-json' },
    { name: 'a number beyond numbers', text: '{"a":1e999}', expected: 'not-json' },
  ])
    t.equal(outcome(text), expected, name)
  t.equal(outcome(Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xc3, 0x28), Buffer.from('"}')])), 'not-utf-8')
  t.equal(outcome(new Uint8Array(10_000_001)), 'too-large')
})

t.test('tokens', async (t) => {
  const [header = '', payload = ''] = jwt.split('.')
  t.equal(outcome(jwt), 'jwt')
  t.same(readCredential(Buffer.from(jwt)).document['name'], document['name'])
  t.equal(outcome(`${header}.${payload}`), 'not-json')
  t.equal(outcome(`${header}.${part([])}.c2ln`), 'not-an-object')
  t.equal(outcome(`${header}.!!!.c2ln`), 'not-json')
  t.equal(outcome(`${Buffer.from('no').toString('base64url')}.${payload}.c2ln`), 'not-json')
  const odd = part({ a: 1 })
  const spelling = odd.slice(0, -1) + String.fromCharCode(odd.charCodeAt(odd.length - 1) + 1)
  t.ok(
    ['broken-jwt', 'not-json'].includes(outcome(`${spelling}.${payload}.c2ln`)),
    'another spelling of the same bytes',
  )
})

t.test('a token of data model 1.1 fills its credential from the claims', async (t) => {
  const vc = {
    ...document,
    validFrom: undefined,
    id: undefined,
    issuer: undefined,
    credentialSubject: { type: ['AchievementSubject'] },
  }
  const claims = { vc, iss: 'did:web:x', sub: 'urn:x:s', jti: 'urn:x:c', nbf: 1_767_225_600, exp: 1_798_761_600 }
  t.match(readCredential(Buffer.from(`${part({ alg: 'RS256' })}.${part(claims)}.c2ln`)).document, {
    id: 'urn:x:c',
    issuer: 'did:web:x',
    issuanceDate: '2026-01-01T00:00:00Z',
    expirationDate: '2027-01-01T00:00:00Z',
    credentialSubject: { id: 'urn:x:s' },
  })
})

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  crc.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, crc])
}

const itxt = (text: Uint8Array, keyword = 'openbadgecredential', compressed = 0): Buffer =>
  chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0`), Buffer.of(compressed, 0), Buffer.from('en\0\0'), text]))

const png = (...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...chunks, chunk('IEND', Buffer.alloc(0))])

t.test('PNG', async (t) => {
  const baked = itxt(Buffer.from(json))
  const damaged = Buffer.from(baked)
  damaged[60] = (damaged[60] ?? 0) ^ 1
  const bomb = itxt(deflateSync(Buffer.alloc(20_000_000, 0x20)), 'openbadgecredential', 1)
  for (const { name, bytes, expected } of [
    { name: 'baked', bytes: png(baked), expected: 'png' },
    { name: 'baked with a token', bytes: png(itxt(Buffer.from(jwt))), expected: 'png' },
    { name: 'compressed', bytes: png(itxt(deflateSync(Buffer.from(json)), 'openbadgecredential', 1)), expected: 'png' },
    { name: 'twice the same', bytes: png(baked, baked), expected: 'png' },
    { name: 'two badges', bytes: png(baked, itxt(Buffer.from(jwt))), expected: 'several-credentials-inside' },
    { name: 'none', bytes: png(), expected: 'no-credential-inside' },
    {
      name: 'a badge of Open Badges 2.0',
      bytes: png(itxt(Buffer.from(json), 'openbadges')),
      expected: 'no-credential-inside',
    },
    { name: 'after the end', bytes: Buffer.concat([png(), baked]), expected: 'no-credential-inside' },
    { name: 'a damaged text', bytes: png(damaged), expected: 'broken-png' },
    { name: 'cut short', bytes: png(baked).subarray(0, 100), expected: 'broken-png' },
    {
      name: 'a length that lies',
      bytes: png(Buffer.concat([Buffer.of(255, 255, 255, 255), baked.subarray(4)])),
      expected: 'broken-png',
    },
    {
      name: 'a text without end of keyword',
      bytes: png(chunk('iTXt', Buffer.from('openbadgecredential\0\0\0'))),
      expected: 'broken-png',
    },
    { name: 'a text that expands without end', bytes: png(bomb), expected: 'expands-too-far' },
    {
      name: 'not compressed at all',
      bytes: png(itxt(Buffer.from(json), 'openbadgecredential', 1)),
      expected: 'broken-png',
    },
    { name: 'not UTF-8', bytes: png(itxt(Buffer.of(0xff, 0xfe))), expected: 'not-utf-8' },
  ])
    t.equal(outcome(bytes), expected, name)
})

const svg = (inside: string, attributes = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'): string =>
  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}<path d="M0 0"/></svg>`

t.test('SVG', async (t) => {
  const cdata = `<openbadges:credential><![CDATA[${json}]]></openbadges:credential>`
  const laughs = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
  for (const { name, text, expected } of [
    { name: 'JSON in CDATA', text: svg(cdata), expected: 'svg' },
    { name: 'a token in verify', text: svg(`<openbadges:credential verify="${jwt}"/>`), expected: 'svg' },
    {
      name: 'a token, single quotes and space',
      text: svg(`<openbadges:credential\n verify = '${jwt}' ></openbadges:credential >`),
      expected: 'svg',
    },
    {
      name: 'another prefix',
      text: svg(cdata.replaceAll('openbadges:', 'o:'), 'xmlns:o="https://purl.imsglobal.org/ob/v3p0"'),
      expected: 'svg',
    },
    {
      name: 'the default namespace',
      text: svg(`<credential xmlns="https://purl.imsglobal.org/ob/v3p0"><![CDATA[${json}]]></credential>`, ''),
      expected: 'svg',
    },
    { name: 'deeper inside', text: svg(`<g><metadata>${cdata}</metadata></g>`), expected: 'svg' },
    {
      name: 'escaped text',
      text: svg(`<openbadges:credential>${json.replaceAll('"', '&quot;')}</openbadges:credential>`),
      expected: 'svg',
    },
    {
      name: 'with a document type',
      text: `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">${svg(cdata)}`,
      expected: 'svg',
    },
    { name: 'with comments', text: `<!-- > < & -->${svg(`<!-- x -->${cdata}`)}`, expected: 'svg' },
    {
      name: 'another namespace',
      text: svg(cdata, 'xmlns:openbadges="http://openbadges.org"'),
      expected: 'no-credential-inside',
    },
    { name: 'in a comment only', text: svg(`<!-- ${cdata} -->`), expected: 'no-credential-inside' },
    {
      name: 'in text only',
      text: svg(`<text><![CDATA[${cdata.replaceAll(']]>', '')}]]></text>`),
      expected: 'no-credential-inside',
    },
    {
      name: 'two badges',
      text: svg(`${cdata}<openbadges:credential verify="${jwt}"/>`),
      expected: 'several-credentials-inside',
    },
    {
      name: 'a token in verify and another badge in the text',
      text: svg(cdata.replace('<openbadges:credential>', `<openbadges:credential verify="${jwt}">`)),
      expected: 'several-credentials-inside',
    },
    {
      name: 'a badge inside a badge',
      text: svg(`<openbadges:credential verify="${jwt}">${cdata}</openbadges:credential>`),
      expected: 'broken-svg',
    },
    { name: 'entities declared', text: `${laughs}${svg('<text>&b;</text>')}`, expected: 'broken-svg' },
    { name: 'an entity from outside', text: svg('<text>&xxe;</text>'), expected: 'broken-svg' },
    { name: 'a prefix from nowhere', text: svg(cdata, ''), expected: 'broken-svg' },
    { name: 'tags crossed', text: svg('<g><a></g></a>'), expected: 'broken-svg' },
    { name: 'not closed', text: svg(cdata).replace('</svg>', ''), expected: 'broken-svg' },
    { name: 'an attribute twice', text: svg('<g id="a" id="b"/>'), expected: 'broken-svg' },
    { name: 'a web page', text: '<!DOCTYPE html><html><body>hello</body></html>', expected: 'broken-svg' },
    {
      name: 'nested without end',
      text: `<svg xmlns="http://www.w3.org/2000/svg">${'<g>'.repeat(100_000)}`,
      expected: 'broken-svg',
    },
    {
      name: 'a tag of a million attributes',
      text: `<svg ${Array.from({ length: 1_000_000 }, (_, i) => `a${String(i)}=""`).join(' ')}`.slice(0, 9_000_000),
      expected: 'broken-svg',
    },
  ])
    t.equal(outcome(text), expected, name)
})

t.test('PDF', async (t) => {
  const pdf = async (files: readonly string[], useObjectStreams: boolean): Promise<Uint8Array> => {
    const made = await PDFDocument.create()
    made.addPage([200, 200])
    for (const [index, file] of files.entries())
      await made.attach(Buffer.from(file), `credential-${String(index)}.json`, { mimeType: 'application/vc+ld+json' })
    return made.save({ useObjectStreams })
  }
  for (const useObjectStreams of [true, false]) {
    t.equal(outcome(await pdf([json], useObjectStreams)), 'pdf')
    t.equal(readCredential(await pdf([json], useObjectStreams)).text, json, 'byte for byte')
    t.equal(outcome(await pdf([jwt], useObjectStreams)), 'pdf')
    t.equal(outcome(await pdf(['a letter', json], useObjectStreams)), 'pdf', 'beside another attachment')
    t.equal(outcome(await pdf([], useObjectStreams)), 'no-credential-inside')
    t.equal(outcome(await pdf([json, jwt], useObjectStreams)), 'several-credentials-inside')
    t.equal(outcome(await pdf([' '.repeat(20_000_000)], useObjectStreams)), 'expands-too-far')
  }
  t.equal(outcome('%PDF-1.7 and nothing else'), 'no-credential-inside')
  t.equal(outcome(`%PDF-1.7 ${'>>stream'.repeat(100_000)}`), 'broken-pdf')
})

t.test('what cannot be read is a report, and only too many bytes are an error', async (t) => {
  const verify = (bytes: Uint8Array) =>
    verifyCredential(portsOf({}), { bytes }, { now: new Date('2026-06-12T20:00:00.123Z'), publicUrl: PUBLIC_URL })
  t.match(await verify(bytesOf('no badge')), {
    state: 'malformed',
    verified: false,
    visibility: 'public',
    checkedAt: '2026-06-12T20:00:00Z',
    facts: [{ check: 'format', outcome: 'failed', code: 'not-json' }],
    credential: null,
  })
  t.match(await verify(bytesOf({ type: 'Person' })), { state: 'malformed', facts: [{ code: 'not-a-credential' }] })
  await t.rejects(verify(new Uint8Array(10_000_001)), { code: 'too-large' })
})
