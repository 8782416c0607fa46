import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { hasRole, InvalidInput, NotFound } from '../access/index.ts'
import {
  handleForm,
  pageContext,
  problemResponses,
  sendPage,
  type FeatureRoutes,
  type ProblemDocument,
} from '../http/index.ts'
import { dayIn, endOfDay, monthsBefore } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import { textField } from './form-fields.ts'
import { grantQualification, type Calibration } from './grant-qualification.ts'
import { QUALIFICATIONS, QualificationsPage } from './qualification-pages.tsx'
import { readQualifications, type QualificationBoard } from './read-qualifications.ts'

const Id = Type.String({ format: 'uuid' })
const config = { access: ['coordinator'] } as const
const ONE_YEAR_BACK = -12
/** The texts beside these are read, and judged, one by one. */
const Granted = Type.Object({ programmeId: Id, personId: Id, versionId: Id }, { additionalProperties: true })

/** Who is qualified to judge what, and the form that grants it. */
export const qualificationPages: FeatureRoutes = (app, services) => {
  app.get(
    QUALIFICATIONS,
    { config, schema: { hide: true, querystring: Type.Object({ programme: Type.Optional(Id) }) } },
    async (request, reply) => sendPage(reply, await qualificationsPage(services, request, request.query.programme)),
  )
  app.post(
    QUALIFICATIONS,
    {
      config,
      schema: { hide: true, body: Granted },
      attachValidation: true,
    },
    (request, reply) => {
      const { programmeId } = request.body
      return handleForm(request, reply, {
        act: async () => {
          await grantSent(services, request, programmeId)
          return `${QUALIFICATIONS}?programme=${programmeId}&done=assessment.done.qualified`
        },
        redisplay: (problem) => qualificationsPage(services, request, sentProgramme(request), problem),
      })
    },
  )
  app.get(
    '/api/v1/programmes/:programmeId/qualifications',
    {
      config,
      schema: {
        tags: ['assessment'],
        summary: 'Who is qualified to judge what',
        params: Type.Object({ programmeId: Id }),
        response: {
          200: Type.Object({ qualifications: Type.Array(Qualification) }),
          ...problemResponses,
        },
      },
    },
    async ({ actor, params }) => qualificationsBody(await readQualifications(services, actor, params.programmeId)),
  )
}

const Instant = Type.String({ format: 'date-time' })
const Qualification = Type.Object({
  id: Id,
  personId: Id,
  microCourseId: Id,
  rubricId: Id,
  calibratedAt: Instant,
  validUntil: Instant,
  grantedReason: Type.Union([Type.String(), Type.Null()]),
})

function qualificationsBody({ qualifications }: QualificationBoard) {
  return {
    qualifications: qualifications.map((one) => ({
      ...one,
      calibratedAt: one.calibratedAt.toISOString(),
      validUntil: one.validUntil.toISOString(),
    })),
  }
}

function sentProgramme({ formValues }: FastifyRequest): string | undefined {
  return textField(formValues, 'programmeId') || undefined
}

async function qualificationsPage(
  services: Services,
  request: FastifyRequest,
  wanted: string | undefined,
  problem?: ProblemDocument,
): Promise<VNode> {
  const programmeId = request.actor.programmeIds.find(
    (id) => hasRole(request.actor, ['coordinator'], id) && (wanted === undefined || id === wanted),
  )
  if (programmeId === undefined) throw new NotFound('programme', wanted ?? '')
  const board = await readQualifications(services, request.actor, programmeId)
  const at = services.clock.now()
  return (
    <QualificationsPage
      context={pageContext(request)}
      board={board}
      at={at}
      inAYear={monthsBefore(dayIn(at, board.programme.timeZone), ONE_YEAR_BACK)}
      problem={problem}
      sent={problem ? request.formValues : undefined}
    />
  )
}

/** The form names a version, whose rubric is meant, and the last day in the programme's zone. */
async function grantSent(services: Services, request: FastifyRequest, programmeId: string): Promise<void> {
  const { formValues: sent, actor } = request
  const { versions, programme } = await readQualifications(services, actor, programmeId)
  const version = versions.find(({ versionId }) => versionId === textField(sent, 'versionId'))
  if (!version) throw new NotFound('version of a micro-course', textField(sent, 'versionId'))
  const { microCourseId, rubricId } = version
  await grantQualification(services, actor, {
    ...{ programmeId, microCourseId, rubricId, personId: textField(sent, 'personId') },
    validUntil: endOfDay(sentDay(sent), programme.timeZone),
    calibration: sentCalibration(sent),
    reason: textField(sent, 'reason'),
  })
}

type Sent = FastifyRequest['formValues']

function sentDay(sent: Sent): string {
  const day = textField(sent, 'validUntil')
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))) return day
  throw new InvalidInput({ errors: [{ pointer: '/validUntil', detail: 'must match format "date"' }] })
}

/** All three numbers or none; the shares are typed as percentages. */
function sentCalibration(sent: Sent): Calibration | undefined {
  const names = ['benchmarkItems', 'exactAgreement', 'adjacentAgreement'] as const
  const [items, exact, adjacent] = names.map((name) => textField(sent, name))
  if (items === '' && exact === '' && adjacent === '') return undefined
  const numbers = [items, exact, adjacent].map((text) =>
    /^\d{1,4}(\.\d+)?$/.test(text ?? '') ? Number(text) : Number.NaN,
  )
  const [benchmarkItems = Number.NaN, exactPercent = Number.NaN, adjacentPercent = Number.NaN] = numbers
  const isSound = [
    Number.isInteger(benchmarkItems) && benchmarkItems >= 1,
    exactPercent <= 100,
    adjacentPercent <= 100 && adjacentPercent >= exactPercent,
  ]
  const errors = names.flatMap((name, index) =>
    isSound[index] === true ? [] : [{ pointer: `/${name}`, detail: 'has to be a number within its bounds' }],
  )
  if (errors.length > 0) throw new InvalidInput({ errors })
  return { benchmarkItems, exactAgreement: exactPercent / 100, adjacentAgreement: adjacentPercent / 100 }
}
