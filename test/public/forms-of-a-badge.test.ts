import { eq } from 'drizzle-orm'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import t from 'tap'
import { PUBLIC_ACTOR, systemActor } from '../../src/access/index.ts'
import { readLog } from '../../src/audit/index.ts'
import { drawPicture, pictureRoutes } from '../../src/certificates/index.ts'
import {
  changeVisibility,
  confirmErasure,
  confirmRevocation,
  credentialJwt,
  lookUpPublicly,
  requestErasure,
  requestRevocation,
} from '../../src/credentials/index.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { sha256Hex } from '../../src/kernel/hash.ts'
import type { AchievementCredential } from '../../src/standards/ob3/index.ts'
import { readCredential, type Report } from '../../src/verification/index.ts'
import { createAwardScene, PUBLIC_URL, type AwardScene, type Issued } from '../credentials/scene.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'

const { credentialJwts } = tables

const FORMS = [
  { form: '.json', type: 'application/vc+ld+json', carrier: 'json' },
  { form: '.jwt', type: 'text/plain', carrier: 'jwt' },
  { form: '.png', type: 'image/png', carrier: 'png' },
  { form: '.png?proof=jwt', type: 'image/png', carrier: 'png' },
  { form: '.svg', type: 'image/svg+xml', carrier: 'svg' },
  { form: '.svg?proof=jwt', type: 'image/svg+xml', carrier: 'svg' },
  { form: '.pdf', type: 'application/pdf', carrier: 'pdf' },
] as const
const JWT_FORMS = ['.jwt', '.png?proof=jwt', '.svg?proof=jwt']

interface World extends AwardScene, TestApp {}

async function worldOn(t: Parameters<typeof buildTestApp>[0], database: Database, publicUrl?: string): Promise<World> {
  await clearTables(database)
  const scene = await createAwardScene(database, publicUrl === undefined ? {} : { publicUrl })
  return { ...scene, ...(await buildTestApp(t, scene.services, [...scene.features, pictureRoutes], scene.people)) }
}

const addressOf = ({ credentialIri }: Issued, form: string): string =>
  new URL(credentialIri + form).pathname + query(form)
const query = (form: string): string => (form.includes('?') ? `?${form.split('?')[1] ?? ''}` : '')

async function revoke({ services, people }: AwardScene, { credentialId }: Issued): Promise<void> {
  const request = { credentialId, category: 'administrative_error' } as const
  await confirmRevocation(services, people.signatoryB, await requestRevocation(services, people.signatory, request))
}

async function erase({ services, people }: AwardScene, { credentialId }: Issued): Promise<void> {
  await confirmErasure(services, people.signatoryB, await requestErasure(services, people.signatory, credentialId))
}

await onBothDatabases(t, 'the forms of a badge', async (t, database) => {
  const world = await worldOn(t, database)
  await t.test('each form says what it is, may be kept for a while, and verifies as the badge', async (t) => {
    const issued = await world.issued()
    for (const { form, type, carrier } of FORMS) {
      const address = addressOf(issued, form)
      const answer = await world.get(address)
      t.equal(answer.statusCode, 200, form)
      const { etag } = answer.headers
      t.match(answer.headers, {
        'content-type': type,
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=300',
        'content-disposition': new RegExp(`^inline; filename="[a-z0-9-]+-${issued.code}\\.${carrier}"$`),
        etag: /^"[\w-]{43}"$/,
      })
      const head = await world.app.inject({ method: 'HEAD', url: address })
      t.equal(head.headers.etag, etag, 'the same bytes the next time, and for HEAD')
      t.equal(head.body, '')
      t.equal((await world.get(address, { headers: { 'if-none-match': String(etag) } })).statusCode, 304)

      t.equal(readCredential(answer.rawPayload).carrier, carrier)
      t.match(await world.verifier.verifyBytes(answer.rawPayload), {
        state: 'valid',
        visibility: 'public',
        warnings: [],
      })
      const posted = await world.app.inject({
        method: 'POST',
        url: '/verify',
        payload: answer.rawPayload,
        headers: { 'content-type': type },
      })
      t.equal(posted.statusCode, 200)
      const report = posted.json<Report>()
      t.match(report, { state: 'valid', credential: { id: issued.credentialIri } }, `${form} brought by anybody`)
      t.match(
        report.facts.filter(({ check }) => check === 'endorsement'),
        [{ outcome: 'passed', code: 'kept-here' }],
        'with the confirmation of the partner',
      )
    }
    for (const form of ['.json', '.png', '.svg', '.pdf']) {
      const { rawPayload } = await world.get(addressOf(issued, form))
      t.equal(readCredential(rawPayload).text, issued.document, `${form} holds the very bytes`)
    }
    const { body: jwt } = await world.get(addressOf(issued, '.jwt'))
    for (const form of ['.png?proof=jwt', '.svg?proof=jwt'])
      t.equal(readCredential((await world.get(addressOf(issued, form))).rawPayload).text, jwt, form)
  })

  await t.test('the JWT says what the credential says, with the confirmation as JWT', async (t) => {
    const issued = await world.issued()
    const { body } = await world.get(addressOf(issued, '.jwt'))
    t.match(decodeProtectedHeader(body), {
      alg: 'ES256',
      kid: new RegExp(`^${PUBLIC_URL}/issuers/home-awarding/keys/z`),
      typ: 'JWT',
    })
    const { iss, sub, jti, nbf, endorsementJwt, ...said } = decodeJwt<{ endorsementJwt: string[] }>(body)
    const { proof, endorsement, ...document } = JSON.parse(issued.document) as AchievementCredential & {
      proof: unknown
    }
    t.ok(proof)
    t.same(said, document)
    const { issuer, validFrom, id, credentialSubject } = document
    t.same(
      { iss, sub, jti, nbf },
      { iss: issuer.id, sub: credentialSubject.id, jti: id, nbf: Date.parse(validFrom) / 1000 },
    )
    t.equal(endorsementJwt.length, 1)
    t.match(decodeJwt(endorsementJwt[0] ?? ''), {
      jti: endorsement?.[0]?.id,
      sub: id,
      iss: endorsement?.[0]?.issuer.id,
    })
  })

  await t.test('it is signed once, whoever asks first, and the log tells of it', async (t) => {
    const issued = await world.issued()
    const answers = await Promise.all([1, 2, 3].map(() => world.get(addressOf(issued, '.jwt'))))
    const bodies = new Set(answers.map(({ body }) => body))
    t.equal(bodies.size, 1, 'one token')
    const [jwt = ''] = bodies
    world.pass(40)
    await world.services.signing.rotate(world.programme.awarding, 'ES256')
    t.ok((await world.get(addressOf(issued, '.jwt'))).body === jwt, 'also after its key retired')
    t.equal((await world.verifier.verifyBytes(Buffer.from(jwt))).state, 'valid')
    const told = []
    for await (const event of readLog(database.owner))
      if (event.action === 'credential.signed-as-jwt' && event.subjectId === issued.credentialId) told.push(event.data)
    t.strictSame(told, [{ sha256: sha256Hex(jwt) }])
  })

  for (const side of ['awarding', 'partner'] as const) {
    await t.test(`it is signed anew when the key of the ${side} organisation is compromised`, async (t) => {
      const issued = await world.issued()
      const before = (await world.get(addressOf(issued, '.jwt'))).body
      const { signing } = world.services
      const organisation = world.programme[side]
      const key = (await signing.issuerKeys(organisation)).find(
        ({ algorithm, state }) => algorithm === 'ES256' && state === 'active',
      )
      await signing.markCompromised(organisation, key?.id ?? '')
      const after = (await world.get(addressOf(issued, '.jwt'))).body
      t.ok(after !== before)
      t.ok((await world.get(addressOf(issued, '.jwt'))).body === after)
      t.match(await world.verifier.verifyBytes(Buffer.from(after)), { state: 'valid', warnings: [] })
      const old = await world.verifier.verifyBytes(Buffer.from(before))
      t.match(
        old,
        side === 'awarding'
          ? { state: 'tampered' }
          : { state: 'valid', warnings: [{ code: 'key-not-published-by-issuer' }] },
      )
    })
  }

  await t.test('a confirmation that the partner signed at home stays as it was signed', async (t) => {
    const { credentialIri } = await world.issued()
    const record = await database.transaction(PUBLIC_ACTOR, world.services.clock.now(), (tx) =>
      lookUpPublicly(tx, { iri: credentialIri }),
    )
    if (!record?.signed) throw new Error('it was issued')
    const document = JSON.parse(record.signed) as AchievementCredential
    const atHome = document.endorsement?.map((one) => ({
      ...one,
      issuer: { ...one.issuer, id: 'did:web:home.example' },
    }))
    const signed = JSON.stringify({ ...document, endorsement: atHome })
    const accepting = { ...world.services, checkOwnOutput: () => Promise.resolve({ verified: true, state: 'valid' }) }
    const said = decodeJwt(await credentialJwt(accepting, { ...record, signed }))
    t.same(said['endorsement'], atHome)
    t.notOk('endorsementJwt' in said)
  })

  await t.test('what was let out stays readable when it is revoked; nothing more is signed', async (t) => {
    const [asked, unasked] = [await world.issued(), await world.issued()]
    const before = (await world.get(addressOf(asked, '.jwt'))).body
    for (const issued of [asked, unasked]) await revoke(world, issued)
    t.ok((await world.get(addressOf(asked, '.jwt'))).body === before)
    for (const { form } of FORMS) {
      const { rawPayload } = await world.get(addressOf(asked, form))
      t.match(await world.verifier.verifyBytes(rawPayload), { state: 'revoked', verified: false }, form)
    }
    for (const form of JWT_FORMS) {
      const answer = await world.get(addressOf(unasked, form))
      t.equal(answer.statusCode, 409, form)
      t.match(answer.json(), { code: 'credential-not-in-force' })
    }
    t.equal((await world.get(addressOf(unasked, '.png'))).statusCode, 200)
  })

  await t.test('switched off and erased, every form is the same answer as for a badge that never was', async (t) => {
    const { services, programme } = world
    const [hidden, gone] = [await world.issued(), await world.issued()]
    const never: Issued = { ...hidden, credentialIri: `${PUBLIC_URL}/credentials/00000000-0000-4000-8000-000000000000` }
    await world.get(addressOf(gone, '.jwt'))
    const kept = () =>
      database.owner.select().from(credentialJwts).where(eq(credentialJwts.credentialId, gone.credentialId))
    t.equal((await kept()).length, 1)
    await changeVisibility(services, hidden.holder, hidden.credentialId, 'private')
    await erase(world, gone)
    for (const form of ['', ...FORMS.map(({ form }) => form), '.gif']) {
      const answers = []
      for (const issued of [hidden, gone, never]) {
        const { statusCode, headers, ...answer } = await world.get(addressOf(issued, form))
        const { instance, ...problem } = answer.json<Record<string, unknown>>()
        t.ok(instance)
        answers.push({ statusCode, problem, type: headers['content-type'], tag: headers.etag })
      }
      t.match(answers[0], { statusCode: 404, problem: { code: 'no-public-record' }, tag: undefined }, form)
      t.strictSame([answers[1], answers[2]], [answers[0], answers[0]], form)
    }
    t.strictSame(await kept(), [], 'an erasure takes the JWT too')

    const row = { programmeId: programme.id, sequence: 1, jwt: 'a.b.c', signedAt: services.clock.now() }
    for (const { credentialId } of [hidden, gone])
      await t.rejects(
        database.transaction(systemActor([programme.id]), services.clock.now(), (tx) =>
          tx.insert(credentialJwts).values({ ...row, credentialId }),
        ),
        { code: 'terminal-state' },
        'not even by a handler that forgets to ask',
      )
  })

  await t.test('what was kept is changed by nobody and read by no one but the service', async (t) => {
    const issued = await world.issued()
    await world.get(addressOf(issued, '.jwt'))
    for (const actor of [PUBLIC_ACTOR, world.people.signatory, issued.holder])
      t.strictSame(
        await database.transaction(actor, world.services.clock.now(), (tx) => tx.select().from(credentialJwts)),
        [],
      )
    await t.rejects(database.owner.update(credentialJwts).set({ jwt: 'a.b.c' }))
    await t.rejects(database.owner.delete(credentialJwts))
  })

  await t.test('the holder has the files of a badge whose page is off, and nobody else has', async (t) => {
    const issued = await world.issued()
    await changeVisibility(world.services, issued.holder, issued.credentialId, 'private')
    const people = { ...world.people, holder: issued.holder, other: await world.participant('Otra') }
    const { get } = await buildTestApp(t, world.services, world.features, people)
    for (const file of ['badge.png', 'badge.svg', 'credential.json', 'certificate.pdf']) {
      const url = `/awards/${issued.awardId}/${file}`
      const answer = await get(url, { as: 'holder' })
      t.equal(answer.statusCode, 200, file)
      t.match(answer.headers, { 'cache-control': 'private, no-store', 'content-disposition': issued.code })
      t.equal(readCredential(answer.rawPayload).text, issued.document)
      t.match(await world.verifier.verifyBytes(answer.rawPayload), { state: 'valid', visibility: 'hidden' })
      t.equal((await get(url, { as: 'other' })).statusCode, 404)
      t.equal((await get(url)).statusCode, 401)
    }
  })

  await t.test('an Achievement names a picture that is there, without a badge inside', async (t) => {
    const { document } = await world.issued()
    const { achievement } = (JSON.parse(document) as AchievementCredential).credentialSubject
    t.equal(achievement.image?.id, `${achievement.id}/image.png`)
    const address = new URL(achievement.image?.id ?? '').pathname
    for (const { url, type } of [
      { url: address, type: 'image/png' },
      { url: address.replace('.png', '.svg'), type: 'image/svg+xml' },
    ]) {
      const answer = await world.get(url)
      t.equal(answer.statusCode, 200)
      t.match(answer.headers, { 'content-type': type, 'access-control-allow-origin': '*', etag: /^"/ })
      t.throws(() => readCredential(answer.rawPayload), { message: /holds no Open Badges 3.0 credential/ })
    }
    for (const url of [
      address.replace('/es/', '/sv/'),
      address.replace('/v/', '/v/9'),
      address.replace(/achievements\/[^/]+/, 'achievements/x'),
    ])
      t.equal((await world.get(url)).statusCode, 404, url)
  })

  await t.test('other values are refused', async (t) => {
    const issued = await world.issued()
    const answer = await world.get(addressOf(issued, '.png?proof=none'))
    t.equal(answer.statusCode, 400)
    t.match(answer.json(), { code: 'malformed-input', errors: [{ pointer: '/query/proof' }] })
  })

  await t.test('an issuer that is a key has no JWT, and no key is made for one', async (t) => {
    const ofKeys = await worldOn(t, database, 'http://localhost:3000')
    const issued = await ofKeys.issued()
    for (const form of JWT_FORMS) {
      const answer = await ofKeys.get(addressOf(issued, form))
      t.equal(answer.statusCode, 409, form)
      t.match(answer.json(), { code: 'jwt-needs-did-web' })
      t.equal(answer.headers['content-disposition'], undefined)
    }
    t.match(await ofKeys.services.signing.issuerKeys(ofKeys.programme.awarding), [{ algorithm: 'Ed25519' }])
    for (const form of ['.json', '.png', '.svg', '.pdf'])
      t.equal(
        (await ofKeys.verifier.verifyBytes((await ofKeys.get(addressOf(issued, form))).rawPayload)).state,
        'valid',
      )
  })
})

t.test('every achievement has a picture: what has no glyph or no room is left out', async (t) => {
  const words = { title: 'Arte', organisation: 'Fundación', accentColour: '#14566b' }
  const wordsOn = async (changes: Partial<typeof words>): Promise<string[]> => {
    const svg = Buffer.from(await drawPicture({ ...words, ...changes }, 'svg')).toString()
    return [...svg.matchAll(/<(?:title|desc) [^>]*>(.*)</g)].map(([, text = '']) => text)
  }
  t.strictSame(await wordsOn({ title: 'Arte 🎨 y 日本 oficio' }), ['Arte y oficio', 'Fundación'])
  t.match(await wordsOn({ title: 'Pedagogía '.repeat(20) }), [/^(Pedagogía )+Pedagogía…$/, 'Fundación'])
  t.match(await wordsOn({ organisation: 'x'.repeat(90) }), ['Arte', /^x{10,}…$/])
})
