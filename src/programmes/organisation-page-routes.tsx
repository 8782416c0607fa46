import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { organisationInput, slugInput } from './form-input.ts'
import { NewOrganisationPage, OrganisationPage, ORGANISATIONS, OrganisationsPage } from './organisation-pages.tsx'
import { createOrganisation, editOrganisation, findOrganisations, readOrganisation } from './organisations.ts'
import { ADMINISTRATORS } from './policy.ts'
import { organisationParams } from './schemas.ts'

const config = { access: ADMINISTRATORS } as const

/** What a page with a form is given of the request: what was sent comes back after a refusal only. */
export function shown(request: FastifyRequest, problem: ProblemDocument | undefined) {
  return { context: pageContext(request), problem, sent: problem ? request.formValues : undefined }
}

export const organisationPages: FeatureRoutes = (app, services) => {
  app.get(ORGANISATIONS, { config, schema: { hide: true } }, async (request, reply) => {
    const organisations = await findOrganisations(services, request.actor)
    return sendPage(reply, <OrganisationsPage context={pageContext(request)} organisations={organisations} />)
  })
  app.get(`${ORGANISATIONS}/new`, { config, schema: { hide: true } }, (request, reply) =>
    sendPage(reply, <NewOrganisationPage {...shown(request, undefined)} />),
  )
  app.post(ORGANISATIONS, { config, schema: { hide: true } }, (request, reply) =>
    handleForm(request, reply, {
      act: async () => {
        const { formValues: form } = request
        await createOrganisation(services, request.actor, { slug: slugInput(form), ...organisationInput(form) })
        return `${ORGANISATIONS}?done=programmes.done.organisationAdded`
      },
      redisplay: (problem) => <NewOrganisationPage {...shown(request, problem)} />,
    }),
  )
  const path = `${ORGANISATIONS}/:organisationId`
  const schema = { hide: true, params: organisationParams }
  app.get(path, { config, schema }, async (request, reply) =>
    sendPage(reply, await organisationPage(services, request, request.params.organisationId)),
  )
  app.post(path, { config, schema }, (request, reply) => {
    const { organisationId } = request.params
    return handleForm(request, reply, {
      act: async () => {
        await editOrganisation(services, request.actor, organisationId, organisationInput(request.formValues))
        return `${ORGANISATIONS}?done=programmes.done.organisationChanged`
      },
      redisplay: (problem) => organisationPage(services, request, organisationId, problem),
    })
  })
}

async function organisationPage(
  services: Services,
  request: FastifyRequest,
  organisationId: string,
  problem?: ProblemDocument,
): Promise<VNode> {
  const read = await readOrganisation(services, request.actor, organisationId)
  return <OrganisationPage {...shown(request, problem)} read={read} />
}
