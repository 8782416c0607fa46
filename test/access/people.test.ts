import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import {
  addPerson,
  createAccount,
  declareConflict,
  endPairing,
  endRole,
  enrolParticipant,
  grantRole,
  loadActor,
  pairMentor,
} from '../../src/access/index.ts'
import { invite } from '../../src/access/invitation.ts'
import { readPeople, type NewRole } from '../../src/access/people.ts'
import { readOwnConflicts } from '../../src/access/conflicts.ts'
import { readLog, verifyChain } from '../../src/audit/index.ts'
import { tables } from '../../src/database/index.ts'
import type { Actor, Role } from '../../src/kernel/actor.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { testServices, TEST_NOW } from '../support/app.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { createProgramme, type TestProgramme } from '../support/programme.ts'

const ANA = { givenName: 'Ana', familyName: 'Prueba', email: ' Ana@Example.ORG', locale: 'es' } as const
const idOf = ({ personId }: Actor): string => personId ?? ''

await onBothDatabases(t, 'people', async (t, database) => {
  const services = testServices(database, { randomness: systemRandomness })
  let home: TestProgramme
  let foreign: TestProgramme
  t.beforeEach(async () => {
    await clearTables(database)
    home = await createProgramme(database, systemRandomness)
    foreign = await createProgramme(database, systemRandomness, 'foreign')
  })

  const actions = async () => {
    const events = []
    for await (const event of readLog(database.owner)) events.push(event)
    t.match(verifyChain(events), { intact: true })
    return events.map(({ action, actorRole }) => `${actorRole} ${action}`)
  }

  for (const keeper of ['coordinator', 'administrator'] as const) {
    t.test(`the ${keeper} adds a person, gives and ends a role, enrols and pairs`, async (t) => {
      const actor = home.people[keeper]
      const { personId, assignmentId } = await addPerson(services, actor, home.id, { ...ANA, role: 'participant' })
      const { people } = await readPeople(services, actor, home.id)
      t.match(
        people.find(({ id }) => id === personId),
        { email: 'ana@example.org', hasAccount: false, roles: [{ role: 'participant' }] },
      )
      await enrolParticipant(services, actor, home.id, { cohortId: home.cohortId, personId })
      await t.rejects(enrolParticipant(services, actor, home.id, { cohortId: home.cohortId, personId }), {
        code: 'already-enrolled',
      })
      const mentorId = idOf(home.people.mentor)
      const pairing = { mentorId, participantId: personId, startsOn: '2026-03-01' }
      const pairingId = await pairMentor(services, actor, home.id, pairing)
      await endPairing(services, actor, home.id, pairingId, '2026-05-31')
      t.match(await database.owner.select().from(tables.conflictsOfInterest), [
        { personId: mentorId, participantId: personId, kind: 'mentor', source: 'derived', endsOn: '2026-05-31' },
      ])
      await grantRole(services, actor, home.id, personId, { role: 'mentor' })
      await endRole(services, actor, assignmentId)
      await t.rejects(endRole(services, actor, assignmentId), { code: 'not-found' })
      const after = (await readPeople(services, actor, home.id)).people.find(({ id }) => id === personId)
      t.strictSame(
        after?.roles.map(({ role }) => role),
        ['mentor'],
      )
      t.strictSame(
        await actions(),
        [
          'role.granted',
          'participant.enrolled',
          'mentor.paired',
          'mentor.pairing-ended',
          'role.granted',
          'role.ended',
        ].map((action) => `${keeper} ${action}`),
      )
    })
  }

  const known = { ...ANA, givenName: 'assessor', familyName: 'foreign', email: 'assessor@foreign.example' }

  t.test('a person known from elsewhere gets the role and keeps the rest', async (t) => {
    const { coordinator } = home.people
    const { personId } = await addPerson(services, coordinator, home.id, { ...known, role: 'mentor' })
    t.equal(personId, idOf(foreign.people.assessor))
    const { people } = await readPeople(services, coordinator, home.id)
    t.match(
      people.find(({ id }) => id === personId),
      { givenName: 'assessor', organisationId: foreign.awarding },
    )
  })

  t.test('a slip in an address gives nobody else a role', async (t) => {
    const { coordinator, administrator } = home.people
    for (const { actor, person } of [
      { actor: coordinator, person: { ...known, familyName: 'Rojas' } },
      { actor: administrator, person: { ...known, givenName: 'Ana' } },
      { actor: coordinator, person: { ...known, givenName: 'administrator', email: 'administrator@foreign.example' } },
    ]) {
      await t.rejects(addPerson(services, actor, home.id, { ...person, role: 'mentor' }), {
        code: 'known-by-another-name',
      })
    }
    t.strictSame(await actions(), [])
  })

  const OF_AN_ORGANISATION = [
    'coordinator',
    'validator',
    'assessor',
    'adjudicator',
    'appeals_panel',
    'signatory',
  ] as const

  t.test('who speaks for an organisation is named by its own coordinator or by an administrator', async (t) => {
    const { coordinator, administrator } = home.people
    const code = 'another-organisations-people'
    for (const role of OF_AN_ORGANISATION) {
      const of = (organisationId: string) => ({ ...ANA, email: `${role}@example.org`, role, organisationId })
      await t.rejects(addPerson(services, coordinator, home.id, of(home.partner)), { code }, role)
      await t.rejects(
        grantRole(services, coordinator, home.id, idOf(home.people.assessor2), {
          role: role === 'assessor' ? 'signatory' : role,
        }),
        { code },
      )
      await addPerson(services, administrator, home.id, of(home.partner))
      await addPerson(services, coordinator, home.id, { ...of(home.awarding), email: `own-${role}@example.org` })
      const nobodys = { ...ANA, email: `nobodys-${role}@example.org`, role }
      await t.rejects(addPerson(services, administrator, home.id, nobodys), {
        code: 'invalid-input',
        errors: [{ pointer: '/organisationId' }],
      })
    }
    const { personId } = await addPerson(services, administrator, home.id, {
      ...ANA,
      role: 'assessor',
      organisationId: home.partner,
    })
    await t.rejects(invite(services, coordinator, home.id, personId), { code }, 'nor gets the link of such a person')
  })

  t.test('and the database holds it', async (t) => {
    const { coordinator, assessor2, participant, assessor } = home.people
    const write = (role: Role, personId: string, organisationId: string) =>
      database.transaction(coordinator, services.clock.now(), (tx) =>
        tx.insert(tables.roleAssignments).values({
          ...{ id: systemRandomness.uuid(), personId, role, programmeId: home.id, organisationId },
          validFrom: services.clock.now(),
        }),
      )
    for (const role of OF_AN_ORGANISATION) {
      await t.rejects(write(role, idOf(assessor2), home.partner), { code: 'forbidden' }, `${role} of the partner`)
      await t.rejects(write(role, idOf(assessor2), home.awarding), { code: 'forbidden' }, `${role} under our flag`)
    }
    await write('mentor', idOf(participant), home.awarding)
    await t.rejects(
      database.transaction(assessor, services.clock.now(), (tx) =>
        tx
          .update(tables.persons)
          .set({ organisationId: home.partner })
          .where(eq(tables.persons.id, idOf(assessor))),
      ),
      { code: 'forbidden' },
      'nobody changes sides',
    )
    await t.rejects(
      database.transaction(coordinator, services.clock.now(), (tx) =>
        tx.update(tables.roleAssignments).set({ role: 'signatory' }).where(eq(tables.roleAssignments.role, 'mentor')),
      ),
      { code: 'immutable' },
    )
  })

  t.test('a role is held once', async (t) => {
    const { coordinator, mentor } = home.people
    const give = (role: NewRole) => grantRole(services, coordinator, home.id, idOf(mentor), role)
    await t.rejects(give({ role: 'mentor' }), { code: 'role-already-held' })
    await give({ role: 'mentor', cohortId: home.cohortId })
    await t.rejects(give({ role: 'mentor', cohortId: home.cohortId }), { code: 'role-already-held' })
    const [from, to] = [new Date('2027-01-01T00:00:00Z'), new Date('2028-01-01T00:00:00Z')]
    await give({ role: 'observer', validFrom: from, validTo: to })
    await give({ role: 'observer', validFrom: to })
    await t.rejects(give({ role: 'observer', validFrom: from }), { code: 'role-already-held' })
  })

  for (const name of ['   ', '\u200b\u200b', '\u202eanA', 'A\u0007na', '<b>'])
    t.test(`${JSON.stringify(name)} is no name`, async (t) => {
      for (const field of ['givenName', 'familyName'])
        await t.rejects(
          addPerson(services, home.people.coordinator, home.id, { ...ANA, [field]: name, role: 'participant' }),
          { code: 'invalid-input', errors: [{ pointer: `/${field}` }] },
        )
    })

  t.test('nobody keeps the people of a programme that is not theirs', async (t) => {
    const { coordinator, mentor } = home.people
    const newPerson = { ...ANA, role: 'participant' as const }
    for (const actor of [coordinator, mentor]) {
      await t.rejects(addPerson(services, actor, foreign.id, newPerson), { code: 'forbidden' })
      await t.rejects(readPeople(services, actor, foreign.id), { code: 'forbidden' })
    }
    await t.rejects(addPerson(services, mentor, home.id, newPerson), { code: 'forbidden' })
    const [role] = await database.owner
      .select()
      .from(tables.roleAssignments)
      .where(eq(tables.roleAssignments.personId, idOf(foreign.people.mentor)))
    await t.rejects(endRole(services, coordinator, role?.id ?? ''), { code: 'not-found' })
    const foreignId = idOf(foreign.people.participant)
    await t.rejects(
      enrolParticipant(services, coordinator, home.id, { cohortId: home.cohortId, personId: foreignId }),
      {
        code: 'not-found',
      },
    )
    const personId = idOf(home.people.participant)
    await t.rejects(enrolParticipant(services, coordinator, home.id, { cohortId: foreign.cohortId, personId }), {
      code: 'not-found',
    })
  })

  t.test('what does not fit is told at its field', async (t) => {
    const { coordinator, mentor, participant } = home.people
    const refusedAt = (work: Promise<unknown>, pointer: string) =>
      t.rejects(work, { code: 'invalid-input', errors: [{ pointer }] })
    const person = { ...ANA, role: 'assessor' as const, organisationId: home.awarding }
    await refusedAt(
      addPerson(services, coordinator, home.id, { ...person, organisationId: foreign.awarding }),
      '/organisationId',
    )
    await refusedAt(addPerson(services, coordinator, home.id, { ...person, validTo: TEST_NOW }), '/validTo')
    const pairing = { mentorId: idOf(mentor), participantId: idOf(participant), startsOn: '2026-03-01' }
    await refusedAt(
      pairMentor(services, coordinator, home.id, { ...pairing, participantId: idOf(mentor) }),
      '/participantId',
    )
    await refusedAt(pairMentor(services, coordinator, home.id, { ...pairing, endsOn: '2026-02-01' }), '/endsOn')
    await refusedAt(
      enrolParticipant(services, coordinator, home.id, { cohortId: home.cohortId, personId: idOf(mentor) }),
      '/personId',
    )
    t.strictSame(await actions(), [])
  })

  t.test('the last administrator stays', async (t) => {
    const administrators = await database.owner
      .select()
      .from(tables.roleAssignments)
      .where(eq(tables.roleAssignments.role, 'administrator'))
    const [first, second] = administrators.map(({ id }) => id)
    await t.rejects(endRole(services, home.people.coordinator, first ?? ''), { code: /forbidden|not-found/ })
    await endRole(services, home.people.administrator, first ?? '')
    await t.rejects(endRole(services, foreign.people.administrator, second ?? ''), { code: 'last-administrator' })
  })

  t.test('everybody declares their own conflicts, and sees their own alone', async (t) => {
    const { assessor, assessorB, participant } = home.people
    const conflict = { participantId: idOf(participant), kind: 'family' as const, startsOn: '2026-01-01' }
    await declareConflict(services, assessor, home.id, conflict)
    t.match((await readOwnConflicts(services, assessor, home.id)).conflicts, [{ kind: 'family', source: 'declared' }])
    t.strictSame((await readOwnConflicts(services, assessorB, home.id)).conflicts, [])
    await t.rejects(declareConflict(services, foreign.people.assessor, home.id, conflict), { code: 'not-found' })
    await t.rejects(
      declareConflict(services, assessor, home.id, { ...conflict, participantId: idOf(foreign.people.participant) }),
      { code: 'not-found' },
    )
    await t.rejects(declareConflict(services, participant, home.id, conflict), { code: 'invalid-input' })
    t.strictSame(await actions(), ['assessor conflict.declared'])
  })

  t.test(
    'a coordinator makes no link that lets them act as somebody with an account or a role elsewhere',
    async (t) => {
      const { coordinator, administrator, assessor, mentor } = home.people
      t.match(await invite(services, coordinator, home.id, idOf(mentor)), { url: /\/welcome\/[\w-]{43}$/ })
      await createAccount(services, idOf(assessor), 'a long password')
      await t.rejects(invite(services, coordinator, home.id, idOf(assessor)), { code: 'forbidden' })
      t.match(await invite(services, administrator, home.id, idOf(assessor)), { url: /\/welcome\// })
      for (const { keeper, person } of [
        {
          keeper: administrator,
          person: { ...known, givenName: 'administrator', email: 'administrator@foreign.example' },
        },
        { keeper: coordinator, person: known },
      ]) {
        const { personId } = await addPerson(services, keeper, home.id, { ...person, role: 'mentor' })
        await t.rejects(invite(services, coordinator, home.id, personId), {
          code: /^(forbidden|another-organisations-people)$/,
        })
      }
    },
  )

  t.test('an actor has the live roles of every programme, and one of one programme carries its name', async (t) => {
    await createAccount(services, idOf(home.people.assessor), 'a long password')
    const [person] = await database.owner
      .select()
      .from(tables.persons)
      .where(eq(tables.persons.id, idOf(home.people.assessor)))
    const alone = await loadActor(database.owner, TEST_NOW, person?.userId ?? '')
    t.match(alone, { actor: { programmeIds: [home.id] }, place: { title: { en: 'Programme home' } } })
    const ours = { ...known, familyName: 'home', email: 'assessor@home.example' }
    await addPerson(services, foreign.people.coordinator, foreign.id, { ...ours, role: 'observer' })
    const both = await loadActor(database.owner, TEST_NOW, person?.userId ?? '')
    t.strictSame(both?.actor.programmeIds, [foreign.id, home.id])
    t.strictSame(both?.place?.title, {})
    t.equal(await loadActor(database.owner, TEST_NOW, 'nobody'), null)
  })
})
