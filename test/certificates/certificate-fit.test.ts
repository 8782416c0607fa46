import { t } from '../support/test.ts'
import {
  type CertificateContent,
  CertificateDoesNotFit,
  CertificateIncomplete,
  drawCertificate,
  UnprintableCharacter,
} from '../../src/certificates/index.ts'
import { blankCharacters, collisions, decodedQr, renderedPage, wordsOf } from './rendered-page.ts'
import { sampleContent } from './sample-content.ts'

const LONG_NAME = 'Ñancupil-Etxeberria Lehtovaara de la Cruz Sáez y Hämäläinen-Väisänen Ruiz-Tagle'
const LONG_TITLE =
  'Ammattipedagogiikkaosaamiskokonaisuuskehittämissuunnittelu ja työpaikkaohjaajayhteistyöverkostokehittäminen'
const OUTCOMES = [...sampleContent('es').outcomes, ...sampleContent('fi').outcomes]

const demanding: { name: string; changes: Partial<CertificateContent> }[] = [
  { name: 'a name of eighty characters', changes: { nameAsIssued: LONG_NAME } },
  { name: 'a title of Finnish compound words', changes: { title: LONG_TITLE } },
  { name: 'eight outcomes of two lines', changes: { outcomes: [...OUTCOMES, ...OUTCOMES] } },
  {
    name: 'a long name, a long title, six outcomes and a level at once',
    changes: {
      nameAsIssued: LONG_NAME,
      title: LONG_TITLE,
      outcomes: [...OUTCOMES, ...OUTCOMES.slice(2)],
      achievedLevels: [
        { criterion: 'Coherencia de la secuencia', level: 'Destacado' },
        { criterion: 'Reflexión sobre la aplicación en aula', level: 'Competente' },
      ],
    },
  },
  {
    name: 'nothing but ASCII beside a space that does not break',
    changes: {
      language: 'en',
      nameAsIssued: 'Ann Lee',
      title: 'Art',
      description: 'Art',
      outcomes: ['Sees'],
      prerequisites: 'None',
      qualityAssurance: 'Internal',
      awardingBody: { name: 'A B', countryCode: 'CL', place: null },
      assessingPartner: null,
    },
  },
  { name: 'the least there can be', changes: { nameAsIssued: 'Ö', title: 'Å', description: '–', outcomes: ['Ä'] } },
  {
    name: 'letters from all over Latin Extended, Greek and Cyrillic, and accents that are not composed',
    changes: { nameAsIssued: 'Þórður Čížek Łukasz Ştefan Đặng Ǧȟŋ Ņ', title: 'Guaraní: g̃ G̃ ỹ · Ελλάδα · Київ' },
  },
  {
    name: 'organisations with long names and an address with a long host',
    changes: {
      awardingBody: {
        name: 'Corporación Nacional para el Desarrollo de la Educación Técnico-Profesional del Sur',
        countryCode: 'CL',
        place: 'Región de La Araucanía',
      },
      verificationUrl:
        'https://credenciales.educacion-tecnico-profesional.subsecretaria.gob.example/v/7QS2-METZ-A7MB-CSRQ',
    },
  },
]

for (const { name, changes } of demanding) {
  t.test(`${name}: fits without a collision and without a blank`, async (t) => {
    const content = sampleContent('fi', changes)
    const page = await renderedPage(await drawCertificate(content))
    t.equal(page.pages, 1)
    t.same(collisions(page), [])
    t.same(blankCharacters(page), [])
    t.equal(decodedQr(page), content.verificationUrl)
    t.ok(Math.min(...page.texts.map(({ sizePt }) => sizePt)) >= 6, 'nothing smaller than 6 pt')
  })
}

const overflowing: { field: string; changes: Partial<CertificateContent> }[] = [
  { field: 'nameAsIssued', changes: { nameAsIssued: 'Hämäläinen '.repeat(30) } },
  { field: 'nameAsIssued', changes: { nameAsIssued: 'x'.repeat(120) } },
  { field: 'title', changes: { title: 'Ammattipedagogiikka '.repeat(20) } },
  { field: 'title', changes: { title: 'työpaikkaohjaaja'.repeat(8) } },
  { field: 'description', changes: { description: 'Oman alan suunnittelu ja toteutus. '.repeat(80) } },
  { field: 'outcomes', changes: { outcomes: Array.from({ length: 30 }, () => OUTCOMES[0] ?? '') } },
  { field: 'description', changes: { description: 'x'.repeat(1_000_000) } },
  { field: 'qualityAssurance', changes: { qualityAssurance: 'Moderación. '.repeat(400) } },
  {
    field: 'awardingBody/name',
    changes: { awardingBody: { name: 'Säätiö '.repeat(300), countryCode: 'FI', place: null } },
  },
  { field: 'verificationUrl', changes: { verificationUrl: `https://${'a'.repeat(60)}.example/${'b/'.repeat(100)}` } },
  { field: 'issuerKeyFingerprint', changes: { issuerKeyFingerprint: 'z6Mk'.repeat(200) } },
]

for (const { field, changes } of overflowing) {
  t.test(`what cannot fit on one page is refused, naming ${field}`, async (t) => {
    await t.rejects(drawCertificate(sampleContent('fi', changes)), new CertificateDoesNotFit(field))
  })
}

const unprintable: { name: string; text: string; character: string }[] = [
  { name: 'an emoji', text: 'Ana 🎓', character: '🎓' },
  { name: 'an Arabic letter', text: 'علي', character: 'ع' },
  { name: 'a Chinese character', text: '王 Ana', character: '王' },
  { name: 'Devanagari, which would need shaping', text: 'अन', character: 'अ' },
  { name: 'a right-to-left override', text: 'Ana \u202egnp.exe', character: '\u202e' },
  { name: 'a zero-width joiner', text: 'A\u200dna', character: '\u200d' },
  { name: 'a null character', text: 'A\u0000na', character: '\u0000' },
  { name: 'half of a surrogate pair', text: 'Ana \ud83c', character: '\ud83c' },
  { name: 'private use', text: 'Ana \ue000', character: '\ue000' },
  { name: 'a variation selector', text: 'Ana ☺\ufe0f', character: '☺' },
]

for (const { name, text, character } of unprintable) {
  t.test(`${name} is refused by field and character`, async (t) => {
    await t.rejects(
      drawCertificate(sampleContent('en', { nameAsIssued: text })),
      new UnprintableCharacter('nameAsIssued', character),
    )
    await t.rejects(
      drawCertificate(sampleContent('en', { outcomes: ['fine', text] })),
      new UnprintableCharacter('outcomes/1', character),
    )
  })
}

t.test('the refusal of a character names its code point', async (t) => {
  const refusal = new UnprintableCharacter('title', '\u202e')
  t.match(refusal.message, 'U+202E')
  t.same(refusal.errors, [{ pointer: '/title', detail: 'U+202E cannot be printed' }])
})

const incomplete: { field: string; changes: Partial<CertificateContent> }[] = [
  { field: 'nameAsIssued', changes: { nameAsIssued: ' ' } },
  { field: 'title', changes: { title: '' } },
  { field: 'outcomes', changes: { outcomes: [] } },
  { field: 'outcomes/0', changes: { outcomes: ['\n'] } },
  { field: 'assessmentTypes', changes: { assessmentTypes: [] } },
  { field: 'qualityAssurance', changes: { qualityAssurance: '' } },
  { field: 'issuerKeyFingerprint', changes: { issuerKeyFingerprint: ' ' } },
]

for (const { field, changes } of incomplete) {
  t.test(`an empty ${field} is refused`, async (t) => {
    await t.rejects(drawCertificate(sampleContent('es', changes)), new CertificateIncomplete(field))
  })
}

t.test('hostile texts are printed as they are', async (t) => {
  const hostile = '<script>alert(1)</script> {partner} ${x} ) Tj ET (\\ %%EOF'
  const partner = sampleContent('en').assessingPartner
  const page = await renderedPage(
    await drawCertificate(
      sampleContent('en', {
        nameAsIssued: hostile,
        title: hostile,
        description: hostile,
        outcomes: [hostile, hostile],
        awardingBody: { name: hostile, countryCode: 'CL', place: hostile },
        assessingPartner: partner && { ...partner, name: hostile },
        qualityAssurance: hostile,
        prerequisites: hostile,
        achievedLevels: [
          { criterion: hostile, level: hostile },
          { criterion: hostile, level: hostile },
        ],
      }),
    ),
  )
  t.ok(wordsOf(page).split('{partner}').length > 9, 'in every field')
  t.same(collisions(page), [])
  t.same(blankCharacters(page), [])
})
