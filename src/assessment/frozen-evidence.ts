import type { Actor } from '../access/index.ts'
import { DomainError } from '../kernel/domain-error.ts'
import { loadSubmission, readEvidence, type SubmissionEvidence } from '../portfolio/index.ts'
import type { Services } from '../services.ts'

export interface FrozenEvidence {
  readonly versionId: string
  readonly title: SubmissionEvidence['title']
  readonly type: SubmissionEvidence['type']
  readonly version: SubmissionEvidence['version']
  /** Which criteria the participant put it forward for. */
  readonly criterionIds: readonly string[]
  /** The words themselves, where the evidence is a text that may be shown. */
  readonly text: string | null
}

type EvidenceServices = Pick<Services, 'database' | 'clock' | 'blobs'>

/** The evidence that a submission was judged on, for those who judge it: each piece once, in the order of the criteria. */
export async function readFrozenEvidence(
  services: EvidenceServices,
  actor: Actor,
  submissionId: string,
): Promise<readonly FrozenEvidence[]> {
  const { items } = await services.database.transaction(actor, services.clock.now(), (tx) =>
    loadSubmission(tx, submissionId),
  )
  return withTexts(services, actor, piecesOf(items))
}

export function piecesOf(items: readonly SubmissionEvidence[]): readonly FrozenEvidence[] {
  const ids = [...new Set(items.map(({ version }) => version.id))]
  return ids.flatMap((versionId) => {
    const same = items.filter(({ version }) => version.id === versionId)
    const [first] = same
    if (!first) return []
    const { title, type, version } = first
    return [{ versionId, title, type, version, criterionIds: same.map(({ criterionId }) => criterionId), text: null }]
  })
}

export async function withTexts(
  services: EvidenceServices,
  actor: Actor,
  evidence: readonly FrozenEvidence[],
): Promise<readonly FrozenEvidence[]> {
  const read: FrozenEvidence[] = []
  for (const one of evidence) read.push({ ...one, text: await textOf(services, actor, one) })
  return read
}

const MAX_INLINE_BYTES = 200_000

/** Read by the same way as a download, so that consent is asked and the reading logged; what is withheld is not shown. */
async function textOf(services: EvidenceServices, actor: Actor, evidence: FrozenEvidence): Promise<string | null> {
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
