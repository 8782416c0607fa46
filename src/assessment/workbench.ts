import { NotFound, personOf, type Actor } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import { loadSubmission } from '../portfolio/index.ts'
import type { Services } from '../services.ts'
import { findAppeal, type Appeal } from './appeal-store.ts'
import { assessorLanguagesOf, criterionJudgementsOf, findJudgement, type Judgement } from './assessment-store.ts'
import { rubricText, summariesOf, type CriterionText, type SubmissionSummary } from './description-store.ts'
import { piecesOf, withTexts, type FrozenEvidence } from './frozen-evidence.ts'
import type { Mark } from './marks.ts'
import { openCriteria } from './open-criteria.ts'
import { gapOf, unreadLanguages, type CriterionJudgement, type Gap } from './seal-rules.ts'

export interface WorkbenchCriterion extends CriterionText {
  readonly judged: CriterionJudgement | null
  /** The contested mark, before a panel. */
  readonly standing: Mark | null
  readonly isRequired: boolean
  /** What sealing waits for; null when nothing is missing. */
  readonly gap: Gap | null
}

/** Everything that one judge needs on one page: the frozen evidence, the criteria to judge, and their own marks. */
export interface Workbench {
  readonly judgement: Judgement
  readonly submission: SubmissionSummary
  readonly criteria: readonly WorkbenchCriterion[]
  readonly evidence: readonly FrozenEvidence[]
  /** Languages of the evidence that the judge has not named among those they read. */
  readonly unreadLanguages: readonly string[]
  /** What is appealed against, for the panel. */
  readonly appeal: Appeal | null
}

type WorkbenchServices = Pick<Services, 'database' | 'clock' | 'blobs'>

export async function readWorkbench(
  services: WorkbenchServices,
  actor: Actor,
  judgementId: string,
): Promise<Workbench> {
  const { evidence, ...bench } = await services.database.transaction(actor, services.clock.now(), (tx) =>
    loadBench(tx, personOf(actor), judgementId),
  )
  return { ...bench, evidence: await withTexts(services, actor, evidence) }
}

async function loadBench(tx: Db, personId: string, judgementId: string): Promise<Workbench> {
  const judgement = await findJudgement(tx, judgementId)
  if (judgement?.assessorId !== personId) throw new NotFound('judgement', judgementId)
  const submission = await loadSubmission(tx, judgement.submissionId)
  const [summary] = await summariesOf(tx, [submission])
  if (!summary) throw new NotFound('submission', submission.id)
  const open = await openCriteria(tx, judgement, submission)
  const judged = (await criterionJudgementsOf(tx, [judgementId])).get(judgementId) ?? []
  const criteria = (await rubricText(tx, submission.rubricId)).flatMap((criterion) => {
    const toJudge = open.find(({ criterionId }) => criterionId === criterion.criterionId)
    const own = judged.find(({ criterionId }) => criterionId === criterion.criterionId) ?? null
    if (!toJudge) return []
    const { standing, isRequired } = toJudge
    return [{ ...criterion, judged: own, standing, isRequired, gap: gapOf(own, toJudge) }]
  })
  return {
    judgement,
    submission: summary,
    criteria,
    evidence: piecesOf(submission.items),
    unreadLanguages: unreadLanguages({
      evidenceLanguages: [...new Set(submission.items.map(({ version }) => version.language))],
      assessorLanguages: await assessorLanguagesOf(tx, personId),
    }),
    appeal: judgement.appealId === null ? null : await findAppeal(tx, judgement.appealId),
  }
}
