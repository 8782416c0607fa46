import { isIdentity } from '../../standards/ob3/identity-hash.ts'
import { failed, notApplicable, passed, type Finding } from '../facts.ts'
import type { JsonObject } from '../reading/json-text.ts'
import { objectsOf } from '../reading/members.ts'

/** Who the caller believes the badge is about: the subject's id, or an identifier of a type (`emailAddress`, …). */
export interface ExpectedRecipient {
  readonly type: string
  readonly value: string
}

/**
 * Compares the known recipient with the subject's id or with its identifiers of the same type, hashed or in clear.
 * Source: Open Badges 3.0, Verification (recipient), IdentityHash.
 */
export function checkRecipient(document: JsonObject, expected: ExpectedRecipient | undefined): Finding {
  if (!expected) return notApplicable('not-asked', 'No recipient to compare with was given.')
  const matches = objectsOf(document['credentialSubject']).some((subject) =>
    expected.type === 'id'
      ? subject['id'] === expected.value
      : objectsOf(subject['identifier']).some((identifier) => isExpected(identifier, expected)),
  )
  return matches
    ? passed('recipient-matches', 'The badge is about the expected recipient.')
    : failed('recipient-differs', 'The badge is not about the expected recipient.')
}

function isExpected(
  { identityHash, identityType, hashed, salt }: JsonObject,
  { type, value }: ExpectedRecipient,
): boolean {
  if (typeof identityHash !== 'string' || typeof identityType !== 'string') return false
  const identity = {
    identityHash,
    identityType,
    hashed: hashed === true,
    ...(typeof salt === 'string' ? { salt } : {}),
  }
  return isIdentity(identity, value, type)
}
