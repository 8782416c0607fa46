import { asc, eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { cancelAward, issueCredential, proposeAward, requirePinnedAddress } from '../../src/credentials/index.ts'
import { reserveStatusIndex } from '../../src/credentials/status-lists.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import type { AchievementCredential } from '../../src/standards/ob3/index.ts'
import type { Proof } from '../../src/standards/vc/index.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'
import { createAwardScene, type AwardScene } from './scene.ts'

type Signed = AchievementCredential & { readonly proof: readonly Proof[] }
const parse = (text: string): Signed => JSON.parse(text) as Signed

const database = await openTestPostgres(t)
const scene = await createAwardScene(database)
const { services, people } = scene
const { signatory, signatoryB, coordinator } = people
const { owner } = database

async function recordOf(awardId: string) {
  const [credential] = await owner.select().from(tables.credentials).where(eq(tables.credentials.awardId, awardId))
  if (!credential) return undefined
  const { credentialBytes } = tables
  const [bytes] = await owner.select().from(credentialBytes).where(eq(credentialBytes.credentialId, credential.id))
  return { ...credential, ...bytes }
}

const awardOf = async (awardId: string) =>
  (await owner.select().from(tables.awards).where(eq(tables.awards.id, awardId)))[0]

const CRASH = new Error('the process died')

/** A database whose process dies just before its n-th transaction from now. */
function dyingAt(n: number): Database {
  let left = n
  return {
    ...database,
    transaction: (...given) => {
      left -= 1
      return left === 0 ? Promise.reject(CRASH) : database.transaction(...given)
    },
  }
}

t.test('what was decided stands in the document: language, levels, dates and counts', async (t) => {
  const decided = await scene.decided({ marks: [4, 3], handover: { credentialLanguage: 'en', showsLevel: true } })
  const at = services.clock.now()
  scene.pass(3)
  const awardId = await proposeAward(services, coordinator, decided)
  const ready = await scene.signedFor(awardId)
  const document = parse((await issueCredential(services, signatory, { awardId: ready })).document)
  const { achievement, result = [] } = document.credentialSubject
  t.strictSame(
    [document.awardedDate, document.validFrom].map((date) => new Date(date ?? '').getTime()),
    [at.getTime(), services.clock.now().getTime()],
  )
  t.match(document.issuer, { name: 'home awarding', address: { addressCountryCode: 'CL' } })
  t.match(document.endorsement?.[0]?.issuer, { name: 'home partner' })
  t.equal(achievement.inLanguage, 'en')
  t.strictSame(
    result.map(({ achievedLevel }) => achievedLevel?.split('#')[1]),
    ['criterion-1-level-4', 'criterion-2-level-3'],
  )
  t.match(document.evidence, [{ narrative: /^2 pieces of evidence .* 2 criteria/ }])
  t.notMatch(document, { evidence: [{ id: String }] }, 'and evidence has no address')
  const hidden = parse((await scene.issued()).document)
  t.notOk('result' in hidden.credentialSubject, 'no level without the holder’s wish')
  t.equal(hidden.issuer.name, 'Organización home awarding')
})

t.test('whichever step a process dies at, a retry ends with what was reserved and recorded first', async (t) => {
  const { awardId } = await scene.ready()
  const records: Awaited<ReturnType<typeof recordOf>>[] = []
  let document: string | null = null
  for (let n = 1; document === null; n += 1) {
    scene.pass(1)
    const attempt = issueCredential({ ...services, database: dyingAt(n) }, signatory, { awardId })
    document = await attempt.then(
      (issued) => issued.document,
      (error: unknown) => {
        t.equal(error, CRASH)
        return null
      },
    )
    records.push(await recordOf(awardId))
    t.match(await awardOf(awardId), { state: document === null ? 'approved' : 'issued' })
  }
  t.strictSame([...new Set(records.map((record) => record?.state))], [undefined, 'reserved', 'prepared', 'signed'])
  const kept = records.filter((record) => record !== undefined)
  const { proof, validFrom, id } = parse(document)
  const [last] = kept.slice(-1)
  if (!last) throw new Error('a credential is kept')
  t.strictSame([last.signed, last.iri], [document, id])
  t.equal(new Set(kept.map(({ iri, code, statusIndex }) => [iri, code, statusIndex].join())).size, 1, 'reserved once')
  t.equal(new Set(kept.map(({ unsigned }) => unsigned)).size, 2, 'recorded once')
  t.ok(document.startsWith(last.unsigned?.slice(0, -1) ?? '-'), 'the recorded bytes were signed')
  const reservedAt = `${last.proofCreatedAt.toISOString().slice(0, 19)}Z`
  t.strictSame([proof[0]?.created, validFrom], [reservedAt, reservedAt])
  t.ok(services.clock.now() > last.proofCreatedAt, 'though days had passed')
})

t.test('a signature that fails, and output that does not verify, let nothing out', async (t) => {
  const { awardId } = await scene.ready()
  const noSignature = { ...services.signing, sign: () => Promise.reject(CRASH) }
  await t.rejects(issueCredential({ ...services, signing: noSignature }, signatory, { awardId }), CRASH)
  t.match(await recordOf(awardId), { state: 'reserved', unsigned: null })
  const checkOwnOutput = () => Promise.resolve({ verified: false, state: 'tampered' })
  await t.rejects(issueCredential({ ...services, checkOwnOutput }, signatory, { awardId }), {
    code: 'own-output-rejected',
    data: { state: 'tampered' },
  })
  t.match(await recordOf(awardId), { state: 'prepared', signed: null })
  t.match(await awardOf(awardId), { state: 'approved' })
  await t.resolves(issueCredential(services, signatoryB, { awardId }), 'another signatory may go on')
})

t.test('two issues at once end with one credential', async (t) => {
  const { awardId } = await scene.ready()
  const both = await Promise.allSettled(
    [signatory, signatoryB].map((actor) => issueCredential(services, actor, { awardId })),
  )
  const record = await recordOf(awardId)
  for (const outcome of both) {
    if (outcome.status === 'fulfilled') t.equal(outcome.value.document, record?.signed)
    else t.match(outcome.reason, { code: 'award-already-issued', data: { awardId, credentialIri: record?.iri } })
  }
  t.ok(both.some(({ status }) => status === 'fulfilled'))
  const events = await owner
    .select()
    .from(tables.auditEvents)
    .where(eq(tables.auditEvents.subjectId, record?.id ?? ''))
    .orderBy(asc(tables.auditEvents.seq))
  t.strictSame(
    events.map(({ action }) => action),
    ['credential.reserved', 'award.issued'],
  )
})

t.test('the same request with an idempotency key gets the same bytes', async (t) => {
  const { awardId } = await scene.ready()
  const app = await buildTestApp(t, services, scene.features, people)
  const options = { as: 'signatory', headers: { 'idempotency-key': 'once' } }
  const path = `/api/v1/awards/${awardId}/credential`
  const [first, again] = [
    await app.send('POST', path, undefined, options),
    await app.send('POST', path, undefined, options),
  ]
  t.equal(first.statusCode, 201)
  t.equal(first.headers['content-type'], 'application/vc+ld+json')
  t.equal(first.headers.location, parse(first.body).id)
  t.strictSame([again.statusCode, again.body], [201, first.body])
  t.equal(again.headers['idempotency-replayed'], 'true')
  const other = await app.send('POST', path, undefined, { as: 'signatory' })
  t.match([other.statusCode, other.json()], [409, { code: 'award-already-issued' }])
})

t.test('an award that is cancelled half-way keeps its index for good, and the next one starts afresh', async (t) => {
  const { awardId, decisionId } = await scene.ready()
  const crash = issueCredential({ ...services, database: dyingAt(6) }, signatory, { awardId })
  await t.rejects(crash, CRASH)
  const first = await recordOf(awardId)
  t.equal(first?.state, 'reserved')
  await cancelAward(services, signatory, awardId)
  await t.rejects(issueCredential(services, signatory, { awardId }), { code: 'award-not-approved' })
  const nextId = await scene.signedFor(await proposeAward(services, coordinator, { decisionId }))
  await issueCredential(services, signatory, { awardId: nextId })
  const second = await recordOf(nextId)
  t.not(second?.iri, first?.iri)
  t.not(second?.statusIndex, first?.statusIndex)
})

t.test('a decision that is replaced before the signature issues nothing', async (t) => {
  const { awardId, decisionId } = await scene.ready()
  await owner
    .update(tables.decisions)
    .set({ supersededAt: services.clock.now() })
    .where(eq(tables.decisions.id, decisionId))
  await t.rejects(issueCredential(services, signatory, { awardId }), { code: 'decision-not-competent' })
  t.match(await recordOf(awardId), { signed: null })
})

t.test('processes that draw the same numbers take different indexes', async (t) => {
  const issuer = await issuerOf(scene)
  const draws = await Promise.all(
    Array.from({ length: 12 }, () =>
      database.transaction(signatory, services.clock.now(), (tx) =>
        reserveStatusIndex(tx, seededRandomness('the same'), issuer, services.clock.now()),
      ),
    ),
  )
  t.equal(new Set(draws.map(({ listId, index }) => `${listId}#${String(index)}`)).size, 12)
  t.ok(draws.every(({ index }) => index >= 0 && index < 131_072))
})

t.test('the next list is opened when one is 90 % full', async (t) => {
  const issuer = await issuerOf(scene)
  const draw = () =>
    database.transaction(signatory, services.clock.now(), (tx) =>
      reserveStatusIndex(tx, services.randomness, issuer, services.clock.now()),
    )
  const { listId: first } = await draw()
  await owner.update(tables.statusLists).set({ used: 117_963 }).where(eq(tables.statusLists.id, first))
  t.equal((await draw()).listId, first, 'the last one that fits')
  const { listId: next } = await draw()
  t.not(next, first)
  t.equal((await draw()).listId, next)
  const { document } = await scene.issued()
  t.equal(parse(document).credentialStatus?.id?.split('#')[0], `${services.config.publicUrl}/status/${next}`)
})

t.test('PUBLIC_URL is pinned by the first signature', async (t) => {
  const moved = { ...services, config: { ...services.config, publicUrl: 'https://elsewhere.example' } }
  const refusal = { code: 'public-address-pinned', message: /PUBLIC_URL=https:\/\/badges\.example\.org/ }
  await t.rejects(requirePinnedAddress(moved), refusal)
  await t.resolves(requirePinnedAddress(services))
  const { awardId } = await scene.ready()
  await t.rejects(issueCredential(moved, signatory, { awardId }), refusal)
  t.equal(await recordOf(awardId), undefined, 'and nothing is reserved under another')
})

async function issuerOf({ programme: { awarding }, services: { signing, config } }: AwardScene) {
  const { id: keyId } = await signing.ensureIssuerKeys(awarding)
  return { organisationId: awarding, keyId, issuerDid: config.issuerDid }
}
