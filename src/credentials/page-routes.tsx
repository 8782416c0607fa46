import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { hasRole, hasRoleAnywhere, InvalidInput, NotFound, personOf, type Actor } from '../access/index.ts'
import { tables } from '../database/index.ts'
import { handleForm, pageContext, sendPage, type App, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { AwardBoardPage } from './award-board.tsx'
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
import { inBulk } from './bulk.ts'
import { dutiesOf } from './duties.ts'
import { AwardNotIssued } from './errors.ts'
import { registerHomeSigning } from './home-signing-pages.ts'
import { issueCredential, type CheckOwnOutput } from './issue-credential.ts'
import { confirmRevocation, openRevocationOf, refuseRevocation, requestRevocation } from './revocations.ts'
import { changeVisibility } from './visibility.ts'

const LONGEST_NOTE = 2000
const BOARD_ROLES = ['coordinator', 'signatory', 'auditor'] as const
const Id = Type.String({ format: 'uuid' })
const awardParams = Type.Object({ awardId: Id })
const revocationParams = Type.Object({ awardId: Id, revocationId: Id })

export function credentialPages(checkOwnOutput: CheckOwnOutput, checkEndorsement: CheckOwnOutput): FeatureRoutes {
  return (app, services) => {
    app.get(
      '/awards',
      { config: { access: ['participant', ...BOARD_ROLES] }, schema: { hide: true } },
      async (request, reply) => sendPage(reply, await awardsPage(services, request)),
    )
    registerBulkSteps(app, services, checkOwnOutput)
    registerHomeSigning(app, { ...services, checkEndorsement }, (request, problem) =>
      awardsPage(services, request, problem),
    )
    registerAwardPage(app, services)
    registerHolderSteps(app, services)
  }
}

/** A signatory sees the board; a holder sees what is theirs. */
async function awardsPage(services: Services, request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> {
  const { actor } = request
  const context = pageContext(request, '/awards')
  if (!hasRoleAnywhere(actor, BOARD_ROLES)) {
    const awards = await myAwards(services, actor)
    const offersJwt = services.config.issuerDid === 'web'
    const refused = problem && { problem, awardId: awardIdOf(request), values: request.formValues }
    return <MyAwardsPage context={context} awards={awards} offersJwt={offersJwt} refused={refused} />
  }
  const programmeIds = actor.programmeIds.filter((id) =>
    actor.assignments.some(({ role, programmeId }) => programmeId === id && BOARD_ROLES.some((one) => one === role)),
  )
  const boards = await Promise.all(programmeIds.map((programmeId) => awardsBoard(services, actor, programmeId)))
  return <AwardBoardPage context={context} boards={boards} duties={await dutiesOf(services, actor)} problem={problem} />
}

function registerBulkSteps(app: App, services: Services, checkOwnOutput: CheckOwnOutput): void {
  const signatory = ['signatory'] as const
  const issue = (needs: Services, actor: Actor, awardId: string): Promise<unknown> =>
    issueCredential({ ...needs, checkOwnOutput }, actor, { awardId })
  const propose = (needs: Services, actor: Actor, decisionId: string): Promise<unknown> =>
    proposeAward(needs, actor, { decisionId })
  for (const step of [
    { path: 'proposals', access: ['coordinator', 'signatory'], field: 'decisionIds', done: 'proposed', act: propose },
    { path: 'approvals', access: signatory, field: 'awardIds', done: 'approved', act: approveAward },
    { path: 'endorsements', access: signatory, field: 'awardIds', done: 'endorsed', act: endorseAward },
    { path: 'issues', access: signatory, field: 'awardIds', done: 'issued', act: issue },
  ] as const) {
    app.post(`/awards/${step.path}`, { config: { access: step.access }, schema: { hide: true } }, (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          await inBulk(request.formValues, step.field, (id) => step.act(services, request.actor, id))
          return `/awards?done=credentials.done.${step.done}`
        },
        redisplay: (problem) => awardsPage(services, request, problem),
      }),
    )
  }
}

function registerAwardPage(app: App, services: Services): void {
  const page = async (request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> => {
    const { actor } = request
    const award = await readAward(services, actor, awardIdOf(request))
    const { credentialId } = award
    const { approves } = await dutiesOf(services, actor)
    const revocation =
      credentialId === null
        ? null
        : await services.database.transaction(actor, services.clock.now(), (tx) => openRevocationOf(tx, credentialId))
    return (
      <AwardPage
        context={pageContext(request, `/awards/${award.id}`)}
        award={award}
        revocation={revocation ?? null}
        personId={personOf(actor)}
        isSignatory={hasRole(actor, ['signatory'], award.programmeId)}
        mayCancel={approves.has(award.programmeId)}
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
  step('cancellation', awardParams, 'cancelled', (request) => cancelAward(services, request.actor, awardIdOf(request)))
  step('revocations', awardParams, 'revocation-requested', async (request) => {
    const credentialId = await credentialIdOf(services, request)
    return requestRevocation(services, request.actor, { credentialId, ...revocationForm(request) })
  })
  step('revocations/:revocationId/confirmation', revocationParams, 'revoked', async (request) =>
    confirmRevocation(services, request.actor, await revocationIdOf(services, request)),
  )
  step('revocations/:revocationId/refusal', revocationParams, 'refused', async (request) =>
    refuseRevocation(services, request.actor, await revocationIdOf(services, request)),
  )
}

function awardIdOf(request: FastifyRequest): string {
  return (request.params as { awardId: string }).awardId
}

/** The credential of the award that the address names, whatever else the form says. */
async function credentialIdOf(services: Services, request: FastifyRequest): Promise<string> {
  const { id, state, credentialId } = await readAward(services, request.actor, awardIdOf(request))
  if (credentialId === null) throw new AwardNotIssued(id, state)
  return credentialId
}

async function revocationIdOf(services: Services, request: FastifyRequest): Promise<string> {
  const { revocationId } = request.params as { revocationId: string }
  const credentialId = await credentialIdOf(services, request)
  const open = await services.database.transaction(request.actor, services.clock.now(), (tx) =>
    openRevocationOf(tx, credentialId),
  )
  if (open?.id !== revocationId) throw new NotFound('open revocation', revocationId)
  return revocationId
}

function revocationForm(request: FastifyRequest): Pick<Parameters<typeof requestRevocation>[2], 'category' | 'note'> {
  const { category, note } = request.formValues
  const found = tables.REVOCATION_CATEGORIES.find((one) => one === category)
  if (!found) throw new InvalidInput({ errors: [{ pointer: '/category', detail: 'is required' }] })
  const text = typeof note === 'string' ? note.trim() : ''
  if (text.length > LONGEST_NOTE) throw new InvalidInput({ errors: [{ pointer: '/note', detail: 'is too long' }] })
  return { category: found, ...(text === '' ? {} : { note: text }) }
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
      return `/awards/${awardIdOf(request)}?done=credentials.done.${done}`
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
          const next = request.formValues['visibility'] === 'private' ? 'private' : 'link'
          await changeVisibility(services, request.actor, await credentialIdOf(services, request), next)
          return `/awards?done=credentials.done.${next === 'private' ? 'hidden' : 'visible'}`
        },
        redisplay: (problem) => awardsPage(services, request, problem),
      }),
  )
}

function nameOf(request: FastifyRequest): string {
  const name = request.formValues['name']
  return typeof name === 'string' ? name : ''
}
