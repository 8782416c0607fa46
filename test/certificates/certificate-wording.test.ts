import { readFileSync } from 'node:fs'
import { t } from '../support/test.ts'
import type { CertificateContent, PartnerConfirmation } from '../../src/certificates/index.ts'
import { certificateWording } from '../../src/certificates/wording.ts'
import { LANGUAGES, type Language } from '../../src/kernel/language.ts'
import { sampleContent } from './sample-content.ts'

function rowOf(content: CertificateContent, label: string): string | undefined {
  const { elements, highlights } = certificateWording(content)
  return [...highlights, ...elements]
    .find((element) => element.label.text === label)
    ?.texts.map(({ text }) => text)
    .join('\n')
}

t.test('the catalogues have the same keys and placeholders', async (t) => {
  const [es, en, fi] = LANGUAGES.map((language) => {
    const file = new URL(`../../src/texts/${language}/certificate.json`, import.meta.url)
    const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).sort()]))
  })
  t.same(es, en)
  t.same(fi, en)
})

for (const { language, labels } of [
  {
    language: 'es',
    labels: ['Resultados de aprendizaje', 'Carga de trabajo', 'Nivel', 'Evaluación', 'Aseguramiento de la calidad'],
  },
  { language: 'en', labels: ['Learning outcomes', 'Workload', 'Level', 'Assessment', 'Quality assurance'] },
  { language: 'fi', labels: ['Osaamistavoitteet', 'Laajuus', 'Taso', 'Arviointi', 'Laadunvarmistus'] },
] as const) {
  t.test(`the European elements are labelled in ${language}`, async (t) => {
    for (const label of labels) t.ok(rowOf(sampleContent(language), label), label)
  })
}

for (const { language, awarded, workload, level, place } of [
  {
    language: 'es',
    awarded: ['Fecha de la decisión', '17 de abril de 2026'],
    workload: '27\u00a0horas (equivalencia indicativa: 1,5\u00a0ECTS, 1\u00a0SCT-Chile)',
    level: 'Marco Europeo de Cualificaciones (EQF), nivel 6, declarado por la entidad otorgante',
    place: 'Concepción, Chile',
  },
  {
    language: 'en',
    awarded: ['Date of decision', '17 April 2026'],
    workload: '27\u00a0hours (indicative equivalent: 1.5\u00a0ECTS, 1\u00a0SCT-Chile)',
    level: 'European Qualifications Framework (EQF), level 6, as declared by the awarding body',
    place: 'Concepción, Chile',
  },
  {
    language: 'fi',
    awarded: ['Päätöspäivä', '17. huhtikuuta 2026'],
    workload: '27\u00a0tuntia (ohjeellinen vastaavuus: 1,5\u00a0ECTS, 1\u00a0SCT-Chile)',
    level: 'Eurooppalainen tutkintojen viitekehys (EQF), taso 6, myöntäjän ilmoittama',
    place: 'Concepción, Chile',
  },
] as const) {
  t.test(`dates, numbers and levels read as one writes them in ${language}`, async (t) => {
    const content = sampleContent(language, {
      workload: {
        hours: 27,
        credits: [
          { scheme: 'ECTS', value: 1.5, status: 'indicative' },
          { scheme: 'SCT-Chile', value: 1, status: 'indicative' },
        ],
      },
    })
    t.equal(rowOf(content, awarded[0]), awarded[1])
    t.equal(rowOf(content, { es: 'Carga de trabajo', en: 'Workload', fi: 'Laajuus' }[language]), workload)
    t.equal(rowOf(content, { es: 'Nivel', en: 'Level', fi: 'Taso' }[language]), level)
    t.equal(certificateWording(content).organisations[0]?.place.text, place)
  })
}

t.test('both dates are days in the zone of the programme', async (t) => {
  const late = new Date('2026-04-23T02:30:00Z')
  t.equal(rowOf(sampleContent('en', { issuedAt: late }), 'Date of issue'), '22 April 2026')
  t.equal(rowOf(sampleContent('en', { issuedAt: late, timeZone: 'Europe/Helsinki' }), 'Date of issue'), '23 April 2026')
})

t.test('credits that the body may grant stand without a caveat, one hour is singular', async (t) => {
  const workload = { hours: 1, credits: [{ scheme: 'ECTS', value: 0.04, status: 'granted' }] } as const
  t.equal(rowOf(sampleContent('en', { workload }), 'Workload'), '1\u00a0hour, 0.04\u00a0ECTS')
})

t.test('level, achieved level, prerequisites and supervision are left out when there are none', async (t) => {
  const bare = sampleContent('en', { level: null, achievedLevels: [], prerequisites: null, supervision: null })
  for (const label of ['Level', 'Level achieved', 'Prerequisites', 'Supervision and identity']) {
    t.equal(rowOf(bare, label), undefined, label)
  }
  const sequence = { criterion: 'Coherence', level: 'Advanced' }
  t.equal(rowOf(sampleContent('en', { achievedLevels: [sequence] }), 'Level achieved'), 'Advanced')
  const two = sampleContent('en', { achievedLevels: [sequence, { criterion: 'Reflection', level: 'Competent' }] })
  t.equal(rowOf(two, 'Level achieved'), 'Coherence: Advanced\nReflection: Competent')
})

const joint: { language: Language; label: string; confirmation: PartnerConfirmation; expected: RegExp }[] = [
  {
    language: 'es',
    label: 'Evaluación conjunta',
    confirmation: { kind: 'own-domain', domain: 'pohjantahti.example' },
    expected:
      /^Evaluado en conjunto por Fundación Horizonte Técnico e Instituto .* propio dominio, pohjantahti\.example\.$/,
  },
  {
    language: 'en',
    label: 'Joint assessment',
    confirmation: { kind: 'kept-by-service' },
    expected: /^Assessed jointly by .* and .* Confirmed by .* with a key kept by this service\.$/,
  },
  {
    language: 'fi',
    label: 'Yhteisarviointi',
    confirmation: { kind: 'not-confirmed' },
    expected: /^Yhteisarviointia ei ole vahvistettu \(kumppani: Pohjantähden ammattipedagoginen instituutti\)\.$/,
  },
]

for (const { language, label, confirmation, expected } of joint) {
  t.test(`the joint line in ${language} when the partner's confirmation is ${confirmation.kind}`, async (t) => {
    const partner = sampleContent(language).assessingPartner
    const content = sampleContent(language, { assessingPartner: partner && { ...partner, confirmation } })
    t.match(rowOf(content, label), expected)
    const named = certificateWording(content).organisations.length
    t.equal(named, confirmation.kind === 'not-confirmed' ? 1 : 2, 'an unconfirmed partner has no place in the head')
  })
}

t.test('one organisation alone: no joint line', async (t) => {
  t.equal(rowOf(sampleContent('en', { assessingPartner: null }), 'Joint assessment'), undefined)
})

t.test('a code or an address of another form is a defect of the caller', async (t) => {
  t.throws(() => certificateWording(sampleContent('en', { verificationCode: '7QS2METZA7MBCSRQ' })), TypeError)
  t.throws(() => certificateWording(sampleContent('en', { verificationCode: '7QS2-METZ-A7MB-CSRU' })), TypeError)
  t.throws(() => certificateWording(sampleContent('en', { verificationUrl: '/v/7QS2' })), TypeError)
})
