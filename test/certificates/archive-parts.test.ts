import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFString,
  decodePDFRawStream,
} from 'pdf-lib'
import { t } from '../support/test.ts'
import { drawCertificate } from '../../src/certificates/index.ts'
import { srgbProfile } from '../../src/certificates/srgb-profile.ts'
import { sampleContent } from './sample-content.ts'

async function opened(content = sampleContent('es')): Promise<PDFDocument> {
  return PDFDocument.load(await drawCertificate(content), { updateMetadata: false })
}

function dict(value: PDFObject | undefined): PDFDict {
  if (!(value instanceof PDFDict)) throw new Error('not a dictionary')
  return value
}

function streamText(value: PDFObject | undefined): string {
  if (!(value instanceof PDFRawStream)) throw new Error('not a stream')
  return Buffer.from(decodePDFRawStream(value).decode()).toString('utf8')
}

t.test('document information comes from the content, dates included', async (t) => {
  const document = await opened()
  t.equal(
    document.getTitle(),
    'Fundamentos de la pedagogía activa en la formación técnico-profesional – Camila Arancibia Toro',
  )
  t.equal(document.getAuthor(), 'Fundación Horizonte Técnico')
  t.equal(document.getSubject(), 'Certificado de microcredencial')
  t.equal(document.getCreationDate()?.toISOString(), '2026-04-22T13:05:00.000Z')
  t.equal(document.getModificationDate()?.toISOString(), '2026-04-22T13:05:00.000Z')
  t.match(document.getKeywords(), '7QS2-METZ-A7MB-CSRQ')
  const language = document.catalog.lookup(PDFName.of('Lang'))
  t.equal(language instanceof PDFString ? language.asString() : String(language), '(es)'.slice(1, -1))
})

t.test('the XMP packet repeats it, escaped, and says PDF/A-3b', async (t) => {
  const document = await opened(sampleContent('en', { nameAsIssued: 'A <b> & "c"' }))
  const xmp = streamText(document.catalog.lookup(PDFName.of('Metadata')))
  t.match(xmp, '<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>')
  t.match(xmp, 'A &lt;b&gt; &amp; &quot;c&quot;')
  t.match(xmp, '<xmp:CreateDate>2026-04-22T13:05:00Z</xmp:CreateDate>')
})

t.test(
  'the attachment is associated with the document as its source, with the media type of a credential',
  async (t) => {
    const { catalog } = await opened()
    const associated = catalog.lookup(PDFName.of('AF'), PDFArray)
    t.equal(associated.size(), 1)
    const file = dict(associated.lookup(0))
    t.equal(file.lookup(PDFName.of('AFRelationship')), PDFName.of('Source'))
    const embedded = dict(file.lookup(PDFName.of('EF'))).lookup(PDFName.of('F'))
    if (!(embedded instanceof PDFRawStream)) return t.fail('no embedded file')
    t.equal(embedded.dict.lookup(PDFName.of('Subtype')), PDFName.of('application/vc+ld+json'))
  },
)

t.test('fonts are embedded whole under a subset tag, nothing is encrypted or scripted', async (t) => {
  const document = await opened()
  const fonts = dict(document.getPage(0).node.Resources()?.lookup(PDFName.of('Font')))
  t.equal(fonts.keys().length, 3)
  for (const [name] of fonts.entries()) {
    const font = dict(fonts.lookup(name))
    t.match(String(font.lookup(PDFName.of('BaseFont'))), /^\/[A-Z]{6}\+NotoSans-(Light|Regular|SemiBold)$/)
    t.ok(font.lookup(PDFName.of('ToUnicode')) instanceof PDFRawStream)
    const descendant = dict(font.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0))
    const descriptor = dict(descendant.lookup(PDFName.of('FontDescriptor')))
    t.ok(descriptor.lookup(PDFName.of('FontFile2')) instanceof PDFRawStream)
  }
  t.notOk(document.isEncrypted)
  t.notOk(document.catalog.has(PDFName.of('OpenAction')))
  t.ok(document.context.trailerInfo.ID)
})

t.test('the page is tagged: one heading first, a description of the QR, each piece once', async (t) => {
  const { catalog } = await opened()
  const whole = dict(dict(catalog.lookup(PDFName.of('StructTreeRoot'))).lookup(PDFName.of('K')))
  const children = whole.lookup(PDFName.of('K'), PDFArray)
  const elements = Array.from({ length: children.size() }, (_, index) => dict(children.lookup(index)))
  const roles = elements.map((element) => String(element.lookup(PDFName.of('S'))))
  t.equal(roles.filter((role) => role === '/H1').length, 1)
  t.equal(roles.filter((role) => role === '/Figure').length, 1)
  t.ok(elements.find((element) => element.has(PDFName.of('Alt'))))
  t.same(
    elements.map((element) => Number(String(element.lookup(PDFName.of('K'))))),
    elements.map((_, index) => index),
  )
})

t.test('the colour profile is a well-formed ICC file', async (t) => {
  const bytes = Buffer.from(srgbProfile())
  t.equal(bytes.readUInt32BE(0), bytes.length)
  t.equal(bytes.toString('latin1', 36, 40), 'acsp')
  t.equal(bytes.toString('latin1', 12, 24), 'mntrRGB XYZ ')
  const primaries = { x: 0, y: 0, z: 0 }
  for (let entry = 0; entry < bytes.readUInt32BE(128); entry += 1) {
    const at = 132 + entry * 12
    const offset = bytes.readUInt32BE(at + 4)
    t.ok(offset % 4 === 0 && offset + bytes.readUInt32BE(at + 8) <= bytes.length, bytes.toString('latin1', at, at + 4))
    if (!/^[rgb]XYZ$/.test(bytes.toString('latin1', at, at + 4))) continue
    primaries.x += bytes.readInt32BE(offset + 8) / 65536
    primaries.y += bytes.readInt32BE(offset + 12) / 65536
    primaries.z += bytes.readInt32BE(offset + 16) / 65536
  }
  t.ok(Math.abs(primaries.x - 0.9642) < 0.001, 'the primaries add up to the white of the connection space')
  t.ok(Math.abs(primaries.y - 1) < 0.001)
  t.ok(Math.abs(primaries.z - 0.8249) < 0.001)
})
