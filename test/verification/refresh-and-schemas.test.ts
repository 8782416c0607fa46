import { t } from '../support/test.ts'
import { verifyCredential, type Report, type VerificationPorts } from '../../src/verification/index.ts'
import { badge, CREDENTIALS, OPEN_BADGES } from './documents.ts'
import { portsOf, PUBLIC_URL, type WatchedPorts, type World } from './fixture-ports.ts'
import { signed, signedJwt, jwtKey, testKey, type Document } from './sign-fixture.ts'

const NOW = new Date('2026-06-12T20:00:00Z')
const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
const SERVICE = 'https://badges.example/newest/1'
const SCHEMA = 'https://badges.example/schema.json'
const key = testKey('issuer')
const stranger = testKey('stranger')

const extended = (members: Document, issuer = key): Document =>
  badge(issuer.did, { '@context': [CREDENTIALS, OPEN_BADGES, EXTENSIONS], ...members })

const refreshable = (members: Document = {}, issuer = key): Document =>
  extended({ refreshService: { id: SERVICE, type: '1EdTechCredentialRefresh' }, ...members }, issuer)

async function judged(document: Document, web: NonNullable<World['web']>): Promise<[Report, WatchedPorts]> {
  const ports = portsOf({ web })
  const bytes = Buffer.from(JSON.stringify(document))
  return [await verifyCredential(ports, { bytes }, { now: NOW, publicUrl: PUBLIC_URL }), ports]
}

const codes = ({ warnings }: Report): string[] => warnings.map(({ code }) => code)

t.test('the newest version of a badge, from its refresh service', async (t) => {
  const expired = await signed(refreshable({ validUntil: '2026-02-01T00:00:00Z' }), key)
  const newer: Document = { validFrom: '2026-03-01T00:00:00Z', name: 'Teaching with evidence, renewed' }

  await t.test('takes the place of the old one, and is not asked for a newer one in turn', async (t) => {
    const [report, { asked }] = await judged(expired, { [SERVICE]: await signed(refreshable(newer), key) })
    t.match(report, {
      state: 'issuer-unrecognised',
      credential: { name: newer['name'], validFrom: newer['validFrom'] },
    })
    t.strictSame(codes(report), ['refreshed'])
    t.equal(asked.filter((question) => question === `web ${SERVICE}`).length, 1)
  })

  await t.test('an expired one is expired', async (t) => {
    const renewed = await signed(refreshable({ ...newer, validUntil: '2026-06-01T00:00:00Z' }), key)
    const [report] = await judged(await signed(refreshable(), key), { [SERVICE]: renewed })
    t.match(report, { state: 'expired', credential: { name: newer['name'] } })
  })

  for (const { name, answer } of [
    { name: 'nothing', answer: null },
    { name: 'no credential', answer: async () => ({ hello: 'world' }) },
    { name: 'another credential', answer: async () => signed(refreshable({ ...newer, id: 'urn:uuid:0' }), key) },
    { name: 'one of another issuer', answer: async () => signed(refreshable(newer, stranger), stranger) },
    { name: 'one that nobody signed', answer: async () => refreshable(newer) },
    {
      name: 'one that was changed',
      answer: async () => ({ ...(await signed(refreshable(newer), key)), name: 'Something else' }),
    },
  ])
    await t.test(`${name} leaves the one that was handed in`, async (t) => {
      const [report] = await judged(expired, answer ? { [SERVICE]: await answer() } : {})
      t.match(report, { state: 'expired', credential: { name: 'Teaching with evidence' } })
      t.strictSame(codes(report), ['refresh-failed'])
    })

  for (const { name, answer } of [
    { name: 'the same', answer: async () => expired },
    { name: 'an older one', answer: async () => signed(refreshable({ validFrom: '2025-01-01T00:00:00Z' }), key) },
  ])
    await t.test(`${name} is no news`, async (t) => {
      const [report] = await judged(expired, { [SERVICE]: await answer() })
      t.equal(report.state, 'expired')
      t.strictSame(codes(report), [])
    })

  await t.test('a badge that was changed sends nobody anywhere', async (t) => {
    const [report, { asked }] = await judged({ ...expired, name: 'Something else' }, {})
    t.equal(report.state, 'tampered')
    t.notOk(asked.includes(`web ${SERVICE}`))
  })
})

t.test('schemas that a badge names itself', async (t) => {
  const withSchema = (id = SCHEMA, type = '1EdTechJsonSchemaValidator2019'): Promise<Document> =>
    signed(extended({ name: 'a'.repeat(60), credentialSchema: [{ id, type }] }), key)
  const naming = (name: object): object => ({ type: 'object', properties: { name }, required: ['name'] })
  for (const { name, schema, outcome, code } of [
    { name: 'one that it keeps to', schema: naming({ type: 'string' }), outcome: 'passed', code: 'schema-kept' },
    {
      name: 'one that it departs from',
      schema: naming({ const: 'Cooking' }),
      outcome: 'failed',
      code: 'own-schema-violated',
    },
    {
      name: 'one of 2020-12',
      schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        prefixItems: [true],
        ...naming({ maxLength: 3 }),
      },
      outcome: 'failed',
      code: 'own-schema-violated',
    },
    {
      name: 'one of draft 07',
      schema: { $schema: 'http://json-schema.org/draft-07/schema#', ...naming({ maxLength: 3 }) },
      outcome: 'failed',
      code: 'own-schema-violated',
    },
    { name: 'one that is not there', schema: null, outcome: 'unknown', code: 'own-schema-unknown' },
    { name: 'one that is none', schema: { type: 'nonsense' }, outcome: 'unknown', code: 'own-schema-unknown' },
    { name: 'one that is no object', schema: '[]', outcome: 'unknown', code: 'own-schema-unknown' },
    {
      name: 'one that refers to another document',
      schema: { $ref: 'https://elsewhere.example/schema.json' },
      outcome: 'unknown',
      code: 'own-schema-unknown',
    },
    {
      name: 'one whose pattern never ends',
      schema: naming({ pattern: '^((a+)+)+$!' }),
      outcome: 'unknown',
      code: 'own-schema-unknown',
    },
  ])
    await t.test(name, async (t) => {
      const [{ state, facts }] = await judged(await withSchema(), schema === null ? {} : { [SCHEMA]: schema })
      t.equal(state, 'issuer-unrecognised', 'which decides nothing')
      t.match(
        facts.find(({ check }) => check === 'schema'),
        { outcome, code },
      )
    })

  await t.test('one that is no text', async (t) => {
    const ports: VerificationPorts = {
      ...portsOf({}),
      fetchDocument: () => Promise.resolve({ outcome: 'fetched', bytes: Buffer.of(0x7b, 0xff, 0x7d) }),
    }
    const { facts } = await verifyCredential(
      ports,
      { document: await withSchema() },
      { now: NOW, publicUrl: PUBLIC_URL },
    )
    t.match(
      facts.find(({ check }) => check === 'schema'),
      { outcome: 'unknown', code: 'own-schema-unknown' },
    )
  })

  await t.test('the published one is kept here, and other kinds are not asked', async (t) => {
    const published = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json'
    for (const document of [
      await withSchema(published),
      await withSchema(SCHEMA, 'https://types.example/OtherValidator'),
    ]) {
      const [, { asked }] = await judged(document, {})
      t.strictSame(
        asked.filter((question) => question.startsWith('web ')),
        [],
      )
    }
  })
})

t.test('a token in the envelope of the data model is read as the token', async (t) => {
  const { privateKey, jwk } = await jwtKey('ES256')
  const issuer = `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`
  const claims = { ...badge(issuer), iss: issuer, sub: 'urn:uuid:2f1c1f0e-7a3d-4a55-8a0e-0c8d1f6b7a11' }
  const token = await signedJwt(claims, { privateKey, jwk }, { alg: 'ES256', kid: `${issuer}#0` })
  const enveloped = (id: string): Document => ({ '@context': CREDENTIALS, id, type: 'EnvelopedVerifiableCredential' })
  const [bare] = [
    await verifyCredential(portsOf({}), { bytes: Buffer.from(token) }, { now: NOW, publicUrl: PUBLIC_URL }),
  ]
  const [inside] = await judged(enveloped(`data:application/vc+jwt,${token}`), {})
  t.strictSame(inside, bare)
  t.equal(inside.facts.find(({ check }) => check === 'proof')?.outcome, 'passed')
  for (const id of ['data:application/vc+sd-jwt,abc', 'data:application/vc+jwt,abc', 'https://badges.example/1'])
    t.match((await judged(enveloped(id), {}))[0], { state: 'malformed', facts: [{ code: 'no-credential-inside' }] }, id)
})
