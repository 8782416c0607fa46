import { setSubmissionState } from '../portfolio/index.ts'
import {
  carriedForwardOf,
  criteriaOf,
  criterionJudgementsOf,
  judgementsOf,
  markOfRow,
  type Judgement,
  type Submission,
} from './assessment-store.ts'
import { agreedReconciliations } from './reconciliation-store.ts'
import { contentHash, decide, inputHash, type DecisionInput, type Decided, type SealedJudgement } from './decide.ts'
import { decisionsOf, feedbackOf, insertDecision, putFeedback, resultsOf, type Decision } from './decision-store.ts'
import { isBelow } from './marks.ts'
import { recordSystem, type Step } from './step.ts'

/** What the decision rests on, as of now: only what is revealed or final, agreed or carried. */
export async function decisionInput({ tx }: Pick<Step, 'tx'>, submission: Submission): Promise<DecisionInput> {
  const { id, rubricId } = submission
  const all = await judgementsOf(tx, id)
  const known = all.filter(({ state }) => state === 'revealed' || state === 'final')
  const marks = await criterionJudgementsOf(
    tx,
    known.map((judgement) => judgement.id),
  )
  const sealed = ({ id: judgementId, assessorId, organisationId }: Judgement): SealedJudgement => ({
    assessorId,
    organisationId,
    marks: (marks.get(judgementId) ?? []).map(({ criterionId, mark }) => ({ criterionId, mark })),
  })
  const inSlot = (slot: Judgement['slot']) => known.filter((judgement) => judgement.slot === slot).map(sealed)
  const firstDecision = (await decisionsOf(tx, id)).at(-1)
  const agreed = (await agreedReconciliations(tx, id)).map((one) => ({
    criterionId: one.criterionId,
    mark: markOfRow({ level: one.agreedLevel }),
    signedBy: one.signedBy,
    isReplaced: one.replacedAt !== null,
    isRectification: firstDecision !== undefined && one.agreedAt !== null && one.agreedAt > firstDecision.decidedAt,
  }))
  const signed = ({ criterionId, mark, signedBy }: (typeof agreed)[number]) => ({ criterionId, mark, signedBy })
  return {
    rubricId,
    criteria: (await criteriaOf(tx, rubricId)).map(({ criterionId, requiredLevel }) => ({
      criterionId,
      requiredLevel,
    })),
    carriedForward: await carriedForwardOf(tx, id),
    firstRound: { A: inSlot('A')[0] ?? null, B: inSlot('B')[0] ?? null },
    reconciliations: agreed.filter((one) => !one.isRectification).map(signed),
    adjudication: inSlot('adjudicator')[0] ?? null,
    rectifications: agreed.filter((one) => one.isRectification && !one.isReplaced).map(signed),
    panel: inSlot('appeal_panel'),
  }
}

/** Decides when nothing is open; otherwise sends the differing criteria to their two authors. */
export async function settle(step: Step, submission: Submission): Promise<string | null> {
  const input = await decisionInput(step, submission)
  const verdict = decide(input)
  if (verdict.kind === 'decided') {
    const decisionId = await writeDecision(step, submission, input, verdict, null)
    await setSubmissionState(step.tx, submission.id, 'decided')
    return decisionId
  }
  if (submission.state === 'in_assessment') {
    await setSubmissionState(step.tx, submission.id, 'awaiting_reconciliation')
    await recordSystem(step, {
      programmeId: submission.programmeId,
      action: 'submission.awaiting-reconciliation',
      subject: ['submission', submission.id],
    })
  }
  return null
}

/** A new decision version when an appeal raised a mark; null when everything stands. */
export async function revise(step: Step, submission: Submission, standing: Decision): Promise<string | null> {
  const input = await decisionInput(step, submission)
  const verdict = decide(input)
  if (verdict.kind === 'open') throw new Error(`the decided submission ${submission.id} is open again`)
  const before = await resultsOf(step.tx, standing.id)
  const hasChanged = verdict.perCriterion.some(({ criterionId, mark }) => {
    const old = before.find((one) => one.criterionId === criterionId)
    return old !== undefined && isBelow(old.mark, mark)
  })
  if (!hasChanged) return null
  const decisionId = await writeDecision(step, submission, input, verdict, standing)
  await keepFeedback(step, standing, decisionId, verdict)
  return decisionId
}

async function writeDecision(
  step: Step,
  submission: Submission,
  input: DecisionInput,
  decided: Decided,
  supersedes: Decision | null,
): Promise<string> {
  const { programmeId, id: submissionId } = submission
  const id = step.randomness.uuid()
  const version = (supersedes?.version ?? 0) + 1
  const hash = inputHash(input)
  await insertDecision(step.tx, {
    id,
    programmeId,
    submissionId,
    version,
    decidedAt: step.at,
    inputHash: hash,
    contentHash: contentHash({ submissionId, version, decidedAt: step.at, decided, inputHash: hash }),
    decided,
    supersedesId: supersedes?.id ?? null,
  })
  await recordSystem(step, {
    programmeId,
    action: 'decision.made',
    subject: ['decision', id],
    data: { submissionId, version, inputHash: hash },
  })
  return id
}

/** What is still unmet keeps the advice it came with; it can be rewritten until the new version is released. */
async function keepFeedback(step: Step, standing: Decision, decisionId: string, decided: Decided): Promise<void> {
  const { programmeId } = standing
  for (const { criterionId, text } of await feedbackOf(step.tx, standing.id)) {
    const isUnmet = decided.perCriterion.some((one) => one.criterionId === criterionId && !one.isMet)
    if (isUnmet) await putFeedback(step.tx, { programmeId, decisionId, criterionId, text, authorId: step.personId })
  }
}
