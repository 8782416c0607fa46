import { t } from '../support/test.ts'
import { addPerson, enrolParticipant, grantRole, type Actor, type Role } from '../../src/access/index.ts'
import { grantQualification, releaseDecision } from '../../src/assessment/index.ts'
import { readLog } from '../../src/audit/index.ts'
import { approveAward, endorseAward, issueCredential, proposeAward } from '../../src/credentials/index.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import {
  createCohort,
  createOrganisation,
  createProgramme,
  editProgramme,
  readReadiness,
} from '../../src/programmes/index.ts'
import { createVerifier } from '../../src/public/index.ts'
import { handedIn, judged, PUBLIC_URL, servicesAt } from '../credentials/scene.ts'
import { testServices } from '../support/app.ts'
import { publishedCourse, version } from '../support/catalogue.ts'
import { onBothDatabases } from '../support/database.ts'
import { PORTFOLIO_AT, type PortfolioWorld } from '../support/portfolio.ts'
import { LONG_AGO, type TestProgramme } from '../support/programme.ts'

type ProgrammeRole = Exclude<Role, 'administrator'>

/** Five adults do everything; the roles of each exclude nothing of the others. */
const TEAM = {
  ana: { at: 'awarding', roles: ['assessor', 'validator'] },
  eero: { at: 'partner', roles: ['assessor', 'validator'] },
  carla: { at: 'awarding', roles: ['coordinator', 'author', 'adjudicator'] },
  diego: { at: 'awarding', roles: ['signatory'] },
  salla: { at: 'partner', roles: ['signatory'] },
  juana: { at: null, roles: ['participant'] },
} as const satisfies Record<string, { at: 'awarding' | 'partner' | null; roles: readonly ProgrammeRole[] }>

await onBothDatabases(t, 'the smallest team', async (t, database) => {
  const clock = new SettableClock(PORTFOLIO_AT)
  const randomness = seededRandomness('smallest team')
  const services = testServices(database, { clock, randomness })
  const administrator = await firstAdministrator(database, randomness.uuid())
  const missing = async () =>
    (await readReadiness(services, administrator)).steps.flatMap(({ key, state }) =>
      state === 'done' || state === 'optional' ? [] : [key],
    )

  t.equal((await missing())[0], 'organisations')
  const organisation = (slug: string, countryCode: string) =>
    createOrganisation(services, administrator, {
      ...{ slug, countryCode, legalName: slug, displayName: {}, addsLegacyProof: false },
    })
  const places = { awarding: await organisation('horizonte', 'CL'), partner: await organisation('revontuli', 'FI') }
  t.equal((await missing())[0], 'programme')
  const programmeId = await createProgramme(services, administrator, {
    ...{ slug: 'piloto', title: { es: 'Piloto' }, languages: ['es'], baseLanguage: 'es', profile: 'standard' },
    ...{ timeZone: 'America/Santiago', appealWindowDays: 14, reconciliationDays: 10, retentionMonths: 24 },
    awardingOrganisationId: places.awarding,
    organisations: [
      { organisationId: places.awarding, isAssessing: true, isEndorsing: false },
      { organisationId: places.partner, isAssessing: true, isEndorsing: true },
    ],
  })

  const join = async (name: keyof typeof TEAM): Promise<Actor> => {
    const { at, roles } = TEAM[name]
    const [first, ...others] = roles as readonly [ProgrammeRole, ...ProgrammeRole[]]
    const organisationId = at === null ? undefined : places[at]
    const { personId } = await addPerson(services, administrator, programmeId, {
      ...{ givenName: name, familyName: 'Prueba', email: `${name}@example.org`, locale: 'es', organisationId },
      role: first,
    })
    for (const role of others) await grantRole(services, administrator, programmeId, personId, { role })
    return {
      ...{ kind: 'person', personId, name, locale: 'es', programmeIds: [programmeId] },
      organisationId: organisationId ?? null,
      assignments: roles.map((role) => ({
        ...{ role, programmeId, organisationId: organisationId ?? null, cohortId: null },
      })),
    }
  }
  const [ana, eero, carla, diego, salla, juana] = [
    ...[await join('ana'), await join('eero'), await join('carla')],
    ...[await join('diego'), await join('salla'), await join('juana')],
  ] as [Actor, Actor, Actor, Actor, Actor, Actor]
  const cohortId = await createCohort(services, carla, programmeId, {
    ...{ name: '2026', status: 'running', startsOn: '2026-03-01', endsOn: '2026-12-31', windows: [] },
  })
  await enrolParticipant(services, carla, programmeId, { cohortId, personId: juana.personId ?? '' })

  const people = {
    ...{ coordinator: carla, author: carla, validator: ana, validator2: eero, assessor: ana, assessor2: eero },
    ...{ signatory: diego, signatory2: salla, participant: juana, administrator },
  }
  const programme = { id: programmeId, cohortId, ...places, people } as unknown as TestProgramme
  const course = await publishedCourse({ ...services, clock }, programme)
  t.strictSame(await missing(), ['appeals-panel', 'qualification'])

  await t.test('a standard programme wants a calibration, a pilot a reason', async (t) => {
    const grant = (person: Actor) =>
      grantQualification(services, carla, {
        ...{ programmeId, microCourseId: course.microCourseId, rubricId: course.rubricId },
        ...{ personId: person.personId ?? '', validUntil: new Date('2027-06-01'), reason: 'co-wrote the rubric' },
      })
    await t.rejects(grant(ana), { code: 'calibration-required' })
    await editProgramme(services, administrator, programmeId, { profile: 'pilot' })
    for (const person of [ana, eero, carla]) await grant(person)
    t.strictSame(await missing(), [], 'and an appeals panel is named when it is needed')
    const reasons = []
    for await (const { action, data } of readLog(database.owner))
      if (action === 'qualification.granted') reasons.push(data['reason'])
    t.strictSame(reasons, Array(3).fill('co-wrote the rubric'))
  })

  const world: PortfolioWorld = {
    ...{ programme, course, clock, services, requirementIds: [] },
    criterionIds: (await version({ ...services, clock }, carla, course.versionId)).rubric.criteria.map(
      ({ id }) => id,
    ) as unknown as PortfolioWorld['criterionIds'],
  }
  const submissionId = await handedIn(world, juana)
  const decisionId = await judged(world, submissionId)
  const signing = servicesAt(database, world, PUBLIC_URL)
  await releaseDecision(signing, carla, decisionId)
  const awardId = await proposeAward(signing, carla, { decisionId })

  await t.test('nobody who judged signs, not even where nobody else is left', async (t) => {
    for (const [judge, sign] of [
      [ana, approveAward],
      [eero, endorseAward],
    ] as const) {
      await grantRole(signing, administrator, programmeId, judge.personId ?? '', { role: 'signatory' })
      const assignment = {
        role: 'signatory',
        programmeId,
        organisationId: judge.organisationId,
        cohortId: null,
      } as const
      const signing_ = { ...judge, assignments: [...judge.assignments, assignment] }
      await t.rejects(sign(signing, signing_, awardId), { code: 'separation-of-duties' })
    }
  })

  await t.test('and the badge verifies', async (t) => {
    const { checkOwnOutput } = createVerifier(signing, () => Promise.reject(new Error('nothing is fetched')))
    await approveAward(signing, diego, awardId)
    await endorseAward(signing, salla, awardId)
    const { document } = await issueCredential({ ...signing, checkOwnOutput }, diego, { awardId })
    t.match(JSON.parse(document), { issuer: { id: 'did:web:badges.example.org:issuers:horizonte' } })
  })
})

async function firstAdministrator(database: Database, id: string): Promise<Actor> {
  const assignment = { role: 'administrator', programmeId: null, organisationId: null, cohortId: null } as const
  await database.owner.insert(tables.persons).values({
    ...{ id, givenName: 'A', familyName: 'B', emailNorm: 'admin@example.org', locale: 'es', createdAt: LONG_AGO },
  })
  await database.owner.insert(tables.roleAssignments).values({ ...assignment, id, personId: id, validFrom: LONG_AGO })
  return {
    ...{ kind: 'person', personId: id, name: 'A B', locale: 'es', organisationId: null, programmeIds: [] },
    assignments: [assignment],
  }
}
