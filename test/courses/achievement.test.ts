import { t } from '../support/test.ts'
import { criterionIri, levelIri, toAchievement } from '../../src/courses/achievement.ts'
import { achievementCredentialProblems, type Achievement } from '../../src/standards/ob3/index.ts'
import { assertSafe, CONTEXT, createDocumentLoader, euContextUrl } from '../../src/standards/vc/index.ts'
import { PUBLIC_URL } from '../support/catalogue.ts'
import { recordedText } from '../support/fixtures.ts'
import { sampleVersion } from './sample-version.ts'

const address = { publicUrl: PUBLIC_URL, language: 'es' } as const
const sample = sampleVersion()
const achievement = toAchievement(sample, address)

function inCredential(subject: Achievement) {
  return {
    '@context': [CONTEXT.credentialsV2, CONTEXT.ob303, euContextUrl(PUBLIC_URL)],
    id: 'urn:uuid:00000000-0000-4000-8000-0000000000aa',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: subject.name,
    issuer: { id: 'did:web:insignia.example:issuers:one', type: ['Profile'], name: 'One' },
    validFrom: '2026-06-01T00:00:00Z',
    credentialSubject: {
      id: 'urn:uuid:00000000-0000-4000-8000-0000000000bb',
      type: ['AchievementSubject'],
      achievement: subject,
    },
  }
}

const reasoned = { ...sample.eu, level: { notApplicableReason: { es: 'Sin marco' } }, supervision: { value: '' } }
for (const { name, version } of [
  { name: 'complete', version: sample },
  {
    name: 'without level, supervision address and prerequisites',
    version: sampleVersion({ eu: { ...reasoned, prerequisites: {} } }),
  },
  {
    name: 'stackable',
    version: sampleVersion({ eu: { ...sample.eu, stackability: { value: 'stackable', towardsId: sample.id } } }),
  },
]) {
  for (const language of ['es', 'en', 'fi'] as const) {
    t.test(`${name}, in ${language}: valid against the schemas and in JSON-LD safe mode`, async (t) => {
      const document = inCredential(toAchievement(version, { ...address, language }))
      t.strictSame(achievementCredentialProblems(document), [])
      await assertSafe(document, createDocumentLoader(PUBLIC_URL))
    })
  }
}

t.test('the id names lineage, version and language; the other languages are related', async (t) => {
  t.equal(achievement.id, `${PUBLIC_URL}/achievements/${sample.microCourseId}/v/1.0.0/es`)
  t.strictSame(achievement.related, [
    {
      id: `${PUBLIC_URL}/achievements/${sample.microCourseId}/v/1.0.0/en`,
      type: ['Related'],
      inLanguage: 'en',
      version: '1.0.0',
    },
  ])
})

t.test('a competency is a CFItem with its own address and GUID', async (t) => {
  const [competency, external, level] = achievement.alignment ?? []
  t.match(competency, {
    targetType: 'CFItem',
    targetUrl: 'https://case.example/uri/00000000-0000-4000-8000-000000000007',
    targetCode: '00000000-0000-4000-8000-000000000007',
    targetFramework: 'Marco',
  })
  t.match(external, { targetType: 'ext:MBEStandard', targetCode: 'MBE-2021-E3' })
  t.match(level, { targetType: 'ext:EQFLevel', targetUrl: 'http://data.europa.eu/snb/eqf/6' })
})

t.test('results can name a criterion and its levels, from low to high', async (t) => {
  const [description] = achievement.resultDescription ?? []
  const [criterion] = sample.rubric.criteria
  if (!criterion) throw new Error('the sample has a criterion')
  t.equal(description?.id, criterionIri(achievement.id, criterion))
  t.equal(description?.requiredLevel, levelIri(achievement.id, criterion, 2))
  t.strictSame(
    description?.rubricCriterionLevel?.map(({ level, alignment }) => [level, alignment?.[0]?.targetType]),
    [
      ['1', 'CFRubricCriterionLevel'],
      ['2', 'CFRubricCriterionLevel'],
    ],
  )
})

t.test('the narrative tells criteria, required level and joint assessment, with user text as plain text', async (t) => {
  const narrative = achievement.criteria.narrative ?? ''
  t.match(narrative, '- **Coherencia**. Nivel exigido: Competente. Descriptor \\*2\\* Criterio crítico.')
  t.match(narrative, '## Evaluación conjunta')
  t.match(narrative, '27 horas, 1 ECTS (indicativo)')
})

t.test('credits are available only where the awarding body grants them', async (t) => {
  t.notOk('creditsAvailable' in achievement)
  const granted = { scheme: 'ECTS', value: 1.5, status: 'granted', hoursPerCredit: 27 } as const
  const version = sampleVersion({ eu: { ...sample.eu, credits: [granted] } })
  t.equal(toAchievement(version, address).creditsAvailable, 1.5)
})

t.test('nothing is null or empty', async (t) => {
  t.notMatch(JSON.stringify(achievement), /null|\[\]|""/)
})

for (const { hours, expected } of [
  { hours: 27, expected: 'PT27H' },
  { hours: 13.5, expected: 'PT13H30M' },
  { hours: 1.999, expected: 'PT2H' },
]) {
  t.test(`a workload of ${String(hours)} hours`, async (t) =>
    t.equal(
      toAchievement(sampleVersion({ eu: { ...sample.eu, notionalWorkloadHours: hours } }), address).volumeOfLearning,
      expected,
    ),
  )
}

t.test('its picture has an address in the language of the words on it', async (t) => {
  t.strictSame(achievement.image, { id: `${achievement.id}/image.png`, type: 'Image' })
})

for (const language of ['es', 'en', 'fi'] as const) {
  // What is published stays as it is for ever: a change here needs a wording of its own for new versions.
  t.test(`the bytes of a published version never change, in ${language}`, async (t) => {
    const text = `${JSON.stringify(toAchievement(sample, { ...address, language }), null, 2)}\n`
    t.equal(text, recordedText(`achievement.${language}.json`, text))
  })
}
