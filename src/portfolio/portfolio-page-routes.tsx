import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import { hasRoleAnywhere } from '../kernel/actor.ts'
import { dayIn } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import { addEvidence } from './add-evidence.ts'
import { CONTENT_KINDS, type ContentKind } from './content-fields.tsx'
import { addToCriterion, requireDraftCriterion } from './edit-draft.ts'
import { uploadOf } from './evidence-routes.ts'
import { EVIDENCE_TYPES, type ScanStatus } from './evidence.ts'
import { oneOf, versionFields } from './form-schemas.ts'
import { NewEvidencePage, type Purpose } from './new-evidence-page.tsx'
import { PortfolioPage } from './portfolio-page.tsx'
import { asList, Id } from './schemas.ts'
import { readPortfolio } from './view-portfolio.ts'

const participant = { access: ['participant'] } as const

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

/** The portfolio, and what is new in it. */
export const portfolioOverviewPages: FeatureRoutes = (app, services) => {
  app.get(
    '/portfolio',
    { config: { access: ['participant', 'mentor'] }, schema: { hide: true } },
    async (request, reply) => sendPage(reply, await portfolioPage(services, request)),
  )

  app.get(
    '/portfolio/evidence/new',
    { config: participant, schema: { hide: true, querystring: NewEvidenceQuery } },
    async (request, reply) => {
      const { kind = null, submission, criterion } = request.query
      return sendPage(reply, await newEvidencePage(services, request, kind, purposeOf(submission, criterion)))
    },
  )

  app.post(
    '/portfolio/evidence',
    {
      config: { ...participant, keepsForm: true },
      schema: { hide: true, body: EvidenceForm },
      attachValidation: true,
    },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { title, consentIds, submissionId, criterionId, ...input } = request.body
          const purpose = purposeOf(submissionId, criterionId)
          if (purpose) await requireDraftCriterion(services, request.actor, purpose.submissionId, purpose.criterionId)
          const { item, version } = await addEvidence(services, request.actor, {
            ...input,
            title: { [request.language]: title },
            consentIds: asList(consentIds),
            upload: uploadOf(request),
          })
          const done = confirmationOf(version.scanStatus)
          if (done === null || purpose === null) return `/portfolio/evidence/${item.id}${done ?? ''}`
          const choice = { criterionId: purpose.criterionId, versionId: version.id }
          await addToCriterion(services, request.actor, purpose.submissionId, choice)
          return `/portfolio/submissions/${purpose.submissionId}${done}#criterion-${purpose.criterionId}`
        },
        redisplay: (problem) => {
          const { kind, submissionId, criterionId } = request.formValues
          const known = CONTENT_KINDS.find((one) => one === kind) ?? 'file'
          const purpose = purposeOf(textOf(submissionId), textOf(criterionId))
          return newEvidencePage(services, request, known, purpose, problem)
        },
      }),
  )
}

/** What is said after an upload; null when the scan refused it, and its own page says why. */
export function confirmationOf(scanStatus: ScanStatus): string | null {
  if (scanStatus === 'infected' || scanStatus === 'unscannable') return null
  return `?done=portfolio.done.${scanStatus === 'clean' ? 'evidenceAdded' : 'evidenceWaiting'}`
}

export async function portfolioPage(
  services: Services,
  request: FastifyRequest,
  problem?: ProblemDocument,
): Promise<VNode> {
  return (
    <PortfolioPage
      context={pageContext(request, '/portfolio')}
      portfolio={await readPortfolio(services, request.actor)}
      isParticipant={hasRoleAnywhere(request.actor, ['participant'])}
      problem={problem}
    />
  )
}

async function newEvidencePage(
  services: Services,
  request: FastifyRequest,
  kind: ContentKind | null,
  purpose: Purpose | null,
  problem?: ProblemDocument,
): Promise<VNode> {
  const { programmes, consents } = await readPortfolio(services, request.actor)
  const at = services.clock.now()
  const today = dayIn(at, programmes[0]?.timeZone ?? 'UTC')
  return (
    <NewEvidencePage
      context={pageContext(request, '/portfolio/evidence/new')}
      {...{ kind, purpose, programmes, consents, at, today, problem }}
      maxUploadBytes={services.config.maxUploadBytes}
      values={problem ? request.formValues : { capturedOn: today, language: request.language }}
    />
  )
}

function purposeOf(submissionId: string | undefined, criterionId: string | undefined): Purpose | null {
  return submissionId !== undefined && criterionId !== undefined ? { submissionId, criterionId } : null
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
