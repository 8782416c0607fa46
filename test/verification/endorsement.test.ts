import { t } from '../support/test.ts'
import { verifyCredential, type Fact, type Report } from '../../src/verification/index.ts'
import { badge, badgeBytes, bytesOf, controllerDocument, endorsement } from './documents.ts'
import { portsOf, PUBLIC_URL, type World } from './fixture-ports.ts'
import { signed, testKey, type Document } from './sign-fixture.ts'

const now = new Date('2026-06-12T20:00:00Z')
const issuer = testKey('issuer')
const partner = testKey('partner')
const ISSUER = 'did:web:issuer.example'
const PARTNER = 'did:web:partner.example'
const PARTNER_HERE = 'did:web:insignia.example:issuers:partner'
const badgeId = badge(ISSUER)['id']

const world: World = {
  web: {
    'https://issuer.example/.well-known/did.json': controllerDocument(ISSUER, [issuer]),
    'https://partner.example/.well-known/did.json': controllerDocument(PARTNER, [partner]),
    'https://issuer.example/p/did.json': controllerDocument(`${ISSUER}:p`, [partner]),
  },
  own: { [`${PUBLIC_URL}/issuers/partner/did.json`]: controllerDocument(PARTNER_HERE, [partner]) },
  keeps: [partner.did],
}

async function verify(members: Document, ports = portsOf(world)): Promise<Report> {
  const bytes = await badgeBytes(issuer, members, {}, ISSUER)
  return verifyCredential(ports, { bytes }, { now, publicUrl: PUBLIC_URL })
}

const endorsementsIn = ({ facts }: Report): readonly Fact[] => facts.filter(({ check }) => check === 'endorsement')

t.test('a confirmed endorsement says where its key lives', async (t) => {
  for (const { by, code } of [
    { by: PARTNER, code: 'own-domain' },
    { by: PARTNER_HERE, code: 'kept-here' },
    { by: partner.did, code: 'kept-here' },
    { by: `${ISSUER}:p`, code: 'kept-with-issuer' },
  ]) {
    const report = await verify({ endorsement: [await signed(endorsement(by, badgeId), partner)] })
    t.match(endorsementsIn(report), [{ outcome: 'passed', code, by }], by)
    t.equal(report.state, 'issuer-unrecognised')
    t.same(report.warnings, [])
  }
})

t.test('an endorsement is told with the name that it gives its issuer, whatever became of it', async (t) => {
  const name = 'Instituto Pohjantähti'
  const named = (by: string) => endorsement(by, badgeId, { issuer: { id: by, type: ['Profile'], name } })
  for (const { value, outcome } of [
    { value: await signed(named(partner.did), partner), outcome: 'passed' },
    { value: await signed(named('did:web:gone.example'), partner), outcome: 'unknown' },
    { value: named(PARTNER), outcome: 'failed' },
  ]) {
    t.match(endorsementsIn(await verify({ endorsement: [value] })), [{ outcome, byName: name }], outcome)
  }
  const bare = endorsement(PARTNER, badgeId, { issuer: PARTNER })
  const nameless = await verify({ endorsement: [await signed(bare, partner)] })
  t.notOk('byName' in (endorsementsIn(nameless)[0] ?? {}))
})

t.test('a badge of a local address is a trial for everybody, and its verdict is the same', async (t) => {
  for (const { id, isTrial } of [
    { id: 'http://localhost:3000/credentials/1', isTrial: true },
    { id: 'http://127.0.0.1/credentials/1', isTrial: true },
    { id: 'http://[::1]:3000/credentials/1', isTrial: true },
    { id: 'https://localhost/credentials/1', isTrial: false },
    { id: 'http://localhost.example.org/credentials/1', isTrial: false },
    { id: 'urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341', isTrial: false },
  ]) {
    const report = await verify({ id })
    t.equal(report.state, 'issuer-unrecognised', id)
    t.equal(
      report.warnings.some(({ code }) => code === 'trial'),
      isTrial,
      id,
    )
  }
  const bytes = await badgeBytes(issuer, { id: 'http://localhost:3000/credentials/1' }, {}, ISSUER)
  const forged = Buffer.from(bytes).toString().replace('"name":"', '"name":"X')
  const report = await verifyCredential(portsOf(world), { bytes: Buffer.from(forged) }, { now, publicUrl: PUBLIC_URL })
  t.match([report.state, report.warnings], ['tampered', []], 'nothing of a forgery is believed')
})

t.test('a key that names nobody confirms nothing', async (t) => {
  const anybody = testKey('anybody')
  const report = await verify({ endorsement: [await signed(endorsement(anybody.did, badgeId), anybody)] })
  t.match(endorsementsIn(report), [{ outcome: 'unknown', code: 'endorser-not-identified' }])
})

t.test('an endorsement that does not hold warns, and leaves the state alone', async (t) => {
  const sound = await signed(endorsement(PARTNER, badgeId), partner)
  for (const { name, value, outcome, code } of [
    { name: 'unsigned', value: endorsement(PARTNER, badgeId), outcome: 'failed', code: 'no-proof' },
    { name: 'altered', value: { ...sound, name: 'Other' }, outcome: 'failed', code: 'signature-mismatch' },
    {
      name: 'about another badge',
      value: await signed(endorsement(PARTNER, 'urn:uuid:1'), partner),
      outcome: 'failed',
      code: 'about-something-else',
    },
    {
      name: 'expired',
      value: await signed(endorsement(PARTNER, badgeId, { validUntil: '2026-02-01T00:00:00Z' }), partner),
      outcome: 'failed',
      code: 'expired',
    },
    {
      name: 'of a partner out of reach',
      value: await signed(endorsement('did:web:gone.example', badgeId), partner),
      outcome: 'unknown',
      code: 'issuer-unreachable',
    },
    {
      name: 'in the name of the partner',
      value: await signed(endorsement(PARTNER, badgeId), issuer),
      outcome: 'failed',
      code: 'key-not-published-by-issuer',
    },
  ]) {
    const report = await verify({ endorsement: [value] })
    t.match(endorsementsIn(report), [{ outcome, code }], name)
    t.equal(report.state, 'issuer-unrecognised', name)
    t.ok(
      report.warnings.some((warning) => warning.code === code),
      `${name} warns`,
    )
  }
})

t.test('several endorsements, and ones further inside', async (t) => {
  const sound = await signed(endorsement(PARTNER, badgeId), partner)
  const report = await verify({ endorsement: [sound, endorsement(PARTNER_HERE, badgeId)] })
  t.match(endorsementsIn(report), [{ outcome: 'passed' }, { outcome: 'failed' }])

  const achievementId = 'https://insignia.example/achievements/1/v/1'
  const inner = (about: string) => signed(endorsement(PARTNER, about), partner)
  const subject = badge(ISSUER)['credentialSubject'] as Document
  const withInner = async (about: string): Promise<Report> => {
    const achievement = { ...(subject['achievement'] as Document), endorsement: [await inner(about)] }
    return verify({ credentialSubject: { ...subject, achievement } })
  }
  t.match(endorsementsIn(await withInner(achievementId)), [{ outcome: 'not-applicable', code: 'not-endorsed' }])
  t.notOk((await withInner(achievementId)).warnings.some(({ code }) => code === 'inner-endorsement'))
  t.ok((await withInner('urn:uuid:1')).warnings.some(({ code }) => code === 'inner-endorsement'))
})

t.test('a forged badge has its addresses left alone', async (t) => {
  const whole = JSON.parse(
    Buffer.from(await badgeBytes(issuer, { endorsement: [endorsement(PARTNER, badgeId)] }, {}, ISSUER)).toString(),
  ) as Document
  const ports = portsOf(world)
  const report = await verifyCredential(
    ports,
    { bytes: bytesOf({ ...whole, name: 'x' }) },
    { now, publicUrl: PUBLIC_URL },
  )
  t.equal(report.state, 'tampered')
  t.notOk(ports.asked.some((question) => question.includes('partner.example')))
})
