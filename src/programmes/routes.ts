import Type from 'typebox'
import { PEOPLE_KEEPERS } from '../access/index.ts'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { createCohort, editCohort, findCohorts, readCohort } from './cohorts.ts'
import { createOrganisation, editOrganisation, findOrganisations, readOrganisation } from './organisations.ts'
import { ADMINISTRATORS } from './policy.ts'
import type { CohortRow, ProgrammeRow } from './programme-store.ts'
import { createProgramme, editProgramme, readProgramme } from './programmes.ts'
import { readinessRoutes } from './readiness-routes.ts'
import * as schemas from './schemas.ts'

const tags = ['programmes']
const forAdministrators = { access: ADMINISTRATORS } as const
const forKeepers = { access: PEOPLE_KEEPERS } as const
const ORGANISATIONS = '/api/v1/organisations'
const PROGRAMMES = '/api/v1/programmes'

/** Organisations, programmes and cohorts, and what is missing until a badge can be issued. */
export const programmeRoutes: FeatureRoutes = (app, services) => {
  organisationRoutes(app, services)
  programmeOnlyRoutes(app, services)
  cohortRoutes(app, services)
  readinessRoutes(app, services)
}

const organisationRoutes: FeatureRoutes = (app, services) => {
  app.get(
    ORGANISATIONS,
    {
      config: forAdministrators,
      schema: {
        tags,
        summary: 'The organisations that take part in programmes',
        response: { 200: Type.Object({ organisations: Type.Array(schemas.Organisation) }), ...problemResponses },
      },
    },
    async ({ actor }) => ({ organisations: [...(await findOrganisations(services, actor))] }),
  )
  app.post(
    ORGANISATIONS,
    {
      config: forAdministrators,
      schema: {
        tags,
        summary: 'A new organisation',
        body: schemas.NewOrganisationBody,
        response: { 201: schemas.created, ...problemResponses },
      },
    },
    async ({ actor, body }, reply) => {
      const id = await createOrganisation(services, actor, body)
      return reply.code(201).header('location', `${ORGANISATIONS}/${id}`).send({ id })
    },
  )
  app.get(
    `${ORGANISATIONS}/:organisationId`,
    {
      config: forAdministrators,
      schema: {
        tags,
        summary: 'One organisation',
        params: schemas.organisationParams,
        response: { 200: schemas.Organisation, ...problemResponses },
      },
    },
    async ({ actor, params }) => (await readOrganisation(services, actor, params.organisationId)).organisation,
  )
  app.put(
    `${ORGANISATIONS}/:organisationId`,
    {
      config: forAdministrators,
      schema: {
        tags,
        summary: 'Write what is known of an organisation; what is signed already stays as it is',
        params: schemas.organisationParams,
        body: schemas.OrganisationBody,
        response: { 204: schemas.nothing, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) => {
      await editOrganisation(services, actor, params.organisationId, body)
      return reply.code(204).send(null)
    },
  )
}

const programmeOnlyRoutes: FeatureRoutes = (app, services) => {
  app.post(
    PROGRAMMES,
    {
      config: forAdministrators,
      schema: {
        tags,
        summary: 'A new programme',
        body: schemas.NewProgrammeBody,
        response: { 201: schemas.created, ...problemResponses },
      },
    },
    async ({ actor, body }, reply) => {
      const id = await createProgramme(services, actor, body)
      return reply.code(201).header('location', `${PROGRAMMES}/${id}`).send({ id })
    },
  )
  app.get(
    `${PROGRAMMES}/:programmeId`,
    {
      config: forKeepers,
      schema: {
        tags,
        summary: 'One programme with its organisations',
        params: schemas.programmeParams,
        response: { 200: schemas.ProgrammeAnswer, ...problemResponses },
      },
    },
    async ({ actor, params }) => {
      const { programme, organisations } = await readProgramme(services, actor, params.programmeId)
      return programmeBody(programme, organisations)
    },
  )
  app.patch(
    `${PROGRAMMES}/:programmeId`,
    {
      config: forKeepers,
      schema: {
        tags,
        summary: 'Change what is named of a programme',
        description:
          'Coordinators change title, languages, appealWindowDays and reconciliationDays; administrators everything but the slug.',
        params: schemas.programmeParams,
        body: schemas.ProgrammeBody,
        response: { 204: schemas.nothing, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) => {
      await editProgramme(services, actor, params.programmeId, body)
      return reply.code(204).send(null)
    },
  )
}

const cohortRoutes: FeatureRoutes = (app, services) => {
  const path = `${PROGRAMMES}/:programmeId/cohorts`
  app.get(
    path,
    {
      config: forKeepers,
      schema: {
        tags,
        summary: 'The cohorts of a programme',
        params: schemas.programmeParams,
        response: { 200: Type.Object({ cohorts: Type.Array(schemas.Cohort) }), ...problemResponses },
      },
    },
    async ({ actor, params }) => ({
      cohorts: (await findCohorts(services, actor, params.programmeId)).map(cohortBody),
    }),
  )
  app.post(
    path,
    {
      config: forKeepers,
      schema: {
        tags,
        summary: 'A new cohort',
        params: schemas.programmeParams,
        body: schemas.CohortBody,
        response: { 201: schemas.created, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) =>
      reply.code(201).send({ id: await createCohort(services, actor, params.programmeId, body) }),
  )
  app.get(
    `${path}/:cohortId`,
    {
      config: forKeepers,
      schema: {
        tags,
        summary: 'One cohort',
        params: schemas.cohortParams,
        response: { 200: schemas.Cohort, ...problemResponses },
      },
    },
    async ({ actor, params }) => cohortBody(await readCohort(services, actor, params.programmeId, params.cohortId)),
  )
  app.put(
    `${path}/:cohortId`,
    {
      config: forKeepers,
      schema: {
        tags,
        summary: 'Write name, status, dates and windows of a cohort',
        params: schemas.cohortParams,
        body: schemas.CohortBody,
        response: { 204: schemas.nothing, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) => {
      await editCohort(services, actor, params.programmeId, params.cohortId, body)
      return reply.code(204).send(null)
    },
  )
}

function cohortBody({ windows, ...cohort }: CohortRow) {
  return { ...cohort, windows: [...windows] }
}

function programmeBody(
  programme: ProgrammeRow,
  organisations: readonly { organisationId: string; isAssessing: boolean; isEndorsing: boolean }[],
) {
  return { ...programme, organisations: [...organisations] }
}
