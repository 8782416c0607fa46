import { createSignCryptosuite as eddsaJcs2022 } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { t } from '../support/test.ts'
import { createStatusList, encodeStatusList, withStatus } from '../../src/standards/vc/bitstring-status-list.ts'
import { CONTEXT } from '../../src/standards/vc/contexts.ts'
import { verifyCredential, type Report } from '../../src/verification/index.ts'
import { badge, badgeBytes, STATUS_URL, statusEntry, statusList } from './documents.ts'
import { portsOf, PUBLIC_URL, type World } from './fixture-ports.ts'
import { signed, testKey, type Document } from './sign-fixture.ts'
import { signedWith } from './sign-with-suites.ts'

const now = new Date('2026-06-12T20:00:00Z')
const key = testKey('issuer')
const stranger = testKey('stranger')

function verify(bytes: Uint8Array, world: World = {}, at = now): Promise<Report> {
  return verifyCredential(portsOf(world), { bytes }, { now: at, publicUrl: PUBLIC_URL })
}

async function statusOf(
  credentialStatus: unknown,
  web: NonNullable<World['web']>,
): Promise<{ state: string; status: string }> {
  const { state, facts } = await verify(await badgeBytes(key, { credentialStatus }), { web })
  const status = facts.find(({ check }) => check === 'status')
  return { state, status: `${status?.outcome ?? ''} ${status?.code ?? ''}` }
}

const list = async (set: readonly number[], members: Document = {}): Promise<World['web'] & object> => ({
  [STATUS_URL]: await signed(statusList(key.did, set, members), key),
})

/** A list with its subject changed before it is signed. */
async function listWith(subject: Document, signer = key): Promise<World['web'] & object> {
  const unsigned = statusList(signer.did, [7])
  const credentialSubject = { ...(unsigned['credentialSubject'] as Document), ...subject }
  return { [STATUS_URL]: await signed({ ...unsigned, credentialSubject }, signer) }
}

t.test('a bit decides', async (t) => {
  t.same(await statusOf(statusEntry('6'), await list([7])), {
    state: 'issuer-unrecognised',
    status: 'passed not-revoked',
  })
  t.same(await statusOf(statusEntry('7'), await list([7])), { state: 'revoked', status: 'failed revoked' })
  t.same(
    await statusOf(statusEntry(7), await list([7])),
    { state: 'revoked', status: 'failed revoked' },
    'a number, of others',
  )
  t.same(await statusOf(statusEntry('131071'), await list([131_071])), { state: 'revoked', status: 'failed revoked' })
})

t.test('suspension, and several entries', async (t) => {
  const suspension = statusEntry('7', { statusPurpose: 'suspension' })
  const both = await listWith({ statusPurpose: ['revocation', 'suspension'] })
  t.same(await statusOf(suspension, both), { state: 'suspended', status: 'failed suspended' })
  t.same(await statusOf([suspension, statusEntry('6')], both), { state: 'suspended', status: 'failed suspended' })
  t.same(await statusOf([suspension, statusEntry('7')], both), { state: 'revoked', status: 'failed revoked' })
  t.match(
    await statusOf([statusEntry('6'), statusEntry('6', { statusListCredential: 'https://gone.example/' })], both),
    {
      state: 'could-not-check',
    },
  )
  t.match(await statusOf(statusEntry('7', { statusPurpose: 'message' }), both), {
    status: 'not-applicable no-deciding-status',
  })
})

t.test('a list that is not to be believed leaves the question open', async (t) => {
  const good = await signed(statusList(key.did, []), key)
  const bits = encodeStatusList(new Uint8Array(100))
  const unsigned = statusList(key.did, [])
  const ofSomethingElse = {
    ...unsigned,
    credentialSubject: { ...(unsigned['credentialSubject'] as Document), type: 'AchievementSubject' },
  }
  for (const { name, web, entry = statusEntry('6'), code } of [
    { name: 'out of reach', web: {}, code: 'status-unreachable' },
    { name: 'no JSON', web: { [STATUS_URL]: '<html>' }, code: 'status-list-untrusted' },
    { name: 'unsigned', web: { [STATUS_URL]: statusList(key.did, []) }, code: 'status-list-untrusted' },
    {
      name: 'altered',
      web: { [STATUS_URL]: { ...good, validFrom: '2026-02-01T00:00:00Z' } },
      code: 'status-list-untrusted',
    },
    {
      name: 'of another issuer',
      web: { [STATUS_URL]: await signed(statusList(stranger.did, []), stranger) },
      code: 'status-list-untrusted',
    },
    {
      name: 'in the name of the issuer, with the key of another',
      web: {
        [STATUS_URL]: await signed(statusList(key.did, []), stranger, {
          verificationMethod: `${stranger.did}#${stranger.multibase}`,
        }),
      },
      code: 'status-list-untrusted',
    },
    {
      name: 'out of force',
      web: await list([], { validUntil: '2026-02-01T00:00:00Z' }),
      code: 'status-list-untrusted',
    },
    { name: 'another purpose', web: await listWith({ statusPurpose: 'suspension' }), code: 'status-purpose-differs' },
    {
      name: 'a list of something else',
      web: { [STATUS_URL]: await signedWith(eddsaJcs2022(), ofSomethingElse, key) },
      code: 'status-list-malformed',
    },
    { name: 'not packed', web: await listWith({ encodedList: 'uAAAA' }), code: 'status-list-malformed' },
    {
      name: 'index beyond',
      web: await listWith({ encodedList: bits }),
      entry: statusEntry('800'),
      code: 'status-index-out-of-range',
    },
    { name: 'index below', web: await list([]), entry: statusEntry(-1), code: 'status-malformed' },
    { name: 'index with leading zero', web: await list([]), entry: statusEntry('06'), code: 'status-malformed' },
    { name: 'index in words', web: await list([]), entry: statusEntry('six'), code: 'status-malformed' },
    {
      name: 'no index',
      web: await list([]),
      entry: statusEntry('6', { statusListIndex: undefined }),
      code: 'status-malformed',
    },
  ])
    t.same(await statusOf(entry, web), { state: 'could-not-check', status: `unknown ${code}` }, name)
})

t.test('a refresh is news of a newer version, and never a verdict', async (t) => {
  const entry = statusEntry('7', { statusPurpose: 'refresh' })
  const both = await listWith({ statusPurpose: ['revocation', 'refresh'] })
  const other = 'https://status.example/lists/gone'
  for (const { name, credentialStatus, state, warnings } of [
    { name: 'set', credentialStatus: entry, state: 'issuer-unrecognised', warnings: ['newer-version'] },
    {
      name: 'not set',
      credentialStatus: { ...entry, statusListIndex: '8' },
      state: 'issuer-unrecognised',
      warnings: [],
    },
    {
      name: 'out of reach',
      credentialStatus: { ...entry, statusListCredential: other },
      state: 'issuer-unrecognised',
      warnings: ['newer-version-unknown'],
    },
    {
      name: 'beside a revocation',
      credentialStatus: [statusEntry('7'), entry],
      state: 'revoked',
      warnings: ['newer-version'],
    },
  ]) {
    const report = await verify(await badgeBytes(key, { credentialStatus }), { web: both })
    t.equal(report.state, state, name)
    const news = report.warnings.map(({ code }) => code).filter((code) => code.startsWith('newer'))
    t.same(news, warnings, name)
  }
})

t.test('StatusList2021, the draft before', async (t) => {
  const { validFrom, ...unsigned } = statusList(key.did, [])
  const contexts = [CONTEXT.credentialsV1, CONTEXT.statusList2021, CONTEXT.ed25519Signature2020]
  const bits = withStatus(createStatusList(), 7, true)
  const credentialSubject = {
    id: `${STATUS_URL}#list`,
    type: 'StatusList2021',
    statusPurpose: 'revocation',
    // Without the prefix that multibase adds.
    encodedList: encodeStatusList(bits).slice(1),
  }
  const draft = async (subject: Document): Promise<World['web'] & object> => ({
    [STATUS_URL]: await signed(
      {
        ...unsigned,
        '@context': contexts,
        type: ['VerifiableCredential', 'StatusList2021Credential'],
        issuanceDate: validFrom,
        credentialSubject: { ...credentialSubject, ...subject },
      },
      key,
      { suite: 'Ed25519Signature2020' },
    ),
  })
  const statusOfDraft = async (index: string, web: World['web'] & object): Promise<string> => {
    const credentialStatus = { ...statusEntry(index), type: 'StatusList2021Entry', id: `${STATUS_URL}#${index}` }
    const { validFrom: from, ...rest } = badge(key.did, { credentialStatus })
    const document = {
      ...rest,
      '@context': [CONTEXT.credentialsV1, CONTEXT.ob303, CONTEXT.statusList2021, CONTEXT.ed25519Signature2020],
      issuanceDate: from,
    }
    const whole = await signed(document, key, { suite: 'Ed25519Signature2020' })
    const { state, facts } = await verify(Buffer.from(JSON.stringify(whole)), { web })
    return `${state} ${facts.find(({ check }) => check === 'status')?.code ?? ''}`
  }
  t.equal(await statusOfDraft('6', await draft({})), 'issuer-unrecognised not-revoked')
  t.equal(await statusOfDraft('7', await draft({})), 'revoked revoked')
  t.equal(
    await statusOfDraft('6', await draft({ statusPurpose: 'suspension' })),
    'could-not-check status-purpose-differs',
  )
  t.equal(await statusOfDraft('131072', await draft({})), 'could-not-check status-index-out-of-range')
  t.equal(await statusOfDraft('6', await draft({ encodedList: 'H4sIAAAA' })), 'could-not-check status-list-malformed')
  t.equal(await statusOfDraft('6', {}), 'could-not-check status-unreachable')
})

t.test('a short list of others is read, with a warning', async (t) => {
  const web = await listWith({ encodedList: encodeStatusList(Uint8Array.of(0x01)) })
  const report = await verify(await badgeBytes(key, { credentialStatus: statusEntry('7') }), { web })
  t.equal(report.state, 'revoked')
  t.match(report.warnings, [{ code: 'status-list-short' }])
})

t.test('dates, with five minutes between clocks', async (t) => {
  const period = await badgeBytes(key, { validFrom: '2026-02-01T00:00:00Z', validUntil: '2026-03-01T00:00:00+00:00' })
  for (const { at, state } of [
    { at: '2026-01-31T23:54:59Z', state: 'not-yet-valid' },
    { at: '2026-01-31T23:55:00Z', state: 'issuer-unrecognised' },
    { at: '2026-03-01T00:05:00Z', state: 'issuer-unrecognised' },
    { at: '2026-03-01T00:05:01Z', state: 'expired' },
  ])
    t.equal((await verify(period, {}, new Date(at))).state, state, at)
  t.equal((await verify(await badgeBytes(key, { validFrom: '2026-02-01' }))).state, 'malformed', 'a date is no instant')
})

t.test('the older list of 1EdTech', async (t) => {
  const url = 'https://status.example/revoked'
  const contexts = [
    ...(badge(key.did)['@context'] as string[]),
    'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
  ]
  const bytes = await badgeBytes(key, {
    '@context': contexts,
    credentialStatus: { id: url, type: '1EdTechRevocationList' },
  })
  const { id } = badge(key.did)
  const other = 'urn:uuid:1'
  for (const { name, list, state } of [
    { name: 'out of reach', list: undefined, state: 'could-not-check' },
    { name: 'listed', list: { issuer: key.did, revokedCredential: [{ id }] }, state: 'revoked' },
    {
      name: 'listed in the older spelling',
      list: { issuer: { id: key.did }, revokedCredentials: [{ id, revoked: true }] },
      state: 'revoked',
    },
    { name: 'listed by id alone', list: { issuer: key.did, revokedCredential: [id] }, state: 'revoked' },
    {
      name: 'listed as restored',
      list: { issuer: key.did, revokedCredential: [{ id, revoked: false }] },
      state: 'issuer-unrecognised',
    },
    { name: 'not listed', list: { issuer: key.did, revokedCredential: [{ id: other }] }, state: 'issuer-unrecognised' },
    { name: 'of another issuer', list: { issuer: stranger.did, revokedCredential: [] }, state: 'could-not-check' },
    { name: 'without list', list: { issuer: key.did }, state: 'could-not-check' },
  ])
    t.equal((await verify(bytes, list ? { web: { [url]: list } } : {})).state, state, name)
})
