import { t } from '../support/test.ts'
import { cohortProblems, type CohortDetails } from '../../src/programmes/cohort.ts'
import { displayNames, organisationProblems, type OrganisationDetails } from '../../src/programmes/organisation.ts'
import { isTimeZone, participations, programmeProblems, type ProgrammeDetails } from '../../src/programmes/programme.ts'
import { slugProblems } from '../../src/programmes/slug.ts'

const [ONE, OTHER, THIRD] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${String(n)}`) as [
  string,
  string,
  string,
]
const pointers = (problems: readonly { pointer: string }[]) => problems.map(({ pointer }) => pointer)

for (const { slug, isSound } of [
  { slug: 'horizonte', isSound: true },
  { slug: 'a', isSound: true },
  { slug: 'escuela-2', isSound: true },
  { slug: '', isSound: false },
  { slug: '-a', isSound: false },
  { slug: 'a-', isSound: false },
  { slug: 'Ñuble', isSound: false },
  { slug: 'a/b', isSound: false },
  { slug: 'a'.repeat(61), isSound: false },
])
  t.test(`the slug "${slug.slice(0, 12)}" is ${isSound ? 'sound' : 'refused'}`, async (t) => {
    t.equal(slugProblems(slug).length === 0, isSound)
  })

t.test('an organisation', async (t) => {
  const sound: OrganisationDetails = {
    ...{ legalName: 'Corporación Horizonte', displayName: { fi: 'Horisontti' } },
    ...{ countryCode: 'CL', addsLegacyProof: false },
  }
  const [publicUrl, jwtAlgorithm, accentColour] = ['https://badges.example.org', 'RS256', '#14566B'] as const
  t.strictSame(organisationProblems(sound, publicUrl), [])
  const whole = { ...sound, jwtAlgorithm, accentColour, ownDid: 'did:web:partner.example:keys' }
  t.strictSame(organisationProblems(whole, publicUrl), [])
  t.strictSame(
    displayNames({ ...sound, displayName: { fi: ' Horisontti ', en: ' ' } }),
    { es: 'Corporación Horizonte', en: 'Corporación Horizonte', fi: 'Horisontti' },
    'takes the legal name where it has no other',
  )
  for (const { change, at } of [
    { change: { legalName: ' ' }, at: '/legalName' },
    { change: { countryCode: 'cl' }, at: '/countryCode' },
    { change: { countryCode: 'QX' }, at: '/countryCode' },
    { change: { url: 'javascript:alert(1)' }, at: '/url' },
    { change: { email: 'nobody' }, at: '/email' },
    { change: { accentColour: 'teal' }, at: '/accentColour' },
    { change: { accentColour: '#ffe9a8' }, at: '/accentColour' },
    { change: { ownDid: 'did:key:z6Mk' }, at: '/ownDid' },
    { change: { ownDid: 'did:web:badges.example.org:issuers:liceo' }, at: '/ownDid' },
    { change: { ownDid: 'partner.example' }, at: '/ownDid' },
  ])
    t.strictSame(pointers(organisationProblems({ ...sound, ...change }, publicUrl)), [at], JSON.stringify(change))
})

t.test('a programme', async (t) => {
  const sound: ProgrammeDetails = {
    title: { es: 'Programa' },
    languages: ['es', 'fi'],
    ...{ appealWindowDays: 14, reconciliationDays: 10, retentionMonths: 24 },
    awardingOrganisationId: ONE,
    organisations: [
      { organisationId: ONE, isAssessing: true, isEndorsing: true },
      { organisationId: OTHER, isAssessing: true, isEndorsing: true },
      { organisationId: THIRD, isAssessing: false, isEndorsing: false },
    ],
    baseLanguage: 'es',
    timeZone: 'America/Santiago',
    profile: 'pilot',
  }
  t.strictSame(programmeProblems(sound), [])
  t.strictSame(
    participations(sound),
    [
      { organisationId: ONE, isAssessing: true, isEndorsing: false },
      { organisationId: OTHER, isAssessing: true, isEndorsing: true },
    ],
    'nobody confirms their own award, and who does nothing takes no part',
  )
  t.strictSame(participations({ ...sound, organisations: [] }), [
    { organisationId: ONE, isAssessing: false, isEndorsing: false },
  ])
  const alone = { organisationId: ONE, isAssessing: true, isEndorsing: true }
  for (const { change, at } of [
    { change: { title: { fi: 'Ohjelma' } }, at: ['/title/es'] },
    { change: { languages: ['fi' as const] }, at: ['/languages'] },
    { change: { timeZone: 'Mars/Olympus' }, at: ['/timeZone'] },
    { change: { appealWindowDays: 13 }, at: ['/appealWindowDays'] },
    { change: { reconciliationDays: 0 }, at: ['/reconciliationDays'] },
    { change: { reconciliationDays: Number.NaN }, at: ['/reconciliationDays'] },
    { change: { retentionMonths: 1.5 }, at: ['/retentionMonths'] },
    { change: { awardingOrganisationId: '' }, at: ['/awardingOrganisationId'] },
    { change: { organisations: [alone] }, at: ['/organisations', '/organisations'] },
    {
      change: { organisations: [alone, { organisationId: OTHER, isAssessing: true, isEndorsing: false }] },
      at: ['/organisations'],
    },
    {
      change: { organisations: [alone, { organisationId: OTHER, isAssessing: false, isEndorsing: true }] },
      at: ['/organisations'],
    },
  ])
    t.strictSame(pointers(programmeProblems({ ...sound, ...change })), at, JSON.stringify(change))
})

for (const { zone, isKnown } of [
  { zone: 'Europe/Helsinki', isKnown: true },
  { zone: 'America/Argentina/Buenos_Aires', isKnown: true },
  { zone: 'Etc/GMT+3', isKnown: true },
  { zone: 'UTC', isKnown: true },
  { zone: '+03:00', isKnown: false },
  { zone: '', isKnown: false },
  { zone: "UTC'; drop table programmes", isKnown: false },
])
  t.test(`${zone || 'nothing'} is ${isKnown ? 'a' : 'no'} time zone`, async (t) => {
    t.equal(isTimeZone(zone), isKnown)
  })

t.test('a cohort', async (t) => {
  const sound: CohortDetails = {
    ...{ name: '2027', status: 'planned', startsOn: '2027-03-01', endsOn: '2027-12-01' },
    windows: [{ microCourseId: ONE, opens: '2027-03-01', recommendedBy: '2027-05-01' }],
  }
  const window = { microCourseId: ONE, opens: '2027-04-01', recommendedBy: '2027-05-01' }
  t.strictSame(cohortProblems(sound, [ONE]), [])
  for (const { change, at } of [
    { change: { name: '' }, at: ['/name'] },
    { change: { endsOn: '2027-02-01', windows: [] }, at: ['/endsOn'] },
    { change: { startsOn: 'soon', endsOn: '' }, at: ['/startsOn', '/endsOn'] },
    { change: { startsOn: '2027-02-31' }, at: ['/startsOn'] },
    { change: { windows: [{ ...window, microCourseId: OTHER }] }, at: [`/windows/${OTHER}/opens`] },
    { change: { windows: [{ ...window, opens: '2027-02-28' }] }, at: [`/windows/${ONE}/opens`] },
    { change: { windows: [{ ...window, recommendedBy: '2027-03-31' }] }, at: [`/windows/${ONE}/recommendedBy`] },
    { change: { windows: [{ ...window, recommendedBy: '2028-01-01' }] }, at: [`/windows/${ONE}/recommendedBy`] },
    { change: { windows: [{ ...window, opens: 'x' }] }, at: [`/windows/${ONE}/opens`] },
  ])
    t.strictSame(pointers(cohortProblems({ ...sound, ...change }, [ONE])), at, JSON.stringify(change))
})
