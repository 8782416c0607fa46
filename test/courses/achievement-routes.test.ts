import { t } from '../support/test.ts'
import { toAchievement } from '../../src/courses/index.ts'
import { achievementCredentialProblems, type Achievement } from '../../src/standards/ob3/index.ts'
import { assertSafe, CONTEXT, createDocumentLoader, euContextUrl } from '../../src/standards/vc/index.ts'
import { draftCourse, publishedCourse, version } from '../support/catalogue.ts'
import { openTestPostgres } from '../support/database.ts'
import { courseScene } from './scene.ts'

const database = await openTestPostgres(t)
const NOWHERE = '00000000-0000-4000-8000-000000000000'

const { get, send, services, programme } = await courseScene(t, database)
const { microCourseId, versionId } = await publishedCourse(services, programme)
const course = await version(services, programme.people.author, versionId)
const path = `/achievements/${microCourseId}/v/1.0.0`
const { publicUrl } = services.config

t.test('the Achievement as data, exactly as it stands in credentials', async (t) => {
  for (const language of ['es', 'en', 'fi'] as const) {
    const answer = await get(`${path}/${language}`)
    t.equal(answer.statusCode, 200)
    t.match(answer.headers, {
      'content-type': /^application\/ld\+json/,
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=86400',
      vary: /accept/,
    })
    const { '@context': context, ...document } = answer.json<Achievement & { '@context': unknown }>()
    t.strictSame(context, [CONTEXT.credentialsV2, CONTEXT.ob303, euContextUrl(publicUrl)])
    t.strictSame(document, JSON.parse(JSON.stringify(toAchievement(course, { publicUrl, language }))))
    t.equal(document.id, `${publicUrl}${path}/${language}`, 'its id is its address')
    await assertSafe(answer.json<object>(), createDocumentLoader(publicUrl))
    t.strictSame(achievementCredentialProblems(credentialAbout(document, context)), [], 'valid against the schemas')
  }
  const base = await get(path)
  t.equal(base.json<Achievement>().id, `${publicUrl}${path}/es`, 'without a language it is the base language')
})

function credentialAbout(achievement: Achievement, context: unknown) {
  return {
    '@context': context,
    id: 'urn:uuid:00000000-0000-4000-8000-0000000000aa',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: 'did:web:insignia.example:issuers:one', type: ['Profile'], name: 'One' },
    validFrom: '2026-06-01T00:00:00Z',
    credentialSubject: {
      id: 'urn:uuid:00000000-0000-4000-8000-0000000000bb',
      type: ['AchievementSubject'],
      achievement,
    },
  }
}

t.test('what is asked for is what comes', async (t) => {
  for (const { accept, type } of [
    { accept: undefined, type: 'application/ld+json' },
    { accept: '*/*', type: 'application/ld+json' },
    { accept: 'application/json', type: 'application/json' },
    { accept: 'application/ld+json', type: 'application/ld+json' },
    { accept: 'application/json;q=0.5, application/ld+json', type: 'application/ld+json' },
    { accept: 'text/html', type: 'text/html' },
    { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', type: 'text/html' },
    { accept: 'application/json, text/html;q=0.9', type: 'application/json' },
  ]) {
    t.test(accept ?? 'nothing', async (t) => {
      const answer = await get(`${path}/es`, { accept })
      t.equal(answer.statusCode, 200)
      t.match(answer.headers['content-type'], new RegExp(`^${type.replace('+', '\\+')}`))
    })
  }
  const picture = await get(`${path}/es`, { accept: 'image/png' })
  t.equal(picture.statusCode, 406)
  t.match(picture.json(), { code: 'not-acceptable' })
})

t.test('the tag spares whoever has it already', async (t) => {
  const first = await get(`${path}/en`)
  const etag = String(first.headers.etag)
  const again = await get(`${path}/en`, { headers: { 'if-none-match': etag } })
  t.strictSame([again.statusCode, again.body], [304, ''])
  t.not((await get(`${path}/fi`)).headers.etag, etag)
})

t.test('the page speaks the language of its reader', async (t) => {
  for (const { language, title, word } of [
    { language: 'es', title: 'Microcurso de prueba', word: 'nivel exigido: Competente' },
    { language: 'en', title: 'Test micro-course', word: 'required level: Competente' },
    { language: 'fi', title: 'Testimikrokurssi', word: 'vaadittu taso: Competente' },
  ]) {
    const answer = await get(`${path}/es`, { accept: 'text/html', headers: { 'accept-language': language } })
    t.match(answer.body, `<h1>${title}</h1>`, language)
    t.match(answer.body, word, language)
    t.match(answer.headers.vary, /accept-language/)
    t.notMatch(answer.body, /<form/, 'nothing to send for somebody without a session')
  }
})

t.test('unknown, draft and unspoken are one answer', async (t) => {
  const draft = await draftCourse(services, programme, {}, 2)
  const answer = async (id: string, rest = '', accept?: string) => {
    const { statusCode, body } = await get(`/achievements/${id}/v/1.0.0${rest}`, { accept })
    return { statusCode, body: body.replaceAll(id, 'ID').replaceAll(/urn:uuid:[0-9a-f-]+/g, 'INSTANCE') }
  }
  const unknown = await answer(NOWHERE)
  t.match(unknown, { statusCode: 404, body: /"code":"not-found"/ })
  t.strictSame(await answer(draft.microCourseId), unknown, 'a draft')
  t.strictSame(await answer(draft.microCourseId, '/es'), unknown, 'a draft in a language')
  t.strictSame(await answer('not-a-uuid'), unknown, 'an id that is none')
  const page = await answer(draft.microCourseId, '', 'text/html')
  t.strictSame(page, await answer(NOWHERE, '', 'text/html'), 'as a page')
})

t.test('a language that the version does not speak is not found', async (t) => {
  const spanish = await publishedCourse(services, programme, { title: { es: 'Solo en español' } }, 3)
  const only = `/achievements/${spanish.microCourseId}/v/1.0.0`
  t.equal((await get(`${only}/es`)).statusCode, 200)
  for (const language of ['fi', 'xx', 'ES']) t.equal((await get(`${only}/${language}`)).statusCode, 404, language)
  t.equal((await get(`/achievements/${microCourseId}/v/9.9.9`)).statusCode, 404)
})

t.test('what is retired answers for ever, and its page says so', async (t) => {
  const before = await get(`${path}/es`)
  for (const step of ['deprecation', 'retirement']) {
    const done = await send('POST', `/api/v1/micro-course-versions/${course.id}/${step}`, undefined, {
      as: 'coordinator',
    })
    t.equal(done.statusCode, 200)
  }
  t.equal((await get(`${path}/es`)).body, before.body)
  t.match(
    (await get(`${path}/es`, { accept: 'text/html', headers: { 'accept-language': 'en' } })).body,
    'no longer offered',
  )
})
