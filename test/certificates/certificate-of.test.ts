import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { PUBLIC_ACTOR, type Actor } from '../../src/access/index.ts'
import { certificateOf } from '../../src/certificates/index.ts'
import { retireVersion, deprecateVersion } from '../../src/courses/index.ts'
import { changeVisibility, confirmErasure, requestErasure } from '../../src/credentials/index.ts'
import { tables } from '../../src/database/index.ts'
import { sha256Hex } from '../../src/kernel/hash.ts'
import { decodeMultikey } from '../../src/standards/vc/index.ts'
import { createAwardScene, PUBLIC_URL, type Issued } from '../credentials/scene.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const database = await openTestPostgres(t)
const scene = await createAwardScene(database)
const { services, programme } = scene
const foreign = await createProgramme(database, services.randomness, 'foreign')
const handover = { credentialLanguage: 'en', showsLevel: true, nameAsPrinted: 'Aino Ñancupil' } as const
const issued = await scene.issued({ marks: [4, 3], handover })
scene.pass(1)

const contentOf = ({ credentialIri, code, document }: Issued, change = {}) =>
  database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) =>
    certificateOf(tx, services.config, { iri: credentialIri, code, signed: document, isTrial: false, ...change }),
  )

const setOwnDid = (ownDid: string | null) =>
  database.owner.update(tables.organisations).set({ ownDid }).where(eq(tables.organisations.id, programme.partner))

t.test('the paper says what was signed, in the language of the credential', async (t) => {
  const content = await contentOf(issued)
  const { proof } = JSON.parse(issued.document) as { proof: [{ verificationMethod: string }] }
  const key = decodeMultikey(proof[0].verificationMethod.split('#')[1] ?? '')
  t.match(content, {
    language: 'en',
    timeZone: 'America/Santiago',
    nameAsIssued: 'Aino Ñancupil',
    title: 'Test micro-course',
    description: 'What is learnt.',
    awardingBody: { name: 'home awarding', countryCode: 'CL' },
    assessingPartner: { name: 'home partner', countryCode: 'FI', confirmation: { kind: 'kept-by-service' } },
    outcomes: ['Title A1', 'Title A2'],
    workload: { hours: 27, credits: [{ scheme: 'ECTS', value: 1, status: 'indicative' }] },
    level: { framework: 'EQF', value: 6 },
    verificationCode: issued.code,
    verificationUrl: `${PUBLIC_URL}/v/${issued.code}`,
    issuerKeyFingerprint: sha256Hex(key?.bytes ?? ''),
    trial: false,
  })
  t.equal(content.achievedLevels.length, 2)
  t.equal(Buffer.from(content.credential.bytes).toString(), issued.document)
})

t.test('the joint line says where the partner’s key lives', async (t) => {
  const { endorsement } = JSON.parse(issued.document) as { endorsement: [{ issuer: { id: string } }] }
  await setOwnDid(endorsement[0].issuer.id)
  t.match(await contentOf(issued), {
    assessingPartner: { confirmation: { kind: 'own-domain', domain: 'badges.example.org' } },
  })
  await setOwnDid(null)
  const stranger = issued.document.replaceAll(endorsement[0].issuer.id, 'did:web:stranger.example')
  t.match(await contentOf({ ...issued, document: stranger }), {
    assessingPartner: { name: 'home partner', confirmation: { kind: 'not-confirmed' } },
  })
})

t.test('who may have the paper, and of what', async (t) => {
  const hidden = await scene.issued()
  await changeVisibility(services, hidden.holder, hidden.credentialId, 'private')
  const unissued = await scene.ready()
  const erased = await scene.issued()
  const request = await requestErasure(services, scene.people.signatory, erased.credentialId)
  await confirmErasure(services, scene.people.signatoryB, request)
  const people: Record<string, Actor> = {
    ...scene.people,
    holder: hidden.holder,
    foreignSignatory: foreign.people.signatory,
  }
  const { get } = await buildTestApp(t, services, scene.features, people)
  for (const { award, as, status } of [
    { award: hidden, as: 'holder', status: 200 },
    { award: hidden, as: 'coordinator', status: 200 },
    { award: hidden, as: 'signatory2', status: 200 },
    { award: hidden, as: 'participant', status: 404 },
    { award: hidden, as: 'foreignSignatory', status: 404 },
    { award: hidden, as: 'assessor', status: 403 },
    { award: hidden, as: undefined, status: 401 },
    { award: unissued, as: 'signatory', status: 404 },
    { award: erased, as: 'signatory', status: 404 },
  ]) {
    const answer = await get(`/awards/${award.awardId}/certificate.pdf`, { as })
    t.equal(answer.statusCode, status, `${String(as)}: ${String(status)}`)
    if (status === 200)
      t.match(answer.headers, { 'content-type': 'application/pdf', 'cache-control': 'private, no-store' })
  }
})

t.test('a renamed organisation, a rotated key and a retired course change no paper', async (t) => {
  const before = await contentOf(issued)
  await database.owner.update(tables.organisations).set({ displayName: { es: 'Otra', en: 'Another', fi: 'Toinen' } })
  for (const organisation of [programme.awarding, programme.partner]) await services.signing.rotate(organisation)
  await deprecateVersion(services, scene.people.coordinator, scene.course.versionId)
  await retireVersion(services, scene.people.coordinator, scene.course.versionId)
  t.strictSame(await contentOf(issued), before)
  t.equal((await scene.verifier.verifyBytes(Buffer.from(issued.document))).state, 'valid')
})
