import { eq } from 'drizzle-orm'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { t } from '../support/test.ts'
import { PUBLIC_ACTOR, systemActor } from '../../src/access/index.ts'
import { readLog } from '../../src/audit/index.ts'
import {
  changeVisibility,
  confirmErasure,
  confirmRevocation,
  credentialJwt,
  lookUpPublicly,
  requestErasure,
  requestRevocation,
} from '../../src/credentials/index.ts'
import { tables } from '../../src/database/index.ts'
import { sha256Hex } from '../../src/kernel/hash.ts'
import type { AchievementCredential } from '../../src/standards/ob3/index.ts'
import { buildTestApp } from '../support/app.ts'
import { onBothDatabases } from '../support/database.ts'
import { createAwardScene, PUBLIC_URL, type AwardScene, type Issued } from './scene.ts'

const { credentialJwts } = tables

async function revoke({ services, people }: AwardScene, { credentialId }: Issued): Promise<void> {
  const request = { credentialId, category: 'administrative_error' } as const
  await confirmRevocation(services, people.signatoryB, await requestRevocation(services, people.signatory, request))
}

await onBothDatabases(t, 'a credential as VC-JWT', async (t, database) => {
  const world = await createAwardScene(database)
  const recordOf = async ({ credentialIri }: Issued) => {
    const record = await database.transaction(PUBLIC_ACTOR, world.services.clock.now(), (tx) =>
      lookUpPublicly(tx, { iri: credentialIri }),
    )
    if (!record?.signed) throw new Error('it was issued')
    return { ...record, signed: record.signed }
  }
  const jwtOf = async (issued: Issued) => credentialJwt(world.services, await recordOf(issued))
  const keptOf = ({ credentialId }: Issued) =>
    database.owner.select().from(credentialJwts).where(eq(credentialJwts.credentialId, credentialId))
  const issued = await world.issued()
  const other = await world.issued()

  await t.test('it is signed once, whoever asks first, and the log tells of it', async (t) => {
    const signed = new Set(await Promise.all([1, 2, 3].map(() => jwtOf(issued))))
    t.equal(signed.size, 1, 'one token')
    const [jwt = ''] = signed
    world.pass(40)
    await world.services.signing.rotate(world.programme.awarding, 'ES256')
    t.ok((await jwtOf(issued)) === jwt, 'also after its key retired')
    t.equal((await world.verifier.verifyBytes(Buffer.from(jwt))).state, 'valid')
    const told = []
    for await (const event of readLog(database.owner))
      if (event.action === 'credential.signed-as-jwt' && event.subjectId === issued.credentialId) told.push(event.data)
    t.strictSame(told, [{ sha256: sha256Hex(jwt) }])
  })

  await t.test('it says what the credential says, with the confirmation as JWT', async (t) => {
    const body = await jwtOf(issued)
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

  await t.test(
    'an organisation that chooses RS256 signs with it from then on, beside a partner that does not',
    async (t) => {
      const { database, signing } = world.services
      const { organisations } = tables
      const choose = (jwtAlgorithm: 'ES256' | 'RS256') =>
        database.owner.update(organisations).set({ jwtAlgorithm }).where(eq(organisations.id, world.programme.awarding))
      const before = await jwtOf(issued)
      await choose('RS256')
      const fresh = await world.issued()
      const jwt = await jwtOf(fresh)
      t.ok((await jwtOf(issued)) === before, 'what was let out before stays')
      const key = (await signing.issuerKeys(world.programme.awarding)).find(({ algorithm }) => algorithm === 'RS256')
      const kid = `${PUBLIC_URL}/issuers/home-awarding/keys/${key?.kid ?? ''}`
      t.strictSame(decodeProtectedHeader(jwt), { alg: 'RS256', kid, typ: 'JWT' })
      const [confirmation = ''] = decodeJwt<{ endorsementJwt: string[] }>(jwt).endorsementJwt
      t.equal(decodeProtectedHeader(confirmation).alg, 'ES256')
      t.match(await world.verifier.verifyBytes(Buffer.from(jwt)), { state: 'valid', warnings: [] })
      const changed = `${jwt.slice(0, -8)}AAAAAAAA`
      t.match(await world.verifier.verifyBytes(Buffer.from(changed)), { state: 'tampered' })

      const app = await buildTestApp(t, world.services, world.features, world.people)
      const answer = await app.get(new URL(kid).pathname)
      t.match(answer.headers, { 'content-type': /^application\/jwk\+json/ })
      t.strictSame(answer.json(), key?.publicKeyJwk, 'one JWK')
      const { keys } = (await app.get('/.well-known/jwks.json')).json<{
        keys: { kid: string; kty: string; iss: string }[]
      }>()
      t.match(
        keys.find((one) => one.kid === key?.kid),
        { kty: 'RSA', alg: 'RS256', iss: (JSON.parse(fresh.document) as AchievementCredential).issuer.id },
      )
      const did = (await app.get('/issuers/home-awarding/did.json')).json<{ assertionMethod: string[] }>()
      t.ok(did.assertionMethod.some((method) => method.endsWith(`#${key?.kid ?? ''}`)))
      await choose('ES256')
      t.equal(decodeProtectedHeader(await jwtOf(await world.issued())).alg, 'ES256')
    },
  )

  await t.test('what was kept is changed by nobody and read by no one but the service', async (t) => {
    await jwtOf(issued)
    for (const actor of [PUBLIC_ACTOR, world.people.signatory, issued.holder])
      t.strictSame(
        await database.transaction(actor, world.services.clock.now(), (tx) => tx.select().from(credentialJwts)),
        [],
      )
    await t.rejects(database.owner.update(credentialJwts).set({ jwt: 'a.b.c' }))
    await t.rejects(database.owner.delete(credentialJwts))
  })

  for (const side of ['awarding', 'partner'] as const) {
    await t.test(`it is signed anew when the key of the ${side} organisation is compromised`, async (t) => {
      const before = await jwtOf(issued)
      const { signing } = world.services
      const organisation = world.programme[side]
      const [confirmation = ''] = decodeJwt<{ endorsementJwt: string[] }>(before).endorsementJwt
      const { kid: address = '' } = decodeProtectedHeader(side === 'awarding' ? before : confirmation)
      const key = (await signing.issuerKeys(organisation)).find(({ kid }) => address.endsWith(kid))
      await signing.markCompromised(organisation, key?.id ?? '')
      const after = await jwtOf(issued)
      t.ok(after !== before)
      t.ok((await jwtOf(issued)) === after)
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

  await t.test('one that does not verify is neither kept nor let out', async (t) => {
    const refusing = {
      ...world.services,
      checkOwnOutput: () => Promise.resolve({ verified: false, state: 'tampered' }),
    }
    await t.rejects(credentialJwt(refusing, await recordOf(other)), { code: 'own-output-rejected' })
    t.strictSame(await keptOf(other), [])
  })

  await t.test('a confirmation that the partner signed at home stays as it was signed', async (t) => {
    const record = await recordOf(other)
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

  await t.test('none is kept of a badge whose page is off, and an erasure takes what was kept', async (t) => {
    const { services, programme } = world
    const [hidden, gone] = [await world.issued(), await world.issued()]
    await jwtOf(gone)
    t.equal((await keptOf(gone)).length, 1)
    await changeVisibility(services, hidden.holder, hidden.credentialId, 'private')
    const { signatory, signatoryB } = world.people
    await confirmErasure(services, signatoryB, await requestErasure(services, signatory, gone.credentialId))
    t.strictSame(await keptOf(gone), [])

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

  await t.test('what was let out stays as it was when it is revoked; nothing more is signed', async (t) => {
    const [before, unasked] = [await jwtOf(issued), await world.issued()]
    for (const badge of [issued, unasked]) await revoke(world, badge)
    t.ok((await jwtOf(issued)) === before)
    t.match(await world.verifier.verifyBytes(Buffer.from(before)), { state: 'revoked', verified: false })
    await t.rejects(jwtOf(unasked), { code: 'credential-not-in-force' })
  })
})
