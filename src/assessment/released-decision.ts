import { countDistinct, eq } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'
import type { Slot } from './assignment-rules.ts'
import { findSubmission, judgementsOf, type Submission } from './assessment-store.ts'
import type { CriterionResult } from './decide.ts'
import { findDecision, resultsOf, type Decision } from './decision-store.ts'
import { DecisionNotReleased } from './errors.ts'

export interface ReleasedDecision {
  readonly decision: Decision & { readonly releasedAt: Date }
  readonly perCriterion: readonly CriterionResult[]
  readonly submission: Submission
  readonly participantId: string
  /** Everybody whose judgement counts in it. */
  readonly judges: readonly { readonly personId: string; readonly organisationId: string; readonly slot: Slot }[]
  /** Distinct pieces of frozen evidence. */
  readonly evidenceCount: number
}

/** The decision that an award can rest on: released and not superseded. Throws `DecisionNotReleased` otherwise. */
export async function loadReleasedDecision(tx: Db, decisionId: string): Promise<ReleasedDecision> {
  const { releasedAt, ...decision } = await findDecision(tx, decisionId)
  if (releasedAt === null || decision.supersededAt !== null) throw new DecisionNotReleased()
  const submission = await findSubmission(tx, decision.submissionId)
  const judges = (await judgementsOf(tx, submission.id)).filter(
    ({ state }) => state === 'revealed' || state === 'final',
  )
  const [counted] = await tx
    .select({ count: countDistinct(tables.submissionItems.evidenceVersionId) })
    .from(tables.submissionItems)
    .where(eq(tables.submissionItems.submissionId, submission.id))
  return {
    decision: { ...decision, releasedAt },
    perCriterion: await resultsOf(tx, decisionId),
    submission,
    participantId: submission.participantId,
    judges: judges.map(({ assessorId, organisationId, slot }) => ({ personId: assessorId, organisationId, slot })),
    evidenceCount: counted?.count ?? 0,
  }
}
