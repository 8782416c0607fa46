import { issuerIdOf, type Issuer } from '../vc/types.ts'

export interface Comparable {
  readonly id: string
  readonly issuer: Issuer
  readonly validFrom: string
}

/**
 * Whether two documents are the same credential: equal ids of issuer and credential after percent-decoding and trimming.
 * Source: Open Badges 3.0, Credential equality and comparison algorithm.
 */
export function isSameCredential(a: Comparable, b: Comparable): boolean {
  return plain(a.id) === plain(b.id) && plain(issuerIdOf(a.issuer)) === plain(issuerIdOf(b.issuer))
}

/** Whether `a` replaces `b`: the same credential, valid from a later instant. */
export function isNewerVersion(a: Comparable, b: Comparable): boolean {
  return isSameCredential(a, b) && Date.parse(a.validFrom) > Date.parse(b.validFrom)
}

/** A stray percent sign is a character like any other. */
function plain(id: string): string {
  try {
    return decodeURIComponent(id).trim()
  } catch {
    return id.trim()
  }
}
