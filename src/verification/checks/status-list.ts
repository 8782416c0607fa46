import { decodeStatusList, MINIMUM_STATUS_LIST_LENGTH, statusAt } from '../../standards/vc/bitstring-status-list.ts'
import type { CheckContext } from '../check-context.ts'
import { unknown, type Finding, type Warning } from '../facts.ts'
import { isObject, type JsonObject } from '../reading/json-text.ts'
import { hasType, idOf, listOf, objectsOf, textOf } from '../reading/members.ts'
import { readText, type ReadCredential } from '../reading/read-credential.ts'
import { checkFormat } from './format.ts'
import { judgeProofs } from './integrity.ts'
import { checkIssuer } from './issuer.ts'
import { checkProof } from './proof.ts'
import { checkValidity } from './validity.ts'

export type StatusReading =
  | { readonly outcome: 'read'; readonly isSet: boolean; readonly by: string; readonly warnings: readonly Warning[] }
  | { readonly outcome: 'not-read'; readonly finding: Finding }

/**
 * Reads one entry of a status list. The list is believed only when it is itself a sound credential of the badge's
 * issuer, in force, for the purpose asked, and long enough to hold the index.
 * Source: Bitstring Status List 1.0, Validate Algorithm; StatusList2021 as its draft.
 */
export async function checkStatusList(
  context: CheckContext,
  badge: JsonObject,
  entry: JsonObject,
  purpose: string,
): Promise<StatusReading> {
  const url = textOf(entry['statusListCredential'])
  const index = indexOf(entry['statusListIndex'])
  if (url === undefined || index === null || (entry['statusSize'] ?? 1) !== 1)
    return notRead('status-malformed', 'The status entry cannot be read.')
  const answer = await context.documents.read(url)
  if (answer.outcome === 'unreachable') return notRead('status-unreachable', `The status list: ${answer.detail}`)
  if (answer.outcome === 'not-published') return notRead('status-unreachable', 'We publish no such status list.')
  const list = listIn(answer.text)
  const untrusted = list ? await distrust(context, list, badge) : 'The status list cannot be read.'
  if (!list || untrusted !== null)
    return notRead('status-list-untrusted', untrusted ?? 'The status list cannot be read.')
  return readBit(list, purpose, index, url, answer.own)
}

function readBit(list: ReadCredential, purpose: string, index: number, url: string, own: boolean): StatusReading {
  const [subject] = objectsOf(list.document['credentialSubject'])
  if (!subject || !hasType(subject, 'BitstringStatusList', 'StatusList2021'))
    return notRead('status-list-malformed', 'The status list does not say that it is one.')
  if (!listOf(subject['statusPurpose']).includes(purpose))
    return notRead('status-purpose-differs', 'The status list is for another purpose.')
  const bits = unpacked(textOf(subject['encodedList']) ?? '')
  if (!bits) return notRead('status-list-malformed', 'The status list cannot be unpacked.')
  const isShort = bits.length * 8 < MINIMUM_STATUS_LIST_LENGTH
  if (isShort && own) return notRead('status-list-too-short', 'The status list is shorter than it must be.')
  if (index >= bits.length * 8)
    return notRead('status-index-out-of-range', 'The status list does not reach to this badge.')
  const detail =
    'The status list is shorter than the standard asks for, which lets others guess whose badge is checked.'
  return {
    outcome: 'read',
    isSet: statusAt(bits, index),
    by: url,
    warnings: isShort ? [{ code: 'status-list-short', detail }] : [],
  }
}

/** Lists of the StatusList2021 draft lack the multibase prefix; gzip in base64url begins with H4sI. */
function unpacked(encodedList: string): Uint8Array | null {
  const encoded = encodedList.startsWith('H4sI') ? `u${encodedList}` : encodedList
  try {
    return decodeStatusList(encoded, { minimumLength: 0 })
  } catch {
    return null
  }
}

/** Why a list is not to be believed; null when it is. */
async function distrust(context: CheckContext, list: ReadCredential, badge: JsonObject): Promise<string | null> {
  const { document } = list
  if (checkFormat(list).outcome !== 'passed') return 'The status list is not a credential.'
  if (!hasType(document, 'BitstringStatusListCredential', 'StatusList2021Credential'))
    return 'What is published at the address is not a status list.'
  if (idOf(document['issuer']) !== idOf(badge['issuer'])) return 'The status list is of another issuer than the badge.'
  const proofs = await judgeProofs(context, list)
  if (checkProof(proofs).outcome !== 'passed') return 'The signature of the status list is not right.'
  if (checkIssuer(proofs).outcome !== 'passed') return 'The key of the status list is not known as the issuer’s.'
  const validity = checkValidity(document, context.now)
  return validity.outcome === 'failed' || validity.outcome === 'unknown' ? 'The status list is not in force.' : null
}

function listIn(text: string): ReadCredential | null {
  try {
    const list = readText(text)
    return isObject(list.document['credentialSubject']) ? list : null
  } catch {
    return null
  }
}

/** A decimal string; a number is accepted from others. Source: Bitstring Status List 1.0, BitstringStatusListEntry. */
function indexOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null
  return typeof value === 'string' && /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : null
}

function notRead(code: string, detail: string): StatusReading {
  return { outcome: 'not-read', finding: unknown(code, detail) }
}
