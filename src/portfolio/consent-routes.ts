import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { recordConsent, updateConsentProgress, withdrawConsent } from './record-consent.ts'
import {
  AffectedSchema,
  consentBody,
  ConsentList,
  ConsentProgressBody,
  ConsentSchema,
  Id,
  NewConsentBody,
} from './schemas.ts'
import { readPortfolio } from './view-portfolio.ts'

const tags = ['portfolio']
const params = Type.Object({ consentId: Id })
const PARTICIPANT = { access: ['participant'] } as const

/** What the people in the evidence agreed to. */
export const consentRoutes: FeatureRoutes = (app, services) => {
  app.get(
    '/api/v1/consents',
    {
      config: PARTICIPANT,
      schema: { tags, summary: 'My consents', response: { 200: ConsentList, ...problemResponses } },
    },
    async ({ actor }) => {
      const { consents } = await readPortfolio(services, actor)
      return { consents: consents.map((consent) => consentBody(consent, services.clock.now())) }
    },
  )

  app.post(
    '/api/v1/consents',
    {
      config: PARTICIPANT,
      schema: {
        tags,
        summary: 'Record a consent, or what has been asked of people so far',
        body: NewConsentBody,
        response: { 201: ConsentSchema, ...problemResponses },
      },
    },
    async ({ actor, body }, reply) => {
      const consent = await recordConsent(services, actor, { ...body, ...dates(body) })
      return reply.code(201).send(consentBody(consent, services.clock.now()))
    },
  )

  app.patch(
    '/api/v1/consents/:consentId',
    {
      config: PARTICIPANT,
      schema: {
        tags,
        summary: 'Record what came back since',
        params,
        body: ConsentProgressBody,
        response: { 200: ConsentSchema, ...problemResponses },
      },
    },
    async ({ actor, params: { consentId }, body }) => {
      const consent = await updateConsentProgress(services, actor, consentId, { ...body, ...dates(body) })
      return consentBody(consent, services.clock.now())
    },
  )

  app.post(
    '/api/v1/consents/:consentId/withdrawal',
    {
      config: { access: ['participant', 'coordinator'] },
      schema: {
        tags,
        summary: 'Withdraw a consent: nobody but the owner can open the evidence from now on',
        params,
        response: { 200: AffectedSchema, ...problemResponses },
      },
    },
    async ({ actor, params: { consentId } }) => {
      const { evidenceVersionIds, submissionIds } = await withdrawConsent(services, actor, consentId)
      return { evidenceVersionIds: [...evidenceVersionIds], submissionIds: [...submissionIds] }
    },
  )
}

function dates({ grantedAt, expiresAt }: { grantedAt?: string | undefined; expiresAt?: string | undefined }) {
  return {
    grantedAt: grantedAt === undefined ? undefined : new Date(grantedAt),
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
  }
}
