import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { hasRole, hasRoleAnywhere, personOf, type Actor } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import { pageContext, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { findAppeal } from './appeal-store.ts'
import { assessmentBoard } from './assessment-board.ts'
import type { Judgement } from './assessment-store.ts'
import { assignablePeople } from './assignable-people.ts'
import { isSeated, type Slot } from './assignment-rules.ts'
import { findReconciliation } from './reconciliation-store.ts'
import { findDecision } from './decision-store.ts'
import { agreementReport } from './first-round-report.ts'
import { readFrozenEvidence } from './frozen-evidence.ts'
import { myWork } from './my-work.ts'
import { QueuePage } from './queue-page.tsx'
import { readAssessment, type AssessmentView } from './read-assessment.ts'
import { readJudgement } from './read-judgements.ts'
import { SubmissionPage, type SubmissionPageProps } from './submission-page.tsx'

export const JUDGES = ['assessor', 'adjudicator', 'appeals_panel'] as const
const OVERSEERS = ['coordinator', 'auditor'] as const

/** The form that was refused: its prefix, and the problem. */
export interface Refused {
  readonly problem: ProblemDocument
  readonly of?: string | undefined
}

export async function queuePage(services: Services, request: FastifyRequest): Promise<VNode> {
  const { actor } = request
  const overseen = actor.programmeIds.filter((programmeId) => hasRole(actor, OVERSEERS, programmeId))
  const boards = []
  for (const programmeId of overseen) {
    boards.push({
      programmeId,
      rows: await assessmentBoard(services, actor, programmeId),
      agreement: await agreementReport(services, actor, programmeId),
    })
  }
  const work = hasRoleAnywhere(actor, JUDGES) ? await myWork(services, actor) : null
  return <QueuePage context={pageContext(request)} work={work} boards={boards} />
}

export async function submissionPage(
  services: Services,
  request: FastifyRequest,
  submissionId: string,
  refused?: Refused,
): Promise<VNode> {
  const { actor } = request
  const view = await readAssessment(services, actor, submissionId)
  const personId = personOf(actor)
  const duties = {
    personId,
    isCoordinator: hasRole(actor, ['coordinator'], view.submission.programmeId),
    isOverseer: hasRole(actor, OVERSEERS, view.submission.programmeId),
    isFirstRound: view.judgements.some(({ assessorId, state }) => assessorId === personId && state === 'revealed'),
  }
  return (
    <SubmissionPage
      context={pageContext(request)}
      view={view}
      evidence={await evidenceFor(services, actor, view)}
      duties={duties}
      assignable={duties.isCoordinator ? await assignableTo(services, actor, view) : []}
      problem={refused?.problem}
      problemOf={refused?.of}
      values={refused ? request.formValues : undefined}
    />
  )
}

const JUDGING: readonly Judgement['state'][] = ['accepted', 'in_progress', 'sealed', 'revealed', 'final']

/** The two agree, and a third one decides, with the evidence before them. */
async function evidenceFor(
  services: Services,
  actor: Actor,
  { submission, judgements, criteria }: AssessmentView,
): Promise<SubmissionPageProps['evidence']> {
  const isJudge = judgements.some(({ assessorId, state }) => assessorId === actor.personId && JUDGING.includes(state))
  const isRevealed = criteria.some(({ A }) => A !== null)
  return isJudge && isRevealed ? readFrozenEvidence(services, actor, submission.submissionId) : null
}

async function assignableTo(
  services: Services,
  actor: Actor,
  view: AssessmentView,
): Promise<SubmissionPageProps['assignable']> {
  const { submissionId, state } = view.submission
  const appeal = view.appeals.find((one) => one.state === 'in_panel')
  const isFree = (slot: Slot) => !view.judgements.some((one) => one.slot === slot && isSeated(one))
  const slots: Slot[] = []
  if (state === 'submitted' || state === 'in_assessment') slots.push(...(['A', 'B'] as const).filter(isFree))
  if (state === 'in_adjudication' && isFree('adjudicator')) slots.push('adjudicator')
  if (appeal) slots.push('appeal_panel')
  const found = []
  for (const slot of slots) {
    const appealId = slot === 'appeal_panel' ? (appeal?.id ?? null) : null
    found.push({ slot, people: await assignablePeople(services, actor, { submissionId, slot, appealId }) })
  }
  return found
}

/** Whose submission a judgement, decision, reconciliation or appeal belongs to: the page that its form stands on. */
export async function submissionBehind(
  services: Services,
  actor: Actor,
  of: { readonly kind: 'judgement' | 'decision' | 'reconciliation' | 'appeal'; readonly id: string },
): Promise<string> {
  if (of.kind === 'judgement') return (await readJudgement(services, actor, of.id)).submissionId
  const kind = of.kind
  return services.database.transaction(actor, services.clock.now(), (tx) => FINDERS[kind](tx, of.id))
}

const FINDERS = {
  decision: async (tx: Db, id: string) => (await findDecision(tx, id)).submissionId,
  reconciliation: async (tx: Db, id: string) => (await findReconciliation(tx, id)).submissionId,
  appeal: async (tx: Db, id: string) => (await findDecision(tx, (await findAppeal(tx, id)).decisionId)).submissionId,
} as const
