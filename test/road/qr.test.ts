import { t } from '../support/test.ts'
import { walkAward } from '../../src/demo/walk-award.ts'
import { decodedQr, renderedPage, wordsOf } from '../certificates/rendered-page.ts'
import { openTestPglite } from '../support/database.ts'
import { json } from './answers.ts'
import { openRoad } from './scene.ts'

t.test('the QR on the paper leads to the verification page', async (t) => {
  const road = await openRoad(t, await openTestPglite(t))
  const { address, programme } = road
  const { destination } = programme
  const award = await walkAward(await road.company('participant'), destination, address)
  const answer = await fetch(`${award.credentialAddress}.pdf`)
  t.equal(answer.headers.get('content-type'), 'application/pdf')
  const paper = await renderedPage(new Uint8Array(await answer.arrayBuffer()))
  const printed = decodedQr(paper) ?? ''
  t.equal(printed, `${address}/v/${award.code}`)
  t.ok(wordsOf(paper).includes(award.code), 'the number stands beside it, for those who cannot scan')

  t.test('a program that opens it gets a valid report', async (t) => {
    t.match(await json(printed), { state: 'valid', verified: true, credential: { recipient: destination.teacherName } })
  })

  t.test('a telephone that opens it gets a page that says so', async (t) => {
    const page = await fetch(printed, { headers: { accept: 'text/html', 'accept-language': 'es-CL' } })
    t.equal(page.status, 200)
    const html = await page.text()
    t.match(html, /<html[^>]* lang="es"/)
    for (const text of [destination.teacherName, award.code]) t.ok(html.includes(text), text)
    t.match(html, 'data-state="valid"')
  })

  t.test('the badge inside the file is the one that the QR is about', async (t) => {
    const [attached] = Object.values(paper.attachments)
    t.equal(Buffer.from(attached ?? []).toString(), await (await fetch(award.credentialAddress)).text())
  })

  t.test('one sign misread on the paper leads to nobody', async (t) => {
    const misread = printed.replace(/.$/, (last) => (last === '7' ? '8' : '7'))
    const report = await fetch(misread, { headers: { accept: 'application/json' } })
    t.equal(report.status, 404)
    t.match(await report.json(), { state: 'not-found', verified: false })
  })
})
