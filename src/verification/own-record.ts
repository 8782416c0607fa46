import { failed, fact, type Fact } from './facts.ts'
import type { OwnRecordEntry } from './ports.ts'
import type { ReportedCredential } from './report.ts'
import { SUPERSEDED } from './state.ts'

/**
 * What our record adds to the facts about a credential of ours. It only lowers: a withdrawal we know of counts although
 * a cached list does not show it yet, and a withdrawn credential with a successor is superseded. It never clears a bit.
 */
export function lowerByRecord(facts: readonly Fact[], record: OwnRecordEntry): readonly Fact[] {
  return facts.map((known) => {
    if (known.check !== 'status') return known
    const isRevoked = known.outcome === 'failed' || record.revokedAt !== undefined
    if (isRevoked && record.successorAddress !== undefined)
      return fact('status', { ...failed(SUPERSEDED, 'A newer version takes its place.'), ...by(known) })
    if (isRevoked && known.outcome !== 'failed')
      return fact('status', failed('revoked', 'The issuer has withdrawn it.'))
    return known
  })
}

function by({ by }: Fact): { by?: string } {
  return by === undefined ? {} : { by }
}

/** What our record lets a reader know beside the document: where the newer version is, and when and why it was withdrawn. */
export function annotationsOf(record: OwnRecordEntry): Partial<ReportedCredential> {
  return {
    ...(record.successorAddress === undefined ? {} : { successor: record.successorAddress }),
    ...(record.revokedAt === undefined ? {} : { revokedAt: record.revokedAt.toISOString() }),
    ...(record.revocationCategory === undefined ? {} : { revocationCategory: record.revocationCategory }),
  }
}
