import { readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import { CompactSign } from 'jose'
import sharp from 'sharp'
import { t } from '../support/test.ts'
import { bakePng, bakeSvg, badgePng, drawBadgeSvg, drawCertificate } from '../../src/certificates/index.ts'
import { readCredential, verifyCredential, type Report } from '../../src/verification/index.ts'
import { badge, controllerDocument } from '../verification/documents.ts'
import { portsOf, PUBLIC_URL } from '../verification/fixture-ports.ts'
import { signed, testKey } from '../verification/sign-fixture.ts'
import { sampleContent } from './sample-content.ts'

const now = new Date('2026-06-12T20:00:00Z')
const key = testKey('issuer')
const ISSUER = 'did:web:issuer.example'
const PICTURE = {
  title: 'Fundamentos de la pedagogía activa',
  organisation: 'Fundación Horizonte Técnico',
  accentColour: '#14566b',
}

/** Texts that a picture must carry unchanged: the end of CDATA, code points that XML has no place for, and markup. */
const AWKWARD = 'Ñandú ]]> & <b>"ä"</b> \uffff \ufffe \u0085 \u2028 🎓 \\]]> \u0000'
const json = JSON.stringify(await signed(badge(ISSUER, { name: AWKWARD }), key))
const other = JSON.stringify(await signed(badge(ISSUER, { name: 'Another' }), key))
const jwt = await token(badge(ISSUER, { name: AWKWARD }))
const png = await badgePng(PICTURE, 120)
const svg = await drawBadgeSvg(PICTURE)

function token(document: Record<string, unknown>): Promise<string> {
  const { id: sub } = document['credentialSubject'] as { id: string }
  const claims = { iss: ISSUER, sub, jti: document['id'], nbf: Date.parse(document['validFrom'] as string) / 1000 }
  return new CompactSign(Buffer.from(JSON.stringify({ ...document, ...claims })))
    .setProtectedHeader({ alg: 'EdDSA', kid: `${ISSUER}#${key.multibase}` })
    .sign(key.privateKey)
}

async function verify(file: Uint8Array | string): Promise<Report> {
  const ports = portsOf({
    web: { 'https://issuer.example/.well-known/did.json': controllerDocument(ISSUER, [key]) },
    recognised: { [ISSUER]: { name: 'Universidad del Sur' } },
  })
  return verifyCredential(ports, { bytes: Buffer.from(file) }, { now, publicUrl: PUBLIC_URL })
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
  readonly crc: number
}

function chunksOf(bytes: Uint8Array): Chunk[] {
  const file = Buffer.from(bytes)
  const chunks: Chunk[] = []
  for (let at = 8; at < file.length;) {
    const end = at + 8 + file.readUInt32BE(at)
    chunks.push({
      type: file.toString('latin1', at + 4, at + 8),
      data: file.subarray(at + 8, end),
      crc: file.readUInt32BE(end),
    })
    at = end + 4
  }
  return chunks
}

function chunk(type: string, data: Uint8Array, checksum?: number): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(typed.length + 8)
  frame.writeUInt32BE(data.length)
  frame.set(typed, 4)
  frame.writeUInt32BE(checksum ?? crc32(typed), typed.length + 4)
  return frame
}

/** The picture with further chunks just before its end. */
function withChunks(picture: Uint8Array, ...chunks: readonly Buffer[]): Buffer {
  const end = picture.length - 12
  return Buffer.concat([picture.subarray(0, end), ...chunks, picture.subarray(end)])
}

const pixels = (picture: Uint8Array): Promise<Buffer> => sharp(picture).raw().toBuffer()

for (const { form, text } of [
  { form: 'embedded proof', text: json },
  { form: 'token', text: jwt },
]) {
  t.test(`what is baked verifies: ${form}`, async (t) => {
    const content = sampleContent('es')
    const credential = { ...content.credential, bytes: Buffer.from(text) }
    const files = {
      png: bakePng(png, text),
      svg: bakeSvg(svg, text),
      pdf: await drawCertificate({ ...content, credential }),
    }
    for (const [carrier, file] of Object.entries(files)) {
      t.equal(readCredential(Buffer.from(file)).carrier, carrier)
      t.match(await verify(file), { state: 'valid', verified: true, credential: { name: AWKWARD } }, carrier)
    }
  })

  t.test(`a PNG holds one chunk of the form that the standard asks for: ${form}`, async (t) => {
    const baked = bakePng(png, text)
    const chunks = chunksOf(baked)
    const texts = chunks.filter(({ type }) => type === 'iTXt')
    t.equal(texts.length, 1)
    t.same(texts[0]?.data, Buffer.concat([Buffer.from('openbadgecredential\0\0\0\0\0'), Buffer.from(text)]))
    t.equal(texts[0]?.crc, crc32(Buffer.concat([Buffer.from('iTXt'), texts[0]?.data ?? Buffer.alloc(0)])))
    t.same(
      chunks.map(({ type }) => type).slice(-2),
      ['iTXt', 'IEND'],
      'where readers that stop at the end still find it',
    )
    t.same(await pixels(baked), await pixels(png), 'the picture is the same')
    t.equal(readCredential(baked).text, text, 'byte for byte')
  })

  t.test(`an SVG stays a drawing that other readers accept: ${form}`, async (t) => {
    const baked = bakeSvg(svg, text)
    t.match(baked, /^<svg [^>]* xmlns:openbadges="https:\/\/purl\.imsglobal\.org\/ob\/v3p0"><openbadges:credential[ >]/)
    t.same(await pixels(Buffer.from(baked)), await pixels(Buffer.from(svg)), 'libxml reads it, and draws the same')
  })

  t.test(`baking again replaces: ${form}`, async (t) => {
    t.same(bakePng(bakePng(png, other), text), bakePng(png, text))
    t.equal(bakeSvg(bakeSvg(svg, other), text), bakeSvg(svg, text))
  })
}

t.test('a token stands in the attribute and leaves the element empty', async (t) => {
  t.match(bakeSvg(svg, jwt), `<openbadges:credential verify="${jwt}"></openbadges:credential>`)
})

t.test('whatever carried a badge before makes room, however it was written', async (t) => {
  const keyword = Buffer.from('openbadgecredential\0')
  const crowded = withChunks(
    png,
    chunk('tEXt', Buffer.concat([keyword, Buffer.from(jwt)])),
    chunk('zTXt', Buffer.concat([keyword, Buffer.of(0), deflateSync(jwt)])),
    chunk('iTXt', Buffer.concat([keyword, Buffer.of(1, 0), Buffer.from('en\0\0'), deflateSync(other)])),
  )
  t.same(bakePng(crowded, json), bakePng(png, json))
  const kept = withChunks(png, chunk('tEXt', Buffer.from('openbadges\0https://old.example/assertion')))
  t.same(chunksOf(bakePng(kept, json)).filter(({ type }) => type === 'tEXt').length, 1, 'Open Badges 2.0 is not ours')

  const drawn = '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'
  const foreign = `<?xml version="1.0"?><!-- drawn by hand --><svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"><g/><o:credential verify="${jwt}"/><o:credential><![CDATA[${other}]]></o:credential></svg>`
  t.equal(readCredential(Buffer.from(bakeSvg(foreign, json))).document['name'], AWKWARD)
  t.equal(bakeSvg(bakeSvg(drawn, jwt), json), bakeSvg(drawn, json))
})

t.test('what is no picture of ours is not baked into', async (t) => {
  for (const bytes of [Buffer.from('GIF89a'), png.subarray(0, 200), png.subarray(0, png.length - 12)])
    t.throws(() => bakePng(bytes, json), TypeError)
  for (const text of [
    '',
    'no drawing',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org"><g/></svg>',
  ])
    t.throws(() => bakeSvg(text, json), text)
})

t.test('hostile pictures get the state they deserve', async (t) => {
  const itxt = (text: string): Buffer =>
    chunk('iTXt', Buffer.concat([Buffer.from('openbadgecredential\0\0\0\0\0'), Buffer.from(text)]))
  const compressed = chunk('iTXt', Buffer.concat([Buffer.from('openbadgecredential\0\u0001\0\0\0'), deflateSync(json)]))
  const wrongSum = chunk('iTXt', itxt(json).subarray(8, -4), 0xdeadbeef)
  const forged = json.replace('Ana P\u00e9rez', 'Eva P\u00e9rez')
  const prolog = (declaration: string): string => `${declaration}${bakeSvg(svg, json)}`
  for (const { name, file, state, code } of [
    { name: 'PNG, compressed, which is read all the same', file: withChunks(png, compressed), state: 'valid' },
    { name: 'PNG, the same badge twice', file: withChunks(png, itxt(json), itxt(json)), state: 'valid' },
    {
      name: 'PNG, two badges',
      file: withChunks(png, itxt(json), itxt(other)),
      state: 'malformed',
      code: 'several-credentials-inside',
    },
    { name: 'PNG, wrong checksum', file: withChunks(png, wrongSum), state: 'malformed', code: 'broken-png' },
    { name: 'PNG, forged', file: bakePng(png, forged), state: 'tampered', code: 'signature-mismatch' },
    { name: 'PNG, empty', file: png, state: 'malformed', code: 'no-credential-inside' },
    {
      name: 'SVG, document type',
      file: prolog('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">'),
      state: 'valid',
    },
    {
      name: 'SVG, entities',
      file: prolog('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      state: 'malformed',
      code: 'broken-svg',
    },
    {
      name: 'SVG, two badges',
      file: bakeSvg(svg, json).replace('</svg>', `<openbadges:credential verify="${jwt}"/></svg>`),
      state: 'malformed',
      code: 'several-credentials-inside',
    },
    {
      name: 'SVG, a raw end of CDATA in a string',
      file: bakeSvg(svg, json).replaceAll(']]\\u003e', ']]>'),
      state: 'malformed',
      code: 'broken-svg',
    },
    { name: 'SVG, forged', file: bakeSvg(svg, forged), state: 'tampered', code: 'signature-mismatch' },
    { name: 'SVG, empty', file: svg, state: 'malformed', code: 'no-credential-inside' },
  ]) {
    const report = await verify(file)
    t.equal(report.state, state, name)
    if (code)
      t.ok(
        report.facts.some((fact) => fact.code === code),
        `${name}: ${code}`,
      )
  }
})

for (const name of ['simple-json', 'simple-jwt', 'simple-jwt_v1']) {
  t.test(`the standard's own picture is read and can be baked again: ${name}.png`, async (t) => {
    const picture = readFileSync(new URL(`../fixtures/vectors/validator/${name}.png`, import.meta.url))
    t.equal(readCredential(picture).carrier, 'png')
    const again = bakePng(picture, json)
    t.equal(readCredential(again).text, json)
    t.same(await pixels(again), await pixels(picture))
  })
}
