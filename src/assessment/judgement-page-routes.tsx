import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { InvalidInput } from '../access/index.ts'
import { handleForm, pageContext, sendPage, type FeatureRoutes } from '../http/index.ts'
import type { Language, LocalisedText } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { acceptJudgement, declineJudgement, type Declination } from './answer-assignment.ts'
import { isFirstRound } from './assignment-rules.ts'
import {
  languageSupportField,
  listField,
  localisedField,
  markField,
  rulesField,
  textField,
  type Sent,
} from './form-fields.ts'
import { saveCriterionJudgement } from './judge-criterion.ts'
import type { Mark } from './marks.ts'
import { JUDGES, queuePage, submissionBehind, submissionPage, type Refused } from './page-models.tsx'
import { readAssessment } from './read-assessment.ts'
import { hasText } from './seal-rules.ts'
import { sealJudgement } from './seal-judgement.ts'
import { SealPage } from './seal-page.tsx'
import { voidJudgement } from './void-judgement.ts'
import { WorkbenchPage } from './workbench-page.tsx'
import { readWorkbench } from './workbench.ts'

const Id = Type.String({ format: 'uuid' })
const schema = { hide: true, params: Type.Object({ judgementId: Id }) }
const judges = { access: JUDGES }

/** The assessor's own pages: the queue, one judgement, its seal. */
export const judgementPages: FeatureRoutes = (app, services) => {
  app.get(
    '/assessment',
    { config: { access: [...JUDGES, 'coordinator', 'auditor'] }, schema: { hide: true } },
    async (request, reply) => sendPage(reply, await queuePage(services, request)),
  )
  app.get('/assessment/judgements/:judgementId', { config: judges, schema }, async (request, reply) =>
    sendPage(reply, await workbench(services, request, request.params.judgementId)),
  )
  registerAnswers(app, services)
  registerJudging(app, services)
  app.post(
    '/assessment/judgements/:judgementId/void',
    { config: { access: ['coordinator'] }, schema },
    async (request, reply) => {
      const { judgementId } = request.params
      const prefix = `v.${judgementId}`
      const submissionId = await submissionBehind(services, request.actor, { kind: 'judgement', id: judgementId })
      return handleForm(request, reply, {
        act: async () => {
          const reason = textField(request.formValues, `${prefix}.reason`)
          await voidJudgement(services, request.actor, judgementId, { reason })
          return `/assessment/submissions/${submissionId}?done=assessment.done.voided`
        },
        redisplay: (problem) => submissionPage(services, request, submissionId, { problem, of: prefix }),
      })
    },
  )
}

const registerAnswers: FeatureRoutes = (app, services) => {
  app.post('/assessment/judgements/:judgementId/acceptance', { config: judges, schema }, async (request, reply) => {
    const { judgementId } = request.params
    return handleForm(request, reply, {
      act: async () => {
        const languageSupport = languageSupportField(request.formValues)
        await acceptJudgement(services, request.actor, judgementId, { languageSupport })
        return `/assessment/judgements/${judgementId}?done=assessment.done.accepted`
      },
      redisplay: (problem) => workbench(services, request, judgementId, { problem }),
    })
  })
  app.post('/assessment/judgements/:judgementId/declination', { config: judges, schema }, async (request, reply) => {
    const { judgementId } = request.params
    return handleForm(request, reply, {
      act: async () => {
        await declineJudgement(services, request.actor, judgementId, declinationField(request.formValues))
        return '/assessment?done=assessment.done.declined'
      },
      redisplay: (problem) => workbench(services, request, judgementId, { problem, of: 'decline' }),
    })
  })
}

const registerJudging: FeatureRoutes = (app, services) => {
  app.post(
    '/assessment/judgements/:judgementId/criteria/:criterionId',
    { config: judges, schema: { hide: true, params: Type.Object({ judgementId: Id, criterionId: Id }) } },
    async (request, reply) => {
      const { judgementId, criterionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const judged = judgedField(request, criterionId)
          await saveCriterionJudgement(services, request.actor, judgementId, judged)
          return `/assessment/judgements/${judgementId}?done=assessment.done.saved#${await nextAnchor(services, request, judgementId)}`
        },
        redisplay: (problem) => workbench(services, request, judgementId, { problem, of: criterionId }),
      })
    },
  )
  app.get('/assessment/judgements/:judgementId/seal', { config: judges, schema }, async (request, reply) =>
    sendPage(reply, await sealPage(services, request, request.params.judgementId)),
  )
  app.post('/assessment/judgements/:judgementId/seal', { config: judges, schema }, async (request, reply) => {
    const { judgementId } = request.params
    return handleForm(request, reply, {
      act: async () => {
        const languageSupport = languageSupportField(request.formValues)
        await sealJudgement(services, request.actor, judgementId, { languageSupport })
        return '/assessment?done=assessment.done.sealed'
      },
      redisplay: (problem) => sealPage(services, request, judgementId, { problem }),
    })
  })
}

async function workbench(
  services: Services,
  request: FastifyRequest,
  judgementId: string,
  refused?: Refused,
): Promise<VNode> {
  const bench = await readWorkbench(services, request.actor, judgementId)
  const { slot, state, submissionId } = bench.judgement
  const isCompared = isFirstRound(slot) && state === 'revealed'
  return (
    <WorkbenchPage
      context={pageContext(request)}
      bench={bench}
      assessment={isCompared ? await readAssessment(services, request.actor, submissionId) : null}
      problem={refused?.problem}
      problemOf={refused?.of}
      values={refused ? request.formValues : undefined}
    />
  )
}

async function sealPage(
  services: Services,
  request: FastifyRequest,
  judgementId: string,
  refused?: Refused,
): Promise<VNode> {
  const bench = await readWorkbench(services, request.actor, judgementId)
  const values = refused ? request.formValues : undefined
  return <SealPage context={pageContext(request)} bench={bench} problem={refused?.problem} values={values} />
}

/** The next criterion that is not done: one after the other, without looking for it. */
async function nextAnchor(services: Services, request: FastifyRequest, judgementId: string): Promise<string> {
  const { criteria } = await readWorkbench(services, request.actor, judgementId)
  const next = criteria.find(({ judged, gap }) => judged === null || gap !== null)
  return next ? `criterion-${next.criterionId}` : 'content'
}

const KINDS = ['mentor', 'line_manager', 'family', 'co_author', 'former_colleague', 'other'] as const

function declinationField(sent: Sent): Declination {
  const reason = textField(sent, 'reason')
  if (reason === 'capacity') return { reason }
  const kind = KINDS.find((one) => one === reason)
  if (!kind) throw new InvalidInput({ errors: [{ pointer: '/reason', detail: 'is required' }] })
  return { reason: 'coi', kind }
}

function judgedField({ formValues, language }: FastifyRequest, criterionId: string) {
  const prefix = `c.${criterionId}`
  return {
    criterionId,
    mark: requiredMark(formValues, `${prefix}.mark`),
    rationale: requiredText(formValues, `${prefix}.rationale`, language),
    rulesOfEvidence: rulesField(formValues, prefix),
    evidenceVersionIds: listField(formValues, `${prefix}.evidenceVersionIds`),
  }
}

function requiredText(sent: Sent, name: string, language: Language): LocalisedText {
  const text = localisedField(sent, name, language)
  if (!hasText(text)) throw new InvalidInput({ errors: [{ pointer: '/rationale', detail: 'is required' }] })
  return text
}

export function requiredMark(sent: Sent, name: string): Mark {
  const mark = markField(sent, name)
  if (mark === null) throw new InvalidInput({ errors: [{ pointer: '/mark', detail: 'is required' }] })
  return mark
}
