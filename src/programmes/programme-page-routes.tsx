import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { hasRoleAnywhere, PEOPLE_KEEPERS } from '../access/index.ts'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { CohortPage } from './cohort-pages.tsx'
import { createCohort, editCohort, readCohort, readCohortSetting } from './cohorts.ts'
import { cohortInput, mannersInput, programmeInput, slugInput } from './form-input.ts'
import { shown } from './organisation-page-routes.tsx'
import { findOrganisations } from './organisations.ts'
import { ADMINISTRATORS } from './policy.ts'
import { NewProgrammePage, ProgrammePage, PROGRAMMES, ProgrammesPage } from './programme-pages.tsx'
import { createProgramme, editProgramme, findProgrammes, readProgramme } from './programmes.ts'
import { cohortParams, programmeParams } from './schemas.ts'

const forAdministrators = { access: ADMINISTRATORS } as const
const forKeepers = { access: PEOPLE_KEEPERS } as const

export const programmePages: FeatureRoutes = (app, services) => {
  registerProgrammes(app, services)
  registerOne(app, services)
  registerCohorts(app, services)
}

const isAdministrator = ({ actor }: FastifyRequest) => hasRoleAnywhere(actor, ADMINISTRATORS)

const registerProgrammes: FeatureRoutes = (app, services) => {
  app.get(PROGRAMMES, { config: forKeepers, schema: { hide: true } }, async (request, reply) => {
    const programmes = await findProgrammes(services, request.actor)
    const context = pageContext(request)
    return sendPage(
      reply,
      <ProgrammesPage context={context} programmes={programmes} isAdministrator={isAdministrator(request)} />,
    )
  })
  const newPage = async (request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> => (
    <NewProgrammePage {...shown(request, problem)} organisations={await findOrganisations(services, request.actor)} />
  )
  app.get(`${PROGRAMMES}/new`, { config: forAdministrators, schema: { hide: true } }, async (request, reply) =>
    sendPage(reply, await newPage(request)),
  )
  app.post(PROGRAMMES, { config: forAdministrators, schema: { hide: true } }, (request, reply) =>
    handleForm(request, reply, {
      act: async () => {
        const { formValues: form } = request
        const id = await createProgramme(services, request.actor, { slug: slugInput(form), ...programmeInput(form) })
        return `/set-up?programmeId=${id}&done=programmes.done.programmeAdded`
      },
      redisplay: (problem) => newPage(request, problem),
    }),
  )
}

const registerOne: FeatureRoutes = (app, services) => {
  const path = `${PROGRAMMES}/:programmeId`
  const schema = { hide: true, params: programmeParams }
  app.get(path, { config: forKeepers, schema }, async (request, reply) =>
    sendPage(reply, await programmePage(services, request, request.params.programmeId)),
  )
  app.post(path, { config: forKeepers, schema }, (request, reply) => {
    const { programmeId } = request.params
    return handleForm(request, reply, {
      act: async () => {
        const input = isAdministrator(request) ? programmeInput : mannersInput
        await editProgramme(services, request.actor, programmeId, input(request.formValues))
        return `${PROGRAMMES}/${programmeId}?done=programmes.done.programmeChanged`
      },
      redisplay: (problem) => programmePage(services, request, programmeId, problem),
    })
  })
}

async function programmePage(
  services: Services,
  request: FastifyRequest,
  programmeId: string,
  problem?: ProblemDocument,
): Promise<VNode> {
  return (
    <ProgrammePage
      {...shown(request, problem)}
      read={await readProgramme(services, request.actor, programmeId)}
      organisations={isAdministrator(request) ? await findOrganisations(services, request.actor) : null}
    />
  )
}

const registerCohorts: FeatureRoutes = (app, services) => {
  const path = `${PROGRAMMES}/:programmeId/cohorts`
  const schema = { hide: true, params: programmeParams }
  const oneSchema = { hide: true, params: cohortParams }
  const done = (programmeId: string, what: string) => `${PROGRAMMES}/${programmeId}?done=programmes.done.${what}`
  app.get(`${path}/new`, { config: forKeepers, schema }, async (request, reply) =>
    sendPage(reply, await cohortPage(services, request, request.params)),
  )
  app.post(path, { config: forKeepers, schema }, (request, reply) => {
    const { programmeId } = request.params
    return handleForm(request, reply, {
      act: async () => {
        await createCohort(services, request.actor, programmeId, await sentCohort(services, request, programmeId))
        return done(programmeId, 'cohortAdded')
      },
      redisplay: (problem) => cohortPage(services, request, request.params, problem),
    })
  })
  app.get(`${path}/:cohortId`, { config: forKeepers, schema: oneSchema }, async (request, reply) =>
    sendPage(reply, await cohortPage(services, request, request.params)),
  )
  app.post(`${path}/:cohortId`, { config: forKeepers, schema: oneSchema }, (request, reply) => {
    const { programmeId, cohortId } = request.params
    return handleForm(request, reply, {
      act: async () => {
        const input = await sentCohort(services, request, programmeId)
        await editCohort(services, request.actor, programmeId, cohortId, input)
        return done(programmeId, 'cohortChanged')
      },
      redisplay: (problem) => cohortPage(services, request, request.params, problem),
    })
  })
}

async function sentCohort(services: Services, { actor, formValues }: FastifyRequest, programmeId: string) {
  const { microCourses } = await readCohortSetting(services, actor, programmeId)
  return cohortInput(
    formValues,
    microCourses.map(({ id }) => id),
  )
}

async function cohortPage(
  services: Services,
  request: FastifyRequest,
  { programmeId, cohortId }: { readonly programmeId: string; readonly cohortId?: string },
  problem?: ProblemDocument,
): Promise<VNode> {
  const setting = await readCohortSetting(services, request.actor, programmeId)
  const cohort = cohortId === undefined ? null : await readCohort(services, request.actor, programmeId, cohortId)
  return <CohortPage {...shown(request, problem)} setting={setting} cohort={cohort} />
}
