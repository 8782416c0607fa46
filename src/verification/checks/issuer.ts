import { unknown, type Finding } from '../facts.ts'
import type { JudgedProof } from './integrity.ts'

/**
 * At least one proof is made with a key that belongs to the issuer; others may be of further parties. A key is the
 * issuer's only when the issuer's own document or host says so.
 * Source: Open Badges 3.0, Verification; Verifiable Credential Data Integrity 1.0, Proof Chains.
 */
export function checkIssuer(proofs: readonly JudgedProof[]): Finding {
  const bindings = proofs.map(({ binding }) => binding)
  const own = bindings.find(({ outcome }) => outcome === 'passed')
  const decisive = own ?? bindings.find(({ outcome }) => outcome === 'failed') ?? bindings[0]
  if (!decisive) return unknown('no-sound-proof', 'Without a sound proof nobody can be named as the issuer.')
  if (bindings.every(({ outcome }) => outcome === decisive.outcome)) return decisive
  const detail = 'A further proof is not made with a key of the issuer.'
  return own ? { ...decisive, warnings: [{ code: 'proof-of-another-party', detail }] } : decisive
}
