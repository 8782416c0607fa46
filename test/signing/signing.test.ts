import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import { t } from '../support/test.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import {
  createSigning,
  isCheckpointSignedBy,
  prepareCredential,
  prepareEndorsement,
  prepareGenericCredential,
  prepareLogCheckpoint,
  type IssuerKey,
  type PreparedCredential,
  type Signing,
  type SigningOptions,
} from '../../src/signing/index.ts'
import { ensureKey } from '../../src/signing/key-store.ts'
import type { AchievementCredential, EndorsementCredential } from '../../src/standards/ob3/index.ts'
import { CONTEXT } from '../../src/standards/vc/index.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { EXAMPLE_KEY_SET } from '../support/example-keys.ts'
import { fixture } from '../support/fixtures.ts'
import { isVerified } from '../support/plain-verifier.ts'

const OWN = 'https://badges.example.org'
const AT = new Date('2026-06-01T12:00:00Z')
const LATER = new Date('2026-06-02T12:00:00Z')
const KEK = new Uint8Array(32).fill(7)
const AWARDING = seededRandomness('awarding').uuid()
const PARTNER = seededRandomness('partner').uuid()
const OPEN = seededRandomness('open').uuid()

async function organisations(database: Database): Promise<void> {
  await clearTables(database)
  await database.owner.insert(tables.organisations).values(
    (
      [
        { id: AWARDING, slug: 'horizonte', kind: 'programme' },
        { id: PARTNER, slug: 'pohjantahti', kind: 'programme' },
        { id: OPEN, slug: 'open', kind: 'open' },
      ] as const
    ).map((each) => ({
      ...each,
      legalName: each.slug,
      displayName: { es: each.slug },
      countryCode: 'CL',
      createdAt: AT,
    })),
  )
}

function signingOn(database: Database, more: Partial<SigningOptions> = {}): Signing {
  return createSigning({
    database,
    clock: new SettableClock(AT),
    keyEncryptionKey: KEK,
    publicUrl: OWN,
    issuerDid: 'web',
    development: true,
    ...more,
  })
}

const badge = (issuerId?: string): Promise<PreparedCredential> => {
  const document = fixture('ob3/valid/micro-credential.json') as AchievementCredential
  return prepareCredential({ ...document, issuer: { ...document.issuer, id: issuerId ?? document.issuer.id } }, AT)
}

const states = (keys: readonly IssuerKey[]): string[] => keys.map(({ state }) => state).sort()

await onBothDatabases(t, 'signing', async (t, database) => {
  t.beforeEach(() => organisations(database))

  t.test('one active key is made, however many ask at once', async (t) => {
    const signing = signingOn(database)
    const keys = await Promise.all(Array.from({ length: 6 }, () => signing.ensureIssuerKeys(AWARDING)))
    t.equal(new Set(keys.map(({ id }) => id)).size, 1)
    t.equal((await signing.issuerKeys(AWARDING)).length, 1)
    t.equal((await signing.ensureIssuerKeys(PARTNER)).organisationId, PARTNER)
    t.notOk('sealedPrivateKey' in (keys[0] ?? {}), 'and its private part stays inside')
  })

  t.test('a prepared credential is signed, the same each time, and verifies elsewhere', async (t) => {
    const signing = signingOn(database)
    const key = await signing.ensureIssuerKeys(AWARDING)
    const text = await signing.sign(await badge(), AWARDING, key.id)
    t.equal(await signing.sign(await badge(), AWARDING, key.id), text)
    t.equal(await signingOn(database).sign(await badge(), AWARDING, key.id), text, 'by another process too')
    t.ok(await isVerified(text, OWN, [{ id: 'did:web:badges.example.org:issuers:horizonte', keys: [key] }]))
  })

  t.test('with did:key the key itself is the issuer', async (t) => {
    const signing = signingOn(database, { issuerDid: 'key' })
    const key = await signing.ensureIssuerKeys(AWARDING)
    const id = `did:key:${key.kid}`
    const text = await signing.sign(await badge(id), AWARDING, key.id)
    t.ok(await isVerified(text, OWN, [{ id, keys: [key] }]))
    await t.rejects(signing.signJwt(await badge(id), AWARDING, 'ES256'), { code: 'jwt-needs-did-web' })
    t.equal((await signing.issuerKeys(AWARDING)).length, 1, 'and no key is made for it')
  })

  t.test('nothing is signed for somebody else', async (t) => {
    const signing = signingOn(database)
    const key = await signing.ensureIssuerKeys(AWARDING)
    const partnerKey = await signing.ensureIssuerKeys(PARTNER)
    const openKey = await signing.ensureIssuerKeys(OPEN)
    const ofOpen = await badge('did:web:badges.example.org:issuers:open')
    const generic = await prepareGenericCredential(
      {
        '@context': [CONTEXT.credentialsV2],
        type: ['VerifiableCredential'],
        issuer: `did:web:badges.example.org:issuers:horizonte`,
        credentialSubject: { id: 'urn:uuid:0c2f8f5e-41a3-4f0a-8c36-1a2b3c4d5e6f' },
      },
      AT,
    )
    const cast = { ...(await badge()) }
    await t.rejects(signing.sign(await badge(), PARTNER, partnerKey.id), { code: 'issuer-mismatch' })
    await t.rejects(signing.sign(await badge(), AWARDING, partnerKey.id), { code: 'unknown-issuer-key' })
    await t.rejects(signing.sign(ofOpen, OPEN, openKey.id), { code: 'signer-not-entitled' })
    await t.rejects(signing.sign(generic, AWARDING, key.id), { code: 'signer-not-entitled' })
    await t.rejects(signing.sign(cast, AWARDING, key.id), TypeError)
  })

  t.test('open issuers sign what the general interface sends, and nothing malformed', async (t) => {
    const signing = signingOn(database)
    const key = await signing.ensureIssuerKeys(OPEN)
    const id = 'did:web:badges.example.org:issuers:open'
    const base = { '@context': [CONTEXT.credentialsV2], type: ['VerifiableCredential'], issuer: id }
    const whole = { ...base, credentialSubject: { id: 'urn:uuid:0c2f8f5e-41a3-4f0a-8c36-1a2b3c4d5e6f' } }
    const text = await signing.sign(await prepareGenericCredential(whole, AT), OPEN, key.id)
    t.ok(await isVerified(text, OWN, [{ id, keys: [key] }]))
    const asText = await signing.sign(await prepareGenericCredential(whole, AT, 'eddsa-jcs-2022'), OPEN, key.id)
    t.match(JSON.parse(asText), { proof: [{ '@context': base['@context'], cryptosuite: 'eddsa-jcs-2022' }] })
    for (const { name, change } of [
      { name: 'without subject', change: { credentialSubject: undefined } },
      { name: 'with a proof', change: { proof: [] } },
      { name: 'with a member that says nothing', change: { credentialSubject: { id: 'urn:x:y', name: null } } },
    ])
      await t.rejects(prepareGenericCredential({ ...whole, ...change }, AT), { code: 'document-not-issuable' }, name)
  })

  t.test(
    'rotation: the announced key follows, the old one still signs what was recorded and still verifies',
    async (t) => {
      const clock = new SettableClock(AT)
      const signing = signingOn(database, { clock })
      const old = await signing.ensureIssuerKeys(AWARDING)
      const announced = await signing.announceNext(AWARDING)
      t.equal((await signing.announceNext(AWARDING)).id, announced.id)
      await t.rejects(signing.sign(await badge(), AWARDING, announced.id), { code: 'key-not-usable' })
      clock.set(LATER)
      t.equal((await signing.rotate(AWARDING)).id, announced.id)
      t.same(states(await signing.issuerKeys(AWARDING)), ['active', 'retired'])
      const text = await signing.sign(await badge(), AWARDING, old.id)
      const keys = await signing.issuerKeys(AWARDING)
      t.match(
        keys.find(({ id }) => id === old.id),
        { state: 'retired', retiredAt: LATER },
      )
      t.ok(await isVerified(text, OWN, [{ id: 'did:web:badges.example.org:issuers:horizonte', keys }]))
      t.equal((await signing.ensureIssuerKeys(AWARDING)).id, announced.id)
      t.not((await signing.rotate(AWARDING)).id, announced.id, 'without announcement a fresh one follows')
    },
  )

  t.test('a compromised key is dated, signs nothing and is replaced at once', async (t) => {
    const signing = signingOn(database)
    const key = await signing.ensureIssuerKeys(AWARDING)
    await signing.markCompromised(AWARDING, key.id)
    await signing.markCompromised(AWARDING, key.id)
    t.same(states(await signing.issuerKeys(AWARDING)), ['active', 'compromised'])
    await t.rejects(signing.sign(await badge(), AWARDING, key.id), { code: 'key-not-usable' })
    await t.rejects(signing.markCompromised(PARTNER, key.id), { code: 'unknown-issuer-key' })
  })

  t.test('keys move to another installation and another key-encryption key', async (t) => {
    const signing = signingOn(database)
    const key = await signing.ensureIssuerKeys(AWARDING)
    await signing.rotate(AWARDING)
    for (const algorithm of ['ES256', 'RS256'] as const)
      await ensureKey({ owner: database.owner, keyEncryptionKey: KEK }, AWARDING, algorithm, AT)
    const before = await signing.issuerKeys(AWARDING)
    const text = await signing.sign(await badge(), AWARDING, key.id)
    const keySet = await signing.exportKeys()
    t.same(await signing.importKeys(keySet), { imported: 0, present: 4 })
    await organisations(database)
    const elsewhere = signingOn(database, { keyEncryptionKey: new Uint8Array(32).fill(8) })
    t.same(await elsewhere.importKeys(keySet), { imported: 4, present: 0 })
    const after = await elsewhere.issuerKeys(AWARDING)
    const withoutId = (keys: readonly IssuerKey[]) => keys.map((each) => ({ ...each, id: '' }))
    t.same(withoutId(after), withoutId(before))
    const sameKey = after.find(({ kid }) => kid === key.kid)
    t.equal(await elsewhere.sign(await badge(), AWARDING, sameKey?.id ?? ''), text)
    await t.rejects(signing.exportKeys(), { code: 'key-cannot-be-opened' })
  })

  t.test('an import is whole or not at all', async (t) => {
    const signing = signingOn(database)
    await signing.ensureIssuerKeys(PARTNER)
    await t.rejects(signing.importKeys(EXAMPLE_KEY_SET), { code: 'active-key-exists' })
    t.same(await signing.issuerKeys(AWARDING), [])
    await t.rejects(signing.importKeys(EXAMPLE_KEY_SET.replaceAll('"horizonte"', '"nobody"')), { code: 'not-found' })
  })

  t.test('example keys sign in development and nowhere else', async (t) => {
    const signing = signingOn(database)
    const strict = signingOn(database, { development: false })
    await t.rejects(strict.importKeys(EXAMPLE_KEY_SET), { code: 'example-keys-refused' })
    await signing.importKeys(EXAMPLE_KEY_SET)
    const { id } = await signing.ensureIssuerKeys(AWARDING)
    await t.resolves(signing.sign(await badge(), AWARDING, id))
    await t.rejects(strict.sign(await badge(), AWARDING, id), { code: 'example-keys-refused' })
    await t.rejects(strict.signJwt(await badge(), AWARDING, 'RS256'), { code: 'example-keys-refused' })
  })

  for (const algorithm of ['ES256', 'RS256'] as const)
    t.test(
      `a VC-JWT by ${algorithm} repeats the credential in its claims and names the address of its key`,
      async (t) => {
        const signing = signingOn(database)
        const prepared = await badge()
        const token = await signing.signJwt(prepared, AWARDING, algorithm)
        const jwtKey = (await signing.issuerKeys(AWARDING)).find((key) => key.algorithm === algorithm)
        t.same(decodeProtectedHeader(token), {
          alg: algorithm,
          kid: `${OWN}/issuers/horizonte/keys/${jwtKey?.kid ?? ''}`,
          typ: 'JWT',
        })
        const { payload } = await jwtVerify(token, await importJWK({ ...jwtKey?.publicKeyJwk }, algorithm))
        const { iss, sub, jti, nbf, ...document } = payload
        t.same(document, prepared.document)
        t.same(
          { iss, sub, jti, nbf },
          {
            iss: 'did:web:badges.example.org:issuers:horizonte',
            sub: 'urn:uuid:0c2f8f5e-41a3-4f0a-8c36-1a2b3c4d5e6f',
            jti: prepared.document.id,
            nbf: AT.getTime() / 1000,
          },
        )
        t.match(jwtKey?.publicKeyJwk, { alg: algorithm, use: 'sig' })
        for (const member of ['d', 'p', 'q']) t.notOk(member in (jwtKey?.publicKeyJwk ?? {}), member)
        t.equal((await calculateJwkThumbprint({ ...jwtKey?.publicKeyJwk })) === jwtKey?.kid, algorithm === 'RS256')
        const endorsement = await prepareEndorsement(fixture('ob3/valid/endorsement.json') as EndorsementCredential, AT)
        await t.resolves(signing.signJwt(endorsement, PARTNER, algorithm))
        await t.rejects(signing.sign(prepared, AWARDING, jwtKey?.id ?? ''), { code: 'key-not-usable' })
      },
    )

  t.test('a checkpoint of the log is covered by its signature', async (t) => {
    const signing = signingOn(database)
    const key = await signing.ensureIssuerKeys(AWARDING)
    const checkpoint = prepareLogCheckpoint({ programmeId: AWARDING, sequence: 7, headHash: 'a'.repeat(64), at: AT })
    const text = await signing.sign(checkpoint, AWARDING, key.id)
    t.ok(isCheckpointSignedBy(text, key.publicKeyMultibase))
    for (const other of [text.replace(':7', ':8'), text.replace('aaaa', 'aaab'), text.replace('LogC', 'LogD')]) {
      t.notOk(isCheckpointSignedBy(other, key.publicKeyMultibase))
    }
    t.notOk(isCheckpointSignedBy(text, (await signing.ensureIssuerKeys(PARTNER)).publicKeyMultibase))
    t.notOk(isCheckpointSignedBy('{}', 'z1'))
  })
})
