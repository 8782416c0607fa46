import { eq } from 'drizzle-orm'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import { createOrganisation, createProgramme } from '../programmes/index.ts'
import { ADMINISTRATOR, type World } from './world.ts'

/*
 * The first administrator sets up organisations and programme. Written as the owner: that administrator; schools and
 * profiles for monitoring; the cohorts, whose windows name micro-courses that nobody has written yet; and the end of an
 * enrolment.
 */

const SLUGS: Readonly<Record<string, string>> = { 'org-horizonte': 'horizonte', 'org-pohjantahti': 'pohjantahti' }
const PROGRAMME_SLUG = 'pedagogia-activa'

export async function setUpProgramme(world: World): Promise<void> {
  const { seed, programmeId, services } = world
  const awarding = seed.organisations.find(({ roles }) => roles.includes('awarding_body'))
  if (!awarding) throw new Error('no organisation of the seed awards')
  await writeAdministrator(services.database.owner, world, services.clock.now())
  const administrator = world.as(ADMINISTRATOR)
  for (const { key, ...organisation } of seed.organisations) {
    const slug = SLUGS[key] ?? key
    const details = pick(organisation, 'id', 'legalName', 'displayName', 'countryCode', 'city', 'url', 'email')
    await createOrganisation(services, administrator, { ...details, slug, addsLegacyProof: false })
  }
  await createProgramme(services, administrator, {
    id: programmeId,
    slug: PROGRAMME_SLUG,
    title: seed.framework.title,
    awardingOrganisationId: awarding.id,
    organisations: seed.organisations.map(({ id, roles }) => ({
      organisationId: id,
      isAssessing: roles.includes('assessing_body'),
      isEndorsing: roles.includes('endorser'),
    })),
    baseLanguage: seed.meta.defaultLanguage,
    languages: seed.meta.languages,
    timeZone: seed.meta.timezone,
    appealWindowDays: 14,
    reconciliationDays: 10,
    retentionMonths: 24,
    profile: 'standard',
  })
}

async function writeAdministrator(tx: Db, { entity, services }: World, at: Date): Promise<void> {
  const { id, givenName, familyName, email, locale } = entity('people', ADMINISTRATOR)
  await tx.insert(tables.persons).values({ id, givenName, familyName, emailNorm: email, locale, createdAt: at })
  await tx.insert(tables.roleAssignments).values({
    id: services.randomness.uuid(),
    personId: id,
    role: 'administrator',
    validFrom: at,
    grantedById: id,
  })
}

/** Once the people are there: a cohort names its coordinator, a profile its person. */
export async function writeCohorts({ seed, programmeId, services, id }: World): Promise<void> {
  await services.database.owner.transaction(async (tx) => {
    await tx
      .insert(tables.schools)
      .values(seed.schools.map((school) => ({ programmeId, ...pick(school, 'id', 'name', 'commune', 'region') })))
    await tx.insert(tables.participantProfiles).values(
      seed.people.flatMap(({ id: personId, gender, schoolKey, specialty, roles }) =>
        roles.includes('participant')
          ? [
              {
                ...{ programmeId, personId, specialty },
                gender: gender ?? ('undisclosed' as const),
                schoolId: schoolKey === undefined ? null : id(schoolKey),
              },
            ]
          : [],
      ),
    )
    await tx.insert(tables.cohorts).values(
      seed.cohorts.map((cohort) => ({
        ...pick(cohort, 'id', 'name', 'status'),
        programmeId,
        startsOn: cohort.start,
        endsOn: cohort.end,
        coordinatorId: id(cohort.coordinatorKey),
        windows: cohort.microCourseWindows.map(({ microCourseKey, opens, recommendedBy }) => ({
          microCourseId: id(microCourseKey),
          opens,
          recommendedBy,
        })),
      })),
    )
  })
}

/** By the coordinator, though no use case lets them do it yet. */
export async function endEnrolment(world: World, enrolmentKey: string): Promise<void> {
  const { services, programmeId } = world
  const at = services.clock.now()
  const { cohortKey } = world.entity('enrolments', enrolmentKey)
  const { coordinatorKey } = world.entity('cohorts', cohortKey)
  await services.database.owner.transaction(async (tx) => {
    await tx
      .update(tables.enrolments)
      .set({ status: 'withdrawn', withdrawnAt: at })
      .where(eq(tables.enrolments.id, world.id(enrolmentKey)))
    await appendEvent(tx, at, {
      programmeId,
      actorId: world.id(coordinatorKey),
      actorRole: 'coordinator',
      action: 'enrolment.withdrawn',
      subjectType: 'enrolment',
      subjectId: world.id(enrolmentKey),
    })
  })
}

function pick<T extends object, Name extends keyof T>(from: T, ...names: readonly Name[]): Pick<T, Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, Name>
}
