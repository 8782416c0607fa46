import { Malformed } from './errors.ts'
import type { VerificationPorts } from './ports.ts'
import type { JsonObject } from './reading/json-text.ts'
import { readCredential, readEmbedded } from './reading/read-credential.ts'
import { reportOn, reportOnUnreadable, type VerificationOptions } from './report-on.ts'
import type { Report } from './report.ts'
import { verifyByCode } from './verify-by-code.ts'

export type { VerificationOptions } from './report-on.ts'
export type VerificationInput =
  { readonly bytes: Uint8Array } | { readonly document: JsonObject } | { readonly code: string }

/**
 * Verifies anybody's badge: the file itself, the document that was read out of another one, or the public code of one of
 * ours. Always answers with a report; throws
 * TooLarge alone, for bytes that nobody should have accepted.
 */
export async function verifyCredential(
  ports: VerificationPorts,
  input: VerificationInput,
  options: VerificationOptions,
): Promise<Report> {
  try {
    if ('code' in input) return await verifyByCode(ports, input.code, options)
    const credential = 'bytes' in input ? readCredential(input.bytes) : readEmbedded(input.document)
    return await reportOn(ports, credential, options)
  } catch (error) {
    if (error instanceof Malformed) return reportOnUnreadable(error, options.now)
    throw error
  }
}
