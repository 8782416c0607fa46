import { Malformed } from './errors.ts'
import type { VerificationPorts } from './ports.ts'
import { readCredential } from './reading/read-credential.ts'
import { reportOn, reportOnUnreadable, type VerificationOptions } from './report-on.ts'
import type { Report } from './report.ts'
import { verifyByCode } from './verify-by-code.ts'

export type { VerificationOptions } from './report-on.ts'
export type VerificationInput = { readonly bytes: Uint8Array } | { readonly code: string }

/**
 * Verifies anybody's badge: the file itself, or the public code of one of ours. Always answers with a report; throws
 * TooLarge alone, for bytes that nobody should have accepted.
 */
export async function verifyCredential(
  ports: VerificationPorts,
  input: VerificationInput,
  options: VerificationOptions,
): Promise<Report> {
  try {
    if ('code' in input) return await verifyByCode(ports, input.code, options)
    return await reportOn(ports, readCredential(input.bytes), options)
  } catch (error) {
    if (error instanceof Malformed) return reportOnUnreadable(error, options.now)
    throw error
  }
}
