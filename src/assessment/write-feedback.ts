import { and, eq } from 'drizzle-orm'
import { Forbidden, hasRole, InvalidInput, NotFound, type Actor } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Language, LocalisedText } from '../kernel/language.ts'
import { lockSubmission, type Submission } from './assessment-store.ts'
import { findDecision, putFeedback, resultsOf } from './decision-store.ts'
import { CriterionNotOpen, DecisionReleased } from './errors.ts'
import { inStep, record, type AssessmentServices, type Step } from './step.ts'

/** What to do next, criterion by criterion, in the participant's language; free to change until the release. */
export async function writeFeedback(
  services: AssessmentServices,
  actor: Actor,
  input: { decisionId: string; criterionId: string; text: LocalisedText },
): Promise<void> {
  await inStep(services, actor, async (step) => {
    const { decisionId, criterionId, text } = input
    const { submissionId } = await findDecision(step.tx, decisionId)
    const submission = await lockSubmission(step.tx, submissionId)
    const decision = await findDecision(step.tx, decisionId)
    const role = await authorRole(step, submission)
    if (decision.releasedAt !== null || decision.supersededAt !== null) throw new DecisionReleased()
    const results = await resultsOf(step.tx, decisionId)
    if (!results.some((one) => one.criterionId === criterionId)) throw new CriterionNotOpen()
    const language = await languageOf(step.tx, submission.participantId)
    if ((text[language] ?? '').trim() === '') {
      throw new InvalidInput({ errors: [{ pointer: `/text/${language}`, detail: 'must not be empty' }] })
    }
    const { programmeId } = submission
    await putFeedback(step.tx, { programmeId, decisionId, criterionId, text, authorId: step.personId })
    await record(step, role, {
      programmeId,
      action: 'feedback.written',
      subject: ['decision', decisionId],
      data: { criterionId },
    })
  })
}

async function authorRole(step: Step, { id, programmeId }: Submission): Promise<'assessor' | 'coordinator'> {
  const [own] = await step.tx
    .select({ slot: tables.judgements.slot })
    .from(tables.judgements)
    .where(
      and(
        eq(tables.judgements.submissionId, id),
        eq(tables.judgements.assessorId, step.personId),
        eq(tables.judgements.state, 'revealed'),
      ),
    )
  if (own) return 'assessor'
  if (hasRole(step.actor, ['coordinator'], programmeId)) return 'coordinator'
  throw new Forbidden(['assessor', 'coordinator'])
}

export async function languageOf(tx: Db, personId: string): Promise<Language> {
  const [found] = await tx
    .select({ locale: tables.persons.locale })
    .from(tables.persons)
    .where(eq(tables.persons.id, personId))
  if (!found) throw new NotFound('person', personId)
  return found.locale
}
