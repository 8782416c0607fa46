import { countHit } from '../http/index.ts'
import type { Services } from '../services.ts'
import { credentialShapeProblems, presentationShapeProblems } from '../standards/vc/index.ts'
import { isObject, type JsonObject, type PresentationReport, type PresentationRequest } from '../verification/index.ts'
import { apiProblem, shapeProblems, type ApiProblem } from './problems.ts'
import { refused, verdictOf, warningProblem, type Verdict } from './verdict.ts'
import { problemOfTerms, type DocumentVerifier } from './verify-credential.ts'

type Needs = Pick<Services, 'config' | 'database' | 'clock'>

export interface PresentationVerdict extends Verdict {
  readonly credentialResults: readonly Verdict[]
}

export interface PresentationOptions extends PresentationRequest {
  readonly proofOnly: boolean
  /** Whether the challenge may be answered once only: for callers that keep no record of theirs. */
  readonly onceOnly: boolean
}

const POINTER = '/verifiablePresentation'
const REMEMBERED_MS = 24 * 3600 * 1000

export async function verdictOnPresentation(
  services: Needs,
  verifier: DocumentVerifier,
  presentation: JsonObject,
  options: PresentationOptions,
): Promise<PresentationVerdict> {
  const malformed = await problemsOfForm(services.config.publicUrl, presentation)
  if (malformed.length > 0) return { ...refused(malformed), credentialResults: [] }
  const verdict = combined(await verifier.verifyPresentation(presentation, options), options)
  if (!verdict.verified || !options.onceOnly) return verdict
  const replayed = await problemOfReplay(services, options)
  return replayed ? { ...verdict, verified: false, errors: [replayed] } : verdict
}

async function problemsOfForm(publicUrl: string, presentation: JsonObject): Promise<readonly ApiProblem[]> {
  const embedded = embeddedIn(presentation)
  const malformed = [
    ...shapeProblems(presentationShapeProblems(presentation), POINTER),
    ...embedded.flatMap(({ document, pointer }) => shapeProblems(credentialShapeProblems(document), pointer)),
  ]
  if (malformed.length > 0) return malformed
  for (const document of [presentation, ...embedded.map((one) => one.document)]) {
    const problem = await problemOfTerms(document, publicUrl)
    if (problem) return [problem]
  }
  return []
}

function embeddedIn({ verifiableCredential: embedded }: JsonObject): { document: JsonObject; pointer: string }[] {
  if (isObject(embedded)) return [{ document: embedded, pointer: `${POINTER}/verifiableCredential` }]
  const entries = Array.isArray(embedded) ? (embedded as unknown[]) : []
  return entries.flatMap((document, index) =>
    isObject(document) ? [{ document, pointer: `${POINTER}/verifiableCredential/${String(index)}` }] : [],
  )
}

function combined(report: PresentationReport, { proofOnly }: PresentationOptions): PresentationVerdict {
  const credentialResults = report.credentials.map((credential) => verdictOf(credential, proofOnly))
  const own = report.problems.map(({ code, detail }) => apiProblem('CRYPTOGRAPHIC_SECURITY_ERROR', code, detail))
  const errors = [...own, ...credentialResults.flatMap((result) => result.errors)]
  return {
    verified: errors.length === 0,
    checks: report.isSigned ? ['proof', 'holder'] : [],
    warnings: [...report.warnings.map(warningProblem), ...credentialResults.flatMap((result) => result.warnings)],
    errors,
    credentialResults,
  }
}

/** Remembered for all processes, and only once a presentation has answered it well. */
async function problemOfReplay(
  services: Needs,
  { challenge, domain }: PresentationOptions,
): Promise<ApiProblem | null> {
  if (challenge === undefined)
    return apiProblem('CRYPTOGRAPHIC_SECURITY_ERROR', 'challenge-missing', 'There is no challenge to check.')
  const { hits } = await countHit(services, `vc-challenge:${JSON.stringify([challenge, domain])}`, REMEMBERED_MS)
  return hits === 1
    ? null
    : apiProblem('CRYPTOGRAPHIC_SECURITY_ERROR', 'challenge-replayed', 'The challenge was answered before.')
}
