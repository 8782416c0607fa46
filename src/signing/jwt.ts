import type { KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { issuerIdOf } from '../standards/vc/index.ts'
import type { JwtAlgorithm } from './key-material.ts'
import type { PreparedCredential, PreparedEndorsement } from './prepared.ts'

export interface JwtKey {
  readonly algorithm: JwtAlgorithm
  /** Address that answers this one JWK. */
  readonly kid: string
  readonly privateKey: KeyObject
}

/**
 * The VC-JWT form of a document: the members of the document itself and the claims that repeat them, no `vc` claim, and
 * no header but `alg`, `kid` and `typ`. ECDSA signatures differ each time.
 * Source: Open Badges 3.0, JSON Web Token Proof Format.
 */
export async function signedJwt(
  { document }: PreparedCredential | PreparedEndorsement,
  { algorithm, kid, privateKey }: JwtKey,
): Promise<string> {
  const { issuer, id, validFrom, validUntil } = document
  const { credentialSubject: subject } = document as { credentialSubject?: { id?: string } }
  const claims = {
    iss: issuerIdOf(issuer),
    ...(subject?.id === undefined ? {} : { sub: subject.id }),
    ...(id === undefined ? {} : { jti: id }),
    ...(validFrom === undefined ? {} : { nbf: numericDate(validFrom) }),
    ...(validUntil === undefined ? {} : { exp: numericDate(validUntil) }),
  }
  return new SignJWT({ ...document, ...claims })
    .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
    .sign(privateKey)
}

function numericDate(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000)
}
