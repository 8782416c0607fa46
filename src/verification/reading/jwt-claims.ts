import { isObject, type JsonObject } from './json-text.ts'

/** Registered claims that a flat VC-JWT adds beside the credential's own members. */
const REGISTERED_CLAIMS = ['iss', 'sub', 'jti', 'nbf', 'exp', 'iat', 'aud']

/**
 * The credential that a VC-JWT secures: the claims themselves (data model 2.0), or the `vc` claim (1.1), where claims
 * stand in for members that the `vc` claim leaves out.
 * Source: Open Badges 3.0, JSON Web Token Proof Format; VC Data Model 1.1, JWT Decoding.
 */
export function credentialOfClaims(claims: JsonObject): JsonObject {
  if (!isObject(claims['vc'])) {
    return Object.fromEntries(Object.entries(claims).filter(([name]) => !REGISTERED_CLAIMS.includes(name)))
  }
  const credential: JsonObject = { ...claims['vc'] }
  credential['id'] ??= claims['jti']
  credential['issuer'] ??= claims['iss']
  credential['issuanceDate'] ??= instantOf(claims['nbf'])
  credential['expirationDate'] ??= instantOf(claims['exp'])
  const subject = credential['credentialSubject']
  if (isObject(subject)) credential['credentialSubject'] = { id: claims['sub'], ...subject }
  return JSON.parse(JSON.stringify(credential)) as JsonObject
}

/** A NumericDate as a dateTimeStamp; undefined for anything else. Source: RFC 7519, NumericDate. */
export function instantOf(claim: unknown): string | undefined {
  if (typeof claim !== 'number' || Math.abs(claim) > 8.64e12) return undefined
  return new Date(claim * 1000).toISOString().replace('.000Z', 'Z')
}
