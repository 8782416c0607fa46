import { failed, type Finding } from '../facts.ts'
import type { JudgedProof } from './integrity.ts'

/**
 * Every proof of the document must be right. One that is wrong fails the whole; one that cannot be judged leaves the
 * whole open. (Open Badges 3.0 lets a verifier pick any one proof; a reader could then be shown the wrong one's claim.)
 * Source: Verifiable Credential Data Integrity 1.0, Proof Sets; VC-API.
 */
export function checkProof(proofs: readonly JudgedProof[]): Finding {
  const findings = proofs.map(({ proof }) => proof)
  const decisive =
    findings.find(({ outcome }) => outcome === 'failed') ??
    findings.find(({ outcome }) => outcome !== 'passed') ??
    findings[0]
  if (!decisive) return failed('no-proof', 'The document is not signed.')
  return { ...decisive, warnings: findings.flatMap(({ warnings }) => warnings ?? []) }
}
