import { eq } from 'drizzle-orm'
import { t, type Test } from '../support/test.ts'
import type { Actor } from '../../src/access/index.ts'
import { approveAward, proposeAward } from '../../src/credentials/index.ts'
import { tables } from '../../src/database/index.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'
import { createAwardScene, type Proposed } from './scene.ts'

const HOSTILE = `"><script>alert('x')</script>`
const database = await openTestPostgres(t)
const scene = await createAwardScene(database)
const { services } = scene
const foreign = await createProgramme(database, services.randomness, 'foreign')
const people: Record<string, Actor> = { ...scene.people, foreignSignatory: foreign.people.signatory }
const { get, submit } = await buildTestApp(t, services, scene.features, people)
const html = { accept: 'text/html' }

/** A page as somebody sees it: whole, in the language asked for, and with hostile texts as text. */
async function page(t: Test, url: string, as: string, lang = 'es', status = 200): Promise<string> {
  const answer = await get(`${url}${url.includes('?') ? '&' : '?'}lang=${lang}`, { ...html, as })
  t.equal(answer.statusCode, status, `${url} as ${as}`)
  t.match(answer.body, `<html lang="${lang}"`)
  t.notMatch(answer.body, '<script>alert')
  return answer.body
}

const stateOf = async (awardId: string): Promise<string | undefined> =>
  (await database.owner.select().from(tables.awards).where(eq(tables.awards.id, awardId)))[0]?.state

const chosen = (...awards: readonly Proposed[]) => ({ awardIds: awards.map(({ awardId }) => awardId) })
const box = (field: string, id: string): RegExp => new RegExp(`<input type="checkbox" name="${field}" value="${id}"`)

t.test('the road of three awards by forms alone, with hostile names and the flags of each row', async (t) => {
  const holder = await scene.participant(HOSTILE)
  const [first, second, third] = [await scene.decided({ holder }), await scene.decided(), await scene.decided()]
  const decisionIds = [first, second, third].map(({ decisionId }) => decisionId)
  for (const lang of ['es', 'en', 'fi'])
    t.match(await page(t, '/awards', 'coordinator', lang), box('decisionIds', first.decisionId))
  t.notMatch(await page(t, '/awards', 'auditor'), /<input type="checkbox"/, 'who only looks has nothing to choose')

  const made = await submit('/awards/proposals', { decisionIds }, { as: 'coordinator' })
  t.match([made.statusCode, made.headers.location], [303, '/awards?done=credentials.done.proposed'])
  t.match(await page(t, String(made.headers.location), 'coordinator'), 'Propuesta. Ahora corresponde')
  const awards = await database.owner.select().from(tables.awards)
  const awardOf = (of: { decisionId: string }): Proposed => {
    const award = awards.find(({ decisionId }) => decisionId === of.decisionId)
    return { ...first, ...of, awardId: award?.id ?? '' }
  }
  const [one, two, three] = [awardOf(first), awardOf(second), awardOf(third)]

  await t.test('each role has its own boxes', async (t) => {
    const asSignatory = await page(t, '/awards', 'signatory')
    t.match(asSignatory, /action="\/awards\/approvals"/)
    t.notMatch(asSignatory, /action="\/awards\/endorsements"/)
    const asPartner = await page(t, '/awards', 'signatory2')
    t.match(asPartner, /action="\/awards\/endorsements"/)
    t.notMatch(asPartner, /action="\/awards\/approvals"/)
    const asCoordinator = await page(t, '/awards', 'coordinator')
    t.notMatch(asCoordinator, /action="\/awards\/(approvals|endorsements|issues)"/)
    t.notMatch(await page(t, '/awards', 'foreignSignatory'), one.awardId)
    t.equal((await get('/awards', { ...html, as: 'assessor' })).statusCode, 403)
    t.equal((await get('/awards', html)).statusCode, 303, 'nobody is led to the sign-in')
    t.equal((await submit('/awards/approvals', chosen(one), { as: 'coordinator' })).statusCode, 403)
  })

  await t.test('a form without its token changes nothing', async (t) => {
    const forged = await submit('/awards/approvals', { ...chosen(one), _csrf: 'x' }, { as: 'signatory' })
    t.equal(forged.statusCode, 403)
    t.equal(await stateOf(one.awardId), 'proposed')
  })

  await t.test('nothing chosen, and ids that are none', async (t) => {
    const none = await submit('/awards/approvals', {}, { as: 'signatory' })
    t.equal(none.statusCode, 422)
    t.match(none.body, 'error-summary')
    for (const id of ['x', HOSTILE, '00000000-0000-4000-8000-000000000000']) {
      const answer = await submit('/awards/approvals', { awardIds: id }, { as: 'signatory' })
      t.equal(answer.statusCode, 404, id)
      t.notMatch(answer.body, '<script>alert')
    }
  })

  await t.test('of many rows the refused one is named and stays chosen; the others are done', async (t) => {
    await approveAward(services, scene.people.signatoryB, three.awardId)
    const some = await submit('/awards/approvals', chosen(one, two, three), { as: 'signatory' })
    t.equal(some.statusCode, 409)
    t.match(some.body, /Algunas de las filas[\s\S]*Este paso ya no está abierto/)
    t.match(some.body, `href="#field-awardIds-${three.awardId}"`)
    t.match(some.body, 'href="/awards?lang=fi"', 'and the languages lead back to the board')
    t.strictSame(await Promise.all([one, two, three].map(({ awardId }) => stateOf(awardId))), Array(3).fill('approved'))
  })

  await t.test('the partner endorses, the organisation issues', async (t) => {
    const endorsed = await submit('/awards/endorsements', chosen(one, two), { as: 'signatory2' })
    t.equal(endorsed.headers.location, '/awards?done=credentials.done.endorsed')
    const early = await submit('/awards/issues', chosen(one, three), { as: 'signatory' })
    t.equal(early.statusCode, 409)
    t.match(early.body, 'Algunas de las filas')
    t.strictSame([await stateOf(one.awardId), await stateOf(three.awardId)], ['issued', 'approved'])
    t.equal((await submit('/awards/issues', chosen(two), { as: 'signatory' })).statusCode, 303)
  })

  await t.test('one award: cancelled by whoever awards, and by nobody else', async (t) => {
    const path = `/awards/${three.awardId}`
    t.match(await page(t, path, 'signatory'), `action="${path}/cancellation"`)
    for (const as of ['signatory2', 'coordinator', 'auditor']) t.notMatch(await page(t, path, as), 'cancellation')
    t.equal((await submit(`${path}/cancellation`, {}, { as: 'signatory2' })).statusCode, 409)
    t.equal(
      (await submit(`${path}/cancellation`, {}, { as: 'signatory' })).headers.location,
      `${path}?done=credentials.done.cancelled`,
    )
    await page(t, path, 'foreignSignatory', 'es', 404)
  })
})

t.test('a revocation by two people, on the page of the award and of no other', async (t) => {
  const [issued, other] = [await scene.issued(), await scene.issued()]
  const path = `/awards/${issued.awardId}`
  for (const lang of ['es', 'en', 'fi']) t.match(await page(t, path, 'signatory', lang), `action="${path}/revocations"`)
  t.notMatch(await page(t, path, 'coordinator'), 'revocations')
  const missing = await submit(`${path}/revocations`, { category: '', note: HOSTILE }, { as: 'signatory' })
  t.equal(missing.statusCode, 422)
  t.match(missing.body, /aria-invalid="true"/)
  t.match(missing.body, /<textarea[^>]*>[^<]*&lt;script/, 'the note is kept, as text')
  const body = { category: 'holder_request', note: HOSTILE, credentialId: other.credentialId }
  t.equal((await submit(`${path}/revocations`, body, { as: 'signatory' })).statusCode, 303)
  const [open] = await database.owner
    .select()
    .from(tables.revocations)
    .where(eq(tables.revocations.credentialId, issued.credentialId))
  t.ok(open, 'the award of the address counts, whatever the form says')
  t.match(await page(t, path, 'signatory'), 'La solicitó usted')
  const confirmation = `${path}/revocations/${open?.id ?? ''}/confirmation`
  t.match(await page(t, path, 'signatory2'), confirmation)
  const elsewhere = confirmation.replace(issued.awardId, other.awardId)
  t.equal((await submit(elsewhere, {}, { as: 'signatory2' })).statusCode, 404)
  t.equal((await submit(confirmation, {}, { as: 'signatory' })).statusCode, 409)
  t.equal((await submit(confirmation, {}, { as: 'signatory2' })).statusCode, 303)
  t.equal(await stateOf(issued.awardId), 'revoked')
  const path2 = `/awards/${other.awardId}`
  await submit(`${path2}/revocations`, { category: 'holder_request' }, { as: 'signatory' })
  const again = (await page(t, path2, 'signatory2')).match(/revocations\/([0-9a-f-]{36})\/refusal/)?.[1] ?? ''
  t.equal((await submit(`${path2}/revocations/${again}/refusal`, {}, { as: 'signatory2' })).statusCode, 303)
  t.equal(await stateOf(other.awardId), 'issued')
})

t.test('a holder confirms the name, shares, and switches the page off and on', async (t) => {
  const decided = await scene.decided()
  const award = { decisionId: decided.decisionId, holdReason: 'name_confirmation_pending' }
  const awardId = await proposeAward(services, scene.people.coordinator, award)
  people['holder'] = decided.holder
  t.match(await page(t, '/awards', 'signatory'), 'Nombre sin confirmar', 'the flag stands beside its row')
  for (const lang of ['es', 'en', 'fi'])
    t.match(await page(t, '/awards', 'holder', lang), `action="/awards/${awardId}/name"`)
  const refused = await submit(`/awards/${awardId}/name`, { name: HOSTILE }, { as: 'holder' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /name="name"[^>]*value="&quot;>&lt;script/, 'what was typed is still there, as text')
  t.equal((await submit(`/awards/${awardId}/name`, { name: '  Juana   Ñanco ' }, { as: 'holder' })).statusCode, 303)
  t.match(await page(t, '/awards', 'holder'), 'Juana Ñanco')

  const issued = await scene.issued()
  people['holder'] = issued.holder
  const shown = await page(t, '/awards', 'holder')
  for (const text of [
    `/v/${issued.code}`,
    `/awards/${issued.awardId}/certificate.pdf`,
    'no encontrará ningún registro',
  ])
    t.match(shown, text)
  const visibility = `/awards/${issued.awardId}/visibility`
  t.equal((await submit(visibility, { visibility: 'private' }, { as: 'participant' })).statusCode, 404)
  t.equal(
    (await submit(visibility, { visibility: 'private' }, { as: 'holder' })).headers.location,
    '/awards?done=credentials.done.hidden',
  )
  const off = await page(t, '/awards', 'holder')
  t.match(off, 'no hay registro público', 'said before anybody prints')
  t.notMatch(off, `href="/v/${issued.code}"`)
  t.equal((await get(`/v/${issued.code}`)).statusCode, 404)
  await submit(visibility, { visibility: 'link' }, { as: 'holder' })
  t.equal((await get(`/v/${issued.code}`)).statusCode, 200)
})

t.test('the page of an issuer, its documents, and addresses that are none', async (t) => {
  const slug = 'home-awarding'
  for (const lang of ['es', 'en', 'fi']) {
    const answer = await get(`/issuers/${slug}?lang=${lang}`, html)
    t.match(answer.body, new RegExp(`<html lang="${lang}"[\\s\\S]*did:web:badges\\.example\\.org:issuers:${slug}`))
  }
  const profile = await get(`/issuers/${slug}`)
  t.match(profile.headers, { 'content-type': 'application/ld+json', 'access-control-allow-origin': '*', etag: /^"/ })
  t.match(profile.json(), { id: `did:web:badges.example.org:issuers:${slug}`, type: ['Profile'] })
  for (const path of [`${slug}/did.json`, slug]) t.notMatch((await get(`/issuers/${path}`)).body, /sealed|private/i)
  for (const url of [
    ...['/issuers/nobody', '/issuers/%00', '/issuers/%00/did.json', '/issuers/nobody/keys/x', '/issuers/%ff'],
    ...[`/issuers/${slug}/keys/%00`, '/status/%00', '/status/x', '/contexts/other', '/contexts/%00'],
  ]) {
    const answer = await get(url)
    t.ok([400, 404].includes(answer.statusCode), `${url}: ${String(answer.statusCode)}`)
  }
})
