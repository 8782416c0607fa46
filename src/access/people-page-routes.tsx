import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import { NotFound } from '../kernel/access-errors.ts'
import { hasRole, hasRoleAnywhere, type Actor } from '../kernel/actor.ts'
import { dayIn, endOfDay } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import { invite, lastInvitation } from './invitation.ts'
import { endPairing, pairMentor, readPairings } from './pairings.ts'
import { InvitationPage, PeoplePage, PersonPage, type PeopleView } from './people-pages.tsx'
import { PEOPLE_KEEPERS } from './people-rules.ts'
import { newPerson, newRole } from './people-schemas.ts'
import { listProgrammes } from './people-store.ts'
import { addPerson, endRole, enrolParticipant, grantRole, readPeople } from './people.ts'

const keepers = { access: PEOPLE_KEEPERS } as const
const id = Type.String({ format: 'uuid' })
const personParams = Type.Object({ personId: id })
const inProgramme = Type.Object({ programme: Type.Optional(id) })
const programmeId = id
/** Forms name a day; the role holds to its end in the programme's zone, the API names an instant. */
const lastDay = Type.Optional(Type.String({ format: 'date' }))
const personForm = Type.Object({ ...Type.Omit(newPerson, ['validFrom']).properties, validTo: lastDay, programmeId })
const roleForm = Type.Object({ ...Type.Omit(newRole, ['validFrom']).properties, validTo: lastDay, programmeId })

/** The pages of coordinators and administrators about people. */
export const peoplePages: FeatureRoutes = (app, services) => {
  app.get('/people', { config: keepers, schema: { querystring: inProgramme } }, async (request, reply) => {
    const wanted = request.query.programme
    const isBeforeTheFirst = wanted === undefined && (await keptProgrammes(services, request.actor)).length === 0
    if (isBeforeTheFirst) return reply.redirect('/set-up', 303)
    const view = await peopleView(services, request.actor, wanted)
    return sendPage(reply, <PeoplePage context={pageContext(request)} view={view} />)
  })

  app.post('/people', { config: keepers, schema: { body: personForm }, attachValidation: true }, (request, reply) =>
    handleForm(request, reply, {
      act: async () => {
        const { programmeId, validTo, ...person } = request.body
        const input = { ...person, validTo: await endOfLastDay(services, request.actor, programmeId, validTo) }
        const { personId } = await addPerson(services, request.actor, programmeId, input)
        return `/people/${personId}?programme=${programmeId}&done=access.done.personAdded`
      },
      redisplay: async (problem) => {
        const view = await peopleView(services, request.actor, sentProgramme(request))
        return <PeoplePage context={pageContext(request)} view={view} values={request.formValues} problem={problem} />
      },
    }),
  )

  app.get(
    '/people/:personId',
    { config: keepers, schema: { params: personParams, querystring: inProgramme } },
    async (request, reply) =>
      sendPage(reply, await personPage(services, request, request.params.personId, request.query.programme)),
  )

  app.post(
    '/people/:personId/roles',
    { config: keepers, schema: { params: personParams, body: roleForm }, attachValidation: true },
    (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { programmeId, role, cohortId, validTo } = request.body
          const input = { role, cohortId, validTo: await endOfLastDay(services, request.actor, programmeId, validTo) }
          await grantRole(services, request.actor, programmeId, request.params.personId, input)
          return personAddress(request.params.personId, programmeId, 'roleGranted')
        },
        redisplay: (problem) => again(services, request, request.params.personId, problem),
      }),
  )

  app.post(
    '/people/:personId/roles/:assignmentId/end',
    {
      config: keepers,
      schema: { params: Type.Object({ personId: id, assignmentId: id }), body: Type.Object({ programmeId }) },
      attachValidation: true,
    },
    (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          await endRole(services, request.actor, request.params.assignmentId)
          return `/people?programme=${request.body.programmeId}&done=access.done.roleEnded`
        },
        redisplay: (problem) => again(services, request, request.params.personId, problem),
      }),
  )

  app.post(
    '/people/:personId/enrolments',
    {
      config: keepers,
      schema: { params: personParams, body: Type.Object({ programmeId, cohortId: id }) },
      attachValidation: true,
    },
    (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { programmeId, cohortId } = request.body
          const { personId } = request.params
          await enrolParticipant(services, request.actor, programmeId, { cohortId, personId })
          return personAddress(personId, programmeId, 'enrolled')
        },
        redisplay: (problem) => again(services, request, request.params.personId, problem),
      }),
  )

  app.post(
    '/people/:personId/pairings',
    {
      config: keepers,
      schema: {
        params: personParams,
        body: Type.Object({ programmeId, participantId: id, startsOn: Type.String({ format: 'date' }) }),
      },
      attachValidation: true,
    },
    (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { programmeId, participantId, startsOn } = request.body
          const mentorId = request.params.personId
          await pairMentor(services, request.actor, programmeId, { mentorId, participantId, startsOn })
          return personAddress(mentorId, programmeId, 'paired')
        },
        redisplay: (problem) => again(services, request, request.params.personId, problem),
      }),
  )

  app.post(
    '/people/:personId/pairings/:pairingId/end',
    {
      config: keepers,
      schema: {
        params: Type.Object({ personId: id, pairingId: id }),
        body: Type.Object({ programmeId, endsOn: Type.String({ format: 'date' }) }),
      },
      attachValidation: true,
    },
    (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { programmeId, endsOn } = request.body
          await endPairing(services, request.actor, programmeId, request.params.pairingId, endsOn)
          return personAddress(request.params.personId, programmeId, 'pairingEnded')
        },
        redisplay: (problem) => again(services, request, request.params.personId, problem),
      }),
  )

  app.post(
    '/people/:personId/invitation',
    { config: keepers, schema: { params: personParams, body: Type.Object({ programmeId }) } },
    async (request, reply) => {
      const { programmeId } = request.body
      const { personId } = request.params
      const { url } = await invite(services, request.actor, programmeId, personId)
      if (url === null) return reply.redirect(personAddress(personId, programmeId, 'invited'), 303)
      const back = personAddress(personId, programmeId)
      return sendPage(reply, <InvitationPage context={pageContext(request)} url={url} back={back} />)
    },
  )
}

function personAddress(personId: string, programmeId: string, done?: string): string {
  return `/people/${personId}?programme=${programmeId}${done === undefined ? '' : `&done=access.done.${done}`}`
}

function sentProgramme({ formValues }: FastifyRequest): string | undefined {
  const sent = formValues['programmeId']
  return typeof sent === 'string' ? sent : undefined
}

function again(
  services: Services,
  request: FastifyRequest,
  personId: string,
  problem: ProblemDocument,
): Promise<VNode> {
  return personPage(services, request, personId, sentProgramme(request), problem)
}

async function personPage(
  services: Services,
  request: FastifyRequest,
  personId: string,
  wanted: string | undefined,
  problem?: ProblemDocument,
): Promise<VNode> {
  const view = await peopleView(services, request.actor, wanted)
  const person = view.people.find((listed) => listed.id === personId)
  if (!person) throw new NotFound('person', personId)
  const pairings = await readPairings(services, request.actor, view.programme.id)
  return (
    <PersonPage
      context={pageContext(request)}
      view={view}
      person={person}
      pairings={pairings.filter(({ mentorId }) => mentorId === personId)}
      invitation={{
        last: await lastInvitation(services, personId),
        isByMail: services.config.mail !== null,
      }}
      today={dayIn(services.clock.now(), view.programme.timeZone)}
      values={request.formValues}
      problem={problem}
    />
  )
}

type View = PeopleView & { readonly programme: PeopleView['programme'] & { readonly timeZone: string } }

/** The programme asked for, or the first that the actor keeps. */
async function peopleView(services: Services, actor: Actor, wanted: string | undefined): Promise<View> {
  const programmes = await keptProgrammes(services, actor)
  const programme = wanted === undefined ? programmes[0] : programmes.find((kept) => kept.id === wanted)
  if (!programme) throw new NotFound('programme', wanted ?? '')
  return { programme, programmes, ...(await readPeople(services, actor, programme.id)) }
}

async function keptProgrammes(services: Services, actor: Actor) {
  const all = hasRoleAnywhere(actor, ['administrator']) ? null : actor.programmeIds
  const listed = await services.database.transaction(actor, services.clock.now(), (tx) => listProgrammes(tx, all))
  return listed.filter(({ id: programme }) => hasRole(actor, PEOPLE_KEEPERS, programme))
}

async function endOfLastDay(
  { database, clock }: Services,
  actor: Actor,
  programmeId: string,
  day: string | undefined,
): Promise<Date | undefined> {
  if (day === undefined) return undefined
  const [programme] = await database.transaction(actor, clock.now(), (tx) => listProgrammes(tx, [programmeId]))
  return endOfDay(day, programme?.timeZone ?? 'UTC')
}
