import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { hasRoleAnywhere, InvalidInput, personOf, type Actor } from '../access/index.ts'
import { tables } from '../database/index.ts'
import { handleForm, pageContext, sendPage, type App, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { AwardBoardPage, type BoardDuties } from './award-board.tsx'
import { AwardPage, MyAwardsPage } from './award-pages.tsx'
import {
  approveAward,
  awardsBoard,
  cancelAward,
  confirmName,
  endorseAward,
  myAwards,
  proposeAward,
  readAward,
} from './awards.ts'
import { issueCredential, type CheckOwnOutput } from './issue-credential.ts'
import { confirmRevocation, openRevocationOf, refuseRevocation, requestRevocation } from './revocations.ts'
import { changeVisibility } from './visibility.ts'

const BOARD_ROLES = ['coordinator', 'signatory', 'auditor'] as const
const Id = Type.String({ format: 'uuid' })
const awardParams = Type.Object({ awardId: Id })
const revocationParams = Type.Object({ awardId: Id, revocationId: Id })

export function credentialPages(checkOwnOutput: CheckOwnOutput): FeatureRoutes {
  return (app, services) => {
    app.get(
      '/awards',
      { config: { access: ['participant', ...BOARD_ROLES] }, schema: { hide: true } },
      async (request, reply) => sendPage(reply, await awardsPage(services, request)),
    )
    registerBulkSteps(app, services, checkOwnOutput)
    registerAwardPage(app, services)
    registerHolderSteps(app, services)
  }
}

/** A signatory sees the board; a holder sees what is theirs. */
async function awardsPage(services: Services, request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> {
  const { actor } = request
  const context = pageContext(request)
  if (!hasRoleAnywhere(actor, BOARD_ROLES)) {
    return <MyAwardsPage context={context} awards={await myAwards(services, actor)} problem={problem} />
  }
  const programmeIds = actor.programmeIds.filter((id) =>
    actor.assignments.some(({ role, programmeId }) => programmeId === id && BOARD_ROLES.some((one) => one === role)),
  )
  const boards = await Promise.all(
    programmeIds.map(async (programmeId) => ({ programmeId, ...(await awardsBoard(services, actor, programmeId)) })),
  )
  return <AwardBoardPage context={context} boards={boards} duties={await dutiesOf(services, actor)} problem={problem} />
}

/** Which of the acts this person's organisation may do anywhere; the use cases decide about each award. */
async function dutiesOf(services: Services, actor: Actor): Promise<BoardDuties> {
  const programmes = await services.database.transaction(actor, services.clock.now(), (tx) =>
    tx.select({ id: tables.programmes.id, awarding: tables.programmes.awardingOrganisationId }).from(tables.programmes),
  )
  const isSignatory = hasRoleAnywhere(actor, ['signatory'])
  const mine = programmes.filter(({ id }) => actor.programmeIds.includes(id))
  return {
    canPropose: hasRoleAnywhere(actor, ['coordinator', 'signatory']),
    canApprove: isSignatory && mine.some(({ awarding }) => awarding === actor.organisationId),
    canEndorse: isSignatory && mine.some(({ awarding }) => awarding !== actor.organisationId),
  }
}

function registerBulkSteps(app: App, services: Services, checkOwnOutput: CheckOwnOutput): void {
  const issue = (needs: Services, actor: Actor, awardId: string): Promise<unknown> =>
    issueCredential({ ...needs, checkOwnOutput }, actor, { awardId })
  const propose = (needs: Services, actor: Actor, decisionId: string): Promise<unknown> =>
    proposeAward(needs, actor, { decisionId })
  for (const step of [
    { path: 'proposals', field: 'decisionIds', done: 'proposed', act: propose },
    { path: 'approvals', field: 'awardIds', done: 'approved', act: approveAward },
    { path: 'endorsements', field: 'awardIds', done: 'endorsed', act: endorseAward },
    { path: 'issues', field: 'awardIds', done: 'issued', act: issue },
  ]) {
    app.post(
      `/awards/${step.path}`,
      { config: { access: ['coordinator', 'signatory'] }, schema: { hide: true } },
      async (request, reply) =>
        handleForm(request, reply, {
          act: async () => {
            for (const id of chosen(request, step.field)) await step.act(services, request.actor, id)
            return `/awards?done=credentials.done.${step.done}`
          },
          redisplay: (problem) => awardsPage(services, request, problem),
        }),
    )
  }
}

function chosen(request: FastifyRequest, field: string): string[] {
  const value = request.formValues[field]
  const ids = value === undefined ? [] : Array.isArray(value) ? (value as string[]) : [value as string]
  if (ids.length === 0) throw new InvalidInput({ errors: [{ pointer: `/${field}`, detail: 'required' }] })
  return ids
}

function registerAwardPage(app: App, services: Services): void {
  const page = async (request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> => {
    const { awardId } = request.params as { awardId: string }
    const award = await readAward(services, request.actor, awardId)
    const { credentialId } = award
    const revocation =
      credentialId === null
        ? null
        : await services.database.transaction(request.actor, services.clock.now(), (tx) =>
            openRevocationOf(tx, credentialId),
          )
    return (
      <AwardPage
        context={pageContext(request)}
        award={award}
        revocation={revocation ?? null}
        personId={personOf(request.actor)}
        isSignatory={hasRoleAnywhere(request.actor, ['signatory'])}
        problem={problem}
        values={request.formValues}
      />
    )
  }
  app.get(
    '/awards/:awardId',
    { config: { access: BOARD_ROLES }, schema: { hide: true, params: awardParams } },
    async (request, reply) => sendPage(reply, await page(request)),
  )
  const step = (
    path: string,
    params: typeof awardParams | typeof revocationParams,
    done: string,
    act: (request: FastifyRequest) => Promise<unknown>,
  ): void => {
    app.post(
      `/awards/:awardId/${path}`,
      { config: { access: ['signatory'] }, schema: { hide: true, params } },
      async (request, reply) => answer(request, reply, page, done, act),
    )
  }
  step('cancellation', awardParams, 'cancelled', (request) =>
    cancelAward(services, request.actor, (request.params as { awardId: string }).awardId),
  )
  step('revocations', awardParams, 'revocation-requested', (request) =>
    requestRevocation(services, request.actor, revocationForm(request)),
  )
  step('revocations/:revocationId/confirmation', revocationParams, 'revoked', (request) =>
    confirmRevocation(services, request.actor, revocationIdOf(request)),
  )
  step('revocations/:revocationId/refusal', revocationParams, 'refused', (request) =>
    refuseRevocation(services, request.actor, revocationIdOf(request)),
  )
}

function revocationIdOf(request: FastifyRequest): string {
  return (request.params as { revocationId: string }).revocationId
}

function revocationForm(request: FastifyRequest): Parameters<typeof requestRevocation>[2] {
  const { credentialId, category, note } = request.formValues
  const found = tables.REVOCATION_CATEGORIES.find((one) => one === category)
  if (!found) throw new InvalidInput({ errors: [{ pointer: '/category', detail: 'required' }] })
  return {
    credentialId: typeof credentialId === 'string' ? credentialId : '',
    category: found,
    ...(typeof note === 'string' && note.trim() !== '' ? { note } : {}),
  }
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  page: (request: FastifyRequest, problem?: ProblemDocument) => Promise<VNode>,
  done: string,
  act: (request: FastifyRequest) => Promise<unknown>,
): Promise<FastifyReply> {
  return handleForm(request, reply, {
    act: async () => {
      await act(request)
      return `/awards/${(request.params as { awardId: string }).awardId}?done=credentials.done.${done}`
    },
    redisplay: (problem) => page(request, problem),
  })
}

function registerHolderSteps(app: App, services: Services): void {
  app.post(
    '/awards/:awardId/name',
    { config: { access: ['participant'] }, schema: { hide: true, params: awardParams } },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          await confirmName(services, request.actor, request.params.awardId, nameOf(request))
          return '/awards?done=credentials.done.named'
        },
        redisplay: (problem) => awardsPage(services, request, problem),
      }),
  )
  app.post(
    '/awards/:awardId/visibility',
    { config: { access: ['participant'] }, schema: { hide: true, params: awardParams } },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { credentialId, visibility } = request.formValues
          const next = visibility === 'private' ? 'private' : 'link'
          await changeVisibility(services, request.actor, typeof credentialId === 'string' ? credentialId : '', next)
          return `/awards?done=credentials.done.${next === 'private' ? 'hidden' : 'visible'}`
        },
        redisplay: (problem) => awardsPage(services, request, problem),
      }),
  )
}

function nameOf(request: FastifyRequest): string {
  const name = request.formValues['name']
  const text = typeof name === 'string' ? name.trim().replace(/\s+/g, ' ').normalize('NFC') : ''
  if (text.length < 2) throw new InvalidInput({ errors: [{ pointer: '/name', detail: 'required' }] })
  return text
}
