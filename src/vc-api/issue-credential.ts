import { issueOpenCredential, OPEN_SUITES, type KeyHolder, type OpenSuite } from '../credentials/index.ts'
import { DomainError } from '../kernel/domain-error.ts'
import type { Services } from '../services.ts'
import type { Check, JsonObject, Report } from '../verification/index.ts'
import { apiProblem, JSON_LD_DETAILS, shapeProblems, type ApiProblem } from './problems.ts'
import { verdictOf } from './verdict.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'randomness' | 'signing' | 'config'>

/** Verifies what was just signed, from what we publish ourselves. */
export interface OutputVerifier {
  reportOnOutput(signed: string): Promise<Report>
}

/** A signed text, or why nothing was signed. */
export type Issued =
  | { readonly outcome: 'issued'; readonly signed: string }
  | { readonly outcome: 'refused'; readonly errors: readonly ApiProblem[] }

/** Issues, and lets nothing out that this service itself would not verify as to shape, proof and key. */
export async function issueForProgram(
  services: Needs,
  verifier: OutputVerifier,
  holder: KeyHolder,
  document: JsonObject,
  options: JsonObject,
): Promise<Issued> {
  try {
    const signed = await issueOpenCredential(services, holder.organisationId, document, suiteIn(options))
    const report = await verifier.reportOnOutput(signed)
    const essential = report.facts.filter(({ check }) => ESSENTIAL.includes(check))
    const { errors } = verdictOf({ ...report, facts: essential }, false)
    return errors.length > 0 ? { outcome: 'refused', errors } : { outcome: 'issued', signed }
  } catch (error) {
    const errors = error instanceof DomainError ? problemsOf(error) : null
    if (errors === null) throw error
    return { outcome: 'refused', errors }
  }
}

const ESSENTIAL: readonly Check[] = ['format', 'proof', 'issuer']

/** A suite that we do not sign with is as welcome as any other unknown option: the proof says which one was used. */
function suiteIn({ cryptosuite }: JsonObject): OpenSuite {
  return OPEN_SUITES.find((suite) => suite === cryptosuite) ?? 'eddsa-rdfc-2022'
}

const DETAILS: Readonly<Record<string, string>> = {
  ...JSON_LD_DETAILS,
  'issuer-mismatch': 'The document names another issuer than the one that this key acts for.',
  'document-not-issuable': 'The document cannot be signed as it is.',
}

/** What is wrong with the document; null for what is wrong with the service. */
function problemsOf({ code, errors }: DomainError): ApiProblem[] | null {
  const detail = DETAILS[code]
  if (detail === undefined) return null
  const isOfForm = code === 'document-not-issuable' && errors.some(({ pointer }) => pointer !== '')
  return isOfForm ? shapeProblems(errors, '/credential') : [apiProblem('MALFORMED_VALUE_ERROR', code, detail)]
}
