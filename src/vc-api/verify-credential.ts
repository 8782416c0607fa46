import {
  createDocumentLoader,
  credentialShapeProblems,
  InvalidJsonLd,
  UnbundledContext,
  UndefinedTerms,
  assertSafe,
} from '../standards/vc/index.ts'
import type { JsonObject, PresentationReport, PresentationRequest, Report } from '../verification/index.ts'
import { apiProblem, JSON_LD_DETAILS, shapeProblems, type ApiProblem } from './problems.ts'
import { refused, verdictOf, type Verdict } from './verdict.ts'

/** The verification of this service, as far as these endpoints ask it. */
export interface DocumentVerifier {
  verifyDocument(document: JsonObject): Promise<Report>
  verifyPresentation(presentation: JsonObject, request: PresentationRequest): Promise<PresentationReport>
}

/** Whether a caller wants shape and proofs to decide alone. */
export function isProofOnly({ checks }: JsonObject): boolean {
  return Array.isArray(checks) && checks.length === 1 && checks[0] === 'proof'
}

/** Shape first, then words, then the one verification: what is malformed is not looked into any further. */
export async function verdictOnCredential(
  verifier: DocumentVerifier,
  publicUrl: string,
  document: JsonObject,
  proofOnly: boolean,
  pointer: string,
): Promise<Verdict> {
  const malformed = shapeProblems(credentialShapeProblems(document), pointer)
  if (malformed.length > 0) return refused(malformed)
  const undefinedTerms = await problemOfTerms(document, publicUrl)
  if (undefinedTerms) return refused([undefinedTerms])
  return verdictOf(await verifier.verifyDocument(document), proofOnly)
}

/** The terms of a document, also of one whose signature covers the text and not the words. */
export async function problemOfTerms(document: JsonObject, publicUrl: string): Promise<ApiProblem | null> {
  try {
    await assertSafe(document, createDocumentLoader(publicUrl))
    return null
  } catch (error) {
    if (error instanceof UndefinedTerms || error instanceof UnbundledContext || error instanceof InvalidJsonLd)
      return apiProblem('MALFORMED_VALUE_ERROR', error.code, JSON_LD_DETAILS[error.code])
    throw error
  }
}
