import { t } from '../support/test.ts'
import { assessmentPages } from '../../src/assessment/index.ts'
import { readLog } from '../../src/audit/index.ts'
import { tables } from '../../src/database/index.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPglite } from '../support/database.ts'
import { portfolioWorld } from '../support/portfolio.ts'
import { createProgramme } from '../support/programme.ts'

const HOSTILE = `"><script>alert(1)</script>&'`
const PAGE = { as: 'coordinator', accept: 'text/html' }

t.test('who is qualified, for the coordinator', async (t) => {
  const database = await openTestPglite(t)
  const { programme, course, services } = await portfolioWorld(database)
  const foreign = await createProgramme(database, services.randomness, 'foreign')
  const { get, submit } = await buildTestApp(t, services, [assessmentPages], programme.people)
  const { owner } = database
  const form = {
    programmeId: programme.id,
    personId: programme.people.assessor.personId ?? '',
    versionId: course.versionId,
    validUntil: '2027-05-31',
    ...{ benchmarkItems: '6', exactAgreement: '83', adjacentAgreement: '100', reason: '' },
  }
  const noNumbers = { benchmarkItems: '', exactAgreement: '', adjacentAgreement: '' }

  await t.test('a calibration is recorded, until the end of the day in the zone of the programme', async (t) => {
    t.equal((await submit('/qualifications', form, PAGE)).statusCode, 303)
    const [granted] = await owner.select().from(tables.assessorQualifications)
    t.match(granted, {
      agreement: { benchmarkItems: 6, exactAgreement: 0.83, adjacentAgreement: 1 },
      grantedReason: null,
      validUntil: new Date('2027-06-01T04:00:00Z'),
    })
    const page = await get('/qualifications?lang=en', PAGE)
    t.match(page.body, 'until 31 May 2027')
    t.notMatch(page.body, 'name="reason"', 'which is for pilots')
    const api = await get(`/api/v1/programmes/${programme.id}/qualifications`, { as: 'coordinator' })
    t.match(api.json(), { qualifications: [{ personId: form.personId, validUntil: '2027-06-01T04:00:00.000Z' }] })
  })

  for (const { name, change, status } of [
    { name: 'no numbers in a standard programme', change: { ...noNumbers, reason: 'we know her' }, status: 422 },
    { name: 'half of the numbers', change: { exactAgreement: '' }, status: 422 },
    { name: 'more than all of them', change: { exactAgreement: '101' }, status: 422 },
    { name: 'fewer within one level than on it', change: { adjacentAgreement: '50' }, status: 422 },
    { name: 'a day that is over', change: { validUntil: '2026-05-01' }, status: 422 },
    { name: 'no day', change: { validUntil: 'tomorrow' }, status: 422 },
    { name: 'nobody chosen', change: { personId: '' }, status: 400 },
    {
      name: 'somebody of another programme',
      change: { personId: foreign.people.assessor.personId ?? '' },
      status: 404,
    },
    { name: 'another programme', change: { programmeId: foreign.id }, status: 404 },
  ])
    await t.test(`${name} is refused`, async (t) => {
      const answer = await submit('/qualifications', { ...form, ...change }, PAGE)
      t.equal(answer.statusCode, status)
      t.equal((await owner.select().from(tables.assessorQualifications)).length, 1)
    })

  await t.test('a pilot gives a reason, which the log keeps and the page shows as text', async (t) => {
    await owner.update(tables.programmes).set({ profile: 'pilot' })
    const personId = programme.people.assessor2.personId ?? ''
    t.equal((await submit('/qualifications', { ...form, ...noNumbers, personId }, PAGE)).statusCode, 422)
    const granted = await submit('/qualifications', { ...form, ...noNumbers, personId, reason: HOSTILE }, PAGE)
    t.equal(granted.statusCode, 303)
    const page = await get('/qualifications', PAGE)
    t.match(page.body, '&lt;script')
    t.notMatch(page.body, '<script>alert')
    const reasons = []
    for await (const { action, data } of readLog(owner))
      if (action === 'qualification.granted') reasons.push(data['reason'])
    t.strictSame(reasons, [undefined, HOSTILE])
  })

  await t.test('before there is anybody to qualify the page says what comes first', async (t) => {
    await owner.delete(tables.assessorQualifications)
    await owner.update(tables.roleAssignments).set({ validTo: services.clock.now() })
    t.match((await get('/qualifications', PAGE)).body, `/people?programme=${programme.id}#add`)
    t.equal((await get(`/qualifications?programme=${foreign.id}`, PAGE)).statusCode, 404)
  })
})
