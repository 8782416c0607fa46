import { NotFound } from '../access/index.ts'
import { findAppeal, findStage, updateAppeal, updateStage } from './appeal-store.ts'
import { judgementsOf, revealWhenPanelSealed, type Judgement, type Submission } from './assessment-store.ts'
import { findDecision } from './decision-store.ts'
import { revise } from './settle.ts'
import { recordSystem, type Step } from './step.ts'

/** With the last seal of the panel: all are revealed to each other, and the appeal ends. */
export async function concludePanelWhenSealed(
  step: Step,
  judgement: Judgement,
  submission: Submission,
): Promise<boolean> {
  const { appealId, programmeId } = judgement
  if (appealId === null) throw new NotFound('appeal of the judgement', judgement.id)
  if (!(await revealWhenPanelSealed(step.tx, appealId))) return false
  await recordSystem(step, { programmeId, action: 'judgements.revealed', subject: ['appeal', appealId] })
  const appeal = await findAppeal(step.tx, appealId)
  const decisionId = await revise(step, submission, await findDecision(step.tx, appeal.decisionId))
  const outcome = decisionId === null ? 'upheld_final' : 'overturned'
  const members = (await judgementsOf(step.tx, submission.id)).filter(
    (one) => one.appealId === appealId && one.state === 'final',
  )
  const stage = await findStage(step.tx, appealId, 'panel')
  await updateStage(step.tx, stage.id, {
    reviewerIds: members.map(({ assessorId }) => assessorId),
    outcome,
    endedAt: step.at,
  })
  await updateAppeal(step.tx, appealId, {
    state: outcome,
    closedAt: step.at,
    ...(decisionId === null ? {} : { resultingDecisionId: decisionId }),
  })
  await recordSystem(step, {
    programmeId,
    action: `appeal.${outcome.replace('_', '-')}`,
    subject: ['appeal', appealId],
    data: decisionId === null ? {} : { resultingDecisionId: decisionId },
  })
  return true
}
