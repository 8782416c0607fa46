import type { Test } from 'tap'
import type { Actor, Role } from '../../src/access/index.ts'
import { achievementRoutes, courseHome, coursePages, courseRoutes } from '../../src/courses/index.ts'
import type { Database } from '../../src/database/index.ts'
import { homeRoutes } from '../../src/http/index.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import type { Services } from '../../src/services.ts'
import { buildTestApp, testServices, type TestApp } from '../support/app.ts'
import { clearTables } from '../support/database.ts'
import { createProgramme, type TestProgramme } from '../support/programme.ts'

export interface CourseScene extends TestApp {
  readonly services: Services
  readonly programme: TestProgramme
  readonly foreign: TestProgramme
  /** Everybody by name, and some who hold two roles or the same role in the same organisation. */
  readonly people: Readonly<Record<string, Actor>>
}

/** Two programmes, an app with the pages and the API of courses, and nothing written yet. */
export async function courseScene(t: Test, database: Database): Promise<CourseScene> {
  await clearTables(database)
  const randomness = seededRandomness('edge of courses')
  const programme = await createProgramme(database, randomness)
  const foreign = await createProgramme(database, randomness, 'foreign')
  const services = testServices(database, { randomness })
  const { author, assessor, validator, mentor } = programme.people
  const as = (person: Actor, role: Role): Actor => ({
    ...person,
    assignments: [...person.assignments, { role, programmeId: programme.id, organisationId: null, cohortId: null }],
  })
  const people = {
    ...programme.people,
    stranger: foreign.people.author,
    otherAuthor: as(mentor, 'author'),
    authorWhoValidates: as(author, 'validator'),
    sameOrganisation: as(assessor, 'validator'),
    withoutOrganisation: { ...as(assessor, 'validator'), organisationId: null },
    validatorWhoPublishes: as(validator, 'coordinator'),
  }
  const app = await buildTestApp(
    t,
    services,
    [homeRoutes([courseHome]), coursePages, courseRoutes, achievementRoutes],
    people,
  )
  return { ...app, services, programme, foreign, people }
}
