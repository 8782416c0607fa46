import { eq, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { t } from '../support/test.ts'
import { bakedBadge, drawPicture, pictureContent, pictureRoutes } from '../../src/certificates/index.ts'
import {
  coursePages,
  courseRoutes,
  createVersion,
  publishVersion,
  readVersion,
  requestVersionReview,
  reviewVersion,
} from '../../src/courses/index.ts'
import { tables } from '../../src/database/index.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { readCredential } from '../../src/verification/index.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { draftCourse, validators, versionInput } from '../support/catalogue.ts'
import { onBothDatabases } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const CREDENTIAL = '{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}'
const picture = (colour: string, type = 'image/png') =>
  sharp({ create: { width: 300, height: 240, channels: 3, background: colour } })
    .png()
    .toBuffer()
    .then((bytes) => new File([new Uint8Array(bytes)], 'p.png', { type }))

onBothDatabases(t, 'the picture of an achievement', async (t, database) => {
  const randomness = seededRandomness('pictures')
  const programme = await createProgramme(database, randomness, 'home')
  const foreign = await createProgramme(database, randomness, 'foreign')
  const { people } = programme
  const services = testServices(database, { randomness })
  const all = { ...people, stranger: foreign.people.author }
  const { get, send, upload, submit } = await buildTestApp(t, services, [coursePages, courseRoutes, pictureRoutes], all)
  const { versionId, microCourseId, framework } = await draftCourse(services, programme)
  const page = `/courses/${versionId}`
  const api = `/api/v1/micro-course-versions/${versionId}/picture`
  const shown = async (as = 'author') => (await get(`${page}/picture.png`, { as })).rawPayload
  const hashOf = async () => (await readVersion(services, people.author, versionId)).version.contentHash
  const drawn = await shown()
  const [hash, red] = [await hashOf(), await picture('#c00')]

  await t.test('an author uploads one on the page; the draft is another from then on', async (t) => {
    for (const lang of ['es', 'en', 'fi'])
      t.equal((await get(`${page}/picture?lang=${lang}`, { as: 'author', accept: 'text/html' })).statusCode, 200)
    const answer = await upload(`${page}/picture`, { file: red }, { as: 'author' })
    t.equal(answer.headers['location'], `${page}?done=courses.done.saved`)
    const { format, width } = await sharp(await shown()).metadata()
    t.strictSame([format, width], ['png', 1000])
    t.not(await hashOf(), hash, 'what was approved before is not approved any more')
    t.match((await get(page, { as: 'author', accept: 'text/html' })).body, `${page}/picture.png`)
  })

  await t.test('what is no picture, and nothing at all, is refused at the field', async (t) => {
    for (const file of [new File(['no picture'], 'p.png'), new File([], 'p.png')]) {
      const answer = await upload(`${page}/picture`, { file }, { as: 'author' })
      t.equal(answer.statusCode, 422)
      t.match(answer.body, 'field-invalid')
    }
    const refused = await upload(api, { file: new File(['x'], 'p.png') }, { as: 'author', accept: 'application/json' })
    t.equal(refused.statusCode, 422)
    t.match(refused.json(), { code: 'invalid-input', errors: [{ pointer: '/file' }] })
  })

  await t.test('the API takes it away and brings another; nobody but the authors does', async (t) => {
    t.equal((await send('DELETE', api, undefined, { as: 'author' })).statusCode, 204)
    t.same(await shown(), drawn)
    t.equal(await hashOf(), hash, 'the draft is what it was')
    for (const as of ['stranger', 'validator', 'participant'])
      t.not((await upload(api, { file: red }, { as })).statusCode, 204, as)
    t.equal((await get(api, { as: 'stranger' })).statusCode, 404)
    t.equal((await upload(api, { file: red }, { as: 'author', accept: 'application/json' })).statusCode, 204)
    t.not((await shown()).compare(drawn), 0)
    t.equal((await submit(`${page}/picture/removal`, {}, { as: 'author' })).statusCode, 303)
    t.same(await shown(), drawn)
  })

  await t.test('published, it is everybody’s and never changes, and a badge is baked into it', async (t) => {
    await upload(api, { file: red }, { as: 'author' })
    const { contentHash } = await requestVersionReview(services, people.author, versionId)
    for (const validator of validators(programme))
      await reviewVersion(services, validator, versionId, { contentHash, outcome: 'approved', comment: null })
    await publishVersion(services, people.coordinator, versionId)

    const png = await get(`/achievements/${microCourseId}/v/1.0.0/es/image.png`)
    t.same(png.rawPayload, await shown('participant'))
    const svg = await get(`/achievements/${microCourseId}/v/1.0.0/es/image.svg`)
    t.match(svg.body, '<title id="title">Microcurso de prueba</title>')
    t.match(svg.body, `href="data:image/png;base64,${png.rawPayload.toString('base64').slice(0, 200)}`)

    t.equal(
      (await upload(api, { file: await picture('#00c') }, { as: 'author', accept: 'application/json' })).statusCode,
      409,
    )
    t.equal((await send('DELETE', api, undefined, { as: 'author' })).statusCode, 409)
    await t.rejects(
      database.owner
        .update(tables.microCourseVersions)
        .set({ pictureSha256: null })
        .where(eq(tables.microCourseVersions.id, versionId)),
    )
    const { version } = await readVersion(services, people.author, versionId)
    const content = await database.transaction(people.author, services.clock.now(), (tx) =>
      pictureContent(tx, version, 'es'),
    )
    for (const format of ['png', 'svg'] as const) {
      const baked = await bakedBadge(content, format, CREDENTIAL)
      t.equal(readCredential(baked).carrier, format)
      const { width } = await sharp(baked).metadata()
      t.equal(width, 1000)
    }
  })

  await t.test('the next version begins with the picture of the one before', async (t) => {
    const next = await createVersion(
      services,
      people.author,
      microCourseId,
      versionInput(framework, { version: '2.0.0' }),
    )
    const { version } = await readVersion(services, people.author, next.id)
    t.ok(version.pictureSha256)
  })

  await t.test('what is kept is addressed by what it is, and is changed by nobody', async (t) => {
    const { achievementPictures } = tables
    const [kept] = await database.owner.select().from(achievementPictures)
    if (!kept) throw new Error('a picture was kept')
    const inserted = { ...kept, sha256: 'a'.repeat(64) }
    await t.rejects(database.owner.insert(achievementPictures).values(inserted), 'under another address')
    await t.rejects(database.owner.update(achievementPictures).set({ createdAt: new Date(0) }))
    await t.rejects(database.owner.delete(achievementPictures))
    const byAnother = database.transaction(people.participant, services.clock.now(), (tx) =>
      tx.execute(sql`insert into achievement_pictures (programme_id, sha256, content, created_at)
        values (${programme.id}, encode(sha256('x'), 'hex'), 'x', now())`),
    )
    await t.rejects(byAnother, { code: 'forbidden' })
  })

  await t.test('the drawn one has the colour that the organisation chose', async (t) => {
    await database.owner
      .update(tables.organisations)
      .set({ accentColour: '#7a1f5c' })
      .where(eq(tables.organisations.id, programme.awarding))
    const { version } = await readVersion(services, people.author, versionId)
    const content = await database.transaction(people.author, services.clock.now(), (tx) =>
      pictureContent(tx, { ...version, pictureSha256: null }, 'es'),
    )
    t.match(Buffer.from(await drawPicture(content, 'svg')).toString(), 'fill="#7a1f5c"')
  })
})
