import { addPerson, declareConflict, enrolParticipant, grantRole, pairMentor } from '../access/index.ts'
import { grantQualification } from '../assessment/index.ts'
import type { Role } from '../kernel/actor.ts'
import type { Entity, Seed } from './seed-types.ts'
import { endEnrolment, writeCohorts, setUpProgramme } from './set-up.ts'
import { minutesFrom, setUpAt } from './unrecorded.ts'
import { ADMINISTRATOR, nameOf, type HistoryEvent, type World } from './world.ts'

export function peopleEvents(seed: Seed): HistoryEvent[] {
  const [enrolment] = seed.enrolments
  return [
    {
      at: setUpAt(seed),
      what: `The programme of ${seed.organisations.map(({ displayName }) => displayName.en).join(' and ')} is set up`,
      act: setUp,
    },
    {
      at: new Date(enrolment?.enrolledAt ?? seed.meta.snapshotAt),
      what: `${seed.enrolments.length} teachers are enrolled, and each is given a mentor`,
      act: enrol,
    },
    ...calibrations(seed),
    ...seed.conflictsOfInterest.filter(({ source }) => source === 'declared').map((conflict) => declaration(conflict)),
    ...seed.enrolments.flatMap(({ key, withdrawnAt }) =>
      withdrawnAt === undefined
        ? []
        : [
            {
              at: new Date(withdrawnAt),
              what: 'A teacher leaves the cohort',
              act: (world: World) => endEnrolment(world, key),
            },
          ],
    ),
  ]
}

async function setUp(world: World): Promise<void> {
  await setUpProgramme(world)
  const { services, seed, programmeId } = world
  const administrator = world.as(ADMINISTRATOR)
  for (const person of seed.people) {
    const [first, ...others] = person.roles.filter(isProgrammeRole)
    if (first === undefined) continue
    const { id: personId, givenName, familyName, email, locale, assessorLanguages } = person
    const organisationId = person.organisationKey === null ? undefined : world.id(person.organisationKey)
    await addPerson(services, administrator, programmeId, {
      ...{ personId, givenName, familyName, email, locale, organisationId, assessorLanguages },
      role: first,
    })
    for (const role of others) await grantRole(services, administrator, programmeId, personId, { role })
  }
  await writeCohorts(world)
}

const isProgrammeRole = (role: Role): role is Exclude<Role, 'administrator'> => role !== 'administrator'

async function enrol(world: World): Promise<void> {
  const { services, seed, programmeId } = world
  for (const { key, participantKey, cohortKey } of seed.enrolments) {
    const coordinator = world.as(world.entity('cohorts', cohortKey).coordinatorKey)
    const id = services.randomness.uuid()
    world.remember(key, id)
    const [cohortId, personId] = [world.id(cohortKey), world.id(participantKey)]
    await enrolParticipant(services, coordinator, programmeId, { id, cohortId, personId })
    for (const { mentorKey, from, to } of seed.mentorPairings.filter((one) => one.participantKey === participantKey)) {
      await pairMentor(services, coordinator, programmeId, {
        mentorId: world.id(mentorKey),
        participantId: personId,
        cohortId,
        startsOn: from,
        ...(to === null ? {} : { endsOn: to }),
      })
    }
  }
}

function calibrations(seed: Seed): HistoryEvent[] {
  const instants = [...new Set(seed.assessorQualifications.map(({ calibratedAt }) => calibratedAt))]
  return instants.map((at) => ({
    at: new Date(at),
    what: 'Assessors are calibrated on benchmark portfolios',
    act: async (world) => {
      for (const qualification of seed.assessorQualifications.filter(({ calibratedAt }) => calibratedAt === at)) {
        await qualify(world, qualification)
      }
    },
  }))
}

async function qualify(world: World, qualification: Entity<'assessorQualifications'>): Promise<void> {
  const { personKey, microCourseKey, validUntil, calibration } = qualification
  const [cohort] = world.seed.cohorts
  await grantQualification(world.services, world.as(cohort?.coordinatorKey ?? ''), {
    programmeId: world.programmeId,
    personId: world.id(personKey),
    microCourseId: world.id(microCourseKey),
    rubricId: world.id(world.entity('microCourses', microCourseKey).rubricKey),
    validUntil: new Date(validUntil),
    calibration,
  })
}

function declaration({ personKey, participantKey, kind, from }: Entity<'conflictsOfInterest'>): HistoryEvent {
  return {
    at: minutesFrom(from, 12 * 60),
    what: 'An assessor declares a conflict of interest',
    act: async (world) => {
      if (kind === 'mentor') throw new Error(`${nameOf(world.entity('people', personKey))} cannot declare a pairing`)
      const conflict = { participantId: world.id(participantKey), kind, startsOn: from }
      await declareConflict(world.services, world.as(personKey), world.programmeId, conflict)
    },
  }
}
