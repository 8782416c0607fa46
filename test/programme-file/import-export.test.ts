import { randomUUID } from 'node:crypto'
import { t } from '../support/test.ts'
import { readVersion, reviewVersion, requestVersionReview } from '../../src/courses/index.ts'
import { tables } from '../../src/database/index.ts'
import { readFramework, requestFrameworkReview } from '../../src/frameworks/index.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import {
  exportProgramme,
  importProgramme,
  rehearseProgramme,
  type ProgrammeFile,
} from '../../src/programme-file/index.ts'
import { testServices } from '../support/app.ts'
import { clearTables, onBothDatabases, openTestPglite } from '../support/database.ts'
import { createProgramme, type TestProgramme } from '../support/programme.ts'
import { playedCatalogue } from '../support/seed-catalogue.ts'

/** The fictional programme as a file, with its first cohort. */
async function catalogueFile(): Promise<ProgrammeFile> {
  const database = await openTestPglite(t)
  const world = await playedCatalogue(database)
  const { framework, cohorts } = world.seed
  return exportProgramme(world.services, world.as('per-hakkarainen'), framework.id, cohorts[0]?.id)
}

const file = await catalogueFile()
const copy = (): ProgrammeFile => structuredClone(file)

await onBothDatabases(t, 'a programme file', async (t, database) => {
  const services = testServices(database, { randomness: systemRandomness })
  let home: TestProgramme
  t.beforeEach(async () => {
    await clearTables(database)
    home = await createProgramme(database, systemRandomness)
  })
  const counts = async () => ({
    frameworks: await database.owner.$count(tables.frameworks),
    items: await database.owner.$count(tables.frameworkItems),
    versions: await database.owner.$count(tables.microCourseVersions),
    rubrics: await database.owner.$count(tables.rubrics),
    scales: await database.owner.$count(tables.levelScales),
    events: await database.owner.$count(tables.auditEvents),
  })
  /** Somebody who writes and also coordinates, as in the smallest team. */
  const both = () => {
    const { author, coordinator } = home.people
    return { ...author, assignments: [...author.assignments, ...coordinator.assignments] }
  }

  t.test(
    'is looked at without a trace, imported whole, given back as it was, and imported again to no effect',
    async (t) => {
      const before = await counts()
      const looked = await rehearseProgramme(services, both(), home.id, file)
      t.match(looked, { isDone: false, errors: [] })
      t.strictSame(await counts(), before)
      await database.owner.insert(tables.roleAssignments).values({
        ...{ id: systemRandomness.uuid(), role: 'coordinator', programmeId: home.id, organisationId: home.awarding },
        ...{ personId: home.people.author.personId ?? '', validFrom: new Date(0) },
      })
      const done = await importProgramme(services, both(), home.id, file)
      t.match(done, { isDone: true, errors: [], parts: looked.parts })
      t.ok(done.parts.every(({ outcome }) => outcome === 'added'))
      t.strictSame(await exportProgramme(services, both(), file.framework.id, file.cohort?.id), file)
      const after = await counts()
      const again = await importProgramme(services, both(), home.id, file)
      t.ok(again.parts.every(({ outcome }) => outcome === 'known'))
      t.strictSame(await counts(), after)
    },
  )

  t.test('makes drafts of the importer, which go through review like any other', async (t) => {
    const { author, validator } = home.people
    const report = await importProgramme(services, author, home.id, file)
    t.match(
      report.parts.find(({ kind }) => kind === 'cohort'),
      { outcome: 'left' },
      'a cohort is made by those who keep the people',
    )
    t.strictSame(report.missing, [])
    const { framework, people } = await readFramework(services, author, file.framework.id)
    t.equal(framework.state, 'draft')
    t.strictSame(
      people?.authors.map(({ id }) => id),
      [author.personId],
    )
    await requestFrameworkReview(services, author, framework.id)
    const versionId = file.microCourses[0]?.versions[0]?.id ?? ''
    t.equal((await readVersion(services, author, versionId)).version.state, 'draft')
    const { contentHash } = await requestVersionReview(services, author, versionId)
    const approval = { contentHash, outcome: 'approved', comment: null } as const
    await reviewVersion(services, validator, versionId, approval)
    await t.rejects(reviewVersion(services, author, versionId, approval), { code: 'author-cannot-validate' })
  })

  t.test('adds what a longer file adds, and refuses one that says something else of what is there', async (t) => {
    const { author } = home.people
    const shorter = copy()
    delete shorter.cohort
    const [last] = shorter.microCourses.splice(-1)
    await importProgramme(services, author, home.id, shorter)
    const { parts } = await importProgramme(services, author, home.id, file)
    t.strictSame(
      parts.filter(({ outcome }) => outcome === 'added').map(({ id }) => id),
      last?.versions.map(({ id }) => id),
    )
    const other = copy()
    const [area] = other.framework.areas
    if (area) area.title = { es: 'Otra cosa' }
    const before = await counts()
    await t.rejects(importProgramme(services, author, home.id, other), {
      code: 'invalid-programme-file',
      errors: [{ pointer: '/framework/areas/0', detail: /^is in the programme already with other content/ }],
    })
    t.strictSame(await counts(), before)
  })

  const change = (make: (file: ProgrammeFile) => void) => () => {
    const changed = copy()
    make(changed)
    return changed as unknown
  }
  const at = <One>(list: readonly One[], index: number): One => list[index] ?? (t.fail('no such part') as never)
  const cases: readonly { name: string; make: () => unknown; pointer: string; detail: RegExp }[] = [
    { name: 'no object', make: () => 'a programme', pointer: '', detail: /must be object/ },
    {
      name: 'another format',
      make: () => ({ ...copy(), formatVersion: 2 }),
      pointer: '/formatVersion',
      detail: /must be equal to constant/,
    },
    {
      name: 'a member that nobody knows',
      make: () => ({ ...copy(), people: [] }),
      pointer: '/people',
      detail: /is not known to this format/,
    },
    {
      name: 'a language that nobody writes',
      make: change(({ framework }) => Object.assign(framework.title, { sv: 'Ram' })),
      pointer: '/framework/title/sv',
      detail: /is not known to this format/,
    },
    {
      name: 'an area above itself',
      make: change(({ framework: { areas } }) => {
        at(areas, 0).parentId = at(areas, 1).id
        at(areas, 1).parentId = at(areas, 0).id
      }),
      pointer: '/framework/areas/0/parentId',
      detail: /its own ancestor/,
    },
    {
      name: 'a UUID of another version',
      make: change(({ framework }) => void (framework.id = '0198c2c4-0000-7000-8000-000000000000')),
      pointer: '/framework/id',
      detail: /must match pattern/,
    },
    {
      name: 'the same id twice',
      make: change(({ framework: { areas } }) => void (at(areas, 1).id = at(areas, 0).id)),
      pointer: '/framework/areas/1/id',
      detail: /another part of the file/,
    },
    {
      name: 'a competency in an area that is not there',
      make: change(({ framework }) => void (at(framework.competencies, 0).areaId = randomUUID())),
      pointer: '/framework/competencies/0/areaId',
      detail: /must be an area/,
    },
    {
      name: 'a criterion without a competency',
      make: change(({ rubrics }) => void (at(at(rubrics, 0).criteria, 0).competencyId = randomUUID())),
      pointer: '/rubrics/0/criteria/0/competencyId',
      detail: /must be a competency/,
    },
    {
      name: 'an outcome that is not there',
      make: change(({ microCourses }) => void at(at(microCourses, 0).versions, 0).outcomeIds.push(randomUUID())),
      pointer: '/microCourses/0/versions/0/outcomeIds/',
      detail: /must be a competency/,
    },
    {
      name: 'a scale with a gap',
      make: change(({ levelScales }) => void (at(at(levelScales, 0).levels, 1).position = 7)),
      pointer: '/levelScales/0/levels',
      detail: /must run from 1 upwards/,
    },
    {
      name: 'a criterion without a descriptor for a level',
      make: change(({ rubrics }) => void at(at(rubrics, 0).criteria, 0).levels.pop()),
      pointer: '/rubrics/0/criteria/0/levels',
      detail: /needs exactly one descriptor/,
    },
    {
      name: 'no title in its own language',
      make: change(({ framework }) => void (framework.title = { en: 'A framework' })),
      pointer: '/framework/title/es',
      detail: /is required/,
    },
    {
      name: 'a code twice',
      make: change(({ framework: { areas } }) => void (at(areas, 1).code = at(areas, 0).code)),
      pointer: '/framework/areas/1/code',
      detail: /is used by another item/,
    },
    {
      name: 'an organisation from elsewhere',
      make: change(({ framework }) => void (framework.creator = 'nobody')),
      pointer: '/framework/creator',
      detail: /must be an organisation of the programme/,
    },
    {
      name: 'an outcome twice',
      make: change(({ microCourses }) => {
        const { outcomeIds } = at(at(microCourses, 0).versions, 0)
        outcomeIds.push(at(outcomeIds, 0))
      }),
      pointer: '/microCourses/0/versions/0/outcomeIds/',
      detail: /is declared twice/,
    },
  ]
  t.test('is refused whole, with the place of the error', async (t) => {
    const before = await counts()
    for (const { name, make, pointer, detail } of cases) {
      const { errors } = await rehearseProgramme(services, home.people.author, home.id, make())
      const found = errors.find((error) => error.pointer.startsWith(pointer) && detail.test(error.detail))
      t.ok(found, `${name}: ${JSON.stringify(errors.slice(0, 3))}`)
      const refusal = { code: 'invalid-programme-file' }
      await t.rejects(importProgramme(services, home.people.author, home.id, make()), refusal, name)
    }
    t.strictSame(await counts(), before)
  })

  t.test('may be an unfinished draft, and says what a review will ask for', async (t) => {
    const unfinished = copy()
    at(unfinished.rubrics, 0).criteria = []
    const { missing, errors } = await rehearseProgramme(services, home.people.author, home.id, unfinished)
    t.strictSame(errors, [])
    t.match(missing[0]?.pointer, /^\/microCourses\/\d+\/versions\/0\/outcomeIds\/0$/)
  })

  t.test('is for authors of the programme, and cannot take over another programme', async (t) => {
    const foreign = await createProgramme(database, systemRandomness, 'foreign')
    for (const actor of [home.people.validator, home.people.administrator, foreign.people.author]) {
      await t.rejects(importProgramme(services, actor, home.id, file), { code: 'forbidden' })
    }
    await importProgramme(services, home.people.author, home.id, file)
    await t.rejects(importProgramme(services, foreign.people.author, foreign.id, file), {
      code: 'invalid-programme-file',
    })
    await t.rejects(exportProgramme(services, foreign.people.author, file.framework.id), { code: 'not-found' })
  })
})
