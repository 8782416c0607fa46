import { isObject, type JsonObject } from '../../src/verification/reading/json-text.ts'
import { idOf, listOf, objectsOf } from '../../src/verification/reading/members.ts'
import type { ReadCredential } from '../../src/verification/reading/read-credential.ts'

/**
 * What the issuer of a vector would have to publish for its key to be its own. The issuers of the validator's samples
 * are invented, so their documents exist nowhere: with these in place the rest of a verdict can be compared with the
 * publisher's.
 */
export function issuerDocumentsFor(credential: ReadCredential): Record<string, object> {
  const issuer = idOf(credential.document['issuer']) ?? ''
  const address = addressOf(issuer)
  if (address === null) return {}
  if (credential.jwt) {
    const keys = [credential.jwt.header['jwk']].filter(isObject)
    return { [`${new URL(address).origin}/.well-known/jwks.json`]: { keys } }
  }
  const methods = objectsOf(credential.document['proof']).flatMap((proof) => methodOf(proof, issuer))
  return { [address]: { id: issuer, verificationMethod: methods, assertionMethod: methods.map(({ id }) => id) } }
}

function methodOf(proof: JsonObject, issuer: string): JsonObject[] {
  const id = idOf(proof['verificationMethod'])
  if (!id?.startsWith(`${issuer}#`)) return []
  return [{ id, type: 'Multikey', controller: issuer, publicKeyMultibase: id.slice(issuer.length + 1) }]
}

function addressOf(issuer: string): string | null {
  if (issuer.startsWith('https:')) return issuer
  const [, method, host, ...path] = issuer.split(':')
  return method === 'web' ? `https://${host ?? ''}/${path.join('/')}/did.json` : null
}

/** Documents that signed vectors point to and that are kept beside them. */
export const STATUS_LISTS = {
  'https://raw.githubusercontent.com/digitalcredentials/verifier-core/refs/heads/main/src/test-fixtures/status/e5WK8CbZ1GjycuPombrj':
    'status/dcc-list.json',
  'https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist':
    'status/1edtech-testlist.json',
} as const

/** The 1EdTech list of the revoked 1.1 sample, in the form that its publisher serves. */
export function revocationListFor(credential: ReadCredential): Record<string, object> {
  const [entry] = listOf(credential.document['credentialStatus'])
  if (!isObject(entry) || !String(entry['id']).startsWith('https://dc.1edtech.org/')) return {}
  const { id, issuer } = credential.document
  const revokedCredential = [{ id, revoked: true, revocationReason: 'a test' }]
  return { [String(entry['id'])]: { id: entry['id'], issuer: idOf(issuer), revokedCredential } }
}
