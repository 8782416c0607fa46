import { createServer } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { t, type Test } from '../support/test.ts'
import { builtInScanner, clamavScanner } from '../../src/portfolio/index.ts'
import { inspectUpload } from '../../src/portfolio/inspect-upload.ts'
import { stripLocation } from '../../src/portfolio/strip-location.ts'
import { docx } from '../support/zip.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const picture = () => sharp({ create: { width: 24, height: 12, channels: 3, background: '#a33' } })
const pdf = async () => (await PDFDocument.create()).save()

t.test('the content decides what a file is', async (t) => {
  const png = await picture().png().toBuffer()
  const jpeg = await picture().jpeg().toBuffer()
  const accepted: [string, Uint8Array, string, string, string][] = [
    ['a picture', png, 'foto.png', 'image/png', 'image/png'],
    ['a picture by its old type', jpeg, 'FOTO.JPG', 'image/jpg', 'image/jpeg'],
    ['a picture of which nothing is known', png, 'foto', '', 'image/png'],
    ['a PDF', await pdf(), 'acta.pdf', 'application/octet-stream', 'application/pdf'],
    ['a document', docx(), 'guion.docx', DOCX, DOCX],
    ['a table as spreadsheet programs declare it', utf8('a;b\n1;2\n'), 'a.csv', 'application/vnd.ms-excel', 'text/csv'],
    ['markdown', utf8('# Título\n'), 'a.md', 'text/markdown', 'text/markdown'],
    ['a text without name', utf8('Hola\n'), '', 'text/plain; charset=utf-8', 'text/plain'],
  ]
  for (const [name, content, fileName, declaredType, mediaType] of accepted) {
    t.equal((await inspectUpload({ content, fileName, declaredType })).mediaType, mediaType, name)
  }
})

t.test('what is not on the list, or says it is something else, is refused', async (t) => {
  const png = await picture().png().toBuffer()
  const refused: [string, Uint8Array, string, string, string][] = [
    ['SVG', utf8('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg', 'image/svg+xml', 'media-type-refused'],
    ['SVG under another name', utf8('<!-- x -->\n<svg onload="x"/>'), 'a.txt', 'text/plain', 'media-type-refused'],
    ['HTML', utf8('<!DOCTYPE html><html></html>'), 'a.html', 'text/html', 'media-type-refused'],
    ['HTML as text', utf8('\n <HTML><script>1</script>'), 'a.md', 'text/markdown', 'media-type-refused'],
    ['a program', Buffer.from(`7f454c46${'00'.repeat(60)}`, 'hex'), 'a.bin', '', 'media-type-refused'],
    ['a picture named as PDF', png, 'a.pdf', '', 'media-type-mismatch'],
    ['a picture declared as video', png, 'a.png', 'video/mp4', 'media-type-mismatch'],
    ['a text named as picture', utf8('hola'), 'a.png', 'image/png', 'media-type-mismatch'],
    ['noise named as PDF', Buffer.from('0102030405060708', 'hex'), 'a.pdf', '', 'media-type-mismatch'],
    ['noise', Buffer.from('0102030405060708', 'hex'), 'a.dat', '', 'media-type-refused'],
    [
      'an encrypted document of an old kind',
      Buffer.from(`d0cf11e0a1b11ae1${'00'.repeat(504)}`, 'hex'),
      'a.docx',
      '',
      'media-type-refused',
    ],
  ]
  for (const [name, content, fileName, declaredType, code] of refused) {
    await t.rejects(inspectUpload({ content, fileName, declaredType }), { code }, name)
  }
})

t.test('a table in Windows-1252 becomes UTF-8, and a byte order mark goes', async (t) => {
  const latin = Buffer.from('a\xf1o;nota\n', 'latin1')
  const { content } = await inspectUpload({ content: latin, fileName: 'a.csv', declaredType: 'text/csv' })
  t.equal(Buffer.from(content).toString(), 'año;nota\n')
  const marked = await inspectUpload({ content: utf8('\ufeffaño\n'), fileName: 'a.csv', declaredType: 'text/csv' })
  t.equal(Buffer.from(marked.content).toString(), 'año\n')
})

t.test('pictures lose the place where they were taken', async (t) => {
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const taken = await picture()
      .toFormat(format)
      .withExif({ IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '36/1 46/1 0/1' } })
      .toBuffer()
    t.ok((await sharp(taken).metadata()).exif, `${format} with a place`)
    const stored = await stripLocation(taken, `image/${format}`)
    const { exif, xmp, width, height } = await sharp(stored).metadata()
    t.match({ exif, xmp, width, height }, { exif: undefined, xmp: undefined, width: 24, height: 12 })
    t.strictSame(Buffer.from(await stripLocation(taken, `image/${format}`)), Buffer.from(stored), 'the same each time')
    const plain = await picture().toFormat(format).toBuffer()
    t.equal(await stripLocation(plain, `image/${format}`), plain, 'without metadata nothing is touched')
  }
})

t.test('a picture keeps its upright side, and loses a video hidden behind it', async (t) => {
  const turned = await picture().jpeg().withMetadata({ orientation: 6 }).toBuffer()
  t.match(await sharp(await stripLocation(turned, 'image/jpeg')).metadata(), { width: 12, height: 24 })
  const moving = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.from('ftypmp42-GPS')])
  t.notOk(Buffer.from(await stripLocation(moving, 'image/jpeg')).includes('GPS'))
  const broken = (await picture().png().toBuffer()).subarray(0, 60)
  await t.rejects(stripLocation(broken, 'image/png'), { code: 'unreadable-image' })
})

t.test('videos lose their metadata boxes and no other byte', async (t) => {
  const box = (type: string, content: Buffer): Buffer => {
    const size = Buffer.alloc(4)
    size.writeUInt32BE(content.length + 8)
    return Buffer.concat([size, Buffer.from(type, 'latin1'), content])
  }
  const place = box('udta', box('\u00a9xyz', Buffer.from('-36.77-073.06/')))
  const trak = box('trak', Buffer.concat([box('tkhd', Buffer.alloc(8, 1)), place]))
  const video = Buffer.concat([
    box('ftyp', Buffer.from('isomiso2')),
    box('moov', Buffer.concat([box('mvhd', Buffer.alloc(8, 2)), trak, box('meta', Buffer.from('location'))])),
    box('mdat', Buffer.from('udta stays here')),
  ])
  const stored = Buffer.from(await stripLocation(video, 'video/mp4'))
  t.equal(stored.length, video.length)
  t.notOk(stored.includes('-36.77') || stored.includes('location'))
  t.ok(stored.includes('udta stays here'))
})

t.test('the built-in scan', async (t) => {
  const windows = Buffer.alloc(0x100)
  windows.write('MZ')
  windows.writeUInt32LE(0x80, 0x3c)
  windows.write('PE', 0x80)
  const active = Buffer.concat([Buffer.from(await pdf()), Buffer.from('\n<< /S /JavaScript >>')])
  const locked = Buffer.concat([Buffer.from(await pdf()), Buffer.from('\ntrailer << /Encrypt 5 0 R >>')])
  const cases: [string, Uint8Array, string, string][] = [
    ['a text', utf8('MZ son las iniciales\n'), 'text/plain', 'clean'],
    ['a PDF', await pdf(), 'application/pdf', 'clean'],
    ['a document', docx(), DOCX, 'clean'],
    [
      'a document with a picture',
      docx([{ name: 'word/media/a.png', content: await picture().png().toBuffer() }]),
      DOCX,
      'clean',
    ],
    ['the EICAR file', utf8(EICAR), 'text/plain', 'infected'],
    ['the EICAR file in a document', docx([{ name: 'word/media/a.txt', content: EICAR }]), DOCX, 'infected'],
    ['a macro', docx([{ name: 'word/vbaProject.bin', content: 'x' }]), DOCX, 'infected'],
    ['a program in a document', docx([{ name: 'word/media/a.png', content: windows }]), DOCX, 'infected'],
    ['a PDF that runs', active, 'application/pdf', 'infected'],
    ['an encrypted PDF', locked, 'application/pdf', 'unscannable'],
    ['an encrypted archive', docx([{ name: 'a.xml', content: 'x', isEncrypted: true }]), DOCX, 'unscannable'],
    ['an archive in a document', docx([{ name: 'word/embeddings/a.zip', content: 'x' }]), DOCX, 'unscannable'],
    ['a damaged document', docx().subarray(0, 80), DOCX, 'unscannable'],
  ]
  for (const [name, content, mediaType, status] of cases) {
    t.equal((await builtInScanner.scan(content, mediaType)).status, status, name)
  }
})

async function clamd(t: Test, answer: (received: Buffer) => string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'insignia-clamd-'))
  const server = createServer((socket) => {
    const parts: Buffer[] = []
    socket.on('data', (part) => {
      parts.push(part)
      const received = Buffer.concat(parts)
      if (received.subarray(-4).readUInt32BE() === 0) socket.end(`${answer(received)}\0`)
    })
  })
  const path = join(folder, 'clamd.sock')
  await new Promise<void>((done) => server.listen(path, done))
  t.teardown(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return path
}

t.test('ClamAV is asked by its own protocol', async (t) => {
  const big = new Uint8Array(2_500_000).fill(65)
  const path = await clamd(t, (received) => {
    if (received.toString('latin1', 0, 10) !== 'zINSTREAM\0') return 'UNKNOWN COMMAND'
    if (received.includes('EICAR')) return 'stream: Win.Test.EICAR_HDB-1 FOUND'
    if (received.includes('locked')) return 'stream: Heuristics.Encrypted.Zip FOUND'
    if (received.includes('huge')) return 'INSTREAM size limit exceeded. ERROR'
    return received.length === 10 + big.length + 4 * 4 || received.length < 100 ? 'stream: OK' : 'stream: bad ERROR'
  })
  const scanner = clamavScanner({ path })
  t.equal((await scanner.scan(utf8('hola'), 'text/plain')).status, 'clean')
  t.equal((await scanner.scan(big, 'text/plain')).status, 'clean')
  t.match(await scanner.scan(utf8(EICAR), 'text/plain'), { status: 'infected', reason: 'Win.Test.EICAR_HDB-1' })
  t.equal((await scanner.scan(utf8('locked'), 'x')).status, 'unscannable')
  await t.rejects(scanner.scan(utf8('huge'), 'x'), { name: 'ScannerUnavailable' })
  await t.rejects(clamavScanner({ path: `${path}.gone` }).scan(utf8('x'), 'x'), { name: 'ScannerUnavailable' })
})
