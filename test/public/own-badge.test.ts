import { t } from '../support/test.ts'
import { changeVisibility } from '../../src/credentials/index.ts'
import type { Report } from '../../src/verification/index.ts'
import { createAwardScene } from '../credentials/scene.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPglite } from '../support/database.ts'
import { badge } from '../verification/documents.ts'
import { signed, testKey } from '../verification/sign-fixture.ts'

const LOCAL = 'http://localhost:3000'
const scene = await createAwardScene(await openTestPglite(t), { publicUrl: LOCAL })
const { get, upload } = await buildTestApp(t, scene.services, scene.features, scene.people)
const issued = await scene.issued()
const address = new URL(issued.credentialIri).pathname

t.beforeEach(() => scene.pass(1))

/** What a reader sees, without marks of the document around it. */
const seen = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const part = (html: string, name: string): string =>
  seen(new RegExp(`<(section|div|header) class="${name}[^"]*"[\\s\\S]*?</\\1>`).exec(html)?.[0] ?? '')

const handedIn = async (bytes: Uint8Array | string, lang = 'en'): Promise<string> => {
  const file = new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], 'badge')
  return (await upload(`/verify?lang=${lang}`, { file })).body
}

const page = (await get(`/v/${issued.code}?lang=en`, { accept: 'text/html' })).body

for (const form of ['', '.json', '.png', '.svg', '.pdf']) {
  t.test(`a badge of ours as ${form || 'its signed bytes'} is shown as at its own address`, async (t) => {
    const html = await handedIn((await get(address + form)).rawPayload)
    t.match(part(html, 'trial'), `from a trial service at ${LOCAL} and proves nothing`)
    for (const name of ['trial', 'verdict', 'identity', 'joint']) {
      t.not(part(html, name), '', name)
      t.equal(part(html, name), part(page, name), name)
    }
    t.notMatch(part(html, 'joint'), 'did:key:', 'the partner has a name')
    t.match(part(html, 'joint'), 'with a key kept by this service')
    const judged = /\d pieces? of evidence[^.]*\./.exec(seen(page))?.[0]
    t.ok(judged)
    t.match(seen(html), judged)
    t.match(seen(html), issued.code)
    t.match(html, `${LOCAL}/v/${issued.code}`)
  })
}

t.test('at its address and as a file the report says that it is a trial', async (t) => {
  const signedBytes = (await get(address)).rawPayload
  const file = new File([new Uint8Array(signedBytes)], 'badge.json')
  for (const answer of [
    await get(`/v/${issued.code}`, { accept: 'application/json' }),
    await upload('/verify', { file }, { accept: 'application/json' }),
    await upload('/verify', { url: issued.credentialIri }, { accept: 'application/json' }),
  ]) {
    t.match(answer.json<Report>(), { state: 'valid', verified: true, warnings: [{ code: 'trial' }] })
  }
})

t.test('a badge whose page is off keeps its marks, and leads nowhere', async (t) => {
  const hidden = await scene.issued()
  await changeVisibility(scene.services, hidden.holder, hidden.credentialId, 'private')
  const html = await handedIn(hidden.document)
  t.match(html, 'verdict-lock')
  t.match(part(html, 'trial'), 'proves nothing')
  t.match(seen(html), /\d pieces? of evidence w/)
  t.notMatch(part(html, 'joint'), 'did:key:')
  t.notMatch(html, hidden.code)
  t.notMatch(html, `/credentials/${hidden.credentialId}`)
})

t.test('our record says nothing of a badge that only borrows an id of ours', async (t) => {
  const stranger = testKey('stranger')
  const copy = await signed(badge(stranger.did, { id: issued.credentialIri }), stranger)
  const html = await handedIn(JSON.stringify(copy))
  t.match(html, 'data-state="issuer-unrecognised"')
  t.match(part(html, 'trial'), 'proves nothing')
  t.notMatch(html, issued.code)
  t.notMatch(html, 'judgement log')
})

t.test('in the reader’s language', async (t) => {
  for (const { lang, said } of [
    { lang: 'es', said: 'Esta insignia proviene de un servicio de prueba' },
    { lang: 'fi', said: 'Tämä merkki on peräisin kokeilupalvelusta' },
  ])
    t.match(part(await handedIn(issued.document, lang), 'trial'), said)
})
