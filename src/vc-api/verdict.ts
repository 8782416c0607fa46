import { CONTROLLER_MISMATCH, type Check, type Fact, type Report, type Warning } from '../verification/index.ts'
import { apiProblem, type ApiProblem, type ProblemTitle } from './problems.ts'

/** The answer of the VC-API about one document. */
export interface Verdict {
  readonly verified: boolean
  readonly checks: readonly string[]
  readonly warnings: readonly ApiProblem[]
  readonly errors: readonly ApiProblem[]
}

const TITLES: Readonly<Partial<Record<Check, ProblemTitle>>> = {
  format: 'MALFORMED_VALUE_ERROR',
  proof: 'CRYPTOGRAPHIC_SECURITY_ERROR',
  issuer: 'CRYPTOGRAPHIC_SECURITY_ERROR',
  status: 'STATUS_VERIFICATION_ERROR',
  validity: 'RANGE_ERROR',
}
/** Which purpose of a status list said no. */
const PURPOSES: Readonly<Record<string, string>> = {
  revoked: 'revocation',
  superseded: 'revocation',
  suspended: 'suspension',
}

/**
 * A report as the VC-API answers it. With `proofOnly` (`checks` is exactly `['proof']`) period, status and whether the
 * key is the issuer's are warnings; a key that its own controller has given up, or keeps for something else, is not
 * excused. Source: VC-API, verifying; see docs/conformance.md.
 */
export function verdictOf({ facts, warnings }: Report, proofOnly: boolean): Verdict {
  const errors: ApiProblem[] = []
  const excused: ApiProblem[] = []
  for (const fact of facts) {
    const problem = problemOf(fact)
    if (problem) (proofOnly && isExcused(fact) ? excused : errors).push(problem)
  }
  const checked = facts.filter(({ outcome }) => outcome !== 'not-applicable').map(({ check }) => check)
  return {
    verified: errors.length === 0,
    checks: [...new Set(checked)],
    warnings: [...excused, ...warnings.map(warningProblem)],
    errors,
  }
}

/** A document that was refused before it was verified. */
export function refused(errors: readonly ApiProblem[]): Verdict {
  return { verified: false, checks: [], warnings: [], errors }
}

export function warningProblem({ code, detail }: Warning): ApiProblem {
  return { type: 'about:blank', title: 'WARNING', code, detail }
}

function problemOf({ check, outcome, code, detail }: Fact): ApiProblem | null {
  const title = TITLES[check]
  if (!title || outcome === 'passed' || outcome === 'not-applicable') return null
  const purpose = check === 'status' ? PURPOSES[code] : undefined
  return apiProblem(title, code, purpose === undefined ? detail : `${detail} Status purpose: ${purpose}.`)
}

function isExcused({ check, code }: Fact): boolean {
  return check === 'status' || check === 'validity' || (check === 'issuer' && code === CONTROLLER_MISMATCH)
}
