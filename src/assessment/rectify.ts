import { hasRole, Forbidden, InvalidInput, type Actor } from '../access/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { lockedAppeal } from './appeal.ts'
import { findAppeal, findStage, updateAppeal, updateStage, type Appeal, type AppealStage } from './appeal-store.ts'
import { findSubmission, judgementsOf } from './assessment-store.ts'
import { currentReconciliations, replaceReconciliation } from './reconciliation-store.ts'
import { findDecision } from './decision-store.ts'
import { AlreadySigned, AppealStageOver } from './errors.ts'
import { hasText } from './seal-rules.ts'
import { revise } from './settle.ts'
import { firstRoundOf, inStep, record, recordSystem, type AssessmentServices, type Step } from './step.ts'

/**
 * Each of the two assessors says that they have looked again, and why they stay or change. What they agreed to raise is
 * in the reconciliations that both signed since; with the second conclusion the outcome follows from those alone.
 */
export async function concludeRectification(
  services: AssessmentServices,
  actor: Actor,
  appealId: string,
  input: { rationale: LocalisedText },
): Promise<{ outcome: 'rectified' | 'upheld' | null }> {
  return inStep(services, actor, async (step) => {
    const appeal = await lockedAppeal(step, appealId, 'in_rectification')
    const { submissionId } = await findDecision(step.tx, appeal.decisionId)
    await firstRoundOf(step, submissionId)
    if (!hasText(input.rationale)) {
      throw new InvalidInput({ errors: [{ pointer: '/rationale', detail: 'must not be empty' }] })
    }
    const stage = await findStage(step.tx, appealId, 'rectification')
    if (stage.reviewerIds.includes(step.personId)) throw new AlreadySigned()
    const reviewerIds = [...stage.reviewerIds, step.personId]
    await updateStage(step.tx, stage.id, { reviewerIds, rationale: joined(stage.rationale, input.rationale) })
    await record(step, 'assessor', {
      programmeId: appeal.programmeId,
      action: 'appeal.reviewed',
      subject: ['appeal', appealId],
    })
    return { outcome: reviewerIds.length < 2 ? null : await conclude(step, appeal, stage, submissionId) }
  })
}

async function conclude(
  step: Step,
  appeal: Appeal,
  stage: AppealStage,
  submissionId: string,
): Promise<'rectified' | 'upheld'> {
  for (const { id, agreedAt } of await currentReconciliations(step.tx, submissionId)) {
    if (agreedAt === null) await replaceReconciliation(step.tx, id, step.at)
  }
  const submission = await findSubmission(step.tx, submissionId)
  const decisionId = await revise(step, submission, await findDecision(step.tx, appeal.decisionId))
  const outcome = decisionId === null ? 'upheld' : 'rectified'
  await updateStage(step.tx, stage.id, { outcome, endedAt: step.at })
  await updateAppeal(
    step.tx,
    appeal.id,
    decisionId === null
      ? { state: 'upheld' }
      : { state: 'rectified', closedAt: step.at, resultingDecisionId: decisionId },
  )
  await recordSystem(step, {
    programmeId: appeal.programmeId,
    action: `appeal.${outcome}`,
    subject: ['appeal', appeal.id],
    data: decisionId === null ? {} : { resultingDecisionId: decisionId },
  })
  return outcome
}

function joined(first: LocalisedText | null, second: LocalisedText): LocalisedText {
  const texts = LANGUAGES.flatMap((language) => {
    const parts = [first?.[language], second[language]].filter((part) => part !== undefined && part.trim() !== '')
    return parts.length > 0 ? [[language, parts.join('\n\n')] as const] : []
  })
  return Object.fromEntries(texts)
}

/** Once the panel has ended: its reasons in one text, by a member of the panel or the coordinator, once. */
export async function explainPanelOutcome(
  services: AssessmentServices,
  actor: Actor,
  appealId: string,
  input: { rationale: LocalisedText },
): Promise<void> {
  await inStep(services, actor, async (step) => {
    const appeal = await findAppeal(step.tx, appealId)
    const { submissionId } = await findDecision(step.tx, appeal.decisionId)
    const isMember = (await judgementsOf(step.tx, submissionId)).some(
      (one) => one.appealId === appealId && one.assessorId === step.personId && one.state === 'final',
    )
    const isCoordinator = hasRole(actor, ['coordinator'], appeal.programmeId)
    if (!isMember && !isCoordinator) throw new Forbidden(['appeals_panel', 'coordinator'])
    const stage = await findStage(step.tx, appealId, 'panel')
    if (stage.outcome === null || stage.rationale !== null) throw new AppealStageOver(appeal.state)
    await updateStage(step.tx, stage.id, { rationale: input.rationale })
    await record(step, isMember ? 'appeals_panel' : 'coordinator', {
      programmeId: appeal.programmeId,
      action: 'appeal.explained',
      subject: ['appeal', appealId],
    })
  })
}
