import { t } from '../support/test.ts'
import {
  languagesOf,
  missingForPublication,
  takesSubmissions,
  untranslatedTexts,
  versionHash,
  type MicroCourseVersion,
} from '../../src/courses/version.ts'
import { sampleVersion } from './sample-version.ts'

const sample = sampleVersion()
const [criterion] = sample.rubric.criteria
const eu = (change: Partial<MicroCourseVersion['eu']>) => ({ eu: { ...sample.eu, ...change } })
const level = { framework: 'EQF', value: 6, basis: 'declared_by_awarding_body', uri: 'http://data.europa.eu/snb/eqf/6' }

for (const { name, change, pointers } of [
  { name: 'nothing', change: {}, pointers: [] },
  { name: 'the title in its own language', change: { title: { en: 'Foundations' } }, pointers: ['/title/es'] },
  { name: 'the description', change: { description: { es: ' ' } }, pointers: ['/description/es'] },
  {
    name: 'the country of the awarding body',
    change: { awardingBody: { ...sample.awardingBody, countryCode: '' } },
    pointers: ['/awardingBody/countryCode'],
  },
  {
    name: 'the awarding body',
    change: { awardingBody: { ...sample.awardingBody, legalName: '' } },
    pointers: ['/awardingBody/legalName'],
  },
  {
    name: 'the learning outcomes',
    change: { outcomes: [] },
    pointers: ['/outcomes', '/rubric/criteria/0/competencyId'],
  },
  { name: 'the workload', change: eu({ notionalWorkloadHours: 0 }), pointers: ['/eu/notionalWorkloadHours'] },
  { name: 'a level of the framework', change: eu({ level: { ...level, value: 9 } }), pointers: ['/eu/level/value'] },
  { name: 'the basis of the level', change: eu({ level: { ...level, basis: '' } }), pointers: ['/eu/level/basis'] },
  {
    name: 'the reason why no level applies',
    change: eu({ level: { notApplicableReason: {} } }),
    pointers: ['/eu/level/notApplicableReason/es'],
  },
  {
    name: 'no level, with the reason',
    change: eu({ level: { notApplicableReason: { es: 'Sin marco' } } }),
    pointers: [],
  },
  { name: 'the address of the level', change: eu({ level: { ...level, uri: '' } }), pointers: ['/eu/level/uri'] },
  {
    name: 'a type of assessment that certificates have words for',
    change: eu({ assessmentTypes: ['portfolio', 'horoscope'] }),
    pointers: ['/eu/assessmentTypes/1'],
  },
  {
    name: 'a supervision that certificates have words for',
    change: eu({ supervision: { value: 'by the moon' } }),
    pointers: ['/eu/supervision/value'],
  },
  { name: 'the type of assessment', change: eu({ assessmentTypes: [] }), pointers: ['/eu/assessmentTypes'] },
  {
    name: 'the form of participation',
    change: eu({ participation: { value: '' } }),
    pointers: ['/eu/participation/value'],
  },
  {
    name: 'the quality assurance',
    change: eu({ qualityAssurance: { type: '', description: {} } }),
    pointers: ['/eu/qualityAssurance/type', '/eu/qualityAssurance/description/es'],
  },
  { name: 'the evidence', change: { requirements: [] }, pointers: ['/requirements'] },
  {
    name: 'a criterion for its outcome',
    change: { rubric: { ...sample.rubric, criteria: [] } },
    pointers: ['/outcomes/0'],
  },
  {
    name: 'an outcome for its criterion',
    change: { rubric: { ...sample.rubric, criteria: [criterion, { ...criterion, competencyId: 'other' }] } },
    pointers: ['/rubric/criteria/1/competencyId'],
  },
  {
    name: 'a descriptor',
    change: {
      rubric: {
        ...sample.rubric,
        criteria: [{ ...criterion, levels: criterion?.levels.map((one) => ({ ...one, descriptor: {} })) }],
      },
    },
    pointers: ['/rubric/criteria/0/levels/0/descriptor/es', '/rubric/criteria/0/levels/1/descriptor/es'],
  },
  { name: 'a published framework', change: { frameworkState: 'validated' }, pointers: ['/frameworkId'] },
  { name: 'a rubric of its framework', change: { frameworkId: 'other' }, pointers: ['/rubricId'] },
]) {
  t.test(`publication misses ${name}`, async (t) => {
    const version = sampleVersion(change as Partial<MicroCourseVersion>)
    t.strictSame(
      missingForPublication(version).map(({ pointer }) => pointer),
      pointers,
    )
  })
}

t.test('texts that another language of the version lacks are named, and keep nothing back', async (t) => {
  const rubric = {
    ...sample.rubric,
    criteria: [{ ...criterion, title: { es: 'Uno', en: 'One' }, levels: criterion?.levels.slice(0, 1) }],
  }
  const version = sampleVersion({ rubric } as Partial<MicroCourseVersion>)
  t.strictSame(
    untranslatedTexts(version).map(({ pointer }) => pointer),
    ['/requirements/0/description/en', '/rubric/criteria/0/levels/0/descriptor/en'],
  )
  t.strictSame(missingForPublication(version), [])
  t.strictSame(untranslatedTexts(sampleVersion({ title: { es: 'Solo uno' } })), [])
})

for (const { name, change, same } of [
  { name: 'its state', change: { state: 'deprecated' }, same: true },
  {
    name: 'the words of its outcomes',
    change: { outcomes: [{ ...sample.outcomes[0], title: { es: 'x' } }] },
    same: true,
  },
  { name: 'its title', change: { title: { es: 'Otro' } }, same: false },
  { name: 'its workload', change: eu({ notionalWorkloadHours: 54 }), same: false },
  { name: 'its outcomes', change: { outcomes: [] }, same: false },
  { name: 'its evidence', change: { requirements: [] }, same: false },
  {
    name: 'a required level',
    change: { rubric: { ...sample.rubric, criteria: [{ ...criterion, requiredLevel: 1 }] } },
    same: false,
  },
]) {
  t.test(`the content hash ${same ? 'is not about' : 'covers'} ${name}`, async (t) =>
    t.equal(versionHash(sampleVersion(change as Partial<MicroCourseVersion>)) === versionHash(sample), same),
  )
}

t.test('languages are those of the title, and the base language', async (t) => {
  t.strictSame(languagesOf(sample), ['es', 'en'])
  t.strictSame(languagesOf({ title: { en: 'x', fi: ' ' }, baseLanguage: 'es' }), ['es', 'en'])
})

t.test('a retired version takes no submission', async (t) => {
  const states = ['draft', 'in_review', 'changes_requested', 'validated', 'published', 'deprecated', 'retired'] as const
  t.strictSame(
    states.filter((state) => takesSubmissions({ state })),
    ['published', 'deprecated'],
  )
})
