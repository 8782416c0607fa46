import type { Actor, Role } from '../../src/access/index.ts'
import { tables, type Database } from '../../src/database/index.ts'
import type { Randomness } from '../../src/kernel/ids.ts'

export const LONG_AGO = new Date('2025-01-01T00:00:00Z')

export interface TestProgramme {
  readonly id: string
  readonly cohortId: string
  readonly awarding: string
  readonly partner: string
  /** One or more people a role; `assessor2`, `validator2`, `signatory2` … belong to the partner organisation. */
  readonly people: Readonly<Record<PersonName, Actor>>
}

const CAST = {
  participant: ['participant', null],
  participant2: ['participant', null],
  mentor: ['mentor', 'awarding'],
  assessor: ['assessor', 'awarding'],
  assessorB: ['assessor', 'awarding'],
  assessor2: ['assessor', 'partner'],
  assessor2b: ['assessor', 'partner'],
  adjudicator: ['adjudicator', 'partner'],
  panel: ['appeals_panel', 'awarding'],
  panel2: ['appeals_panel', 'partner'],
  coordinator: ['coordinator', 'awarding'],
  author: ['author', 'awarding'],
  validator: ['validator', 'awarding'],
  validator2: ['validator', 'partner'],
  signatory: ['signatory', 'awarding'],
  signatoryB: ['signatory', 'awarding'],
  signatory2: ['signatory', 'partner'],
  auditor: ['auditor', 'awarding'],
  observer: ['observer', 'awarding'],
} as const satisfies Record<string, readonly [Role, 'awarding' | 'partner' | null]>
export type PersonName = keyof typeof CAST | 'administrator'

/**
 * A programme of two organisations with people in every role, written as the owner. Call it twice for a foreign
 * programme; `slug` keeps the two apart. The participants are enrolled in a running cohort; no mentor pairing is made.
 */
export async function createProgramme(
  database: Database,
  randomness: Randomness,
  slug = 'home',
): Promise<TestProgramme> {
  const [id, cohortId, awarding, partner] = Array.from({ length: 4 }, () => randomness.uuid()) as [
    string,
    string,
    string,
    string,
  ]
  const organisation = (organisationId: string, role: string, countryCode: string) => ({
    id: organisationId,
    slug: `${slug}-${role}`,
    legalName: `${slug} ${role}`,
    displayName: { es: `Organización ${slug} ${role}`, en: `${slug} ${role}`, fi: `${slug} ${role} fi` },
    countryCode,
    createdAt: LONG_AGO,
  })
  await database.owner
    .insert(tables.organisations)
    .values([organisation(awarding, 'awarding', 'CL'), organisation(partner, 'partner', 'FI')])
  await database.owner.insert(tables.programmes).values({
    id,
    slug,
    title: { es: `Programa ${slug}`, en: `Programme ${slug}`, fi: `Ohjelma ${slug}` },
    awardingOrganisationId: awarding,
    baseLanguage: 'es',
    languages: ['es', 'en', 'fi'],
    timeZone: 'America/Santiago',
    createdAt: LONG_AGO,
  })
  await database.owner.insert(tables.programmeOrganisations).values([
    { programmeId: id, organisationId: awarding, isAssessing: true, isEndorsing: false },
    { programmeId: id, organisationId: partner, isAssessing: true, isEndorsing: true },
  ])
  await database.owner.insert(tables.cohorts).values({
    id: cohortId,
    programmeId: id,
    name: `Cohorte ${slug}`,
    status: 'running',
    startsOn: '2025-01-01',
    endsOn: '2030-12-31',
    windows: [],
  })
  const people: Record<string, Actor> = {}
  for (const [name, [role, side]] of Object.entries(CAST)) {
    const organisationId = side === null ? null : side === 'awarding' ? awarding : partner
    people[name] = await addPerson(database, randomness, { slug, name, role, organisationId, programmeId: id })
  }
  people['administrator'] = await addPerson(database, randomness, {
    slug,
    name: 'administrator',
    role: 'administrator',
    organisationId: null,
    programmeId: null,
  })
  for (const name of ['participant', 'participant2'] as const) {
    await database.owner.insert(tables.enrolments).values({
      id: randomness.uuid(),
      programmeId: id,
      cohortId,
      participantId: people[name]?.personId ?? '',
      status: 'active',
      enrolledAt: LONG_AGO,
    })
  }
  return { id, cohortId, awarding, partner, people: people as Record<PersonName, Actor> }
}

interface NewPerson {
  readonly slug: string
  readonly name: string
  readonly role: Role
  readonly organisationId: string | null
  readonly programmeId: string | null
}

async function addPerson(database: Database, randomness: Randomness, person: NewPerson): Promise<Actor> {
  const id = randomness.uuid()
  await database.owner.insert(tables.persons).values({
    id,
    givenName: person.name,
    familyName: person.slug,
    emailNorm: `${person.name.toLowerCase()}@${person.slug}.example`,
    locale: 'es',
    organisationId: person.organisationId,
    assessorLanguages: ['es', 'en'],
    createdAt: LONG_AGO,
  })
  const assignment = {
    role: person.role,
    programmeId: person.programmeId,
    organisationId: person.organisationId,
    cohortId: null,
  }
  await database.owner
    .insert(tables.roleAssignments)
    .values({ ...assignment, id: randomness.uuid(), personId: id, validFrom: LONG_AGO })
  return {
    kind: 'person',
    personId: id,
    name: `${person.name} ${person.slug}`,
    locale: 'es',
    organisationId: person.organisationId,
    programmeIds: person.programmeId === null ? [] : [person.programmeId],
    assignments: [assignment],
  }
}
