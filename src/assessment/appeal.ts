import { Forbidden, InvalidInput, NotFound, requireRole, type Actor } from '../access/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import {
  appealsAgainst,
  findAppeal,
  findStage,
  insertAppeal,
  insertStage,
  updateAppeal,
  updateStage,
  type Appeal,
  type AppealState,
} from './appeal-store.ts'
import { findProgramme, lockSubmission } from './assessment-store.ts'
import { appealUntil, isInAppealWindow } from './deadlines.ts'
import { findDecision } from './decision-store.ts'
import { AppealAlreadyDecided, AppealStageOver, AppealWindowClosed } from './errors.ts'
import { appealRefusal } from './release-rules.ts'
import { hasText } from './seal-rules.ts'
import { inStep, record, type AssessmentServices, type Step } from './step.ts'

export interface NewAppeal {
  readonly id?: string
  readonly decisionId: string
  readonly grounds: Appeal['grounds']
  readonly statement: LocalisedText
}

export async function lodgeAppeal(
  services: AssessmentServices,
  actor: Actor,
  appeal: NewAppeal,
): Promise<{ appealId: string }> {
  return inStep(services, actor, async (step) => {
    const { submissionId } = await findDecision(step.tx, appeal.decisionId)
    const { participantId, programmeId } = await lockSubmission(step.tx, submissionId)
    if (participantId !== step.personId) throw new Forbidden(['participant'])
    if (!hasText(appeal.statement)) {
      throw new InvalidInput({ errors: [{ pointer: '/statement', detail: 'must not be empty' }] })
    }
    const decision = await findDecision(step.tx, appeal.decisionId)
    const earlier = await appealsAgainst(step.tx, [decision.id])
    const hasOpenAppeal = earlier.some(({ closedAt }) => closedAt === null)
    const refusal = appealRefusal({ ...decision, hasOpenAppeal, at: step.at })
    if (refusal) throw refusal
    if (earlier.some(({ state }) => state === 'upheld' || state === 'upheld_final')) throw new AppealAlreadyDecided()
    const appealId = appeal.id ?? step.randomness.uuid()
    const { grounds, statement, decisionId } = appeal
    await insertAppeal(step.tx, {
      id: appealId,
      programmeId,
      decisionId,
      appellantId: step.personId,
      grounds,
      statement,
      state: 'lodged',
      lodgedAt: step.at,
    })
    await note(step, 'participant', { id: appealId, programmeId }, 'lodged')
    return { appealId }
  })
}

export async function withdrawAppeal(services: AssessmentServices, actor: Actor, appealId: string): Promise<void> {
  await inStep(services, actor, async (step) => {
    const appeal = await lockedAppeal(step, appealId, 'lodged')
    requireAppellant(step, appeal)
    await updateAppeal(step.tx, appealId, { state: 'withdrawn', closedAt: step.at })
    await note(step, 'participant', appeal, 'withdrawn')
  })
}

/** The coordinator finds the appeal in order: the two first-round assessors look again. */
export async function openRectification(services: AssessmentServices, actor: Actor, appealId: string): Promise<void> {
  await inStep(services, actor, async (step) => {
    const appeal = await lockedAppeal(step, appealId, 'lodged')
    requireRole(actor, ['coordinator'], appeal.programmeId)
    const { programmeId } = appeal
    await insertStage(step.tx, {
      id: step.randomness.uuid(),
      programmeId,
      appealId,
      stage: 'rectification',
      reviewerIds: [],
      startedAt: step.at,
    })
    await updateAppeal(step.tx, appealId, { state: 'in_rectification' })
    await note(step, 'coordinator', appeal, 'rectification-opened')
  })
}

/** For a formal reason, which the appellant reads. */
export async function rejectAsInadmissible(
  services: AssessmentServices,
  actor: Actor,
  appealId: string,
  input: { rationale: LocalisedText },
): Promise<void> {
  await inStep(services, actor, async (step) => {
    const appeal = await lockedAppeal(step, appealId, 'lodged')
    requireRole(actor, ['coordinator'], appeal.programmeId)
    if (!hasText(input.rationale)) {
      throw new InvalidInput({ errors: [{ pointer: '/rationale', detail: 'must not be empty' }] })
    }
    await insertStage(step.tx, {
      id: step.randomness.uuid(),
      programmeId: appeal.programmeId,
      appealId,
      stage: 'rectification',
      reviewerIds: [],
      rationale: input.rationale,
      startedAt: step.at,
      endedAt: step.at,
    })
    await updateAppeal(step.tx, appealId, { state: 'inadmissible', closedAt: step.at })
    await note(step, 'coordinator', appeal, 'rejected-as-inadmissible')
  })
}

/** The appellant takes an upheld decision to a panel, within the appeal window counted from that answer. */
export async function escalateAppeal(services: AssessmentServices, actor: Actor, appealId: string): Promise<void> {
  await inStep(services, actor, async (step) => {
    const appeal = await lockedAppeal(step, appealId, 'upheld')
    requireAppellant(step, appeal)
    const { appealWindowDays } = await findProgramme(step.tx, appeal.programmeId)
    const stage = await findStage(step.tx, appealId, 'rectification')
    const until = appealUntil(stage.endedAt ?? appeal.lodgedAt, appealWindowDays)
    if (appeal.closedAt !== null || !isInAppealWindow(until, step.at)) throw new AppealWindowClosed()
    await updateStage(step.tx, stage.id, { escalatedAt: step.at })
    await insertStage(step.tx, {
      id: step.randomness.uuid(),
      programmeId: appeal.programmeId,
      appealId,
      stage: 'panel',
      reviewerIds: [],
      startedAt: step.at,
    })
    await updateAppeal(step.tx, appealId, { state: 'in_panel' })
    await note(step, 'participant', appeal, 'escalated')
  })
}

/** The appeal in the state that the step starts from, with its submission locked. */
export async function lockedAppeal(step: Step, appealId: string, state: AppealState): Promise<Appeal> {
  const { decisionId } = await findAppeal(step.tx, appealId)
  const { submissionId } = await findDecision(step.tx, decisionId)
  await lockSubmission(step.tx, submissionId)
  const appeal = await findAppeal(step.tx, appealId)
  if (appeal.state !== state) throw new AppealStageOver(appeal.state)
  return appeal
}

function requireAppellant({ personId }: Step, { appellantId, id }: Appeal): void {
  if (appellantId !== personId) throw new NotFound('appeal', id)
}

async function note(
  step: Step,
  role: string,
  { id, programmeId }: Pick<Appeal, 'id' | 'programmeId'>,
  what: string,
): Promise<void> {
  await record(step, role, { programmeId, action: `appeal.${what}`, subject: ['appeal', id] })
}
