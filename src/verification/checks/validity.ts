import { failed, notApplicable, passed, unknown, type Finding } from '../facts.ts'
import type { JsonObject } from '../reading/json-text.ts'
import { instantIn } from '../reading/members.ts'
import { EXPIRED } from '../state.ts'

/** Clocks differ: an instant within five minutes of a bound is within it. */
const SKEW_MS = 300_000

/**
 * Whether `now` is within the period of validity. The 1.1 names stand for the same members.
 * Source: VC Data Model 2.0, Validity Period; Open Badges 3.0, Verification (status and period).
 */
export function checkValidity(document: JsonObject, now: Date): Finding {
  const from = document['validFrom'] ?? document['issuanceDate']
  const until = document['validUntil'] ?? document['expirationDate']
  if (from === undefined && until === undefined) return notApplicable('no-period', 'The credential names no period.')
  const [start, end] = [instantIn(from), instantIn(until)]
  if ((from !== undefined && !start) || (until !== undefined && !end))
    return unknown('period-unreadable', 'The period of validity cannot be read.')
  if (end && now.getTime() > end.getTime() + SKEW_MS) return failed(EXPIRED, 'The validity has ended.')
  if (start && now.getTime() < start.getTime() - SKEW_MS) return failed('not-yet-valid', 'The validity has not begun.')
  return passed('within-period', 'Valid at the time of checking.')
}
