import { didWebDocumentUrl } from '../../standards/vc/did.ts'
import { jsonObjectIn, type Documents } from '../documents.ts'
import { isObject, type JsonObject } from '../reading/json-text.ts'
import { parseControllerDocument, type ControllerDocument, type ProofPurpose } from './controller-document.ts'
import { publicKeyOfMultibase } from './public-key.ts'

/** What an issuer id leads to. `source` tells who vouches for the document. */
export type Controller =
  | { readonly outcome: 'resolved'; readonly document: ControllerDocument; readonly source: 'id' | 'own' | 'domain' }
  | { readonly outcome: 'unreachable'; readonly code: string; readonly detail: string }
  | { readonly outcome: 'refused'; readonly code: string; readonly detail: string }

/**
 * The controller document of an issuer, read for one purpose of its keys: computed (did:key, did:jwk), published by us, or fetched (did:web, https).
 * Source: Open Badges 3.0, Dereferencing the Public Key; did:key, did:jwk and did:web method specifications.
 */
export async function resolveController(
  documents: Documents,
  id: string,
  purpose: ProofPurpose = 'assertionMethod',
): Promise<Controller> {
  const computed = id.startsWith('did:key:')
    ? didKeyDocument(id)
    : id.startsWith('did:jwk:')
      ? didJwkDocument(id)
      : null
  if (computed) return read(computed, id, purpose, 'id')
  const url = addressOfDocument(id, documents)
  if (url === null)
    return { outcome: 'unreachable', code: 'unsupported-issuer-id', detail: 'The id of the issuer leads to no key.' }
  const answer = await documents.read(url)
  if (answer.outcome === 'unreachable')
    return { outcome: 'unreachable', code: 'issuer-unreachable', detail: `The issuer's keys: ${answer.detail}` }
  if (answer.outcome === 'not-published')
    return { outcome: 'refused', code: 'issuer-not-ours', detail: 'The issuer claims our address, and is not there.' }
  return read(jsonObjectIn(answer.text), id, purpose, answer.own ? 'own' : 'domain')
}

function read(json: JsonObject | null, id: string, purpose: ProofPurpose, source: 'id' | 'own' | 'domain'): Controller {
  const document = json && parseControllerDocument(json, id, purpose)
  if (document) return { outcome: 'resolved', document, source }
  const detail = 'What is published under the id of the issuer is not its list of keys.'
  return { outcome: 'unreachable', code: 'issuer-document-unusable', detail }
}

function addressOfDocument(id: string, documents: Documents): string | null {
  if (id.startsWith('did:web:')) return didWebDocumentUrl(id)
  return id.startsWith('https:') || documents.isOwn(id) ? id.replace(/#.*$/s, '') : null
}

function didKeyDocument(did: string): JsonObject | null {
  const multibase = did.slice('did:key:'.length)
  if (!publicKeyOfMultibase(multibase)) return null
  const id = `${did}#${multibase}`
  const method = { id, type: 'Multikey', controller: did, publicKeyMultibase: multibase }
  return { id: did, verificationMethod: [method], assertionMethod: [id], authentication: [id] }
}

function didJwkDocument(did: string): JsonObject | null {
  const jwk = jsonObjectIn(Buffer.from(did.slice('did:jwk:'.length), 'base64url').toString())
  if (!isObject(jwk) || jwk['use'] === 'enc') return null
  const id = `${did}#0`
  const method = { id, type: 'JsonWebKey', controller: did, publicKeyJwk: jwk }
  return { id: did, verificationMethod: [method], assertionMethod: [id], authentication: [id] }
}
