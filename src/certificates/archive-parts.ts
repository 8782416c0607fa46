import {
  PDFArray,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFPage,
  type PDFRef,
  PDFString,
} from 'pdf-lib'
import { sha256Hex } from '../kernel/hash.ts'
import type { TaggedContent } from './page-content.ts'
import { srgbProfile } from './srgb-profile.ts'

export interface DocumentFacts {
  readonly title: string
  readonly author: string
  readonly subject: string
  readonly keywords: readonly string[]
  readonly language: string
  readonly createdAt: Date
}

const PRODUCER = 'Insignia'
const SRGB = srgbProfile()

/**
 * What PDF/A-3b asks of a file beyond the page: XMP that repeats the document information, an output intent with its
 * profile, and a file identifier, here taken from the content so that equal content gives equal bytes. Built to
 * PDF/A-3b and checked for structure; not run through a validator.
 */
export function addArchiveParts(document: PDFDocument, facts: DocumentFacts, content: string): void {
  const { context, catalog } = document
  document.setTitle(facts.title, { showInWindowTitleBar: true })
  document.setAuthor(facts.author)
  document.setSubject(facts.subject)
  document.setKeywords([...facts.keywords])
  document.setProducer(PRODUCER)
  document.setCreator(PRODUCER)
  document.setCreationDate(facts.createdAt)
  document.setModificationDate(facts.createdAt)
  document.setLanguage(facts.language)

  const metadata = context.stream(Buffer.from(xmp(facts), 'utf8'), { Type: 'Metadata', Subtype: 'XML' })
  catalog.set(PDFName.of('Metadata'), context.register(metadata))
  const profile = context.register(context.flateStream(SRGB, { N: 3 }))
  const intent = context.obj({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFString.of('sRGB'),
    Info: PDFString.of('sRGB IEC61966-2.1'),
    DestOutputProfile: profile,
  })
  catalog.set(PDFName.of('OutputIntents'), context.obj([context.register(intent)]))
  const identifier = PDFHexString.of(sha256Hex(`${content}\n${xmp(facts)}`).slice(0, 32))
  context.trailerInfo.ID = context.obj([identifier, identifier])
}

/** The structure tree: one element a piece of the page, in reading order. */
export function addStructure(document: PDFDocument, page: PDFPage, tags: readonly TaggedContent[]): void {
  const { context, catalog } = document
  const [root, whole] = [context.nextRef(), context.nextRef()]
  const elements: PDFRef[] = tags.map(({ role, alternative }, index) =>
    context.register(
      context.obj({
        Type: 'StructElem',
        S: role === 'Lbl' ? 'P' : role,
        P: whole,
        Pg: page.ref,
        K: index,
        Alt: alternative === undefined ? undefined : PDFHexString.fromText(alternative),
      }),
    ),
  )
  const parents = PDFArray.withContext(context)
  parents.push(PDFNumber.of(0))
  parents.push(context.register(context.obj(elements)))
  context.assign(whole, context.obj({ Type: 'StructElem', S: 'Document', P: root, K: elements }))
  context.assign(
    root,
    context.obj({ Type: 'StructTreeRoot', K: whole, ParentTree: { Nums: parents }, ParentTreeNextKey: 1 }),
  )
  catalog.set(PDFName.of('StructTreeRoot'), root)
  catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }))
  page.node.set(PDFName.of('StructParents'), PDFNumber.of(0))
  page.node.set(PDFName.of('Tabs'), PDFName.of('S'))
}

function xmp({ title, author, subject, keywords, language, createdAt }: DocumentFacts): string {
  const at = createdAt.toISOString().replace(/\.\d+Z$/, 'Z')
  const one = (text: string): string => `<rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li></rdf:Alt>`
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>${escaped(language)}</rdf:li></rdf:Bag></dc:language>
<dc:title>${one(title)}</dc:title><dc:description>${one(subject)}</dc:description>
<dc:creator><rdf:Seq><rdf:li>${escaped(author)}</rdf:li></rdf:Seq></dc:creator>
<pdf:Producer>${PRODUCER}</pdf:Producer><pdf:Keywords>${escaped(keywords.join(' '))}</pdf:Keywords>
<xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool><xmp:CreateDate>${at}</xmp:CreateDate><xmp:ModifyDate>${at}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
}

const XML_ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => XML_ENTITIES[character] ?? character)
}
