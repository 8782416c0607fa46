import type { Report } from '../verification/report.ts'

export type { Report } from '../verification/report.ts'

export const BADGE_FILES = ['json', 'png', 'svg', 'jwt'] as const
export type BadgeFile = (typeof BADGE_FILES)[number]

/**
 * What our own record can add to a report of a badge of ours: names, links and the paper's data. It annotates; whether
 * something counts as confirmed is read from the report's facts alone.
 */
export interface VerificationExtra {
  /** Awarding organisation in the reader's language. */
  readonly organisation?: string | undefined
  /** Partner organisations in the reader's language, by the `by` of their endorsement fact. */
  readonly partners?: Readonly<Record<string, string>> | undefined
  readonly level?: string | undefined
  /** Criteria that were judged; the level only where the holder chose to show it. */
  readonly criteria?: readonly { readonly name: string; readonly level?: string | undefined }[] | undefined
  readonly evidenceCount?: number | undefined
  readonly log?: { readonly position: number; readonly hash: string } | undefined
  readonly suspendedSince?: string | undefined
  readonly lastConfirmedAt?: string | undefined
  /** Addresses below PUBLIC_URL. */
  readonly signedFileUrl?: string | undefined
  readonly certificateUrl?: string | undefined
  /** Files with the whole signed badge inside, by their kind. */
  readonly fileUrls?: Partial<Record<BadgeFile, string>> | undefined
  readonly jsonUrl?: string | undefined
  readonly sha256?: string | undefined
  /** Of the programme, as on the paper. */
  readonly timeZone?: string | undefined
}

/** Whether what the document says may be shown: somebody signed it, and that was its issuer. */
export function isAuthentic(report: Report): boolean {
  return ['proof', 'issuer'].every((check) =>
    report.facts.some((fact) => fact.check === check && fact.outcome === 'passed'),
  )
}

/** The host that a DID or address of an issuer names, or else the identifier itself. */
export function hostOf(identifier: string): string {
  if (identifier.startsWith('did:web:')) return decodeHost(identifier.split(':')[2] ?? '') || identifier
  return URL.canParse(identifier) ? new URL(identifier).host || identifier : identifier
}

function decodeHost(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
