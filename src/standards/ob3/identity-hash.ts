import { createHash } from 'node:crypto'

/** Source: Open Badges 3.0, IdentityObject: closed, `type` is a plain string. */
export interface IdentityObject {
  readonly type: 'IdentityObject'
  readonly hashed: boolean
  readonly identityHash: string
  readonly identityType: string
  readonly salt?: string
}

/** `sha256$` and hex of SHA-256 over identity and salt. Source: Open Badges 3.0, IdentityHash. */
export function hashIdentity(identity: string, salt = ''): string {
  return `sha256$${digest('sha256', identity, salt)}`
}

/** The specification defines no normal form; ours for e-mail is without surrounding space and in lower case. */
function normalisedEmail(email: string): string {
  return email.trim().toLowerCase()
}

/**
 * Whether an identifier in a credential is `identity`: as given first, then in lower case. MD5 is read, never written.
 * Source: Open Badges 3.0, Verify the Recipient Using an Identifier.
 */
export function isIdentity(object: Omit<IdentityObject, 'type'>, identity: string, identityType: string): boolean {
  if (object.identityType !== identityType) return false
  const candidates = [identity, normalisedEmail(identity)]
  if (!object.hashed) return candidates.includes(object.identityHash)
  const [, algorithm, hex] = /^(sha256|md5)\$([0-9a-f]+)$/i.exec(object.identityHash) ?? []
  if (algorithm === undefined || hex === undefined) return false
  return candidates.some((each) => digest(algorithm.toLowerCase(), each, object.salt ?? '') === hex.toLowerCase())
}

function digest(algorithm: string, identity: string, salt: string): string {
  return createHash(algorithm)
    .update(identity + salt, 'utf8')
    .digest('hex')
}
