import type { Documents } from './documents.ts'
import type { VerificationPorts } from './ports.ts'
import type { SignatureCache } from './signature-cache.ts'

/** What every check may ask. One is made for each verification. */
export interface CheckContext {
  readonly ports: VerificationPorts
  readonly documents: Documents
  readonly now: Date
  readonly publicUrl: string
  readonly signatures: SignatureCache
}
