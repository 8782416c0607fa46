import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { handleForm, pageContext, problemResponses, sendPage, type FeatureRoutes } from '../http/index.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { nameAssessorLanguages, readAssessorLanguages } from './assessor-languages.ts'
import { listField, textField } from './form-fields.ts'
import { LanguagesPage } from './languages-page.tsx'
import { JUDGES } from './page-models.tsx'

const judges = { access: JUDGES }
const UUID = /^[0-9a-f-]{36}$/
const tags = ['assessment']
const Languages = Type.Object({
  languages: Type.Array(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }), { maxItems: 20 }),
})

/** The languages in which a judge reads evidence, by the API. */
export const languageRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/me/assessor-languages',
    {
      config: judges,
      schema: {
        tags,
        summary: 'The languages in which I read evidence; none named means all',
        response: { 200: Languages, ...problemResponses },
      },
    },
    async ({ actor }) => ({ languages: [...(await readAssessorLanguages(services, actor))] }),
  )
  app.put(
    '/api/v1/me/assessor-languages',
    {
      config: judges,
      schema: {
        tags,
        summary: 'Name the languages in which I read evidence without help',
        body: Languages,
        response: { 204: Type.Null({ description: 'Done.' }), ...problemResponses },
      },
    },
    async ({ actor, body }, reply) => {
      await nameAssessorLanguages(services, actor, body.languages)
      return reply.code(204).send(null)
    },
  )
}

/** The same as a page; `judgement` is the one to go back to. */
export const languagePages: FeatureRoutes = (app, services) => {
  const querystring = Type.Object({ judgement: Type.Optional(Type.String({ format: 'uuid' })) })
  const page = async (request: FastifyRequest, judgementId?: string) => (
    <LanguagesPage
      context={pageContext(request, '/assessment/languages')}
      languages={await readAssessorLanguages(services, request.actor)}
      judgementId={judgementId}
    />
  )
  app.get('/assessment/languages', { config: judges, schema: { hide: true, querystring } }, async (request, reply) =>
    sendPage(reply, await page(request, request.query.judgement)),
  )
  app.post('/assessment/languages', { config: judges, schema: { hide: true } }, async (request, reply) => {
    const judgementId = textField(request.formValues, 'judgement')
    const back = UUID.test(judgementId) ? `/assessment/judgements/${judgementId}` : '/assessment'
    return handleForm(request, reply, {
      act: async () => {
        const known = await readAssessorLanguages(services, request.actor)
        const chosen = listField(request.formValues, 'languages')
        const offered = [...LANGUAGES, ...known]
        const languages = chosen.filter((one) => offered.includes(one))
        await nameAssessorLanguages(services, request.actor, languages)
        return `${back}?done=assessment.done.languages`
      },
      redisplay: () => page(request),
    })
  })
}
