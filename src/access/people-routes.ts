import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { hasRoleAnywhere } from '../kernel/actor.ts'
import { declareConflict, readOwnConflicts } from './conflicts.ts'
import { invite } from './invitation.ts'
import { endPairing, pairMentor, readPairings } from './pairings.ts'
import { PEOPLE_KEEPERS } from './people-rules.ts'
import * as schemas from './people-schemas.ts'
import { listProgrammes } from './people-store.ts'
import { addPerson, endRole, enrolParticipant, grantRole, readPeople } from './people.ts'

const keepers = { access: PEOPLE_KEEPERS } as const
const members = { access: 'signed-in' } as const

/** People, roles, enrolments, pairings and conflicts of one programme. */
export const peopleRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/programmes',
    {
      config: members,
      schema: { summary: 'My programmes', response: { 200: schemas.programmeList, ...problemResponses } },
    },
    async ({ actor }) => ({
      programmes: await services.database.transaction(actor, services.clock.now(), (tx) =>
        listProgrammes(tx, hasRoleAnywhere(actor, ['administrator']) ? null : actor.programmeIds),
      ),
    }),
  )

  app.get(
    '/api/v1/programmes/:programmeId/people',
    {
      config: keepers,
      schema: {
        summary: 'The people of a programme with their roles',
        params: schemas.programmeParams,
        response: { 200: schemas.personList, ...problemResponses },
      },
    },
    async ({ actor, params }) => {
      const { people } = await readPeople(services, actor, params.programmeId)
      return {
        people: people.map((person) => ({
          ...person,
          roles: person.roles.map((role) => ({
            ...role,
            validFrom: role.validFrom.toISOString(),
            validTo: role.validTo?.toISOString() ?? null,
          })),
        })),
      }
    },
  )

  app.post(
    '/api/v1/programmes/:programmeId/people',
    {
      config: keepers,
      schema: {
        summary: 'Add a person with a role',
        params: schemas.programmeParams,
        body: schemas.newPerson,
        response: { 201: schemas.personCreated, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) =>
      reply.code(201).send(await addPerson(services, actor, params.programmeId, dated(body))),
  )

  app.post(
    '/api/v1/programmes/:programmeId/people/:personId/roles',
    {
      config: keepers,
      schema: {
        summary: 'Give a person of the programme one more role',
        params: schemas.personParams,
        body: schemas.newRole,
        response: { 201: schemas.created, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) => {
      const id = await grantRole(services, actor, params.programmeId, params.personId, dated(body))
      return reply.code(201).send({ id })
    },
  )

  app.post(
    '/api/v1/programmes/:programmeId/people/:personId/invitation',
    {
      config: keepers,
      schema: {
        summary: 'A one-time address at which the person chooses a password, by mail where the service sends any',
        params: schemas.personParams,
        response: { 201: schemas.invitation, ...problemResponses },
      },
    },
    async ({ actor, params }, reply) =>
      reply.code(201).send(await invite(services, actor, params.programmeId, params.personId)),
  )

  app.post(
    '/api/v1/role-assignments/:assignmentId/end',
    {
      config: keepers,
      schema: {
        summary: 'End a role now',
        params: schemas.assignmentParams,
        response: { 204: schemas.nothing, ...problemResponses },
      },
    },
    async ({ actor, params }, reply) => {
      await endRole(services, actor, params.assignmentId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/v1/programmes/:programmeId/enrolments',
    {
      config: keepers,
      schema: {
        summary: 'Enrol a participant into a cohort',
        params: schemas.programmeParams,
        body: schemas.newEnrolment,
        response: { 201: schemas.created, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) =>
      reply.code(201).send({ id: await enrolParticipant(services, actor, params.programmeId, body) }),
  )

  app.get(
    '/api/v1/programmes/:programmeId/mentor-pairings',
    {
      config: keepers,
      schema: {
        summary: 'Mentors and their participants',
        params: schemas.programmeParams,
        response: { 200: schemas.pairingList, ...problemResponses },
      },
    },
    async ({ actor, params }) => ({ pairings: await readPairings(services, actor, params.programmeId) }),
  )

  app.post(
    '/api/v1/programmes/:programmeId/mentor-pairings',
    {
      config: keepers,
      schema: {
        summary: 'Pair a mentor with a participant',
        params: schemas.programmeParams,
        body: schemas.newPairing,
        response: { 201: schemas.created, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) =>
      reply.code(201).send({ id: await pairMentor(services, actor, params.programmeId, body) }),
  )

  app.post(
    '/api/v1/programmes/:programmeId/mentor-pairings/:pairingId/end',
    {
      config: keepers,
      schema: {
        summary: 'End a pairing on a day',
        params: schemas.pairingParams,
        body: schemas.pairingEnd,
        response: { 204: schemas.nothing, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) => {
      await endPairing(services, actor, params.programmeId, params.pairingId, body.endsOn)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/v1/programmes/:programmeId/conflicts',
    {
      config: members,
      schema: {
        summary: 'My own conflicts of interest',
        params: schemas.programmeParams,
        response: { 200: schemas.conflictList, ...problemResponses },
      },
    },
    async ({ actor, params }) => {
      const { conflicts } = await readOwnConflicts(services, actor, params.programmeId)
      return { conflicts: [...conflicts] }
    },
  )

  app.post(
    '/api/v1/programmes/:programmeId/conflicts',
    {
      config: members,
      schema: {
        summary: 'Declare a conflict of interest of my own',
        params: schemas.programmeParams,
        body: schemas.newConflict,
        response: { 201: schemas.created, ...problemResponses },
      },
    },
    async ({ actor, params, body }, reply) =>
      reply.code(201).send({ id: await declareConflict(services, actor, params.programmeId, body) }),
  )
}

/** The body with its instants as dates. */
function dated<Body extends { validFrom?: string; validTo?: string }>({ validFrom, validTo, ...rest }: Body) {
  return {
    ...rest,
    validFrom: validFrom === undefined ? undefined : new Date(validFrom),
    validTo: validTo === undefined ? undefined : new Date(validTo),
  }
}
