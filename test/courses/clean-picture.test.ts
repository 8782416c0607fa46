import sharp from 'sharp'
import { t } from '../support/test.ts'
import { cleanPicture } from '../../src/courses/clean-picture.ts'

const image = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 20, g: 120, b: 90 } } })
const svg = (inside: string, attributes = 'width="40" height="30"'): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`)
const RECTANGLE = '<rect width="40" height="30" fill="#0a6"/>'

for (const { name, upload } of [
  { name: 'PNG', upload: await image(300, 200).png().toBuffer() },
  { name: 'JPEG', upload: await image(1200, 300).jpeg().toBuffer() },
  { name: 'WebP', upload: await image(200, 200).webp().toBuffer() },
  { name: 'SVG', upload: svg(RECTANGLE) },
  { name: 'SVG with a declaration', upload: Buffer.from(`<?xml version="1.0"?>\n${svg(RECTANGLE).toString()}`) },
])
  t.test(`${name} becomes a square PNG, the same each time`, async (t) => {
    const clean = await cleanPicture(upload)
    const { format, width, height, hasAlpha, exif } = await sharp(clean).metadata()
    t.match({ format, width, height, hasAlpha }, { format: 'png', width: 1000, height: 1000 })
    t.equal(exif, undefined)
    t.same(await cleanPicture(upload), clean)
  })

t.test('metadata, where the picture was taken among them, does not survive', async (t) => {
  const upload = await image(400, 400)
    .jpeg()
    .withExif({ IFD0: { Artist: 'Somebody', Copyright: 'a secret place' } })
    .toBuffer()
  t.ok(upload.includes('a secret place'))
  const clean = Buffer.from(await cleanPicture(upload))
  t.notOk(clean.includes('secret'))
  t.notOk(clean.includes('Somebody'))
})

t.test('what is active or elsewhere in an SVG does not survive', async (t) => {
  const hostile = svg(
    `<script>alert(1)</script>${RECTANGLE}<image href="file:///etc/passwd" width="9" height="9"/>
     <image href="https://tracker.example/a.png" width="9" height="9"/>`,
    'width="40" height="30" onload="alert(1)"',
  )
  const clean = await cleanPicture(hostile)
  t.same(clean, await cleanPicture(svg(RECTANGLE)), 'it is drawn as if those were not there')
})

t.test('a large picture is made small enough to be carried inside every badge', async (t) => {
  const noise = Buffer.alloc(1600 * 1600 * 3)
  for (let index = 0, state = 1; index < noise.length; index += 1) {
    state = (state * 1103515245 + 12345) % 2147483648
    noise[index] = state >>> 16
  }
  const upload = await sharp(noise, { raw: { width: 1600, height: 1600, channels: 3 } })
    .jpeg({ quality: 60 })
    .toBuffer()
  t.ok((await cleanPicture(upload)).length <= 1_000_000)
})

const png = await image(300, 300).png().toBuffer()
for (const { name, upload, detail } of [
  { name: 'nothing', upload: Buffer.alloc(0), detail: /has to be a picture/ },
  { name: 'a text', upload: Buffer.from('Hello'), detail: /has to be a picture/ },
  { name: 'a page', upload: Buffer.from('<!doctype html><svg></svg>'), detail: /has to be a picture/ },
  { name: 'a GIF', upload: await image(300, 300).gif().toBuffer(), detail: /has to be a picture/ },
  { name: 'a PDF', upload: Buffer.from('%PDF-1.7\n'), detail: /has to be a picture/ },
  {
    name: 'an SVG with entities',
    upload: Buffer.from(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]>${svg('<text>&a;</text>').toString()}`),
    detail: /has to be a picture/,
  },
  { name: 'half a PNG', upload: png.subarray(0, 60), detail: /cannot be read/ },
  {
    name: 'an SVG that is not closed',
    upload: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><g>'),
    detail: /cannot be read/,
  },
  { name: 'a PNG of 100 pixels', upload: await image(300, 100).png().toBuffer(), detail: /at least 200 pixels/ },
  {
    name: 'more pixels than a picture has',
    upload: await image(6000, 5000).png().toBuffer(),
    detail: /cannot be read/,
  },
  { name: 'more than 5 MB', upload: Buffer.concat([png, Buffer.alloc(5_000_000)]), detail: /is too large/ },
])
  t.test(`refused: ${name}`, (t) =>
    t.rejects(cleanPicture(upload), { code: 'invalid-input', errors: [{ pointer: '/file', detail }] }),
  )
