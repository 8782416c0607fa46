import type { Actor } from '../access/index.ts'
import { refuseConflict, requireUnderJudgement } from './answer-assignment.ts'
import {
  assessorLanguagesOf,
  criterionJudgementsOf,
  isQualified,
  revealWhenBothSealed,
  snapshotOf,
  updateJudgement,
  type Judgement,
  type Submission,
} from './assessment-store.ts'
import { concludePanelWhenSealed } from './conclude-panel.ts'
import { JudgementNotOpen } from './errors.ts'
import { openCriteria } from './open-criteria.ts'
import { sealRefusal, type LanguageSupport } from './seal-rules.ts'
import { settle } from './settle.ts'
import { inStep, ownJudgement, record, recordSystem, type AssessmentServices, type Step } from './step.ts'

export interface Sealed {
  readonly state: 'sealed' | 'revealed' | 'final'
}

/**
 * Closes a judgement for good. Whoever seals second reveals both, in the same transaction, and what follows by rule
 * follows at once: a decision, or a list of criteria to reconcile.
 */
export async function sealJudgement(
  services: AssessmentServices,
  actor: Actor,
  judgementId: string,
  input: { languageSupport?: LanguageSupport | undefined } = {},
): Promise<Sealed> {
  return inStep(services, actor, async (step) => {
    const { judgement, submission, role } = await ownJudgement(step, judgementId)
    if (judgement.state !== 'accepted' && judgement.state !== 'in_progress') throw new JudgementNotOpen(judgement.state)
    requireUnderJudgement(submission)
    await refuseConflict(step, judgement, submission)
    const languageSupport = input.languageSupport ?? judgement.languageSupport
    await refuseIncomplete(step, judgement, submission, languageSupport)
    await updateJudgement(step.tx, judgementId, {
      state: 'sealed',
      sealedAt: step.at,
      ...(languageSupport ? { languageSupport } : {}),
    })
    await record(step, role, {
      programmeId: judgement.programmeId,
      action: 'judgement.sealed',
      subject: ['judgement', judgementId],
    })
    return { state: await follow(step, judgement, submission) }
  })
}

async function refuseIncomplete(
  step: Step,
  judgement: Judgement,
  submission: Submission,
  languageSupport: LanguageSupport | null,
): Promise<void> {
  const { tx, at, personId } = step
  const snapshot = await snapshotOf(tx, submission.id)
  const refusal = sealRefusal({
    open: await openCriteria(tx, judgement, submission),
    judged: (await criterionJudgementsOf(tx, [judgement.id])).get(judgement.id) ?? [],
    snapshot: snapshot.map(({ evidenceVersionId }) => evidenceVersionId),
    isQualified: await isQualified(tx, personId, submission.rubricId, at),
    languageSupport,
    evidenceLanguages: [...new Set(snapshot.map(({ language }) => language))],
    assessorLanguages: await assessorLanguagesOf(tx, personId),
  })
  if (refusal) throw refusal
}

async function follow(step: Step, judgement: Judgement, submission: Submission): Promise<Sealed['state']> {
  switch (judgement.slot) {
    case 'A':
    case 'B': {
      if (!(await revealWhenBothSealed(step.tx, submission.id))) return 'sealed'
      await recordSystem(step, {
        programmeId: submission.programmeId,
        action: 'judgements.revealed',
        subject: ['submission', submission.id],
      })
      await settle(step, submission)
      return 'revealed'
    }
    case 'adjudicator':
      await updateJudgement(step.tx, judgement.id, { state: 'final', revealedAt: step.at })
      await settle(step, submission)
      return 'final'
    case 'appeal_panel':
      return (await concludePanelWhenSealed(step, judgement, submission)) ? 'final' : 'sealed'
  }
}
