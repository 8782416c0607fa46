import { eq } from 'drizzle-orm'
import { t, type Test } from '../support/test.ts'
import type { Actor } from '../../src/access/index.ts'
import { proposeAward, issueCredential } from '../../src/credentials/index.ts'
import { readLog, verifyChain, type AuditEvent } from '../../src/audit/index.ts'
import { tables } from '../../src/database/index.ts'
import { decodeStatusList, statusAt } from '../../src/standards/vc/index.ts'
import type { Report } from '../../src/verification/index.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'
import { createAwardScene, type Issued } from './scene.ts'

const database = await openTestPostgres(t)
const scene = await createAwardScene(database)
const { services } = scene
const foreign = await createProgramme(database, services.randomness, 'foreign')
const people: Record<string, Actor> = {
  ...scene.people,
  partnerSignatory: await scene.withRole(scene.people.assessor2b, 'signatory'),
  foreignSignatory: foreign.people.signatory,
  foreignCoordinator: foreign.people.coordinator,
}
const app = await buildTestApp(t, services, scene.features, people)
const { owner } = database
const UNKNOWN_CODE = '0000-0000-0000-0000'
const NOBODYS_ID = '00000000-0000-4000-8000-000000000000'

/** One step through the API: its status, and its code where it was refused. */
async function step(as: string, path: string, body?: object): Promise<readonly [number, string | undefined]> {
  const answer = await app.send('POST', `/api/v1/${path}`, body, { as })
  return [answer.statusCode, answer.statusCode < 400 ? undefined : answer.json<{ code: string }>().code]
}

async function asked(what: 'revocations' | 'erasures', { credentialId }: Issued, body?: object, as = 'signatory') {
  const answer = await app.send('POST', `/api/v1/credentials/${credentialId}/${what}`, body, { as })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json<{ id: string }>().id
}

async function revoked(issued: Issued, category = 'administrative_error'): Promise<void> {
  const id = await asked('revocations', issued, { category })
  const [status] = await step('signatory2', `revocations/${id}/confirmation`)
  if (status !== 204) throw new Error(`the revocation was answered with ${String(status)}`)
}

/** What anybody sees at a printed number. */
async function shown(code: string): Promise<Report> {
  return (await app.get(`/v/${code}`)).json<Report>()
}

async function credentialOf({ credentialId }: Issued) {
  const [found] = await owner.select().from(tables.credentials).where(eq(tables.credentials.id, credentialId))
  if (!found) throw new Error('it was issued')
  return found
}

async function listOf(issued: Issued) {
  const { statusListId, statusIndex } = await credentialOf(issued)
  const answer = await app.get(`/status/${statusListId}`)
  const { credentialSubject } = answer.json<{ credentialSubject: { encodedList: string } }>()
  return { answer, isSet: statusAt(decodeStatusList(credentialSubject.encodedList), statusIndex) }
}

t.test('a revocation takes two people, and one of them of the organisation that awards', async (t) => {
  const issued = await scene.issued()
  const { credentialId } = issued
  const request = `credentials/${credentialId}/revocations`
  const wish = { category: 'evidence_not_authentic', note: 'Lo denunció una colega.' }
  const before = await listOf(issued)

  for (const { as, body, path, expected } of [
    { as: 'signatory', body: { category: 'because' }, path: request, expected: [400, 'malformed-input'] },
    { as: 'signatory', body: { ...wish, note: 'x'.repeat(2001) }, path: request, expected: [400, 'malformed-input'] },
    { as: 'coordinator', body: wish, path: request, expected: [403, 'forbidden'] },
    { as: 'foreignSignatory', body: wish, path: request, expected: [404, 'not-found'] },
    { as: 'signatory', body: wish, path: `credentials/${NOBODYS_ID}/revocations`, expected: [404, 'not-found'] },
  ]) {
    t.strictSame(await step(as, path, body), expected, `asked by ${as}`)
  }

  const id = await asked('revocations', issued, wish, 'signatory2')
  t.strictSame(await step('signatory', request, wish), [409, 'already-exists'], 'one request at a time')
  for (const { as, expected } of [
    { as: 'signatory2', expected: [409, 'second-person-required'] },
    { as: 'partnerSignatory', expected: [409, 'wrong-approving-organisation'] },
    { as: 'coordinator', expected: [403, 'forbidden'] },
    { as: 'foreignSignatory', expected: [404, 'not-found'] },
  ]) {
    t.strictSame(await step(as, `revocations/${id}/confirmation`), expected, `confirmed by ${as}`)
  }
  t.equal((await shown(issued.code)).state, 'valid', 'nothing has changed for a verifier')
  t.strictSame(await step('signatory', `revocations/${NOBODYS_ID}/confirmation`), [404, 'not-found'])

  scene.pass(1)
  t.strictSame(await step('signatory', `revocations/${id}/confirmation`), [204, undefined])
  t.strictSame(await step('signatoryB', `revocations/${id}/confirmation`), [409, 'award-not-issued'])
  t.strictSame(await step('signatory', request, wish), [409, 'award-not-issued'], 'once is enough')

  await t.test('the signed list says so, under another tag, and is to be asked again soon', async (t) => {
    const after = await listOf(issued)
    t.strictSame([before.isSet, after.isSet], [false, true])
    t.not(after.answer.headers.etag, before.answer.headers.etag)
    t.match(after.answer.headers, {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=60',
      'access-control-allow-origin': '*',
    })
    const report = await scene.verifier.verifyBytes(Buffer.from(after.answer.body))
    t.equal(report.facts.find(({ check }) => check === 'proof')?.outcome, 'passed')
  })

  await t.test('the page says when and why, and nothing of the note', async (t) => {
    const report = await shown(issued.code)
    t.match(report, {
      state: 'revoked',
      verified: false,
      credential: { revocationCategory: 'evidence_not_authentic', revokedAt: services.clock.now().toISOString() },
    })
    const page = await app.get(`/v/${issued.code}?lang=es`, { accept: 'text/html' })
    t.match(page.body, 'la evidencia no era auténtica')
    const signed = await app.get(new URL(issued.credentialIri).pathname)
    for (const { body } of [page, signed, { body: JSON.stringify(report) }]) t.notMatch(body, 'denunció')
  })

  await t.test('the bit cannot be taken back', async (t) => {
    const { statusListId, statusIndex } = await credentialOf(issued)
    const entry = eq(tables.statusEntries.index, statusIndex)
    const attempt = database.transaction(scene.people.signatory, services.clock.now(), (tx) =>
      tx.update(tables.statusEntries).set({ isSet: false }).where(entry),
    )
    await t.rejects(attempt, { code: 'terminal-state' })
    const bits = new Uint8Array(131_072 / 8)
    await t.rejects(
      database.transaction(scene.people.signatory, services.clock.now(), (tx) =>
        tx
          .update(tables.statusLists)
          .set({ bits, signed: null, revision: 99 })
          .where(eq(tables.statusLists.id, statusListId)),
      ),
      { code: 'terminal-state' },
    )
  })
})

t.test('the second person may refuse: the badge stays valid, and it can be asked for again', async (t) => {
  const issued = await scene.issued()
  const id = await asked('revocations', issued, { category: 'holder_request' })
  t.strictSame(await step('coordinator', `revocations/${id}/refusal`), [403, 'forbidden'])
  t.strictSame(await step('signatory2', `revocations/${id}/refusal`), [204, undefined])
  t.strictSame(await step('signatory2', `revocations/${id}/refusal`), [409, 'terminal-state'])
  t.strictSame(await step('signatory2', `revocations/${id}/confirmation`), [409, 'terminal-state'])
  t.equal((await shown(issued.code)).state, 'valid')
  await revoked(issued, 'holder_request')
  t.equal((await shown(issued.code)).state, 'revoked')
})

t.test('a corrected award takes the place of the revoked one, link by link', async (t) => {
  const first = await scene.issued()
  await revoked(first, 'name_correction')
  t.equal((await shown(first.code)).state, 'revoked', 'until there is a newer one')
  const successor = async (of: { awardId: string; decisionId: string }, nameAsIssued: string): Promise<Issued> => {
    const input = { decisionId: of.decisionId, supersedesId: of.awardId, nameAsIssued }
    const awardId = await scene.signedFor(await proposeAward(services, scene.people.coordinator, input))
    return { ...first, awardId, ...(await issueCredential(services, scene.people.signatory, { awardId })) }
  }
  const second = await successor(first, 'Juana Arancibia')
  t.match(await shown(first.code), {
    state: 'superseded',
    verified: false,
    credential: { successor: `${services.config.publicUrl}/v/${second.code}`, revocationCategory: 'name_correction' },
  })
  t.match(await shown(second.code), { state: 'valid', credential: { recipient: 'Juana Arancibia' } })
  const page = await app.get(`/v/${first.code}`, { accept: 'text/html' })
  t.match(page.body, `/v/${second.code}`)

  await revoked(second, 'name_correction')
  const third = await successor(second, 'Juana A. Fuentes')
  for (const { code } of [first, second]) {
    t.match(await shown(code), { credential: { successor: `${services.config.publicUrl}/v/${third.code}` } })
  }
  const hide = { visibility: 'private' }
  people['holder'] = first.holder
  await app.send('PUT', `/api/v1/credentials/${third.credentialId}/visibility`, hide, { as: 'holder' })
  const unlinked = await shown(first.code)
  t.equal(unlinked.state, 'revoked', 'a newer one that is switched off is not given away')
  t.notOk(unlinked.credential && 'successor' in unlinked.credential)
})

/** Everything an answer shows of itself but the hour and the counting of requests. */
async function answerAt(url: string, accept?: string, seen: string = url) {
  const { statusCode, headers, body } = await app.get(url, { accept })
  const kept = Object.entries(headers).filter(([name]) => !/^(date|content-length|ratelimit-.*)$/.test(name))
  return { statusCode, body: body.replaceAll(seen, 'HERE'), headers: Object.fromEntries(kept) }
}

async function sameAsUnknown(t: Test, { code, credentialId }: Pick<Issued, 'code' | 'credentialId'>): Promise<void> {
  for (const accept of [undefined, 'application/json', 'text/html']) {
    const unknown = await answerAt(`/v/${UNKNOWN_CODE}`, accept)
    t.equal(unknown.statusCode, 404)
    t.match(unknown.body, accept === 'text/html' ? /data-state="not-found"/ : /^\{"state":"not-found",/)
    for (const typed of [code, code.toLowerCase().replaceAll('-', ' '), `${code}0`, 'x', "'; drop table"]) {
      const url = `/v/${encodeURIComponent(typed)}`
      t.strictSame(await answerAt(url, accept), unknown, `${typed} as ${String(accept)}`)
    }
    for (const form of ['', '.json', '.pdf']) {
      const url = (id: string): string => `/credentials/${id}${form}`
      t.strictSame(await answerAt(url(credentialId), accept), await answerAt(url(NOBODYS_ID), accept), form)
    }
  }
  t.equal((await answerAt(`/v/${code}?format=json`, 'text/html')).statusCode, 404)
}

t.test('while the page is off, nobody can tell the badge from one that never was', async (t) => {
  const issued = await scene.issued()
  const path = `/api/v1/credentials/${issued.credentialId}/visibility`
  const put = (as: string, visibility: string) => app.send('PUT', path, { visibility }, { as })
  people['holder'] = issued.holder
  for (const { as, status } of [
    { as: 'participant', status: 404 },
    { as: 'signatory', status: 403 },
    { as: 'coordinator', status: 403 },
  ]) {
    t.equal((await put(as, 'private')).statusCode, status, as)
  }
  t.equal((await put('holder', 'public')).statusCode, 400, 'there is no listing')
  t.equal((await put('holder', 'private')).statusCode, 204)
  await sameAsUnknown(t, issued)
  const brought = await app.send('POST', '/verify', JSON.parse(issued.document) as object)
  t.match(brought.json(), { state: 'valid', visibility: 'hidden' }, 'who brings the document learns that it is hidden')
  const forged = await app.send('POST', '/verify', { ...(JSON.parse(issued.document) as object), name: 'Otra' })
  t.match(forged.json(), { state: 'tampered', visibility: 'public' }, 'who forges one does not')
  t.equal((await put('holder', 'link')).statusCode, 204)
  t.equal((await put('holder', 'link')).statusCode, 204)
  t.equal((await shown(issued.code)).state, 'valid')
  const events = await owner
    .select()
    .from(tables.auditEvents)
    .where(eq(tables.auditEvents.subjectId, issued.credentialId))
  t.equal(events.filter(({ action }) => action === 'credential.visibility-changed').length, 2)
})

t.test('an erasure takes two people; bytes and name go, and the rest stays', async (t) => {
  const issued = await scene.issued({ handover: { nameAsPrinted: 'Borrada Del Todo' } })
  const { credentialId, awardId } = issued
  const request = `credentials/${credentialId}/erasures`
  const before = await credentialOf(issued)
  for (const { as, expected } of [
    { as: 'auditor', expected: [403, 'forbidden'] },
    { as: 'foreignCoordinator', expected: [404, 'not-found'] },
  ]) {
    t.strictSame(await step(as, request), expected)
  }
  const id = await asked('erasures', issued, undefined, 'coordinator')
  t.strictSame(await step('signatory', request), [409, 'already-exists'])
  t.strictSame(await step('coordinator', `erasures/${id}/confirmation`), [409, 'second-person-required'])
  t.strictSame(await step('foreignSignatory', `erasures/${id}/confirmation`), [404, 'not-found'])
  t.equal((await shown(issued.code)).state, 'valid', 'nothing has gone yet')
  scene.pass(1)
  t.strictSame(await step('signatory', `erasures/${id}/confirmation`), [204, undefined])
  t.strictSame(await step('signatoryB', `erasures/${id}/confirmation`), [409, 'immutable'])

  const after = await credentialOf(issued)
  t.strictSame(after, { ...before, erasedAt: services.clock.now() }, 'id, digest, code, index and key')
  const { credentialBytes, awards } = tables
  const [bytes] = await owner.select().from(credentialBytes).where(eq(credentialBytes.credentialId, credentialId))
  t.match(bytes, { unsigned: null, signed: null })
  t.match((await owner.select().from(awards).where(eq(awards.id, awardId)))[0], { nameAsIssued: '', state: 'issued' })
  await sameAsUnknown(t, issued)
  const log: AuditEvent[] = []
  for await (const event of readLog(owner)) log.push(event)
  t.match(verifyChain(log), { intact: true })
  t.notMatch(JSON.stringify(log), 'Borrada')
  t.match(
    log.filter(({ subjectId }) => subjectId === credentialId).map(({ action, actorRole }) => [action, actorRole]),
    [
      ['credential.reserved'],
      ['award.issued'],
      ['erasure.requested', 'coordinator'],
      ['credential.erased', 'signatory'],
    ],
  )
  const brought = await scene.verifier.verifyBytes(Buffer.from(issued.document))
  t.match(brought, { state: 'valid', visibility: 'hidden' }, 'what the holder kept still verifies')
  await revoked(issued, 'erasure')
  t.equal((await scene.verifier.verifyBytes(Buffer.from(issued.document))).state, 'revoked', 'and can be revoked')
})

t.test('what was not signed is cancelled, not erased', async (t) => {
  const { awardId } = await scene.ready()
  const refusing = { ...services, checkOwnOutput: () => Promise.resolve({ verified: false, state: 'tampered' }) }
  await t.rejects(issueCredential(refusing, scene.people.signatory, { awardId }))
  const [half] = await owner.select().from(tables.credentials).where(eq(tables.credentials.awardId, awardId))
  t.equal(half?.state, 'prepared')
  t.strictSame(await step('signatory', `credentials/${half?.id ?? ''}/erasures`), [409, 'award-not-issued'])
})

t.test('an award whose decision was replaced since can still be erased', async (t) => {
  const issued = await scene.issued()
  const supersededAt = services.clock.now()
  await owner.update(tables.decisions).set({ supersededAt }).where(eq(tables.decisions.id, issued.decisionId))
  const id = await asked('erasures', issued)
  t.strictSame(await step('signatoryB', `erasures/${id}/confirmation`), [204, undefined])
})
