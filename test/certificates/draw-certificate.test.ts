import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fontkit from '@pdf-lib/fontkit'
import { PDFDocument } from 'pdf-lib'
import { t } from '../support/test.ts'
import { ATTACHMENT_NAME, drawCertificate } from '../../src/certificates/index.ts'
import { LANGUAGES } from '../../src/kernel/language.ts'
import { blankCharacters, collisions, decodedQr, renderedPage, wordsOf } from './rendered-page.ts'
import { sampleContent } from './sample-content.ts'

for (const language of LANGUAGES) {
  t.test(
    `the certificate in ${language}: one A4 page on which every letter is inked and the QR can be read`,
    async (t) => {
      const content = sampleContent(language)
      const page = await renderedPage(await drawCertificate(content))
      t.equal(page.pages, 1)
      t.match([page.widthPt, page.heightPt], [595.28, 841.89])
      t.same(blankCharacters(page), [])
      t.same(collisions(page), [])
      t.equal(decodedQr(page), content.verificationUrl)
      const words = wordsOf(page)
      for (const text of [
        content.nameAsIssued,
        content.title,
        content.verificationCode,
        content.verificationUrl,
        ...content.outcomes,
        content.qualityAssurance,
      ]) {
        t.ok(words.includes(text), text)
      }
    },
  )
}

t.test('the check for ink notices letters without outlines, which the subsetter inside pdf-lib leaves', async (t) => {
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  const file = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf')
  const font = await document.embedFont(readFileSync(file), { subset: true, customName: 'NotoSans-Regular' })
  document.addPage([595.28, 841.89]).drawText('Evaluación ñandú hämäläinen', { x: 60, y: 700, size: 20, font })
  const page = await renderedPage(await document.save())
  t.match(wordsOf(page), 'ñandú', 'extraction sees nothing wrong')
  t.ok(blankCharacters(page).length > 0)
})

t.test('the credential is attached byte for byte', async (t) => {
  const bytes = new Uint8Array(5000).map((_, index) => (index * 31) % 256)
  const { attachments } = await renderedPage(
    await drawCertificate(sampleContent('es', { credential: { iri: 'urn:x:1', bytes } })),
  )
  t.same(Object.keys(attachments), [ATTACHMENT_NAME])
  t.ok(Buffer.from(attachments[ATTACHMENT_NAME] ?? []).equals(Buffer.from(bytes)))
})

t.test('equal content gives equal bytes, and another name gives others', async (t) => {
  const once = await drawCertificate(sampleContent('fi'))
  const again = await drawCertificate(sampleContent('fi'))
  t.ok(Buffer.from(once).equals(Buffer.from(again)))
  const other = await drawCertificate(sampleContent('fi', { nameAsIssued: 'Camilla Arancibia Toro' }))
  t.notOk(Buffer.from(once).equals(Buffer.from(other)))
})

t.test('a certificate from a plain-http service says in a band and across the page that it is a trial', async (t) => {
  const url = 'http://localhost:3000/v/7QS2-METZ-A7MB-CSRQ'
  const page = await renderedPage(await drawCertificate(sampleContent('en', { trial: true, verificationUrl: url })))
  t.match(wordsOf(page), 'Trial certificate, not valid: issued by a trial service at http://localhost:3000')
  t.match(wordsOf(page), 'TRIAL')
  t.match(wordsOf(page), 'The address must begin with http://localhost:3000')
  t.equal(decodedQr(page), url, 'and stays readable')
  const ordinary = await renderedPage(await drawCertificate(sampleContent('en')))
  t.notMatch(wordsOf(ordinary), /trial/i)
})

t.test('a certificate takes well under half a second of processor time', async (t) => {
  await drawCertificate(sampleContent('es'))
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const start = process.cpuUsage()
    await drawCertificate(sampleContent('fi', { nameAsIssued: `Aino Virtanen ${String.fromCharCode(65 + round)}` }))
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
  }
  times.sort((a, b) => a - b)
  t.ok((times[2] ?? Infinity) < 400, `median ${String(Math.round(times[2] ?? 0))} ms`)
})
