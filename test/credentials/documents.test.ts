import { t } from '../support/test.ts'
import { credentialDocument, type CredentialContent } from '../../src/credentials/credential-document.ts'
import { endorsementDocument } from '../../src/credentials/endorsement-document.ts'
import { criterionIri, levelIri, toAchievement, type MicroCourseVersion } from '../../src/courses/index.ts'
import { iri } from '../../src/kernel/ids.ts'
import type { Language } from '../../src/kernel/language.ts'
import { prepareCredential, prepareEndorsement } from '../../src/signing/index.ts'
import { signedText } from '../../src/signing/proofs.ts'
import {
  achievementCredentialProblems,
  endorsementCredentialProblems,
  hashIdentity,
  type AchievementCredential,
  type EndorsementCredential,
} from '../../src/standards/ob3/index.ts'
import { assertSafe, createDocumentLoader } from '../../src/standards/vc/index.ts'
import { translator } from '../../src/texts/index.ts'
import { sampleVersion } from '../courses/sample-version.ts'
import { exampleIssuer } from '../support/example-keys.ts'
import { recordedText } from '../support/fixtures.ts'
import { isVerified } from '../support/plain-verifier.ts'

const PUBLIC_URL = 'https://badges.example.org'
const DECIDED = new Date('2026-05-28T15:00:00.123Z')
const ISSUED = new Date('2026-06-01T12:00:00.987Z')
const CREDENTIAL = iri(`${PUBLIC_URL}/credentials/4b1f7a36-0d5c-4b0e-9d53-0b7b2f1d6c11`)
const LIST = iri(`${PUBLIC_URL}/status/7a0f6a11-50a4-4ac0-9a11-0b9e0e6f2b01`)
const NAME = 'Ximena Ñancupil “Äijö”'
const E_MAIL = 'ximena@liceo.example'
const SALT = 'b8qCnYx0c1FDLQ9Tg1v2Kw'
const ISSUER_NAMES = {
  es: ['Fundación Horizonte Técnico', 'Instituto Pohjantähti'],
  en: ['Horizonte Técnico Foundation', 'Pohjantähti Institute'],
  fi: ['Horizonte Técnico -säätiö', 'Pohjantähden instituutti'],
} as const

const documentLoader = createDocumentLoader(PUBLIC_URL)
const horizonte = exampleIssuer('horizonte')
const pohjantahti = exampleIssuer('pohjantahti')

interface Wish {
  readonly language: Language
  readonly showsLevel?: boolean
  readonly addsLegacyProof?: boolean
}

const inFinnish = { es: 'Perusteet', en: 'Foundations', fi: 'Perusteet' }
const version: MicroCourseVersion = sampleVersion({ title: { ...sampleVersion().title, ...inFinnish } })

function contentOf({ language, showsLevel = false, addsLegacyProof = false }: Wish): CredentialContent {
  const achievement = toAchievement(version, { publicUrl: PUBLIC_URL, language })
  const t = translator(language)
  return {
    publicUrl: PUBLIC_URL,
    iri: CREDENTIAL,
    language,
    issuer: { id: horizonte.id, name: ISSUER_NAMES[language][0], countryCode: 'CL' },
    achievement,
    awardedDate: DECIDED,
    validFrom: ISSUED,
    subject: {
      iri: 'urn:uuid:0c2f8f5e-41a3-4f0a-8c36-1a2b3c4d5e6f',
      nameAsIssued: NAME,
      email: E_MAIL,
      salt: SALT,
    },
    results: showsLevel
      ? version.rubric.criteria.map((criterion) => ({
          resultDescription: criterionIri(achievement.id, criterion),
          achievedLevel: levelIri(achievement.id, criterion, 2),
        }))
      : [],
    evidence: {
      name: t('credentials.evidence.name'),
      narrative: t('credentials.evidence.narrative', { items: 3, criteria: 1 }),
    },
    status: { listIri: LIST, index: 100_517 },
    endorsements: [],
    addsLegacyProof,
  }
}

const endorsementOf = (language: Language): EndorsementCredential =>
  endorsementDocument({
    iri: iri(`${PUBLIC_URL}/endorsements/9b6f1b0e-6f0a-4b1a-8a55-0c1d2e3f4a5b`),
    name: version.title[language] ?? '',
    issuer: { id: pohjantahti.id, name: ISSUER_NAMES[language][1], countryCode: 'FI' },
    validFrom: ISSUED,
    credentialIri: CREDENTIAL,
    comment: 'También *evaluamos* <esto>.',
    decisionContentHash: '0123456789abcdef'.repeat(4),
  })

/** As the road makes it: the partner's signature first, then the document that carries it. */
async function documentOf(wish: Wish): Promise<AchievementCredential> {
  const prepared = await prepareEndorsement(endorsementOf(wish.language), ISSUED)
  const endorsement = JSON.parse(await signedText(prepared, pohjantahti.key, documentLoader)) as EndorsementCredential
  return credentialDocument({ ...contentOf(wish), endorsements: [endorsement] })
}

const WISHES: readonly (Wish & { readonly name: string })[] = [
  { name: 'award.es', language: 'es' },
  { name: 'award.es.level', language: 'es', showsLevel: true },
  { name: 'award.en.level', language: 'en', showsLevel: true },
  { name: 'award.fi', language: 'fi' },
  { name: 'award.fi.two-proofs', language: 'fi', addsLegacyProof: true },
]

for (const { name, ...wish } of WISHES) {
  t.test(`${name}: valid against both schemas and in safe mode, and signed to the same bytes`, async (t) => {
    const document = await documentOf(wish)
    t.strictSame(achievementCredentialProblems(document), [])
    t.strictSame(endorsementCredentialProblems(document.endorsement?.[0]), [])
    await assertSafe(document, documentLoader)
    const signed = await signedText(await prepareCredential(document, ISSUED), horizonte.key, documentLoader)
    t.equal(`${signed}\n`, recordedText(`${name}.json`, `${signed}\n`))
    t.ok(await isVerified(signed, PUBLIC_URL, [horizonte]), 'and a stranger’s library agrees')
    const [endorsement] = (JSON.parse(signed) as AchievementCredential).endorsement ?? []
    t.ok(await isVerified(JSON.stringify(endorsement), PUBLIC_URL, [pohjantahti]), 'about the partner’s signature too')
  })
}

t.test('the award was decided on one day and issued on another, in whole seconds', async (t) => {
  const { awardedDate, validFrom } = credentialDocument(contentOf({ language: 'es' }))
  t.strictSame([awardedDate, validFrom], ['2026-05-28T15:00:00Z', '2026-06-01T12:00:00Z'])
})

t.test('the holder is known by a name in clear and a salted digest of the e-mail, and by nothing else', async (t) => {
  const document = await documentOf({ language: 'es', showsLevel: true })
  t.strictSame(document.credentialSubject.identifier, [
    { type: 'IdentityObject', hashed: false, identityHash: NAME, identityType: 'name' },
    {
      type: 'IdentityObject',
      hashed: true,
      identityHash: hashIdentity(E_MAIL, SALT),
      identityType: 'emailAddress',
      salt: SALT,
    },
  ])
  const text = JSON.stringify(document)
  t.notMatch(text, E_MAIL)
  t.notMatch(text, /gender|school|assessor/i)
  t.notMatch(text, /:null|\[\]|""/, 'and nothing is null or empty')
})

t.test('levels are results only where the holder chose to show them', async (t) => {
  t.notOk('result' in credentialDocument(contentOf({ language: 'es' })).credentialSubject)
  const { credentialSubject } = credentialDocument(contentOf({ language: 'es', showsLevel: true }))
  const [description] = credentialSubject.achievement.resultDescription ?? []
  t.strictSame(credentialSubject.result, [
    {
      type: ['Result'],
      resultDescription: description?.id,
      achievedLevel: description?.rubricCriterionLevel?.[1]?.id,
      status: 'Completed',
    },
  ])
})

t.test('evidence has a count and no address', async (t) => {
  const document = credentialDocument(contentOf({ language: 'en' }))
  t.strictSame(document.evidence, [
    {
      type: ['Evidence'],
      name: 'Portfolio of practice',
      narrative:
        "3 pieces of evidence from the holder's own practice, judged against 1 criterion by two organisations.",
      genre: 'Portfolio',
    },
  ])
})

t.test('the status entry names its list and an index in decimal, and is not the list itself', async (t) => {
  t.strictSame(credentialDocument(contentOf({ language: 'es' })).credentialStatus, {
    id: `${LIST}#100517`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '100517',
    statusListCredential: LIST,
  })
})

t.test('the endorsement is about the credential and about the very decision', async (t) => {
  const { credentialSubject } = endorsementOf('es')
  t.equal(credentialSubject.id, CREDENTIAL)
  const multihash = Buffer.from((credentialSubject['digestMultibase'] as string).slice(1), 'base64url')
  t.equal(multihash.toString('hex'), `1220${'0123456789abcdef'.repeat(4)}`, 'a SHA-256 multihash')
})

t.test(
  'issuer and partner are named in the language of the credential, with their countries and without keys',
  async (t) => {
    for (const language of ['es', 'en', 'fi'] as const) {
      const { issuer, endorsement = [] } = await documentOf({ language })
      const address = (addressCountryCode: string) => ({ type: ['Address'], addressCountryCode })
      const [own, partner] = ISSUER_NAMES[language]
      t.strictSame(issuer, { id: horizonte.id, type: ['Profile'], name: own, address: address('CL') })
      t.strictSame(endorsement[0]?.issuer, {
        id: pohjantahti.id,
        type: ['Profile'],
        name: partner,
        address: address('FI'),
      })
    }
  },
)
