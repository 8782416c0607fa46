import { compactVerify, errors, importJWK } from 'jose'
import { failed, passed, type Finding, type Warning } from '../facts.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { DecodedJwt } from '../reading/jwt-text.ts'
import type { JsonObject } from '../reading/json-text.ts'
import { idOf, instantIn, objectsOf, textOf } from '../reading/members.ts'

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']
const HEADER_MEMBERS = ['alg', 'kid', 'jwk', 'typ']

/**
 * Does the mathematics of a VC-JWT.
 * Source: Open Badges 3.0, JSON Web Token Proof Format; RFC 7515.
 */
export async function verifyJwt({ compact, header }: DecodedJwt, key: PublicKey): Promise<Finding> {
  try {
    await compactVerify(compact, await importJWK(key.jwk, textOf(header['alg'])), { algorithms: ALGORITHMS })
    return passed('signature-valid', 'The signature is right.')
  } catch (error) {
    return error instanceof errors.JWSSignatureVerificationFailed
      ? failed('signature-mismatch', 'The signature does not belong to this document.')
      : failed('proof-unusable', 'The signature cannot be right.')
  }
}

/** What is wrong with the token before any key is looked for; null when nothing is. */
export function problemOfJwt({ header, claims }: DecodedJwt, document: JsonObject): Finding | null {
  if (!ALGORITHMS.includes(String(header['alg'])))
    return failed('forbidden-algorithm', 'The token is signed in a way that is not accepted.')
  if (header['kid'] === undefined && header['jwk'] === undefined)
    return failed('no-key-named', 'The token names no key.')
  const differing = CLAIMS.filter(({ claim, expected, equal = Object.is }) => {
    const [value, stated] = [claims[claim], expected(document)]
    return value !== undefined && !equal(value, stated)
  })
  return differing.length > 0
    ? failed('claims-differ', 'The token says one thing in its claims and another in the credential.')
    : null
}

interface ClaimRule {
  readonly claim: string
  readonly mandatory?: true
  readonly expected: (document: JsonObject) => unknown
  readonly equal?: (claim: unknown, stated: unknown) => boolean
}

const sameSecond = (claim: unknown, stated: unknown): boolean => {
  const instant = instantIn(stated)
  return (
    typeof claim === 'number' && instant !== undefined && Math.floor(instant.getTime() / 1000) === Math.floor(claim)
  )
}

/** Claims repeat members of the credential; a different one is fatal. */
const CLAIMS: readonly ClaimRule[] = [
  { claim: 'iss', mandatory: true, expected: ({ issuer }) => idOf(issuer) },
  {
    claim: 'sub',
    mandatory: true,
    expected: ({ credentialSubject }) => textOf(objectsOf(credentialSubject)[0]?.['id']),
  },
  { claim: 'jti', mandatory: true, expected: ({ id }) => id },
  {
    claim: 'nbf',
    mandatory: true,
    expected: ({ validFrom, issuanceDate }) => validFrom ?? issuanceDate,
    equal: sameSecond,
  },
  { claim: 'exp', expected: ({ validUntil, expirationDate }) => validUntil ?? expirationDate, equal: sameSecond },
]

/** Departures that the signature survives: other verifiers accept them, so we say them and no more. */
export function warningsOfJwt({ header, claims }: DecodedJwt): readonly Warning[] {
  const warnings: Warning[] = []
  const isMissing = ({ claim, mandatory }: ClaimRule): boolean => mandatory === true && claims[claim] === undefined
  if (CLAIMS.some(isMissing))
    warnings.push({ code: 'claims-missing', detail: 'The token lacks claims that Open Badges 3.0 asks for.' })
  if (!Object.keys(header).every((name) => HEADER_MEMBERS.includes(name)))
    warnings.push({ code: 'unexpected-header', detail: 'The token has header members that Open Badges 3.0 forbids.' })
  return warnings
}
