import Value from 'typebox/value'
import { t } from '../support/test.ts'
import { ReportSchema, verifyCredential, type OwnRecordEntry, type Report } from '../../src/verification/index.ts'
import { badge, bytesOf, controllerDocument, statusEntry, statusList } from './documents.ts'
import { portsOf, PUBLIC_URL, type WatchedPorts, type World } from './fixture-ports.ts'
import { signed, testKey } from './sign-fixture.ts'

const now = new Date('2026-06-12T20:00:00Z')
const key = testKey('issuer')
const ISSUER = 'did:web:insignia.example:issuers:sur'
const ID = `${PUBLIC_URL}/credentials/5f1d7a0e-33c4-4c9b-8f57-1d2b7d4b9a10`
const LIST = `${PUBLIC_URL}/status/1`
const CODE = 'ABCD-EFGH-JKMN-PQRS'

const credentialStatus = statusEntry('7', { statusListCredential: LIST })
const document = await signed(badge(ISSUER, { id: ID, credentialStatus }), key)
const text = JSON.stringify(document)

async function worldWith(record: OwnRecordEntry, revoked: readonly number[] = []): Promise<World> {
  return {
    own: {
      [`${PUBLIC_URL}/issuers/sur/did.json`]: controllerDocument(ISSUER, [key]),
      [LIST]: await signed(statusList(ISSUER, revoked), key),
    },
    codes: { [CODE]: text },
    records: { [ID]: record },
    recognised: { [ISSUER]: { name: 'Universidad del Sur' } },
  }
}

const byFile = (ports: WatchedPorts, value: unknown = document): Promise<Report> =>
  verifyCredential(ports, { bytes: bytesOf(value) }, { now, publicUrl: PUBLIC_URL })
const byCode = (ports: WatchedPorts, code: string): Promise<Report> =>
  verifyCredential(ports, { code }, { now, publicUrl: PUBLIC_URL })

t.test('our own badge is checked in full, without network', async (t) => {
  const ports = portsOf(await worldWith({ visibility: 'link' }))
  const report = await byFile(ports)
  t.match(report, {
    state: 'valid',
    verified: true,
    visibility: 'public',
    checkedAt: '2026-06-12T20:00:00Z',
    credential: {
      id: ID,
      name: 'Teaching with evidence',
      recipient: 'Ana Pérez',
      issuer: { id: ISSUER, name: 'Universidad del Sur' },
      validFrom: '2026-01-01T00:00:00Z',
      achievement: { name: 'Teaching with evidence' },
    },
    warnings: [],
  })
  t.same(Object.keys(report), ['state', 'verified', 'visibility', 'checkedAt', 'facts', 'credential', 'warnings'])
  t.notOk(ports.asked.some((question) => question.startsWith('web ')))
  t.ok(Value.Check(ReportSchema, report))
  t.same(await byCode(ports, CODE), report, 'the code gives the same report')
  t.same(await byCode(ports, 'abcd efgh-jkmn.pqrs'), report, 'as people type it')
})

t.test('our record lowers and annotates', async (t) => {
  const revokedAt = new Date('2026-05-01T00:00:00Z')
  const successorAddress = `${PUBLIC_URL}/v/NEWR-NEWR-NEWR-NEWR`
  for (const { name, record, revoked, expected } of [
    {
      name: 'revoked',
      record: { revokedAt, revocationCategory: 'correction' },
      revoked: [7],
      expected: { state: 'revoked', credential: { revocationCategory: 'correction' } },
    },
    {
      name: 'revoked, and the list not yet published',
      record: { revokedAt },
      revoked: [],
      expected: { state: 'revoked' },
    },
    {
      name: 'replaced',
      record: { revokedAt, successorAddress },
      revoked: [7],
      expected: { state: 'superseded', credential: { successor: successorAddress } },
    },
    { name: 'a bit that our record knows nothing of', record: {}, revoked: [7], expected: { state: 'revoked' } },
    { name: 'a successor, and the bit clear', record: { successorAddress }, revoked: [], expected: { state: 'valid' } },
    {
      name: 'switched off',
      record: { visibility: 'private' },
      revoked: [],
      expected: { state: 'valid', visibility: 'hidden' },
    },
    { name: 'erased', record: { erased: true }, revoked: [], expected: { state: 'valid', visibility: 'hidden' } },
  ] as const)
    t.match(await byFile(portsOf(await worldWith({ visibility: 'link', ...record }, revoked))), expected, name)
})

t.test('no port can raise a verdict', async (t) => {
  const world = await worldWith({ visibility: 'link' })
  t.equal((await byFile(portsOf(world), { ...document, name: 'Forged' })).state, 'tampered')
  t.equal((await byFile(portsOf({ ...world, own: { ...world.own, [LIST]: 'lost' } }))).state, 'could-not-check')
  t.equal((await byFile(portsOf({ ...world, recognised: {} }))).state, 'issuer-unrecognised')
})

t.test('a forgery with our id learns nothing from our record', async (t) => {
  const ports = portsOf(await worldWith({ visibility: 'private', revokedAt: now }))
  const report = await byFile(ports, { ...document, name: 'Forged' })
  t.match(report, { state: 'tampered', visibility: 'public', credential: null })
  t.notOk(ports.asked.some((question) => question.startsWith('record ')))

  const stranger = testKey('stranger')
  const asked = portsOf(await worldWith({ visibility: 'private' }))
  await byFile(asked, await signed(badge(stranger.did, { id: ID }), stranger))
  t.ok(asked.asked.includes(`record ${ID} ${stranger.did}`), 'the record is asked for that issuer only')
})

t.test('nothing of a document is shown when its integrity fails', async (t) => {
  const secret = 'Mallory <script>'
  const forged = { ...document, name: secret, issuer: { id: ISSUER, type: ['Profile'], name: secret } }
  const report = await byFile(portsOf(await worldWith({ visibility: 'link' })), forged)
  t.equal(report.state, 'tampered')
  t.notOk(JSON.stringify(report).includes('Mallory'))
})

t.test('unknown, mistyped, private and erased codes: one answer after the same steps', async (t) => {
  const steps = async (record: OwnRecordEntry | null, code: string, codes: World['codes']) => {
    const world = await worldWith({ visibility: 'link' })
    const ports = portsOf({ ...world, codes: codes ?? {}, records: record ? { [ID]: record } : {} })
    const report = await byCode(ports, code)
    return { report, kinds: ports.asked.map((question) => question.split(' ')[0]) }
  }
  const unknown = await steps(null, CODE, {})
  t.match(unknown.report, { state: 'not-found', verified: false, facts: [], credential: null })
  t.same(unknown.kinds, ['code', 'record'])
  for (const [name, result] of Object.entries({
    mistyped: await steps({ visibility: 'link' }, 'ABCD-EFGH-JKMN-PQR', { [CODE]: text }),
    'not a code': await steps({ visibility: 'link' }, '../../etc/passwd', { [CODE]: text }),
    empty: await steps({ visibility: 'link' }, '', { [CODE]: text }),
    private: await steps({ visibility: 'private' }, CODE, { [CODE]: text }),
    erased: await steps({ visibility: 'link', erased: true }, CODE, { [CODE]: text }),
    'without record': await steps(null, CODE, { [CODE]: text }),
  }))
    t.same(result, unknown, name)
})

t.test('the recipient is compared when the caller knows one', async (t) => {
  const recipient = async (type: string, value: string): Promise<string | undefined> => {
    const ports = portsOf(await worldWith({ visibility: 'link' }))
    const options = { now, publicUrl: PUBLIC_URL, expectedRecipient: { type, value } }
    const report = await verifyCredential(ports, { bytes: bytesOf(document) }, options)
    t.equal(report.state, 'valid')
    return report.facts.find(({ check }) => check === 'recipient')?.outcome
  }
  t.equal(await recipient('name', 'Ana Pérez'), 'passed')
  t.equal(await recipient('name', 'Otra Persona'), 'failed')
  t.equal(await recipient('emailAddress', 'Ana Pérez'), 'failed')
  t.equal(await recipient('id', 'urn:uuid:2f1c1f0e-7a3d-4a55-8a0e-0c8d1f6b7a11'), 'passed')
})
