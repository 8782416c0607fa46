import { readFileSync, writeFileSync } from 'node:fs'
import { t } from '../support/test.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import {
  importProgramme,
  programmeFilePages,
  programmeFileRoutes,
  ProgrammeFileSchema,
} from '../../src/programme-file/index.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { openTestPglite } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const SCHEMA = new URL('../../schemas/insignia/programme-file-1.schema.json', import.meta.url)
const EXAMPLE = readFileSync(new URL('../../docs/guide/programme-file.example.json', import.meta.url), 'utf8')
const example = JSON.parse(EXAMPLE) as { framework: { id: string; title: Record<string, string> } }
const HOSTILE = `"><script>alert(1)</script>`

t.test('the published schema is the one that files are judged by', async (t) => {
  const $schema = 'https://json-schema.org/draft/2020-12/schema'
  const text = `${JSON.stringify({ $schema, ...ProgrammeFileSchema }, null, 2)}\n`
  if (process.env['UPDATE'] === '1') writeFileSync(SCHEMA, text)
  t.equal(readFileSync(SCHEMA, 'utf8'), text)
})

t.test('a programme file by the API and on its page', async (t) => {
  const services = testServices(await openTestPglite(t), { randomness: systemRandomness })
  const home = await createProgramme(services.database, systemRandomness)
  const foreign = await createProgramme(services.database, systemRandomness, 'foreign')
  const people = { ...home.people, stranger: foreign.people.author }
  const { get, send, submit, upload } = await buildTestApp(
    t,
    services,
    [programmeFilePages, programmeFileRoutes],
    people,
  )
  const api = `/api/v1/programmes/${home.id}/programme-file`
  const as = 'author'
  const programmeId = home.id

  t.test('is looked at, refused with its places, imported and given back', async (t) => {
    t.equal((await get('/programme-file', { as })).statusCode, 200)
    const looked = await send('POST', api, example, { as })
    t.match(looked.json(), { dryRun: true, errors: [], missing: [] })
    const broken = { ...example, levelScales: [] }
    t.match((await send('POST', api, broken, { as })).json(), {
      errors: [{ pointer: '/rubrics/0/levelScaleId', detail: 'must be a level scale of the file' }],
    })
    const refused = await send('POST', `${api}?dryRun=false`, broken, { as })
    t.equal(refused.statusCode, 422)
    t.match(refused.json(), { code: 'invalid-programme-file', errors: [{ pointer: '/rubrics/0/levelScaleId' }] })
    t.equal((await send('POST', api, example, { as: 'stranger' })).statusCode, 403)

    const page = await upload('/programme-file', { programmeId, file: new Blob([EXAMPLE]) }, { as })
    t.equal(page.statusCode, 200)
    t.match(page.body, /Cohorte 2027/)
    const done = await submit('/programme-file/parts', { programmeId, content: EXAMPLE }, { as })
    t.equal(done.statusCode, 200)
    const again = await send('POST', `${api}?dryRun=false`, example, { as })
    t.ok(again.json<{ parts: { outcome: string }[] }>().parts.every(({ outcome }) => outcome !== 'added'))

    const out = await get(`/api/v1/frameworks/${example.framework.id}/programme-file`, { as })
    t.match(out.json(), { format: 'insignia-programme', framework: { title: example.framework.title } })
    const download = await get(`/frameworks/${example.framework.id}/programme-file`, { as })
    t.match(download.headers['content-disposition'], /^attachment/)
    t.strictSame(download.json(), out.json())
    t.equal((await get(`/frameworks/${example.framework.id}/programme-file`, { as: 'stranger' })).statusCode, 404)
  })

  t.test('says on the page what is wrong, and shows hostile texts as texts', async (t) => {
    for (const { name, text, said } of [
      { name: 'no JSON', text: '{', said: /No es JSON en UTF-8/ },
      { name: 'too much', text: ' '.repeat(1_000_001), said: /grande/ },
      { name: 'another format', text: '{}', said: /<code>|Todo el archivo/ },
      { name: 'a hostile member', text: JSON.stringify({ ...example, [HOSTILE]: 1 }), said: /&lt;script/ },
    ]) {
      const page = await upload('/programme-file', { programmeId, file: new Blob([text]) }, { as })
      t.equal(page.statusCode, 422, name)
      t.match(page.body, said, name)
      t.notMatch(page.body, /<script>alert/, name)
    }
    const hostile = EXAMPLE.replace('Marco de retroalimentación', HOSTILE.replace('"', '\\"'))
    const page = await upload('/programme-file', { programmeId, file: new Blob([hostile]) }, { as })
    t.notMatch(page.body, /<script>alert/)
    const elsewhere = { programmeId: foreign.id, file: new Blob([EXAMPLE]) }
    t.equal((await upload('/programme-file', elsewhere, { as })).statusCode, 404)
  })

  t.test('the example of the guide is complete', async (t) => {
    t.match(await importProgramme(services, home.people.author, home.id, example), { missing: [], errors: [] })
  })
})
