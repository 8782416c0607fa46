import Type from 'typebox'
import { handleForm, pageContext, sendPage, type FeatureRoutes } from '../../src/http/index.ts'
import { Layout } from '../../src/pages/index.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'
import { t } from '../support/test.ts'

/** A page with a form that is sent to an address of its own. */
const desk: FeatureRoutes = (app) => {
  const config = { access: 'signed-in' } as const
  app.get('/desk/:drawer', { config }, (request, reply) =>
    sendPage(reply, Layout({ context: pageContext(request), title: 'Desk', children: '' })),
  )
  app.post(
    '/desk/:drawer/letters',
    { config, schema: { body: Type.Object({ text: Type.String() }) }, attachValidation: true },
    (request, reply) =>
      handleForm(request, reply, {
        act: () => Promise.resolve('/desk/1'),
        redisplay: () => Layout({ context: pageContext(request), title: 'Desk', children: '' }),
      }),
  )
}

const database = await openTestPostgres(t)
const services = testServices(database)
const { people } = await createProgramme(database, services.randomness)
const { get, submit } = await buildTestApp(t, services, [desk], people)
const HTML = 'text/html'
const from = (referer: string) => ({ headers: { referer } })
const OWN = services.config.publicUrl

const languageLinks = (html: string): string[] =>
  [...html.matchAll(/<a href="([^"]*)" lang="\w\w" hreflang/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

t.test('language links lead to the page as it is', async (t) => {
  const page = async (url: string) => languageLinks((await get(url, { as: 'author', accept: HTML })).body)
  t.strictSame(await page('/desk/2?kind=link&x=%C3%B1&lang=fi&done=saved'), [
    '/desk/2?kind=link&x=%C3%B1&lang=es',
    '/desk/2?kind=link&x=%C3%B1&lang=en',
    '/desk/2?kind=link&x=%C3%B1&lang=fi',
  ])
  t.strictSame(await page('/desk/2'), ['/desk/2?lang=es', '/desk/2?lang=en', '/desk/2?lang=fi'])
})

for (const { name, referer, expected } of [
  {
    name: 'to the page that it was sent from',
    referer: `${OWN}/desk/2?kind=link`,
    expected: '/desk/2?kind=link&lang=en',
  },
  { name: 'home, when the browser does not say', referer: '', expected: '/?lang=en' },
  { name: 'home, when it was sent from elsewhere', referer: 'https://elsewhere.example/desk', expected: '/?lang=en' },
])
  t.test(`the language links of a refused form lead ${name}`, async (t) => {
    const answer = await submit('/desk/2/letters', {}, { as: 'author', ...from(referer) })
    t.equal(answer.statusCode, 400)
    t.equal(languageLinks(answer.body)[1], expected)
  })

t.test('who is signed out while filling in a form comes back to it', async (t) => {
  const answer = await submit('/desk/2/letters', { text: 'x' }, from(`${OWN}/desk/2?kind=link`))
  t.equal(answer.statusCode, 401)
  t.match(answer.body, `href="/sign-in?next=${encodeURIComponent('/desk/2?kind=link')}"`)
})

for (const { name, url } of [
  { name: 'an address that cannot be decoded', url: '/desk/%zz' },
  { name: 'a host without end', url: '//[' },
  { name: 'a part that is longer than any', url: `/v/${'A'.repeat(3_000)}` },
])
  t.test(`${name} is one that nothing stands at`, async (t) => {
    const page = await get(url, { accept: HTML })
    t.match([page.statusCode, page.headers['content-type']], [404, /^text\/html/])
    const problem = await get(url)
    t.match([problem.statusCode, problem.json()], [404, { code: 'unknown-address' }])
  })
