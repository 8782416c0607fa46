import { readPublicCode } from '../kernel/public-code.ts'
import { idOf, textOf } from './reading/members.ts'
import type { VerificationPorts } from './ports.ts'
import { readText } from './reading/read-credential.ts'
import type { Report } from './report.ts'
import { DECOY } from './decoy.ts'
import { reportOn, type VerificationOptions } from './report-on.ts'

/** Looked up in place of a text that cannot be a code, so that both cost one lookup. */
const NO_CODE = '0000-0000-0000-0000'

/**
 * Verifies the credential behind a public code. A code that is unknown, mistyped, of a credential whose page is switched
 * off, or of an erased one, gets the same report after the same steps: one lookup of the code, one reading of a signed
 * text, one lookup of a record, and no signature mathematics. Where there is no text, a decoy of the usual size is read
 * and a record that cannot exist is looked up. Whether a page is public is decided before anything costly happens, so
 * that the time tells only what the answer tells: public, or not.
 */
export async function verifyByCode(
  ports: VerificationPorts,
  code: string,
  options: VerificationOptions,
): Promise<Report> {
  const found = await ports.findByCode(readPublicCode(code) ?? NO_CODE)
  const credential = readText(found ?? DECOY)
  const { id, issuer } = credential.document
  const record = await ports.ownRecord(textOf(id) ?? '', idOf(issuer) ?? '')
  const isPublic = found !== null && record?.visibility === 'link' && record.erased !== true
  return isPublic ? reportOn(ports, credential, options) : notFoundReport(options.now)
}

/** The same for every code and every address without public record. */
export function notFoundReport(now: Date): Report {
  const checkedAt = now.toISOString().replace(/\.\d{3}Z$/, 'Z')
  return {
    state: 'not-found',
    verified: false,
    visibility: 'public',
    checkedAt,
    facts: [],
    credential: null,
    warnings: [],
  }
}
