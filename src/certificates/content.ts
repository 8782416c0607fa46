import type { Language } from '../kernel/language.ts'

/** Everything the paper says. Texts are in `language` already; the drawing adds labels, dates and numbers in it. */
export interface CertificateContent {
  readonly language: Language
  /** IANA name of the programme's zone: both dates are the calendar days there. */
  readonly timeZone: string
  readonly nameAsIssued: string
  readonly title: string
  readonly description: string
  readonly awardingBody: CertificateOrganisation
  /** The organisation that judged together with the awarding body; null where one organisation judged alone. */
  readonly assessingPartner: CertificatePartner | null
  readonly outcomes: readonly string[]
  readonly workload: Workload
  /** Null where a level does not apply to the course. */
  readonly level: DeclaredLevel | null
  /** What the holder reached, criterion by criterion; empty where the holder chose not to have it shown. */
  readonly achievedLevels: readonly AchievedLevel[]
  readonly assessmentTypes: readonly AssessmentType[]
  readonly participation: Participation
  readonly qualityAssurance: string
  readonly prerequisites: string | null
  readonly supervision: Supervision | null
  /** When the decision was released (`awardedDate`). */
  readonly awardedAt: Date
  /** When the credential became valid (`validFrom`); also the date of the file, so that drawing reads no clock. */
  readonly issuedAt: Date
  /** XXXX-XXXX-XXXX-XXXX in Crockford base32. */
  readonly verificationCode: string
  /** Target of the QR, `https://HOST/v/CODE`. Its origin is what the paper tells the reader to look for. */
  readonly verificationUrl: string
  /** As published by the issuer. 64 hex digits are printed in groups of four, anything else as it is. */
  readonly issuerKeyFingerprint: string
  /** Issued from plain http on localhost: the paper says that it is worth nothing. */
  readonly trial: boolean
  /** Attached byte for byte. */
  readonly credential: { readonly iri: string; readonly bytes: Uint8Array }
  /** `#rrggbb`; darkened where it would be hard to read on white. */
  readonly accentColour?: string
}

export interface CertificateOrganisation {
  readonly name: string
  /** ISO 3166-1 alpha-2, printed as the country's name. */
  readonly countryCode: string
  /** City or region, printed before the country. */
  readonly place: string | null
}

export interface CertificatePartner extends CertificateOrganisation {
  readonly confirmation: PartnerConfirmation
}

/** What is known of the partner's endorsement when the paper is drawn: the three wordings of the joint line. */
export type PartnerConfirmation =
  | { readonly kind: 'own-domain'; readonly domain: string }
  | { readonly kind: 'kept-by-service' }
  | { readonly kind: 'not-confirmed' }

/** Hours are canonical. Credits are derived from them, and indicative unless the awarding body may grant them. */
export interface Workload {
  readonly hours: number
  readonly credits: readonly Credits[]
}

export interface Credits {
  /** `ECTS`, `SCT-Chile`, … */
  readonly scheme: string
  readonly value: number
  readonly status: 'indicative' | 'granted'
}

/** A declaration of the awarding body, printed with its basis; no equivalence between frameworks is ever printed. */
export interface DeclaredLevel {
  /** `EQF`, or the name of another framework. */
  readonly framework: string
  readonly value: string | number
  readonly basis: 'declared_by_awarding_body' | 'national_framework'
}

export type AssessmentType =
  | 'portfolio'
  | 'application_of_a_skill'
  | 'professional_conversation'
  | 'observation'
  | 'project'
  | 'presentation'
  | 'written_examination'
  | 'oral_examination'
  | 'recognition_of_prior_learning'

export type Participation = 'onsite' | 'online' | 'blended' | 'work_based'

export type Supervision =
  | 'unsupervised_no_id_verification'
  | 'unsupervised_with_id_verification'
  | 'supervised_online_no_id_verification'
  | 'supervised_online_with_id_verification'
  | 'supervised_onsite_no_id_verification'
  | 'supervised_onsite_with_id_verification'

export interface AchievedLevel {
  readonly criterion: string
  readonly level: string
}
