import fontkit from '@pdf-lib/fontkit'
import { AFRelationship, PDFDocument, PDFName, type PDFPage, PDFString } from 'pdf-lib'
import { addArchiveParts, addStructure } from './archive-parts.ts'
import { colourOf, DEFAULT_ACCENT, readableOnWhite } from '../kernel/colour.ts'
import type { CertificateContent } from './content.ts'
import { UnprintableCharacter } from './errors.ts'
import { label } from './labels.ts'
import type { LinkMark } from './marks.ts'
import { pageContent } from './page-content.ts'
import { planPage } from './page-plan.ts'
import { PAGE } from './set-text.ts'
import { Typeface, type Weight } from './typeface.ts'
import { certificateWording, type CertificateWording } from './wording.ts'

export const ATTACHMENT_NAME = 'credential.json'

/**
 * Draws the certificate: one A4 page with the credential attached. Equal content gives equal bytes.
 * Throws CertificateIncomplete, UnprintableCharacter or CertificateDoesNotFit, each naming the field.
 */
export async function drawCertificate(content: CertificateContent): Promise<Uint8Array> {
  const wording = certificateWording(content)
  const faces = await typefaces(wording)
  const marks = planPage({
    wording,
    faces,
    accent: readableOnWhite(colourOf(content.accentColour ?? DEFAULT_ACCENT)),
    verificationUrl: content.verificationUrl,
    qrDescription: label(content.language, 'qr', { url: content.verificationUrl }),
  })
  const { operators, tags } = pageContent(marks, faces)

  const document = await PDFDocument.create({ updateMetadata: false })
  const page = document.addPage([PAGE.widthPt, PAGE.heightPt])
  await embedTypefaces(document, page, faces)
  page.node.set(PDFName.of('Contents'), document.context.register(document.context.flateStream(operators)))
  for (const mark of marks) if (mark.kind === 'link') addLink(document, page, mark)
  addStructure(document, page, tags)
  await document.attach(content.credential.bytes, ATTACHMENT_NAME, {
    mimeType: 'application/vc+ld+json',
    description: label(content.language, 'attachment'),
    creationDate: content.issuedAt,
    modificationDate: content.issuedAt,
    afRelationship: AFRelationship.Source,
  })
  addArchiveParts(
    document,
    {
      title: `${wording.title.text} – ${wording.name.text}`,
      author: content.awardingBody.name,
      subject: label(content.language, 'kind'),
      keywords: [content.verificationCode, content.credential.iri],
      language: content.language,
      createdAt: content.issuedAt,
    },
    operators,
  )
  return document.save()
}

async function typefaces(wording: CertificateWording): Promise<Record<Weight, Typeface>> {
  const cut = async (weight: Weight): Promise<Typeface> => {
    const texts = wording.all.filter((printed) => printed.weight === weight)
    const face = await Typeface.of(weight, texts.map((printed) => printed.text).join(''))
    for (const { field, text } of texts) refuseUnprintable(face, field, text)
    return face
  }
  return { light: await cut('light'), regular: await cut('regular'), semibold: await cut('semibold') }
}

function refuseUnprintable(face: Typeface, field: string, text: string): void {
  for (const character of text.replaceAll('\u00ad', '')) {
    if (!face.canPrint(character)) throw new UnprintableCharacter(field, character)
  }
}

async function embedTypefaces(
  document: PDFDocument,
  page: PDFPage,
  faces: Readonly<Record<Weight, Typeface>>,
): Promise<void> {
  document.registerFontkit(fontkit)
  for (const face of Object.values(faces)) {
    const options = { subset: false, customName: face.postscriptName, features: { liga: false } }
    const font = await document.embedFont(face.bytes, options)
    page.node.setFontDictionary(PDFName.of(face.weight), font.ref)
  }
}

function addLink(document: PDFDocument, page: PDFPage, { url, xPt, yPt, widthPt, heightPt }: LinkMark): void {
  const { context } = document
  const lower = PAGE.heightPt - yPt - heightPt
  const annotation = context.obj({
    Type: 'Annot',
    Subtype: 'Link',
    Rect: [xPt, lower, xPt + widthPt, lower + heightPt],
    Border: [0, 0, 0],
    F: 4,
    A: { Type: 'Action', S: 'URI', URI: PDFString.of(new URL(url).href) },
  })
  page.node.addAnnot(context.register(annotation))
}
