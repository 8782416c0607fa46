import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import { hasRoleAnywhere } from '../kernel/actor.ts'
import { dayIn } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import { addEvidence, addEvidenceVersion } from './add-evidence.ts'
import { setCriterionEvidence } from './edit-draft.ts'
import { CONTENT_KINDS, EvidencePage, NewEvidencePage, type ContentKind } from './evidence-pages.tsx'
import { uploadOf } from './evidence-routes.ts'
import { EVIDENCE_TYPES, PEOPLE_SHOWN } from './evidence.ts'
import { PortfolioPage } from './portfolio-page.tsx'
import { attachConsentsToVersion } from './record-consent.ts'
import { removeEvidence } from './remove-evidence.ts'
import { asList, Id } from './schemas.ts'
import { readEvidenceItem, readPortfolio } from './view-portfolio.ts'
import { readSubmission } from './view-submission.ts'

const participant = { access: ['participant'] } as const
const upload = { ...participant, keepsForm: true } as const
const owners = { access: ['participant', 'mentor'] } as const
const readers = { access: ['participant', 'mentor', 'coordinator', 'auditor'] } as const
const itemParams = Type.Object({ itemId: Id })
const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
const Ids = Type.Optional(Type.Union([Id, Type.Array(Id)]))

const versionFields = {
  text: Type.Optional(Type.String({ maxLength: 200_000 })),
  url: Type.Optional(Type.String({ maxLength: 2000 })),
  capturedOn: Type.String({ format: 'date' }),
  language: Type.String({ minLength: 2, maxLength: 10 }),
  peopleShown: oneOf(PEOPLE_SHOWN),
  consentIds: Ids,
  _csrf: Type.Optional(Type.String()),
}
const VersionForm = Type.Object(versionFields)
const EvidenceForm = Type.Object({
  ...versionFields,
  kind: oneOf(CONTENT_KINDS),
  programmeId: Id,
  type: oneOf(EVIDENCE_TYPES),
  title: Type.String({ minLength: 1, maxLength: 300 }),
  submissionId: Type.Optional(Id),
  criterionId: Type.Optional(Id),
})
const NewEvidenceQuery = Type.Object({
  kind: Type.Optional(oneOf(CONTENT_KINDS)),
  submission: Type.Optional(Id),
  criterion: Type.Optional(Id),
})

/** The teacher's own pages: portfolio and evidence. */
export const evidencePages: FeatureRoutes = (app, services) => {
  app.get('/portfolio', { config: owners, schema: { hide: true } }, async (request, reply) =>
    sendPage(reply, await portfolioPage(services, request)),
  )

  app.get(
    '/portfolio/evidence/new',
    { config: participant, schema: { hide: true, querystring: NewEvidenceQuery } },
    async (request, reply) => {
      const { kind = null, submission, criterion } = request.query
      return sendPage(reply, await newEvidencePage(services, request, kind, submission, criterion))
    },
  )

  app.post(
    '/portfolio/evidence',
    { config: upload, schema: { hide: true, body: EvidenceForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { title, consentIds, submissionId, criterionId, ...input } = request.body
          const { item, version } = await addEvidence(services, request.actor, {
            ...input,
            title: { [request.language]: title },
            consentIds: asList(consentIds),
            upload: uploadOf(request),
          })
          if (submissionId === undefined || criterionId === undefined) {
            return `/portfolio/evidence/${item.id}?done=portfolio.done.evidenceAdded`
          }
          await addToCriterion(services, request, submissionId, criterionId, version.id)
          return `/portfolio/submissions/${submissionId}?done=portfolio.done.evidenceAdded#criterion-${criterionId}`
        },
        redisplay: (problem) => {
          const { kind, submissionId, criterionId } = request.formValues
          const known = CONTENT_KINDS.find((one) => one === kind) ?? 'file'
          return newEvidencePage(services, request, known, textOf(submissionId), textOf(criterionId), problem)
        },
      }),
  )

  registerItemPages(app, services)
}

const registerItemPages: FeatureRoutes = (app, services) => {
  app.get(
    '/portfolio/evidence/:itemId',
    { config: readers, schema: { hide: true, params: itemParams } },
    async (request, reply) => sendPage(reply, await evidencePage(services, request, request.params.itemId)),
  )

  app.post(
    '/portfolio/evidence/:itemId/versions',
    { config: upload, schema: { hide: true, params: itemParams, body: VersionForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { consentIds, ...input } = request.body
          const content = { consentIds: asList(consentIds), upload: uploadOf(request) }
          await addEvidenceVersion(services, request.actor, request.params.itemId, { ...input, ...content })
          return `/portfolio/evidence/${request.params.itemId}?done=portfolio.done.versionAdded`
        },
        redisplay: (problem) => evidencePage(services, request, request.params.itemId, problem),
      }),
  )

  app.post(
    '/portfolio/evidence/:itemId/consents',
    {
      config: participant,
      schema: {
        hide: true,
        params: itemParams,
        body: Type.Object({ versionId: Id, attachIds: Ids, _csrf: Type.Optional(Type.String()) }),
      },
      attachValidation: true,
    },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { versionId, attachIds } = request.body
          await attachConsentsToVersion(services, request.actor, versionId, asList(attachIds))
          return `/portfolio/evidence/${request.params.itemId}?done=portfolio.done.consentsAttached`
        },
        redisplay: (problem) => evidencePage(services, request, request.params.itemId, problem),
      }),
  )

  app.post(
    '/portfolio/evidence/:itemId/remove',
    { config: participant, schema: { hide: true, params: itemParams } },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          await removeEvidence(services, request.actor, request.params.itemId)
          return '/portfolio?done=portfolio.done.evidenceRemoved'
        },
        redisplay: (problem) => evidencePage(services, request, request.params.itemId, problem),
      }),
  )
}

/** New evidence that was asked for by a criterion goes to it at once, beside what was there. */
async function addToCriterion(
  services: Services,
  { actor }: FastifyRequest,
  submissionId: string,
  criterionId: string,
  versionId: string,
): Promise<void> {
  const { submission } = await readSubmission(services, actor, submissionId)
  const before = submission.items.filter((item) => item.criterionId === criterionId).map(({ version }) => version.id)
  await setCriterionEvidence(services, actor, submissionId, { criterionId, versionIds: [...before, versionId] })
}

export async function portfolioPage(
  services: Services,
  request: FastifyRequest,
  problem?: ProblemDocument,
): Promise<VNode> {
  const portfolio = await readPortfolio(services, request.actor)
  const isParticipant = hasRoleAnywhere(request.actor, ['participant'])
  return (
    <PortfolioPage
      context={pageContext(request)}
      portfolio={portfolio}
      isParticipant={isParticipant}
      problem={problem}
    />
  )
}

async function newEvidencePage(
  services: Services,
  request: FastifyRequest,
  kind: ContentKind | null,
  submissionId: string | undefined,
  criterionId: string | undefined,
  problem?: ProblemDocument,
): Promise<VNode> {
  const { programmes, consents } = await readPortfolio(services, request.actor)
  const today = dayIn(services.clock.now(), programmes[0]?.timeZone ?? 'UTC')
  return (
    <NewEvidencePage
      context={pageContext(request)}
      kind={kind}
      programmes={programmes}
      consents={consents}
      purpose={submissionId && criterionId ? { submissionId, criterionId } : null}
      today={today}
      maxUploadBytes={services.config.maxUploadBytes}
      values={problem ? request.formValues : { capturedOn: today, language: request.language }}
      problem={problem}
    />
  )
}

async function evidencePage(
  services: Services,
  request: FastifyRequest,
  itemId: string,
  problem?: ProblemDocument,
): Promise<VNode> {
  const view = await readEvidenceItem(services, request.actor, itemId)
  return (
    <EvidencePage
      context={pageContext(request)}
      view={view}
      consents={view.consents}
      today={dayIn(services.clock.now(), view.programme.timeZone)}
      maxUploadBytes={services.config.maxUploadBytes}
      values={problem ? request.formValues : undefined}
      problem={problem}
    />
  )
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
