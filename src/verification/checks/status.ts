import type { CheckContext } from '../check-context.ts'
import { failed, notApplicable, passed, unknown, type Finding } from '../facts.ts'
import { isObject, type JsonObject } from '../reading/json-text.ts'
import { hasType, listOf } from '../reading/members.ts'
import { SUSPENDED } from '../state.ts'
import { checkRevocationList } from './revocation-list.ts'
import { checkStatusList, type StatusReading } from './status-list.ts'

const MAX_ENTRIES = 4
/** Purposes that decide something. A `refresh` is news of a newer version; others say nothing here. */
const DECIDING_PURPOSES = ['revocation', 'suspension']

/**
 * Whether the issuer has withdrawn the credential. The worst answer of all entries counts; an answer that could not be
 * had leaves the question open and never passes.
 * Source: Bitstring Status List 1.0; Open Badges 3.0, Verification (status).
 */
export async function checkStatus(context: CheckContext, document: JsonObject): Promise<Finding> {
  const entries = listOf(document['credentialStatus'])
  if (entries.length === 0) return notApplicable('no-status', 'The issuer publishes no status for this credential.')
  if (entries.length > MAX_ENTRIES) return unknown('too-many-status-entries', 'The credential names too many lists.')
  const findings = await Promise.all(entries.map((entry) => checkEntry(context, document, entry)))
  const worst =
    findings.find(({ outcome, code }) => outcome === 'failed' && code !== SUSPENDED) ??
    findings.find(({ outcome }) => outcome === 'unknown') ??
    findings.find(({ outcome }) => outcome === 'failed') ??
    findings.find(({ outcome }) => outcome === 'passed') ??
    notApplicable('no-deciding-status', 'The status entries decide nothing about validity.')
  return { ...worst, warnings: findings.flatMap(({ warnings }) => warnings ?? []) }
}

async function checkEntry(context: CheckContext, document: JsonObject, entry: unknown): Promise<Finding> {
  if (!isObject(entry)) return unknown('status-malformed', 'The status entry cannot be read.')
  if (hasType(entry, '1EdTechRevocationList')) return checkRevocationList(context, document, entry)
  if (!hasType(entry, 'BitstringStatusListEntry', 'StatusList2021Entry'))
    return unknown('unsupported-status', 'The status is published in a way that is not supported here.')
  const purpose = entry['statusPurpose']
  if (typeof purpose !== 'string') return unknown('status-malformed', 'The status entry cannot be read.')
  if (purpose === 'refresh') return newsOf(await checkStatusList(context, document, entry, purpose))
  if (!DECIDING_PURPOSES.includes(purpose)) return notApplicable('other-purpose', 'The status is only news.')
  const reading = await checkStatusList(context, document, entry, purpose)
  if (reading.outcome !== 'read') return reading.finding
  return { ...verdictOf(reading.isSet, purpose), by: reading.by, warnings: reading.warnings }
}

/** Whether there is a newer version never makes this one invalid. Source: Bitstring Status List 1.0, statusPurpose. */
function newsOf(reading: StatusReading): Finding {
  const news = { code: 'newer-version', detail: 'The issuer has a newer version of it. Ask the holder for that one.' }
  const silence = { code: 'newer-version-unknown', detail: 'Whether there is a newer version could not be checked.' }
  const warnings = reading.outcome === 'read' ? [...reading.warnings, ...(reading.isSet ? [news] : [])] : [silence]
  return { ...notApplicable('other-purpose', 'The status is only news.'), warnings }
}

function verdictOf(isSet: boolean, purpose: string): Finding {
  if (!isSet) return passed('not-revoked', 'The issuer has not withdrawn it.')
  return purpose === 'suspension'
    ? failed(SUSPENDED, 'The issuer has suspended it.')
    : failed('revoked', 'The issuer has withdrawn it.')
}
