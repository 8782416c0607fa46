import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import { dayIn, endOfDay } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import { CONSENT_FORMS, CONSENT_SCOPES } from './consent.ts'
import { ConsentsPage } from './consents-page.tsx'
import { oneOf, SentDay } from './form-schemas.ts'
import { recordConsent, updateConsentProgress, withdrawConsent } from './record-consent.ts'
import type { RefusedForm } from './refused-form.ts'
import { Id } from './schemas.ts'
import { readPortfolio } from './view-portfolio.ts'

const participant = { access: ['participant'] } as const
const params = Type.Object({ consentId: Id })
/** Forms send digits. */
const Digits = Type.String({ pattern: '^\\d{1,3}$' })
const Scope = oneOf(CONSENT_SCOPES)
const counts = { guardianAuthorisations: Type.Optional(Digits), minorAssents: Type.Optional(Digits) }

const NewConsentForm = Type.Object({
  ...counts,
  programmeId: Id,
  subjectKind: oneOf(['adult', 'minors_group'] as const),
  subjectCount: Type.String({ pattern: '^[1-9]\\d{0,2}$' }),
  scope: Type.Union([Scope, Type.Array(Scope)]),
  form: oneOf(CONSENT_FORMS),
  heldBy: Type.String({ minLength: 1, maxLength: 300 }),
  grantedAt: SentDay,
  expiresAt: SentDay,
})
/** The fields of each consent stand under its own id, since all of them are on one page. */
const ProgressForm = Type.Object({
  of: Type.Optional(Type.Record(Type.String(), Type.Object({ ...counts, grantedAt: SentDay }))),
})

/** The page of one's consents. */
export const consentPages: FeatureRoutes = (app, services) => {
  app.get('/portfolio/consents', { config: participant, schema: { hide: true } }, async (request, reply) =>
    sendPage(reply, await consentsPage(services, request)),
  )

  app.post(
    '/portfolio/consents',
    { config: participant, schema: { hide: true, body: NewConsentForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { subjectCount, guardianAuthorisations, minorAssents, scope, grantedAt, expiresAt, ...rest } =
            request.body
          const timeZone = await timeZoneFor(services, request)
          await recordConsent(services, request.actor, {
            ...rest,
            subjectCount: Number(subjectCount),
            guardianAuthorisations: numberOf(guardianAuthorisations),
            minorAssents: numberOf(minorAssents),
            scope: typeof scope === 'string' ? [scope] : scope,
            grantedAt: grantedOn(grantedAt, timeZone, services.clock.now()),
            expiresAt: expiresAt === undefined ? undefined : endOfDay(expiresAt, timeZone),
          })
          return '/portfolio/consents?done=portfolio.done.consentRecorded'
        },
        redisplay: (problem) => consentsPage(services, request, { form: 'new', problem, values: request.formValues }),
      }),
  )

  registerSteps(app, services)
}

const registerSteps: FeatureRoutes = (app, services) => {
  app.post(
    '/portfolio/consents/:consentId',
    { config: participant, schema: { hide: true, params, body: ProgressForm }, attachValidation: true },
    async (request, reply) => {
      const { consentId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const sent = request.body.of?.[consentId]
          await updateConsentProgress(services, request.actor, consentId, {
            guardianAuthorisations: numberOf(sent?.guardianAuthorisations),
            minorAssents: numberOf(sent?.minorAssents),
            grantedAt: grantedOn(sent?.grantedAt, await timeZoneFor(services, request), services.clock.now()),
          })
          return `/portfolio/consents?done=portfolio.done.consentUpdated#consent-${consentId}`
        },
        redisplay: (problem) =>
          consentsPage(services, request, {
            form: consentId,
            problem: under(problem, `/of/${consentId}`),
            values: request.formValues,
          }),
      })
    },
  )

  app.post(
    '/portfolio/consents/:consentId/withdraw',
    { config: participant, schema: { hide: true, params } },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          await withdrawConsent(services, request.actor, request.params.consentId)
          return '/portfolio/consents?done=portfolio.done.consentWithdrawn'
        },
        redisplay: (problem) => consentsPage(services, request, { form: 'withdrawal', problem, values: {} }),
      }),
  )
}

/** What a use case finds wrong with a field, at the place that the field has in its form. */
function under(problem: ProblemDocument, place: string): ProblemDocument {
  const errors = (problem.errors ?? []).map(({ pointer, detail }) => ({
    pointer: pointer.startsWith(place) ? pointer : `${place}${pointer}`,
    detail,
  }))
  return { ...problem, errors }
}

async function consentsPage(services: Services, request: FastifyRequest, refused?: RefusedForm): Promise<VNode> {
  const { consents, programmes } = await readPortfolio(services, request.actor)
  const at = services.clock.now()
  return (
    <ConsentsPage
      context={pageContext(request, '/portfolio/consents')}
      consents={consents}
      programmes={programmes}
      at={at}
      today={dayIn(at, programmes[0]?.timeZone ?? 'UTC')}
      refused={refused}
    />
  )
}

async function timeZoneFor(services: Services, { actor }: FastifyRequest): Promise<string> {
  const { programmes } = await readPortfolio(services, actor)
  return programmes[0]?.timeZone ?? 'UTC'
}

/** A form names a day: today means now, an earlier day its end. */
function grantedOn(day: string | undefined, timeZone: string, at: Date): Date | undefined {
  if (day === undefined) return undefined
  return day === dayIn(at, timeZone) ? at : new Date(endOfDay(day, timeZone).getTime() - 1)
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits)
}
