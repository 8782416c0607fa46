import type { CheckContext } from './check-context.ts'
import type { ExpectedRecipient } from './checks/recipient.ts'
import { describeCredential } from './describe-credential.ts'
import { documentsThrough } from './documents.ts'
import type { Malformed } from './errors.ts'
import { failed, fact, isProven, type Fact, type Warning } from './facts.ts'
import { gatherFacts } from './gather-facts.ts'
import { annotationsOf, lowerByRecord } from './own-record.ts'
import type { OwnRecordEntry, VerificationPorts } from './ports.ts'
import { idOf, textOf } from './reading/members.ts'
import type { ReadCredential } from './reading/read-credential.ts'
import { refreshed } from './refreshed.ts'
import type { Report, ReportedCredential } from './report.ts'
import { SignatureCache } from './signature-cache.ts'
import { verdictOf } from './state.ts'
import { trialWarnings } from './trial.ts'

export interface VerificationOptions {
  readonly now: Date
  readonly publicUrl: string
  readonly expectedRecipient?: ExpectedRecipient
  /** Kept by the caller between verifications; without it every signature is computed anew. */
  readonly signatures?: SignatureCache
}

/** The report on a credential that could be read. */
export async function reportOn(
  ports: VerificationPorts,
  credential: ReadCredential,
  options: VerificationOptions,
): Promise<Report> {
  const { now, publicUrl, expectedRecipient, signatures = new SignatureCache() } = options
  const documents = documentsThrough(ports, publicUrl)
  const context: CheckContext = { ports, documents, now, publicUrl, signatures }
  const handedIn = await gatherFacts(context, credential, expectedRecipient)
  const { newer, warnings } = await refreshed(context, credential, handedIn.facts)
  const judged = newer ?? credential
  const gathered = newer ? await gatherFacts(context, newer, expectedRecipient) : handedIn
  const record = await recordOf(context, judged, gathered.facts)
  const facts = record ? lowerByRecord(gathered.facts, record) : gathered.facts
  const verdict = verdictOf(facts)
  const isHidden = record !== null && (record.visibility === 'private' || record.erased === true)
  const says =
    verdict.state === 'tampered' || verdict.state === 'malformed' ? null : describeCredential(judged.document)
  return report({
    ...verdict,
    visibility: isHidden ? 'hidden' : 'public',
    now,
    facts,
    credential: says && record ? { ...says, ...annotationsOf(record) } : says,
    warnings: [...(says ? trialWarnings(judged.document) : []), ...gathered.warnings, ...warnings],
  })
}

/** Our record is asked only about a credential whose issuer is proven: a forgery with our id learns nothing from it. */
async function recordOf(
  { ports, documents }: CheckContext,
  { document }: ReadCredential,
  facts: readonly Fact[],
): Promise<OwnRecordEntry | null> {
  const id = textOf(document['id'])
  if (!isProven(facts) || id === undefined || !documents.isOwn(id)) return null
  return ports.ownRecord(id, idOf(document['issuer']) ?? '')
}

/** The report on a file that holds no credential that can be read. */
export function reportOnUnreadable(error: Malformed, now: Date): Report {
  const facts = [fact('format', failed(error.reason, error.message))]
  return report({ ...verdictOf(facts), visibility: 'public', now, facts, credential: null, warnings: [] })
}

interface ReportParts extends Pick<Report, 'state' | 'verified' | 'visibility'> {
  readonly now: Date
  readonly facts: readonly Fact[]
  readonly credential: ReportedCredential | null
  readonly warnings: readonly Warning[]
}

function report({ now, facts, warnings, state, verified, visibility, credential }: ReportParts): Report {
  const checkedAt = now.toISOString().replace(/\.\d{3}Z$/, 'Z')
  return { state, verified, visibility, checkedAt, facts: [...facts], credential, warnings: [...warnings] }
}
