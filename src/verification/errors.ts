import { DomainError } from '../kernel/domain-error.ts'

/** Why a file does not hold a credential that can be read; stable, and the code of the report's `format` fact. */
export type UnreadableReason =
  | 'not-utf-8'
  | 'not-json'
  | 'not-an-object'
  | 'duplicate-member'
  | 'too-deep'
  | 'too-many-nodes'
  | 'broken-jwt'
  | 'broken-png'
  | 'broken-svg'
  | 'broken-pdf'
  | 'no-credential-inside'
  | 'several-credentials-inside'
  | 'expands-too-far'

/** The bytes are more than a credential may be: refused before anything looks at them. */
export class TooLarge extends DomainError {
  readonly code = 'too-large'

  constructor(maxBytes: number) {
    super(`A badge file may hold up to ${String(maxBytes)} bytes. Send the badge itself, without other material.`, {
      data: { maxBytes },
    })
  }
}

/** The bytes hold no credential that can be read. `reason` says why, without quoting the file. */
export class Malformed extends DomainError {
  readonly code = 'malformed'
  readonly reason: UnreadableReason

  constructor(reason: UnreadableReason, detail: string, cause?: unknown) {
    super(detail, { data: { reason }, cause })
    this.reason = reason
  }
}
