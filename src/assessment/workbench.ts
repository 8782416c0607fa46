import { NotFound, personOf, type Actor } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import { DomainError } from '../kernel/domain-error.ts'
import { loadSubmission, readEvidence, type SubmissionEvidence } from '../portfolio/index.ts'
import type { Services } from '../services.ts'
import { findAppeal, type Appeal } from './appeal-store.ts'
import { criterionJudgementsOf, findJudgement, type Judgement } from './assessment-store.ts'
import { rubricText, summariesOf, type CriterionText, type SubmissionSummary } from './description-store.ts'
import type { Mark } from './marks.ts'
import { openCriteria } from './open-criteria.ts'
import type { CriterionJudgement } from './seal-rules.ts'

export interface WorkbenchCriterion extends CriterionText {
  readonly judged: CriterionJudgement | null
  /** The contested mark, before a panel. */
  readonly standing: Mark | null
  readonly isRequired: boolean
}

export interface WorkbenchEvidence {
  readonly versionId: string
  readonly title: SubmissionEvidence['title']
  readonly type: SubmissionEvidence['type']
  readonly version: SubmissionEvidence['version']
  /** Which criteria the participant put it forward for. */
  readonly criterionIds: readonly string[]
  /** The words themselves, where the evidence is a text that may be shown. */
  readonly text: string | null
}

/** Everything that one judge needs on one page: the frozen evidence, the criteria to judge, and their own marks. */
export interface Workbench {
  readonly judgement: Judgement
  readonly submission: SubmissionSummary
  readonly criteria: readonly WorkbenchCriterion[]
  readonly evidence: readonly WorkbenchEvidence[]
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
  const withTexts: WorkbenchEvidence[] = []
  for (const one of evidence) withTexts.push({ ...one, text: await textOf(services, actor, one) })
  return { ...bench, evidence: withTexts }
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
    return toJudge ? [{ ...criterion, judged: own, standing: toJudge.standing, isRequired: toJudge.isRequired }] : []
  })
  return {
    judgement,
    submission: summary,
    criteria,
    evidence: piecesOf(submission.items),
    appeal: judgement.appealId === null ? null : await findAppeal(tx, judgement.appealId),
  }
}

function piecesOf(items: readonly SubmissionEvidence[]): readonly WorkbenchEvidence[] {
  const ids = [...new Set(items.map(({ version }) => version.id))]
  return ids.flatMap((versionId) => {
    const same = items.filter(({ version }) => version.id === versionId)
    const [first] = same
    if (!first) return []
    const { title, type, version } = first
    return [{ versionId, title, type, version, criterionIds: same.map(({ criterionId }) => criterionId), text: null }]
  })
}

const MAX_INLINE_BYTES = 200_000

/** Read by the same way as a download, so that consent is asked and the reading logged; what is withheld is not shown. */
async function textOf(services: WorkbenchServices, actor: Actor, evidence: WorkbenchEvidence): Promise<string | null> {
  const { mediaType, byteSize, sha256 } = evidence.version
  const isText = mediaType === 'text/plain' || mediaType === 'text/markdown'
  if (!isText || sha256 === null || (byteSize ?? 0) > MAX_INLINE_BYTES) return null
  try {
    return new TextDecoder().decode((await readEvidence(services, actor, evidence.versionId)).content)
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}
