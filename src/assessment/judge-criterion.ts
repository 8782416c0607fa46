import type { Actor } from '../access/index.ts'
import { putCriterionJudgement, snapshotOf, updateJudgement, type Judgement } from './assessment-store.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { requireUnderJudgement } from './answer-assignment.ts'
import { JudgementNotOpen } from './errors.ts'
import { openCriteria } from './open-criteria.ts'
import { criterionRefusal, type CriterionJudgement, type LanguageSupport } from './seal-rules.ts'
import { inStep, ownJudgement, record, type AssessmentServices, type Step } from './step.ts'

/** Begins the work, and notes how the evidence is read. */
export async function startJudgement(
  services: AssessmentServices,
  actor: Actor,
  judgementId: string,
  input: { languageSupport?: LanguageSupport | undefined } = {},
): Promise<void> {
  await inStep(services, actor, async (step) => {
    const { judgement, submission, role } = await ownJudgement(step, judgementId)
    requireUnderJudgement(submission)
    await begin(step, judgement, role, input.languageSupport)
  })
}

/** Saves one criterion of one's own judgement; nobody else can read it before the reveal. Repeatable until the seal. */
export async function saveCriterionJudgement(
  services: AssessmentServices,
  actor: Actor,
  judgementId: string,
  judged: CriterionJudgement,
): Promise<void> {
  await inStep(services, actor, async (step) => {
    const { judgement, submission, role } = await ownJudgement(step, judgementId)
    requireUnderJudgement(submission)
    if (judgement.state !== 'accepted' && judgement.state !== 'in_progress') throw new JudgementNotOpen(judgement.state)
    const snapshot = (await snapshotOf(step.tx, submission.id)).map(({ evidenceVersionId }) => evidenceVersionId)
    const refusal = criterionRefusal(judged, await openCriteria(step.tx, judgement, submission), snapshot)
    if (refusal) throw refusal
    await begin(step, judgement, role)
    const { rationale } = judged
    await putCriterionJudgement(step.tx, judgement, step.randomness.uuid(), {
      ...judged,
      rationale: trimmed(rationale),
    })
  })
}

/** A text of blanks is none: sealing waits for it. */
function trimmed(text: LocalisedText): LocalisedText {
  const texts = Object.entries(text).map(([language, one]) => [language, one.trim()] as const)
  return Object.fromEntries(texts.filter(([, one]) => one !== ''))
}

async function begin(step: Step, judgement: Judgement, role: string, languageSupport?: LanguageSupport): Promise<void> {
  const { id, programmeId, state } = judgement
  if (state !== 'accepted' && state !== 'in_progress') throw new JudgementNotOpen(state)
  const language = languageSupport ? { languageSupport } : {}
  if (state === 'accepted' || languageSupport) await updateJudgement(step.tx, id, { state: 'in_progress', ...language })
  if (state === 'accepted') {
    await record(step, role, { programmeId, action: 'judgement.begun', subject: ['judgement', id] })
  }
}
