import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { createAccount } from '../../src/access/index.ts'
import { buildApp, openServices } from '../../src/app.ts'
import { grantQualification } from '../../src/assessment/index.ts'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/database/index.ts'
import { signIn, type HttpPerson } from '../../src/demo/http-person.ts'
import type { Company, Destination } from '../../src/demo/walk-award.ts'
import type { Services } from '../../src/services.ts'
import { unreachable } from '../../src/verification/index.ts'
import { publishedCourse, version, type DraftCourse } from '../support/catalogue.ts'
import { freePort } from '../support/postgres.ts'
import { createProgramme, type PersonName, type TestProgramme } from '../support/programme.ts'

const DAY_MS = 24 * 60 * 60 * 1000
export const PASSWORD = 'a password for the whole road'

/** Of every service of these tests, so that a process takes up the sessions and the keys of the one before. */
export const SECRETS = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  SESSION_SECRET: 'a secret for tests, 32 characters',
  KEY_ENCRYPTION_KEY: '07'.repeat(32),
}

export const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS)

export function temporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'insignia-road-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A programme of two organisations with one published micro-course, and an assessor of each who may judge it. */
export interface ReadyProgramme extends TestProgramme {
  readonly course: DraftCourse
  readonly destination: Destination
}

export async function readyProgramme(services: Services): Promise<ReadyProgramme> {
  const programme = await createProgramme(services.database, services.randomness)
  const course = await publishedCourse(services, programme)
  const { people } = programme
  const { rubric } = await version(services, people.author, course.versionId)
  const [first, second] = rubric.criteria.map(({ id }) => id)
  if (first === undefined || second === undefined) throw new Error('the test course has two criteria')
  for (const name of ['assessor', 'assessor2'] as const) await qualify(services, programme, course, name)
  return { ...programme, course, destination: destinationIn(programme, course.versionId, [first, second]) }
}

export function destinationIn(
  { id: programmeId, people }: TestProgramme,
  versionId: string,
  criterionIds: Destination['criterionIds'],
): Destination {
  return {
    ...{ programmeId, versionId, criterionIds },
    assessorAId: people.assessor.personId ?? '',
    assessorBId: people.assessor2.personId ?? '',
    teacherName: 'Juana Arancibia Fuentes',
    capturedOn: daysAgo(1).toISOString().slice(0, 10),
  }
}

export async function qualify(
  services: Services,
  { id: programmeId, people }: TestProgramme,
  { microCourseId, rubricId }: DraftCourse,
  name: PersonName,
): Promise<void> {
  await grantQualification(services, people.coordinator, {
    programmeId,
    microCourseId,
    rubricId,
    personId: people[name].personId ?? '',
    validUntil: daysAgo(-365),
    calibration: { benchmarkItems: 6, exactAgreement: 0.83, adjacentAgreement: 1 },
  })
}

/** The whole service, listening, and people of its programme who sign in to it. */
export interface Road<Programme extends TestProgramme = ReadyProgramme> {
  readonly services: Services
  /** Where it listens; its public address, unless a test gave it another one. */
  readonly address: string
  readonly programme: Programme
  readonly as: (name: PersonName) => Promise<HttpPerson>
  readonly company: (teacher: 'participant' | 'participant2') => Promise<Company>
}

type Settings = Readonly<Record<string, string>>

/** With a course that is published and assessors who may judge it. */
export async function openRoad(t: Test, database: Database, settings: Settings = {}): Promise<Road> {
  const services = await servicesOn(t, database, settings)
  return startRoad(t, services, await readyProgramme(services))
}

/** With people alone. */
export async function openEmptyRoad(t: Test, database: Database): Promise<Road<TestProgramme>> {
  const services = await servicesOn(t, database, {})
  return startRoad(t, services, await createProgramme(database, services.randomness))
}

async function servicesOn(t: Test, database: Database, settings: Settings): Promise<Services> {
  const own = { PORT: String(await freePort()), DATA_DIR: temporaryFolder(t) }
  return openServices(readConfig({ ...SECRETS, ...own, ...settings }), { database })
}

async function startRoad<Programme extends TestProgramme>(
  t: Test,
  services: Services,
  programme: Programme,
): Promise<Road<Programme>> {
  const { host, port } = services.config
  const app = await buildApp(services, { fetchDocument: () => Promise.resolve(unreachable('no-answer')) })
  t.teardown(() => app.close())
  await app.listen({ host, port })
  const address = `http://localhost:${port}`
  const sessions = new Map<PersonName, Promise<HttpPerson>>()
  const as = (name: PersonName): Promise<HttpPerson> => {
    const session = sessions.get(name) ?? signedIn(services, address, programme, name)
    sessions.set(name, session)
    return session
  }
  const company = async (teacher: PersonName): Promise<Company> => ({
    teacher: await as(teacher),
    assessorA: await as('assessor'),
    assessorB: await as('assessor2'),
    coordinator: await as('coordinator'),
    signatory: await as('signatory'),
    partnerSignatory: await as('signatory2'),
  })
  return { services, address, programme, as, company }
}

async function signedIn(
  services: Services,
  address: string,
  { people }: TestProgramme,
  name: PersonName,
): Promise<HttpPerson> {
  await createAccount(services, people[name].personId ?? '', PASSWORD)
  return signIn(address, `${name.toLowerCase()}@home.example`, PASSWORD)
}
