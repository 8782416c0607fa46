import { t } from '../support/test.ts'
import { criteriaInput, publishedFramework, versionInput } from '../support/catalogue.ts'
import { onBothDatabases } from '../support/database.ts'
import { client, contentOf, VERSIONS, type VersionAnswer } from './api-client.ts'
import { courseScene } from './scene.ts'

await onBothDatabases(t, 'the road of a micro-course by the API', async (t, database) => {
  const scene = await courseScene(t, database)
  const { sent, read, approve } = client(t, scene)
  const { services, programme } = scene
  const framework = await publishedFramework(services, programme)
  const first = versionInput(framework, { outcomeIds: [], requirements: [] })
  const course = { programmeId: programme.id, code: 'M1', sequence: 1, version: first }
  const made = await scene.send('POST', '/api/v1/micro-courses', course, { as: 'author' })
  t.equal(made.statusCode, 201, made.body)
  const { id, rubric, missing } = made.json<VersionAnswer>()
  t.equal(made.headers.location, `${VERSIONS}/${id}`)
  t.strictSame(
    missing.map(({ pointer }) => pointer),
    ['/outcomes', '/requirements'],
  )

  const { outcomeIds, requirements } = versionInput(framework)
  const content = contentOf(first)
  const written = await sent('PUT', 'author', `${VERSIONS}/${id}`, { ...content, outcomeIds, requirements })
  t.strictSame(
    written.missing.map(({ pointer }) => pointer),
    ['/outcomes/0', '/outcomes/1'],
  )
  const criteria = { title: { es: 'Rúbrica' }, criteria: criteriaInput(framework) }
  const judged = await scene.send('PUT', `/api/v1/rubrics/${rubric.id}`, criteria, { as: 'author' })
  t.match(judged.json(), { levels: [{ position: 1 }], criteria: [{ levels: [{ quality: { es: 'Inicial' } }] }] })
  t.equal((await read('author', id)).missing.length, 0)

  t.match(await sent('POST', 'author', `${VERSIONS}/${id}/review-request`), { state: 'in_review' })
  t.match(await approve('validator', id), { state: 'in_review' })
  t.match(await approve('validator2', id), { state: 'validated' })
  const published = await sent('POST', 'coordinator', `${VERSIONS}/${id}/publication`)
  t.match(published, { state: 'published', missing: [], rubric: { frozenAt: /Z$/ } })
  t.equal(published.achievementUrl, `${services.config.publicUrl}/achievements/${published.microCourseId}/v/1.0.0/es`)
  t.strictSame((await read('participant', id)).reviews, [], 'reviews are told to those who see drafts')

  const next = await sent(
    'POST',
    'author',
    `/api/v1/micro-courses/${published.microCourseId}/versions`,
    versionInput(framework, { version: '2.0.0', rubric: { copyOf: rubric.id } }),
    201,
  )
  t.equal(next.rubric.criteria.length, 2)
  t.not(next.rubric.id, rubric.id)
  t.notOk(next.rubric.criteria.some((criterion) => published.rubric.criteria.some((one) => one.id === criterion.id)))

  t.match(await sent('POST', 'coordinator', `${VERSIONS}/${id}/deprecation`), { state: 'deprecated' })
  t.match(await sent('POST', 'coordinator', `${VERSIONS}/${id}/retirement`), { state: 'retired', steps: [] })
})
