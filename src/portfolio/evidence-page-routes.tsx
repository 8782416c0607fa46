import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { handleForm, pageContext, sendPage, type FeatureRoutes } from '../http/index.ts'
import { dayIn } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import { addEvidenceVersion } from './add-evidence.ts'
import { EvidencePage } from './evidence-page.tsx'
import { uploadOf } from './evidence-routes.ts'
import { itemParams, versionFields } from './form-schemas.ts'
import { confirmationOf } from './portfolio-page-routes.tsx'
import { attachConsentsToVersion, withdrawConsent } from './record-consent.ts'
import type { RefusedForm } from './refused-form.ts'
import { removeEvidence } from './remove-evidence.ts'
import { asList, Id } from './schemas.ts'
import { readEvidenceItem, readOwnText } from './view-evidence.ts'

const participant = { access: ['participant'] } as const
const readers = { access: ['participant', 'mentor', 'coordinator', 'auditor'] } as const
const VersionForm = Type.Object(versionFields)
const AttachForm = Type.Object({ versionId: Id, attachIds: Type.Union([Id, Type.Array(Id)]) })
const withdrawalParams = Type.Object({ itemId: Id, consentId: Id })

/** One piece of evidence. */
export const evidencePages: FeatureRoutes = (app, services) => {
  app.get(
    '/portfolio/evidence/:itemId',
    { config: readers, schema: { hide: true, params: itemParams } },
    async (request, reply) => sendPage(reply, await evidencePage(services, request, request.params.itemId)),
  )

  app.post(
    '/portfolio/evidence/:itemId/versions',
    {
      config: { ...participant, keepsForm: true },
      schema: { hide: true, params: itemParams, body: VersionForm },
      attachValidation: true,
    },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { itemId } = request.params
          const { consentIds, ...input } = request.body
          const content = { consentIds: asList(consentIds), upload: uploadOf(request) }
          const { version } = await addEvidenceVersion(services, request.actor, itemId, { ...input, ...content })
          return `/portfolio/evidence/${itemId}${confirmationOf(version.scanStatus) ?? ''}`
        },
        redisplay: (problem) =>
          evidencePage(services, request, request.params.itemId, {
            ...{ form: 'version', problem, values: request.formValues },
          }),
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
        redisplay: (problem) =>
          evidencePage(services, request, request.params.itemId, { form: 'removal', problem, values: {} }),
      }),
  )

  registerConsents(app, services)
}

const registerConsents: FeatureRoutes = (app, services) => {
  app.post(
    '/portfolio/evidence/:itemId/consents',
    { config: participant, schema: { hide: true, params: itemParams, body: AttachForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { versionId, attachIds } = request.body
          await attachConsentsToVersion(services, request.actor, versionId, asList(attachIds))
          return `/portfolio/evidence/${request.params.itemId}?done=portfolio.done.consentsAttached`
        },
        redisplay: (problem) =>
          evidencePage(services, request, request.params.itemId, {
            ...{ form: 'consents', problem, values: request.formValues },
          }),
      }),
  )

  app.post(
    '/portfolio/evidence/:itemId/consents/:consentId/withdraw',
    { config: { access: ['participant', 'coordinator'] }, schema: { hide: true, params: withdrawalParams } },
    async (request, reply) => {
      const { itemId, consentId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          await withdrawConsent(services, request.actor, consentId)
          return `/portfolio/evidence/${itemId}?done=portfolio.done.consentWithdrawn`
        },
        redisplay: (problem) => evidencePage(services, request, itemId, { form: 'withdrawal', problem, values: {} }),
      })
    },
  )
}

async function evidencePage(
  services: Services,
  request: FastifyRequest,
  itemId: string,
  refused?: RefusedForm,
): Promise<VNode> {
  const view = await readEvidenceItem(services, request.actor, itemId)
  const at = services.clock.now()
  return (
    <EvidencePage
      context={pageContext(request, `/portfolio/evidence/${itemId}`)}
      view={view}
      latestText={view.isOwner ? await readOwnText(services, view.item.versions[0]) : null}
      at={at}
      today={dayIn(at, view.programme.timeZone)}
      maxUploadBytes={services.config.maxUploadBytes}
      refused={refused}
    />
  )
}
