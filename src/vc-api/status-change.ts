import { isUrl } from '../standards/vc/index.ts'
import { isObject } from '../verification/index.ts'
import { apiProblem, type ApiProblem } from './problems.ts'
import { parsed } from './request-body.ts'

/** What a program wants to become of a credential. */
export type StatusChange =
  | { readonly outcome: 'read'; readonly credentialId: string; readonly isRevoked: boolean }
  | { readonly outcome: 'refused'; readonly errors: readonly ApiProblem[] }

/** The only status that open issuers publish is a revocation. Source: VC-API, Update Status. */
export function readStatusChange(body: unknown): StatusChange {
  const json = parsed(body)
  if ('title' in json) return { outcome: 'refused', errors: [json] }
  const { credentialId, credentialStatus, status } = json.body
  const entries: readonly unknown[] = Array.isArray(credentialStatus) ? credentialStatus : [credentialStatus]
  const [entry] = entries
  const isKnown =
    isObject(entry) && entry['type'] === 'BitstringStatusListEntry' && entry['statusPurpose'] === 'revocation'
  if (isUrl(credentialId) && isKnown && entries.length === 1 && typeof status === 'boolean')
    return { outcome: 'read', credentialId, isRevoked: status }
  return {
    outcome: 'refused',
    errors: [
      ...(isUrl(credentialId) ? [] : [malformed('/credentialId', 'must be an address')]),
      ...(isKnown && entries.length === 1
        ? []
        : [malformed('/credentialStatus', 'must be one BitstringStatusListEntry of the purpose revocation')]),
      ...(typeof status === 'boolean' ? [] : [malformed('/status', 'must be true or false')]),
    ],
  }
}

function malformed(pointer: string, detail: string): ApiProblem {
  return apiProblem('MALFORMED_VALUE_ERROR', 'malformed-value', `The value at ${pointer} ${detail}.`, pointer)
}
