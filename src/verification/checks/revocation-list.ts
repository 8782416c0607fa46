import type { CheckContext } from '../check-context.ts'
import { jsonObjectIn } from '../documents.ts'
import { failed, passed, unknown, type Finding } from '../facts.ts'
import type { JsonObject } from '../reading/json-text.ts'
import { idOf, listOf, objectsOf } from '../reading/members.ts'

/**
 * Reads a 1EdTechRevocationList: ids of withdrawn credentials, unsigned, of the same issuer. Both spellings of the
 * member exist. The list is deprecated in favour of Bitstring Status List, and still read.
 * Source: 1EdTech Revocation List Status Method; Open Badges 3.0, CredentialStatus.
 */
export async function checkRevocationList(
  context: CheckContext,
  document: JsonObject,
  entry: JsonObject,
): Promise<Finding> {
  const url = idOf(entry)
  const answer = url === undefined ? null : await context.documents.read(url)
  if (url === undefined || answer?.outcome !== 'read')
    return unknown('status-unreachable', 'The list of withdrawn badges could not be had.')
  const list = jsonObjectIn(answer.text)
  const entries = list?.['revokedCredential'] ?? list?.['revokedCredentials']
  if (!list || !Array.isArray(entries) || idOf(list['issuer']) !== idOf(document['issuer']))
    return unknown('status-list-untrusted', 'The list of withdrawn badges is not one of this issuer.')
  const isListed =
    objectsOf(entries).some((listed) => listed['id'] === document['id'] && listed['revoked'] !== false) ||
    listOf(entries).includes(document['id'])
  const finding = isListed
    ? failed('revoked', 'The issuer has withdrawn it.')
    : passed('not-revoked', 'The issuer has not withdrawn it.')
  return { ...finding, by: url }
}
