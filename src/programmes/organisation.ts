import type { FieldProblem } from '../kernel/domain-error.ts'
import { LANGUAGES, type LocalisedText } from '../kernel/language.ts'

/** What may change of an organisation. Its slug does not: every DID and every signed badge holds it. */
export interface OrganisationDetails {
  readonly legalName: string
  /** A language that is left out is given the legal name. */
  readonly displayName: LocalisedText
  /** ISO 3166-1, two capital letters. */
  readonly countryCode: string
  readonly city?: string | undefined
  readonly url?: string | undefined
  readonly email?: string | undefined
  /** Whether what it signs carries a second proof, `Ed25519Signature2020`, for older verifiers. */
  readonly addsLegacyProof: boolean
}

const REGIONS = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

export function organisationProblems({
  legalName,
  countryCode,
  url,
  email,
}: OrganisationDetails): readonly FieldProblem[] {
  const isAddress = url === undefined || (/^https?:\/\//.test(url) && URL.canParse(url))
  return [
    ...(legalName.trim().length >= 2
      ? []
      : [{ pointer: '/legalName', detail: 'is required: at least two characters' }]),
    ...(isCountry(countryCode) ? [] : [{ pointer: '/countryCode', detail: 'has to be the code of a country' }]),
    ...(isAddress ? [] : [{ pointer: '/url', detail: 'has to be an address that begins with http' }]),
    ...(email === undefined || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
      ? []
      : [{ pointer: '/email', detail: 'must match format "email"' }]),
  ]
}

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && REGIONS.of(code) !== undefined
}

export function displayNames({ legalName, displayName }: OrganisationDetails): LocalisedText {
  return Object.fromEntries(LANGUAGES.map((language) => [language, displayName[language]?.trim() || legalName.trim()]))
}
