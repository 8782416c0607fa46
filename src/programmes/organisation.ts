import type { FieldProblem } from '../kernel/domain-error.ts'
import { colourOf, contrast, WHITE } from '../kernel/colour.ts'
import { LANGUAGES, type LocalisedText } from '../kernel/language.ts'
import { didWebDocumentUrl } from '../standards/vc/index.ts'

export const JWT_ALGORITHMS = ['ES256', 'RS256'] as const
export type JwtAlgorithm = (typeof JWT_ALGORITHMS)[number]

/** Of a badge against white paper. Source: WCAG 2.2, Non-text Contrast. */
const LEAST_CONTRAST = 3

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
  /** What signs the JWT form of its badges; ES256 when left out. */
  readonly jwtAlgorithm?: JwtAlgorithm | undefined
  /** `#rrggbb`, of the pictures that are drawn; the house's own when left out. */
  readonly accentColour?: string | undefined
  /** Where it keeps its key itself: its did:web, on a domain of its own. */
  readonly ownDid?: string | undefined
}

const REGIONS = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

export function organisationProblems(details: OrganisationDetails, publicUrl: string): readonly FieldProblem[] {
  const { legalName, countryCode, url, email, ownDid } = details
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
    ...colourProblems(details.accentColour),
    ...(ownDid === undefined || isDidElsewhere(ownDid, publicUrl)
      ? []
      : [{ pointer: '/ownDid', detail: 'has to be a did:web on a domain of its own' }]),
  ]
}

function colourProblems(colour: string | undefined): readonly FieldProblem[] {
  if (colour === undefined) return []
  if (!/^#[0-9a-f]{6}$/i.test(colour))
    return [{ pointer: '/accentColour', detail: 'has to be a colour such as #14566b' }]
  const isVisible = contrast(colourOf(colour), WHITE) >= LEAST_CONTRAST
  return isVisible ? [] : [{ pointer: '/accentColour', detail: 'is too light to be seen on white' }]
}

/** An organisation that keeps its key here needs no DID of its own. */
function isDidElsewhere(did: string, publicUrl: string): boolean {
  const address = didWebDocumentUrl(did)
  return address !== null && new URL(address).host !== new URL(publicUrl).host
}

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && REGIONS.of(code) !== undefined
}

export function displayNames({ legalName, displayName }: OrganisationDetails): LocalisedText {
  return Object.fromEntries(LANGUAGES.map((language) => [language, displayName[language]?.trim() || legalName.trim()]))
}
