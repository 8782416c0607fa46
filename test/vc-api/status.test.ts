import { t } from '../support/test.ts'
import { MINIMUM_STATUS_LIST_LENGTH, decodeStatusList, statusAt } from '../../src/standards/vc/index.ts'
import { onBothDatabases, openTestPglite } from '../support/database.ts'
import type { Document } from '../verification/sign-fixture.ts'
import { issuingScene, PUBLIC_URL } from './issuing-scene.ts'
import { minimal } from './scene.ts'

const PURPOSE = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }

await onBothDatabases(t, 'the status list of an open issuer', async (t, database) => {
  const scene = await issuingScene(t, database)
  const { did, issue, setStatus, verify, app } = scene
  const credentialId = 'urn:uuid:7f0a6a11-50a4-4ac0-9a11-0b9e0e6f2b01'
  const { credential } = await issue(minimal(did, { id: credentialId }))
  const entry = credential['credentialStatus'] as Document
  const address = String(entry['statusListCredential'])
  const index = Number(entry['statusListIndex'])
  const list = async (): Promise<Document> => (await app.get(new URL(address).pathname)).json<Document>()
  const isSet = async (): Promise<boolean> => {
    const { encodedList } = (await list())['credentialSubject'] as { encodedList: string }
    return statusAt(decodeStatusList(encodedList), index)
  }

  t.test('the entry', async (t) => {
    t.match(entry, { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' })
    t.match(entry['statusListIndex'], /^(0|[1-9]\d*)$/)
    t.type(entry['statusListIndex'], 'string')
    t.ok(address.startsWith(`${PUBLIC_URL}/status/`))
    t.not(entry['id'], address)
    t.same(credential['credentialSubject'], minimal(did)['credentialSubject'])
  })

  t.test('the published list', async (t) => {
    const answer = await app.get(new URL(address).pathname)
    t.equal(answer.statusCode, 200)
    t.match(answer.headers['content-type'], /^application\/json/)
    const document = answer.json<Document>()
    t.type(document['issuer'], 'string')
    t.match(document, {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: did,
      credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: /^u[\w-]+$/ },
      proof: [{ cryptosuite: 'eddsa-rdfc-2022', proofPurpose: 'assertionMethod' }],
    })
    const { encodedList } = document['credentialSubject'] as { encodedList: string }
    t.ok(decodeStatusList(encodedList).length * 8 >= MINIMUM_STATUS_LIST_LENGTH)
    t.match((await verify(document)).json(), { verified: true }, 'and it is a credential itself')
  })

  t.test('revoked, and taken back', async (t) => {
    t.match((await verify(credential)).json(), { verified: true, warnings: [] })
    for (const { status, verified } of [
      { status: true, verified: false },
      { status: true, verified: false },
      { status: false, verified: true },
      { status: false, verified: true },
      { status: true, verified: false },
    ]) {
      const answer = await setStatus({ credentialId, credentialStatus: PURPOSE, status })
      t.equal(answer.statusCode, 200)
      t.same(answer.json(), { credentialId, status })
      t.equal(await isSet(), status, 'the list shows it at once')
      t.match((await verify(credential)).json(), { verified })
    }
    t.match((await verify(credential)).json(), { errors: [{ code: 'revoked', detail: /revocation/ }] })
  })

  t.test('a credential that is issued again is the same one', async (t) => {
    const again = (await issue(minimal(did, { id: credentialId, name: 'Again' }))).credential
    t.same(again['credentialStatus'], entry)
    t.match((await verify(again)).json(), { verified: false, errors: [{ code: 'revoked' }] })
  })

  t.test('others keep theirs', async (t) => {
    const other = (await issue(minimal(did))).credential
    t.not((other['credentialStatus'] as Document)['statusListIndex'], entry['statusListIndex'])
    t.match((await verify(other)).json(), { verified: true })
    const credentialStatus = { type: 'https://x.example/Status' }
    const ofCaller = (await issue(minimal(did, { id: 'urn:uuid:1', credentialStatus }))).credential
    t.same(ofCaller['credentialStatus'], credentialStatus)
  })

  t.test('what is not found, and what is no request', async (t) => {
    const sound = { credentialId, credentialStatus: PURPOSE, status: true }
    for (const unknown of ['urn:uuid:1', 'urn:uuid:00000000-0000-4000-8000-000000000000', `${credentialId}1`])
      t.equal((await setStatus({ ...sound, credentialId: unknown })).statusCode, 404, unknown)
    t.equal((await setStatus({ ...sound, credentialStatus: [PURPOSE] })).statusCode, 200, 'an entry in a list')
    for (const change of [
      { credentialId: undefined },
      { credentialId: 7 },
      { credentialId: 'no address' },
      { credentialId: 'urn:a\u0000b' },
      { credentialStatus: undefined },
      { credentialStatus: [] },
      { credentialStatus: [PURPOSE, PURPOSE] },
      { credentialStatus: { ...PURPOSE, type: 'StatusList2021Entry' } },
      { credentialStatus: { ...PURPOSE, statusPurpose: 'suspension' } },
      { status: undefined },
      { status: 'true' },
      { status: 1 },
    ])
      t.equal((await setStatus({ ...sound, ...change })).statusCode, 400, JSON.stringify(change))
    for (const body of [null, [], 'text', {}]) t.equal((await setStatus(body)).statusCode, 400)
  })
})

t.test('with did:web one list outlives the keys', async (t) => {
  const database = await openTestPglite(t)
  const scene = await issuingScene(t, database, 'web')
  t.equal(scene.did, 'did:web:badges.example.org:issuers:open-school')
  const credentialId = 'urn:uuid:7f0a6a11-50a4-4ac0-9a11-0b9e0e6f2b02'
  const { credential } = await scene.issue(minimal(scene.did, { id: credentialId }))
  t.match((await scene.verify(credential)).json(), { verified: true })
  const all = await database.owner.query.organisations.findMany()
  await scene.services.signing.rotate(all.find(({ kind }) => kind === 'open')?.id ?? '')
  const again = (await scene.issue(minimal(scene.did, { id: credentialId }))).credential
  t.same(again['credentialStatus'], credential['credentialStatus'])
  t.match((await scene.verify(again)).json(), { verified: true })
  t.match((await scene.verify(credential)).json(), { verified: true }, 'and the retired key still stands')
})
