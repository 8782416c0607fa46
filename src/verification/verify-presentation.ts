import type { CheckContext } from './check-context.ts'
import { judgeProofs } from './checks/integrity.ts'
import { checkIssuer } from './checks/issuer.ts'
import { checkProof } from './checks/proof.ts'
import { documentsThrough } from './documents.ts'
import { failed, type Finding, type Warning } from './facts.ts'
import type { VerificationPorts } from './ports.ts'
import { checkTerms } from './proofs/terms.ts'
import type { JsonObject } from './reading/json-text.ts'
import { idOf, listOf, objectsOf } from './reading/members.ts'
import { readEmbedded } from './reading/read-credential.ts'
import type { VerificationOptions } from './report-on.ts'
import type { Report } from './report.ts'
import { SignatureCache } from './signature-cache.ts'
import { verifyCredential } from './verify-credential.ts'

/** What a verifier asked the holder to sign, so that nobody shows an old presentation, or one made for somebody else. */
export interface PresentationRequest {
  readonly challenge?: string
  readonly domain?: string
}

export interface PresentationReport {
  /** What is wrong with the presentation itself, or could not be checked; the credentials have reports of their own. */
  readonly problems: readonly Finding[]
  readonly warnings: readonly Warning[]
  readonly isSigned: boolean
  readonly credentials: readonly Report[]
}

/** Each costs as much as a badge that is handed in alone. */
const MAX_CREDENTIALS = 20

/**
 * Verifies a presentation: the holder's proofs over the whole, what they were asked to sign, and every credential inside
 * by the one verification. A presentation without proof shows nothing about who shows it, which is said as a warning,
 * and is refused where something had to be signed.
 * Source: VC Data Model 2.0, Verifiable Presentations; Verifiable Credential Data Integrity 1.0, Proof Purposes.
 */
export async function verifyPresentation(
  ports: VerificationPorts,
  presentation: JsonObject,
  request: PresentationRequest,
  options: VerificationOptions,
): Promise<PresentationReport> {
  const { now, publicUrl, signatures = new SignatureCache() } = options
  const context: CheckContext = { ports, documents: documentsThrough(ports, publicUrl), now, publicUrl, signatures }
  const embedded = listOf(presentation['verifiableCredential'])
  const isSigned = presentation['proof'] !== undefined
  const findings = [
    await checkTerms(presentation, publicUrl),
    ...(isSigned ? await judgeSignatures(context, presentation, request) : judgeUnsigned(request)),
  ]
  if (embedded.length > MAX_CREDENTIALS)
    findings.push(failed('too-many-credentials', 'The presentation holds too many credentials.'))
  const problems = findings.filter(({ outcome }) => outcome !== 'passed')
  const credentials = problems.length > 0 ? [] : await reportsOn(ports, embedded, { ...options, signatures })
  const warnings = findings.flatMap((finding) => finding.warnings ?? [])
  return { problems, warnings: isSigned ? warnings : [UNSIGNED, ...warnings], isSigned, credentials }
}

const UNSIGNED = { code: 'presentation-not-signed', detail: 'The presentation does not show who presents it.' }

async function judgeSignatures(
  context: CheckContext,
  presentation: JsonObject,
  request: PresentationRequest,
): Promise<Finding[]> {
  const signer = { id: idOf(presentation['holder']), purpose: 'authentication' } as const
  const judged = await judgeProofs(context, readEmbedded(presentation), signer)
  const holder = checkIssuer(judged)
  const detail = 'The presentation is not signed with a key that its holder publishes for that.'
  return [
    checkProof(judged),
    holder.outcome === 'passed' ? holder : { ...holder, detail },
    ...objectsOf(presentation['proof']).flatMap((proof) => [
      compared(proof['challenge'], request.challenge, 'challenge'),
      compared(proof['domain'], request.domain, 'domain'),
    ]),
  ]
}

function judgeUnsigned({ challenge, domain }: PresentationRequest): Finding[] {
  return challenge === undefined && domain === undefined
    ? []
    : [failed('no-proof', 'The presentation is not signed, so it answers to no challenge and no domain.')]
}

/** What the proof names must be what was asked. Where nothing was asked, a replay would go unnoticed. */
function compared(named: unknown, asked: string | undefined, what: 'challenge' | 'domain'): Finding {
  const same: Finding = { outcome: 'passed', code: `${what}-compared`, detail: `The ${what} is the one asked for.` }
  if (asked === undefined) {
    const detail = `The presentation was made for a ${what}, and none was given to compare it with.`
    return named === undefined ? same : { ...same, warnings: [{ code: `${what}-not-compared`, detail }] }
  }
  return listOf(named).includes(asked) && (what === 'domain' || typeof named === 'string')
    ? same
    : failed(`${what}-differs`, `The presentation was not made for this ${what}.`)
}

/** One after the other: the credentials of a stranger are not worth the whole machine. */
async function reportsOn(
  ports: VerificationPorts,
  embedded: readonly unknown[],
  options: VerificationOptions,
): Promise<Report[]> {
  const reports: Report[] = []
  for (const document of objectsOf(embedded)) reports.push(await verifyCredential(ports, { document }, options))
  return reports
}
