import { t } from '../support/test.ts'
import {
  prepareCredential,
  prepareEndorsement,
  prepareLogCheckpoint,
  prepareStatusList,
  restorePreparedCredential,
} from '../../src/signing/index.ts'
import type { AchievementCredential, EndorsementCredential } from '../../src/standards/ob3/index.ts'
import { CONTEXT, createStatusList, encodeStatusList, type StatusListCredential } from '../../src/standards/vc/index.ts'
import { fixture } from '../support/fixtures.ts'

const AT = new Date('2026-06-01T12:00:00Z')
const badge = (name: string): AchievementCredential => fixture(`ob3/${name}.json`) as AchievementCredential

t.test('a complete document is prepared: its text kept, its content frozen', async (t) => {
  const document = badge('valid/micro-credential')
  const prepared = await prepareCredential(document, AT)
  t.equal(prepared.unsignedBytes, JSON.stringify(document))
  t.throws(() => Object.assign(prepared, { unsignedBytes: '' }), TypeError)
  t.throws(() => (prepared.document.type as string[]).push('Other'), TypeError)
  const restored = await restorePreparedCredential(prepared.unsignedBytes, prepared.created)
  t.same(restored, prepared)
})

const notIssuable = (pointer: string) => ({ code: 'document-not-issuable', errors: [{ pointer }] })

for (const { file, refusal } of [
  { file: 'context-of-a-stranger', refusal: { code: 'unbundled-context' } },
  { file: 'contexts-in-another-order', refusal: notIssuable('/@context/0') },
  { file: 'date-without-zone', refusal: notIssuable('/validFrom') },
  { file: 'endorsement-without-proof', refusal: notIssuable('/endorsement/0/proof') },
  { file: 'fraction-of-a-second', refusal: notIssuable('/validFrom') },
  { file: 'identity-type-email', refusal: notIssuable('/credentialSubject/identifier/1/identityType') },
  { file: 'image-as-text', refusal: notIssuable('/credentialSubject/achievement/image') },
  { file: 'level-of-another-achievement', refusal: notIssuable('/credentialSubject/result/0/achievedLevel') },
  { file: 'no-achievement', refusal: notIssuable('/credentialSubject') },
  { file: 'no-criteria-content', refusal: notIssuable('/credentialSubject/achievement/criteria') },
  { file: 'no-recipient', refusal: notIssuable('/credentialSubject') },
  { file: 'relative-id', refusal: { code: 'undefined-terms' } },
  { file: 'result-without-description', refusal: notIssuable('/credentialSubject/result/0/resultDescription') },
  { file: 'signed-already', refusal: notIssuable('/proof') },
  { file: 'single-alignment-without-array', refusal: notIssuable('/credentialSubject/achievement/alignment') },
  { file: 'two-status-entries', refusal: notIssuable('/credentialStatus') },
  { file: 'type-of-identity-as-array', refusal: notIssuable('/credentialSubject/identifier/0/type') },
  { file: 'undefined-credential-status-type', refusal: { code: 'undefined-terms' } },
  { file: 'undefined-term', refusal: { code: 'undefined-terms' } },
  { file: 'unknown-achievement-type', refusal: notIssuable('/credentialSubject/achievement/achievementType') },
]) {
  t.test(`refused: ${file}`, async (t) => {
    await t.rejects(prepareCredential(badge(`invalid/${file}`), AT), refusal)
  })
}

t.test('endorsements and badges are not taken for each other', async (t) => {
  const endorsement = fixture('ob3/valid/endorsement.json') as EndorsementCredential
  await t.resolves(prepareEndorsement(endorsement, AT))
  await t.rejects(prepareCredential(endorsement as unknown as AchievementCredential, AT), {
    code: 'document-not-issuable',
  })
  await t.rejects(prepareEndorsement(badge('valid/micro-credential') as unknown as EndorsementCredential, AT), {
    code: 'document-not-issuable',
  })
})

t.test('status lists', async (t) => {
  const iri = 'https://badges.example.org/status/1'
  const list: StatusListCredential = {
    '@context': [CONTEXT.credentialsV2],
    id: iri,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: 'did:web:badges.example.org:issuers:horizonte',
    credentialSubject: {
      id: `${iri}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodeStatusList(createStatusList()),
    },
  }
  await t.resolves(prepareStatusList(list, AT))
  const subject = list.credentialSubject
  const encodedList = encodeStatusList(new Uint8Array(10))
  await t.rejects(
    prepareStatusList({ ...list, credentialSubject: { ...subject, encodedList } }, AT),
    notIssuable('/credentialSubject/encodedList'),
  )
  await t.rejects(prepareStatusList({ ...list, type: ['VerifiableCredential'] }, AT), notIssuable('/type'))
})

t.test('log checkpoints', async (t) => {
  const content = { programmeId: 'p', sequence: 1, headHash: 'a'.repeat(64), at: AT }
  t.ok(Object.isFrozen(prepareLogCheckpoint(content)))
  t.throws(() => prepareLogCheckpoint({ ...content, sequence: 0 }), notIssuable('/sequence'))
  t.throws(() => prepareLogCheckpoint({ ...content, headHash: 'A' }), notIssuable('/headHash'))
  t.throws(() => prepareLogCheckpoint({ ...content, at: new Date(Number.NaN) }), notIssuable('/at'))
})
