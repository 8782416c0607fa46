import type { Test } from 'tap'
import type { HttpPerson } from '../../src/demo/http-person.ts'
import type { Destination } from '../../src/demo/walk-award.ts'
import { criteriaInput, versionInput, type DraftFramework } from '../support/catalogue.ts'
import type { TestProgramme } from '../support/programme.ts'
import { refusalOf } from './answers.ts'
import { daysAgo, destinationIn, type Road } from './scene.ts'

type EmptyRoad = Road<TestProgramme>

/** From an empty programme to a micro-course that is published and assessors who may judge it, over HTTP alone. */
export async function publishedOverHttp(t: Test, road: EmptyRoad): Promise<Destination> {
  const { id: programmeId, people } = road.programme
  const [author, coordinator] = [await road.as('author'), await road.as('coordinator')]
  const authorId = people.author.personId ?? ''
  await coordinator.post(`/api/v1/programmes/${programmeId}/people/${authorId}/roles`, { role: 'validator' })

  const framework = await draftedFramework(author, programmeId)
  await published(t, road, {
    what: 'a framework',
    path: `/api/v1/frameworks/${framework.frameworkId}`,
    publicPath: `/ims/case/v1p0/CFDocuments/${framework.frameworkId}`,
  })

  const course = await draftedCourse(author, programmeId, framework)
  await published(t, road, {
    what: 'a micro-course',
    path: `/api/v1/micro-course-versions/${course.versionId}`,
    publicPath: `/achievements/${course.microCourseId}/v/1.0.0`,
  })

  for (const name of ['assessor', 'assessor2'] as const) {
    await coordinator.post('/api/v1/qualifications', {
      ...{ programmeId, microCourseId: course.microCourseId, rubricId: course.rubricId },
      personId: people[name].personId,
      validUntil: daysAgo(-365).toISOString(),
      calibration: { benchmarkItems: 6, exactAgreement: 0.83, adjacentAgreement: 1 },
    })
  }
  return destinationIn(road.programme, course.versionId, course.criterionIds)
}

async function draftedFramework(author: HttpPerson, programmeId: string): Promise<DraftFramework> {
  const framework = await author.post('/api/v1/frameworks', {
    ...{ programmeId, version: '1.0.0', baseLanguage: 'es', license: 'CC BY 4.0' },
    title: { es: 'Marco de prueba', en: 'Test framework' },
    description: { es: 'Para pruebas.' },
  })
  const frameworkId = framework.text('id')
  const item = async (kind: 'area' | 'competency', code: string, parentId: string | null, sequence: number) => {
    const texts = { title: { es: `Título ${code}` }, statement: { es: `Enunciado ${code}.` }, keywords: [code] }
    const body = { kind, code, parentId, sequence, ...texts }
    return (await author.post(`/api/v1/frameworks/${frameworkId}/items`, body)).text('id')
  }
  const areaId = await item('area', 'A', null, 1)
  const competencyIds = [await item('competency', 'A1', areaId, 1), await item('competency', 'A2', areaId, 2)] as const
  await author.post(`/api/v1/frameworks/${frameworkId}/items/${competencyIds[0]}/alignments`, {
    targetFramework: 'ESCO v1.2.0',
    targetName: 'developing educational programmes',
    targetUrl: 'http://data.europa.eu/esco/skill/7e0b93e0-0de7-4607-b07f-27a6828d3ff0',
    targetType: 'ext:ESCOSkill',
    relation: 'isRelatedTo',
    isVerified: true,
  })
  const scale = await author.post('/api/v1/level-scales', {
    programmeId,
    title: { es: 'Escala' },
    levels: ['Inicial', 'En desarrollo', 'Competente', 'Destacado'].map((name, index) => ({
      position: index + 1,
      name: { es: name },
    })),
    requiredLevelDefault: 3,
  })
  return { frameworkId, areaId, competencyIds, levelScaleId: scale.text('id') }
}

interface DraftedCourse {
  readonly microCourseId: string
  readonly versionId: string
  readonly rubricId: string
  readonly criterionIds: readonly [string, string]
}

async function draftedCourse(
  author: HttpPerson,
  programmeId: string,
  framework: DraftFramework,
): Promise<DraftedCourse> {
  const course = await author.post('/api/v1/micro-courses', {
    ...{ programmeId, code: 'M1', sequence: 1 },
    version: versionInput(framework),
  })
  const { rubric } = course.json as { rubric: { id: string } }
  const written = await author.put(`/api/v1/rubrics/${rubric.id}`, {
    title: { es: 'Rúbrica' },
    criteria: criteriaInput(framework),
  })
  const [first, second] = (written.json as { criteria: { id: string }[] }).criteria
  return {
    microCourseId: course.text('microCourseId'),
    versionId: course.text('id'),
    rubricId: rubric.id,
    criterionIds: [first?.id ?? '', second?.id ?? ''],
  }
}

interface Reviewed {
  readonly what: string
  readonly path: string
  /** Where anybody finds it from its publication on, and nobody before. */
  readonly publicPath: string
}

/** Asked for review, refused to its author, approved by two people of two organisations, published; then anybody sees it. */
async function published(t: Test, road: EmptyRoad, { what, path, publicPath }: Reviewed): Promise<void> {
  const [author, coordinator] = [await road.as('author'), await road.as('coordinator')]
  const publicStatus = async () => (await fetch(`${road.address}${publicPath}`)).status
  const review = { contentHash: (await author.post(`${path}/review-request`)).text('contentHash'), outcome: 'approved' }

  await t.test(`${what} is not its author's to approve, nor one organisation's`, async (t) => {
    t.strictSame(await refusalOf(author, { path: `${path}/reviews`, body: review }), {
      status: 403,
      code: 'author-cannot-validate',
    })
    const incomplete = { status: 409, code: 'validation-incomplete' }
    t.strictSame(await refusalOf(coordinator, { path: `${path}/publication` }), incomplete)
    await (await road.as('validator')).post(`${path}/reviews`, review)
    t.strictSame(await refusalOf(coordinator, { path: `${path}/publication` }), incomplete)
    t.equal(await publicStatus(), 404)
  })

  await t.test(`${what} is published once people of two organisations approved it`, async (t) => {
    await (await road.as('validator2')).post(`${path}/reviews`, review)
    t.equal((await coordinator.post(`${path}/publication`)).text('state'), 'published')
    t.equal(await publicStatus(), 200)
    t.strictSame(await refusalOf(author, { path: `${path}/review-request` }), {
      status: 409,
      code: 'invalid-transition',
    })
  })
}
