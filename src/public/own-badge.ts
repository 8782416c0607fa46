import { PUBLIC_ACTOR } from '../access/index.ts'
import { parseSigned } from '../certificates/index.ts'
import { lookUpPublicly, type PublicCredential } from '../credentials/index.ts'
import type { Language } from '../kernel/language.ts'
import type { VerificationExtra } from '../pages/index.ts'
import type { Services } from '../services.ts'
import type { Report } from '../verification/index.ts'
import { extraOf } from './report-extra.ts'

/** What a page tells beside a report that is about a badge of ours. */
export interface OwnBadge {
  /** Only while the holder keeps the public page on. */
  readonly code?: string
  readonly extra: VerificationExtra
}

const NOT_OURS: OwnBadge = { extra: {} }

/**
 * Our record of the badge that a report is about, however it was handed in. It is asked by what the report proves – id
 * and issuer of a document whose signature holds – so that whoever copies our id into a badge of their own gets nothing
 * of it. Of a badge whose page is off nothing is told that leads there.
 */
export async function ownBadgeIn(
  { database, clock, config }: Pick<Services, 'database' | 'clock' | 'config'>,
  report: Report,
  language: Language,
): Promise<OwnBadge> {
  const proven = provenIn(report)
  if (!proven) return NOT_OURS
  return database.transaction(PUBLIC_ACTOR, clock.now(), async (tx) => {
    const record = await lookUpPublicly(tx, { iri: proven.id })
    if (!record || issuerOf(record) !== proven.issuerId) return NOT_OURS
    const extra = await extraOf(tx, config, record, language)
    return record.visibility === 'link' ? { code: record.code, extra } : { extra: withoutAddresses(extra) }
  })
}

function provenIn({ facts, credential }: Report): { id: string; issuerId: string } | null {
  const isProven = (['proof', 'issuer'] as const).every((check) =>
    facts.some((fact) => fact.check === check && fact.outcome === 'passed'),
  )
  return isProven && credential?.id !== undefined ? { id: credential.id, issuerId: credential.issuer.id } : null
}

function issuerOf({ signed }: PublicCredential): string | null {
  return signed === null ? null : parseSigned(signed).issuer.id
}

function withoutAddresses({ organisation, partners, criteria, evidenceCount, timeZone }: VerificationExtra) {
  return { organisation, partners, criteria, evidenceCount, timeZone }
}
