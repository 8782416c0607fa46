import { t } from '../support/test.ts'
import { draftCourse, versionInput } from '../support/catalogue.ts'
import { openTestPostgres } from '../support/database.ts'
import { client, contentOf, VERSIONS, type VersionAnswer } from './api-client.ts'
import { courseScene } from './scene.ts'

/** One of everybody whose reasons differ. */
const READERS = [
  'author',
  'otherAuthor',
  'authorWhoValidates',
  'validator',
  'withoutOrganisation',
  'coordinator',
  'auditor',
  'participant',
] as const

t.test('what is said before one tries is what comes of trying', async (t) => {
  const scene = await courseScene(t, await openTestPostgres(t))
  const { sent, read } = client(t, scene)
  const { services, programme } = scene
  const { versionId, framework } = await draftCourse(services, programme)
  const content = contentOf(versionInput(framework))
  const at = `${VERSIONS}/${versionId}`
  const attempt = async (step: string, as: string) => {
    const { contentHash } = await read('author', versionId)
    const [method, url, body] = {
      edit: ['PUT', at, content] as const,
      'request-review': ['POST', `${at}/review-request`, undefined] as const,
      review: ['POST', `${at}/reviews`, { contentHash, outcome: 'approved' }] as const,
      publish: ['POST', `${at}/publication`, undefined] as const,
      deprecate: ['POST', `${at}/deprecation`, undefined] as const,
      retire: ['POST', `${at}/retirement`, undefined] as const,
    }[step as 'edit']
    return (await scene.send(method, url, body, { as })).statusCode
  }
  for (const { state, then } of [
    {
      state: 'draft',
      then: [
        ['edit', 'author'],
        ['request-review', 'author'],
      ],
    },
    {
      state: 'in_review',
      then: [
        ['review', 'validator'],
        ['review', 'validator2'],
      ],
    },
    { state: 'validated', then: [['publish', 'validatorWhoPublishes']] },
    { state: 'published', then: [['deprecate', 'coordinator']] },
    { state: 'deprecated', then: [['retire', 'coordinator']] },
  ] as const) {
    await t.test(state, async (t) => {
      t.equal((await read('author', versionId)).state, state)
      for (const as of READERS) {
        const answer = await scene.get(at, { as })
        const steps = answer.statusCode === 200 ? answer.json<VersionAnswer>().steps : []
        for (const { step, obstacle } of steps) {
          if (obstacle === null) continue
          t.ok((await attempt(step, as)) >= 400, `${step} by ${as}: ${obstacle}`)
          t.equal((await read('author', versionId)).state, state)
        }
      }
      for (const [step, as] of then) {
        const told = (await read(as, versionId)).steps.find((one) => one.step === step)
        t.equal(told?.obstacle, null, `${step} by ${as}`)
        t.ok((await attempt(step, as)) < 300, `${step} by ${as}`)
      }
    })
  }
  await sent('POST', 'coordinator', `${at}/retirement`, undefined, 409)
})
