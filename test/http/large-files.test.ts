import { t } from '../support/test.ts'
import { readConfig } from '../../src/config.ts'
import { handleForm, pageContext, type FeatureRoutes } from '../../src/http/index.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { Layout } from '../../src/pages/index.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'

const participant: Actor = {
  kind: 'person',
  personId: '0a0f0a52-6f0e-4a34-8a0e-3f6d3d6c9a11',
  name: 'A participant',
  locale: 'en',
  organisationId: null,
  programmeIds: [],
  assignments: [{ role: 'participant', programmeId: null, organisationId: null, cohortId: null }],
}

const forms: FeatureRoutes = (app) => {
  const access = ['participant'] as const
  app.post('/api/v1/uploads', { config: { access } }, () => 'taken')
  for (const keepsForm of [true, false]) {
    app.post(keepsForm ? '/kept' : '/plain', { config: { access, keepsForm } }, (request, reply) =>
      handleForm(request, reply, {
        act: () => Promise.resolve(`/taken/${String(request.formFiles.length)}`),
        redisplay: (problem) =>
          Layout({
            context: pageContext(request, '/where-the-form-is'),
            title: 'Again',
            children: `${problem.code} ${JSON.stringify(problem.errors)} ${String(request.formValues['text'])}`,
          }),
      }),
    )
  }
}

t.test('a file over the limit', async (t) => {
  const database = await openTestPostgres(t)
  const { config } = testServices(database)
  const { maxUploadBytes } = readConfig({ MAX_UPLOAD_MB: '1' })
  const services = testServices(database, { config: { ...config, maxUploadBytes } })
  const { upload } = await buildTestApp(t, services, [forms], { participant })
  const fileOf = (bytes: number) => new File([new Uint8Array(bytes)], 'video.mp4', { type: 'video/mp4' })
  const as = 'participant'

  t.test('leaves the form that keeps it with its texts, before and after the file', async (t) => {
    const answer = await upload('/kept', { file: fileOf(1_000_001), text: 'typed for an hour' }, { as })
    t.equal(answer.statusCode, 413)
    t.match(answer.body, /body-too-large .*\/file.* typed for an hour/)
    t.match(answer.body, 'href="/where-the-form-is?lang=fi"')
  })

  t.test('is one file too many where several are too large together', async (t) => {
    const fields = { file: fileOf(600_000), other: fileOf(600_000), text: 'kept' }
    const answer = await upload('/kept', fields, { as })
    t.equal(answer.statusCode, 413)
    t.match(answer.body, /\/other.* kept/)
  })

  t.test('at the limit is taken', async (t) => {
    const answer = await upload('/kept', { file: fileOf(1_000_000) }, { as })
    t.equal(answer.headers.location, '/taken/1')
  })

  t.test('is read on up to a measure only', async (t) => {
    const answer = await upload('/kept', { file: fileOf(8_100_000), text: 'lost' }, { as, accept: 'application/json' })
    t.equal(answer.statusCode, 413)
    t.equal(answer.json<{ code: string }>().code, 'body-too-large')
  })

  for (const url of ['/plain', '/api/v1/uploads']) {
    t.test(`ends a request to ${url}`, async (t) => {
      const answer = await upload(url, { file: fileOf(1_000_001) }, { as, accept: 'application/json' })
      t.equal(answer.statusCode, 413)
      t.equal(answer.json<{ code: string }>().code, 'body-too-large')
    })
  }
})
