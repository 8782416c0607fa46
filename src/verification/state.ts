import type { Check, Fact } from './facts.ts'

export const STATES = [
  'valid',
  'issuer-unrecognised',
  'expired',
  'not-yet-valid',
  'superseded',
  'suspended',
  'revoked',
  'tampered',
  'could-not-check',
  'malformed',
  'not-found',
] as const
export type State = (typeof STATES)[number]

export interface Verdict {
  readonly state: State
  readonly verified: boolean
}

/** Codes of the status and validity facts that the verdict tells apart. */
export const SUPERSEDED = 'superseded'
export const SUSPENDED = 'suspended'
export const EXPIRED = 'expired'

/**
 * The verdict that facts add up to; the first line that matches wins. A fact that is missing counts as unknown, and
 * unknown is never green. Endorsement, schema and recipient never decide: they are shown beside the state.
 */
export function verdictOf(facts: readonly Fact[]): Verdict {
  const state = stateOf(facts)
  return { state, verified: state === 'valid' || state === 'issuer-unrecognised' }
}

function stateOf(facts: readonly Fact[]): State {
  const of = (check: Check): Pick<Fact, 'outcome' | 'code'> =>
    facts.find((fact) => fact.check === check) ?? { outcome: 'unknown', code: 'not-checked' }
  const [format, proof, issuer] = [of('format'), of('proof'), of('issuer')]
  const [status, validity, recognition] = [of('status'), of('validity'), of('recognition')]

  if (format.outcome !== 'passed') return 'malformed'
  if (proof.outcome === 'failed' || issuer.outcome === 'failed') return 'tampered'
  if (status.outcome === 'failed' && status.code === SUPERSEDED) return 'superseded'
  if (status.outcome === 'failed' && status.code !== SUSPENDED) return 'revoked'
  if (proof.outcome !== 'passed' || issuer.outcome !== 'passed') return 'could-not-check'
  if (status.outcome === 'unknown' || validity.outcome === 'unknown') return 'could-not-check'
  if (status.outcome === 'failed') return 'suspended'
  if (validity.outcome === 'failed') return validity.code === EXPIRED ? 'expired' : 'not-yet-valid'
  return recognition.outcome === 'passed' ? 'valid' : 'issuer-unrecognised'
}
