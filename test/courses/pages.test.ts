import { t } from '../support/test.ts'
import { draftCourse, publishedFramework } from '../support/catalogue.ts'
import { openTestPostgres } from '../support/database.ts'
import { courseScene } from './scene.ts'

const HOSTILE = `"><script>alert('x')</script>`
const database = await openTestPostgres(t)
const html = { accept: 'text/html' }

t.test('a micro-course from nothing to its end by forms alone, with hostile texts in every field', async (t) => {
  const { get, submit, services, programme } = await courseScene(t, database)
  const { frameworkId, levelScaleId, competencyIds } = await publishedFramework(services, programme)
  const page = async (url: string, as: string, status = 200): Promise<string> => {
    const bodies: string[] = []
    for (const lang of ['fi', 'en', 'es']) {
      const answer = await get(`${url}${url.includes('?') ? '&' : '?'}lang=${lang}`, { ...html, as })
      t.equal(answer.statusCode, status, `${url} as ${as} in ${lang}`)
      t.notMatch(answer.body, /<script>alert/, `${url} as ${as}: escaped`)
      bodies.push(answer.body)
    }
    return bodies.at(-1) ?? ''
  }
  const form = async (url: string, as: string, fields: Record<string, string | string[]>, status = 303) => {
    const answer = await submit(url, fields, { as })
    const reason = answer.headers.location ?? answer.body.replace(/[\s\S]*<main/, '').slice(0, 600)
    t.equal(answer.statusCode, status, `${url} as ${as}: ${reason}`)
    t.notMatch(answer.body, /<script>alert/)
    return answer
  }

  t.match(await page('/courses', 'author'), /Nuevo microcurso/)
  t.match(await page('/courses/new', 'author'), /Marco de prueba/)
  const named = {
    ...{ frameworkId, levelScaleId, code: 'M1', sequence: '1', version: '1.0.0', baseLanguage: 'es' },
    ...{ 'title.es': HOSTILE, 'description.es': HOSTILE },
  }
  const refused = await form('/courses', 'author', { ...named, version: 'a/b', sequence: 'x' }, 400)
  t.match(refused.body, /&lt;script/, 'what was typed is still there')
  t.match(refused.body, /No está escrito como corresponde/)
  t.match(
    (await form('/courses', 'author', { ...named, sequence: 'x' }, 422)).body,
    /Escriba un número|Ingrese un número/,
  )
  const [course = ''] =
    /\/courses\/[0-9a-f-]{36}/.exec(String((await form('/courses', 'author', named)).headers.location)) ?? []

  const draft = await page(course, 'author')
  for (const missing of [
    'Al menos un resultado de aprendizaje',
    'Al menos una evidencia que pedir',
    'La carga de trabajo en horas',
    'El nivel, o la razón por la que no aplica',
    'El tipo de evaluación',
    'La modalidad',
    'El tipo y la descripción del aseguramiento de la calidad',
  ]) {
    t.match(draft, missing)
  }
  t.match(draft, /Pedir una revisión:<\/strong> todavía no/)
  await form(`${course}/review-request`, 'author', {}, 422)

  await page(`${course}/texts`, 'author')
  const texts = { 'title.es': HOSTILE, 'title.fi': HOSTILE, 'description.es': HOSTILE, baseLanguage: 'es' }
  await form(`${course}/texts`, 'author', { ...texts, currencyWindowMonths: '0', maxAttempts: '3' }, 422)
  await form(`${course}/texts`, 'author', { ...texts, currencyWindowMonths: '24', maxAttempts: '3' })

  await page(`${course}/outcomes`, 'author')
  await form(`${course}/outcomes`, 'author', { outcomeIds: [...competencyIds] })
  t.match(await page(course, 'author'), /Un criterio para el resultado «A1 Título A1»/)
  await page(`${course}/criteria/new?outcome=${competencyIds[0]}`, 'author')
  const criterion = (competencyId: string) => ({
    ...{ 'title.es': HOSTILE, competencyId, requiredLevel: '3', isCritical: 'yes' },
    ...Object.fromEntries([0, 1, 2, 3].map((index) => [`levels.${String(index)}.descriptor.es`, HOSTILE])),
  })
  const first = { ...criterion(competencyIds[0]), 'levels.1.descriptor.es': '' }
  await form(`${course}/criteria`, 'author', { ...first, requiredLevel: '9' }, 422)
  await form(`${course}/criteria`, 'author', first)
  await form(`${course}/criteria`, 'author', criterion(competencyIds[1]))
  const incomplete = await page(course, 'author')
  t.match(incomplete, /Cada nivel del criterio/)
  const criteria = [...incomplete.matchAll(/\/criteria\/[0-9a-f-]{36}/g)].map(([path]) => course + path)
  const [one = '', other = ''] = [...new Set(criteria)]
  await page(one, 'author')
  await form(one, 'author', criterion(competencyIds[0]))
  await form(`${other}/up`, 'author', {})
  await form(`${course}/criteria`, 'author', criterion(competencyIds[0]))
  const third = [...(await page(course, 'author')).matchAll(/\/criteria\/[0-9a-f-]{36}/g)]
    .map(([path]) => course + path)
    .find((path) => path !== one && path !== other)
  await form(`${third ?? ''}/removal`, 'author', {})
  t.equal((await get(third ?? '', { ...html, as: 'author' })).statusCode, 404)

  await page(`${course}/evidence`, 'author')
  const evidence = { 'requirements.0.description.es': HOSTILE, 'requirements.0.minimum': '1' }
  await form(`${course}/evidence`, 'author', { ...evidence, 'requirements.0.acceptedTypes': [] }, 422)
  await form(`${course}/evidence`, 'author', { ...evidence, 'requirements.0.acceptedTypes': ['file', 'image'] })
  await page(`${course}/evidence`, 'author')

  await page(`${course}/elements`, 'author')
  const elements = {
    ...{ notionalWorkloadHours: '13,5', levelKind: 'other', stackability: 'stackable', participation: 'blended' },
    ...{ 'credits.0.scheme': HOSTILE, 'credits.0.value': '0.5', 'credits.0.hoursPerCredit': '27' },
    ...{ 'level.framework': HOSTILE, 'level.value': '5', 'level.uri': 'https://example.org/5' },
    ...{ 'level.basis': 'national_framework', assessmentTypes: ['portfolio'], languagesOfAssessment: ['es', 'fi'] },
    ...{ 'qualityAssurance.type': 'internal', 'qualityAssurance.description.es': HOSTILE, 'prerequisites.es': HOSTILE },
  }
  await form(`${course}/elements`, 'author', { ...elements, notionalWorkloadHours: 'viele' }, 422)
  await form(`${course}/elements`, 'author', elements)
  t.match(await page(`${course}/elements`, 'author'), /value="13\.5"/)
  t.match(await page(course, 'author'), /No falta nada/)

  t.match(await page('/courses', 'author'), /Le toca a usted/)
  await form(`${course}/review-request`, 'author', {})
  t.notMatch(await page('/courses', 'author'), /Le toca a usted/)
  t.match(await page('/courses', 'validator'), /Le toca a usted/)
  t.match(await page(course, 'author'), /Una edición lo devuelve a borrador/)
  const reading = await page(course, 'validator')
  const [, contentHash = ''] = /name="contentHash" value="([^"]+)"/.exec(reading) ?? []
  t.match((await form(`${course}/reviews`, 'validator', { contentHash }, 400)).body, /field-error/)
  await form(`${course}/reviews`, 'validator', { contentHash, outcome: 'approved', comment: HOSTILE })
  t.match(await page(course, 'sameOrganisation'), /Su organización ya aprobó este contenido/)
  await form(`${course}/reviews`, 'authorWhoValidates', { contentHash, outcome: 'approved' }, 403)
  await form(`${course}/publication`, 'coordinator', {}, 409)
  await form(`${course}/reviews`, 'validator2', { contentHash: 'old', outcome: 'approved' }, 409)
  await form(`${course}/reviews`, 'validator2', { contentHash, outcome: 'approved' })
  t.match(await page(course, 'coordinator'), /no cambia nunca/)
  await form(`${course}/publication`, 'coordinator', {})

  for (const as of ['participant', 'observer', 'auditor', 'author', 'coordinator']) await page(course, as)
  const asked = await page(course, 'participant')
  t.match(asked, /<form action="\/portfolio\/submissions"/)
  t.match(asked, new RegExp(`name="versionId" value="${course.split('/').at(-1) ?? ''}"`))
  t.notMatch(asked, /Revisión y publicación/)
  const [achievement = ''] = /\/achievements\/[^"]+/.exec(asked) ?? []
  await page(achievement, 'participant')
  await form(`${course}/texts`, 'author', { ...texts, currencyWindowMonths: '24', maxAttempts: '3' }, 409)

  await page(`${course}/next-version`, 'author')
  await form(`${course}/next-version`, 'author', { version: '1.0.0', rubric: 'copy' }, 409)
  const next = await form(`${course}/next-version`, 'author', { version: '2.0.0', rubric: 'same' })
  const [second = ''] = /\/courses\/[0-9a-f-]{36}/.exec(String(next.headers.location)) ?? []
  t.match(await page(`${second}/outcomes`, 'author'), /rúbrica de una versión publicada/)
  await form(`${second}/criteria`, 'author', criterion(competencyIds[0]), 409)

  await form(`${course}/deprecation`, 'coordinator', {})
  t.notMatch(await page(course, 'participant'), /action="\/portfolio/)
  await form(`${course}/retirement`, 'coordinator', {})
  t.match(await page('/courses', 'participant'), /Ya no se ofrecen/)
})

t.test('the reason why not is said before one tries', async (t) => {
  const { get, submit, services, programme } = await courseScene(t, database)
  const { versionId } = await draftCourse(services, programme)
  const path = `/courses/${versionId}`
  const says = async (as: string, reason: RegExp) => {
    const { body } = await get(`${path}?lang=es`, { ...html, as })
    t.match(body, reason, as)
  }
  await says('otherAuthor', /solo lo hacen sus propios autores/)
  await says('validator', /Pedir una revisión:<\/strong> requiere el rol de autoría/)
  t.equal((await submit(`${path}/review-request`, {}, { as: 'author' })).statusCode, 303)
  await says('authorWhoValidates', /Revisar:<\/strong> usted no puede, porque es parte de la autoría/)
  t.match(
    (await get('/?lang=es', { ...html, as: 'validator' })).body,
    new RegExp(`href="${path}"`),
    'on the start page',
  )
  t.notMatch((await get('/?lang=es', { ...html, as: 'author' })).body, new RegExp(`href="${path}"`))
  await says('author', /Revisar:<\/strong> usted no puede, porque es parte de la autoría/)
  await says('coordinator', /Publicar:<\/strong> todavía no; se requieren aprobaciones/)
  await says('withoutOrganisation', /su cuenta no tiene ninguna/)
  await says('auditor', /Publicar:<\/strong> requiere el rol de coordinación/)
  for (const as of ['participant', 'stranger']) {
    t.equal((await get(path, { ...html, as })).statusCode, 404, as)
    t.notMatch((await get('/courses', { ...html, as })).body, /Microcurso de prueba/, as)
  }
  t.equal((await get(`${path}/texts`, { ...html, as: 'otherAuthor' })).statusCode, 403)
  t.equal((await get('/courses/00000000-0000-4000-8000-000000000000', { ...html, as: 'author' })).statusCode, 404)
  t.equal((await get('/courses/nothing', { ...html, as: 'author' })).statusCode, 404)
})
