import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import { dayIn, endOfDay } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import { CONSENT_FORMS, CONSENT_SCOPES } from './consent.ts'
import { ConsentsPage } from './consents-page.tsx'
import { recordConsent, updateConsentProgress, withdrawConsent } from './record-consent.ts'
import { Id } from './schemas.ts'
import { readPortfolio } from './view-portfolio.ts'

const participant = { access: ['participant'] } as const
const params = Type.Object({ consentId: Id })
const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
/** Forms send digits. */
const Digits = Type.String({ pattern: '^\\d{1,4}$' })
const Day = Type.Optional(Type.String({ format: 'date' }))
const csrf = { _csrf: Type.Optional(Type.String()) }
const Scope = oneOf(CONSENT_SCOPES)

const NewConsentForm = Type.Object({
  ...csrf,
  programmeId: Id,
  subjectKind: oneOf(['adult', 'minors_group'] as const),
  subjectCount: Digits,
  guardianAuthorisations: Type.Optional(Digits),
  minorAssents: Type.Optional(Digits),
  scope: Type.Union([Scope, Type.Array(Scope)]),
  form: oneOf(CONSENT_FORMS),
  heldBy: Type.String({ minLength: 1, maxLength: 300 }),
  grantedAt: Day,
  expiresAt: Day,
})
/** The fields of each consent stand under its own id, since all of them are on one page. */
const ProgressForm = Type.Object({
  ...csrf,
  of: Type.Record(
    Type.String(),
    Type.Object({
      guardianAuthorisations: Type.Optional(Digits),
      minorAssents: Type.Optional(Digits),
      grantedAt: Day,
    }),
  ),
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
            scope: Array.isArray(scope) ? scope : [scope],
            grantedAt: grantedOn(grantedAt, timeZone, services.clock.now()),
            expiresAt: expiresAt === undefined ? undefined : endOfDay(expiresAt, timeZone),
          })
          return '/portfolio/consents?done=portfolio.done.consentRecorded'
        },
        redisplay: (problem) => consentsPage(services, request, problem),
      }),
  )

  app.post(
    '/portfolio/consents/:consentId',
    { config: participant, schema: { hide: true, params, body: ProgressForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { consentId } = request.params
          const sent = request.body.of[consentId]
          await updateConsentProgress(services, request.actor, consentId, {
            guardianAuthorisations: numberOf(sent?.guardianAuthorisations),
            minorAssents: numberOf(sent?.minorAssents),
            grantedAt: grantedOn(sent?.grantedAt, await timeZoneFor(services, request), services.clock.now()),
          })
          return `/portfolio/consents?done=portfolio.done.consentUpdated#consent-${consentId}`
        },
        redisplay: (problem) => consentsPage(services, request, problem),
      }),
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
        redisplay: (problem) => consentsPage(services, request, problem),
      }),
  )
}

async function consentsPage(services: Services, request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> {
  const { consents, programmes } = await readPortfolio(services, request.actor)
  const at = services.clock.now()
  return (
    <ConsentsPage
      context={pageContext(request)}
      consents={consents}
      programmes={programmes}
      at={at}
      today={dayIn(at, programmes[0]?.timeZone ?? 'UTC')}
      values={problem ? request.formValues : { scope: 'assessment' }}
      problem={problem}
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
