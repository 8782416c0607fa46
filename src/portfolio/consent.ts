import type { FieldProblem } from '../kernel/domain-error.ts'
import type { PeopleShown } from './evidence.ts'

export const CONSENT_SCOPES = ['assessment', 'publication'] as const
export type ConsentScope = (typeof CONSENT_SCOPES)[number]
export const CONSENT_FORMS = ['signed_paper', 'digital_signature', 'recorded_statement'] as const

export interface Consent {
  readonly subjectKind: 'adult' | 'minors_group'
  readonly subjectCount: number
  readonly guardianAuthorisations: number
  readonly minorAssents: number
  readonly scope: readonly string[]
  readonly grantedAt: Date | null
  readonly expiresAt: Date | null
  readonly withdrawnAt: Date | null
}

export type ConsentStatus = 'requested' | 'incomplete' | 'granted' | 'expired' | 'withdrawn'

export function consentStatus(consent: Consent, at: Date): ConsentStatus {
  if (consent.withdrawnAt) return 'withdrawn'
  if (consent.grantedAt && consent.grantedAt <= at && isEverybodyIn(consent)) {
    return consent.expiresAt && consent.expiresAt <= at ? 'expired' : 'granted'
  }
  return consent.guardianAuthorisations > 0 || consent.minorAssents > 0 ? 'incomplete' : 'requested'
}

/** A group of minors needs the authorisation of a guardian and the minor's own assent, for each. */
export function isEverybodyIn(consent: Consent): boolean {
  return missingFromConsent(consent).length === 0
}

export function missingFromConsent(consent: Consent): readonly FieldProblem[] {
  if (consent.subjectKind === 'adult') return []
  const lacking = (have: number): number => Math.max(0, consent.subjectCount - have)
  const problems: FieldProblem[] = []
  const guardians = lacking(consent.guardianAuthorisations)
  const assents = lacking(consent.minorAssents)
  if (guardians > 0) {
    problems.push({ pointer: '/guardianAuthorisations', detail: `${guardians} guardian authorisations are missing` })
  }
  if (assents > 0) problems.push({ pointer: '/minorAssents', detail: `${assents} assents of minors are missing` })
  return problems
}

export type EvidenceConsent = 'not-needed' | 'holds' | 'missing' | 'withdrawn'

/**
 * Whether evidence may be seen by others than its owner. `attached` are the consents given for this version, and
 * `ofSameBytes` those of every version with the same bytes: one withdrawal counts wherever the picture is.
 */
export function evidenceConsent(
  peopleShown: PeopleShown,
  attached: readonly Consent[],
  ofSameBytes: readonly Consent[],
  at: Date,
): EvidenceConsent {
  if ([...attached, ...ofSameBytes].some(({ withdrawnAt }) => withdrawnAt !== null)) return 'withdrawn'
  if (peopleShown === 'none' || peopleShown === 'blurred') return 'not-needed'
  const granted = attached.filter(
    (consent) =>
      consent.scope.includes('assessment') &&
      consentStatus(consent, at) === 'granted' &&
      (peopleShown === 'adults' || consent.subjectKind === 'minors_group'),
  )
  if (granted.length > 0) return 'holds'
  return attached.some((consent) => consentStatus(consent, at) === 'expired') ? 'withdrawn' : 'missing'
}
