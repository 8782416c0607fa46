import type { Language } from '../kernel/language.ts'
import type { CertificateContent, CertificateOrganisation } from './content.ts'
import { CertificateDoesNotFit, CertificateIncomplete } from './errors.ts'
import { label, type LabelKey } from './labels.ts'
import type { Weight } from './typeface.ts'

/** A text as it will be printed. `field` is the member of CertificateContent that a refusal would name. */
export interface PrintedText {
  readonly field: string
  readonly weight: Weight
  readonly text: string
}

export interface OrganisationWording {
  readonly role: PrintedText
  readonly name: PrintedText
  readonly place: PrintedText
}

/** One line of the table: several texts make a list. */
export interface ElementWording {
  readonly label: PrintedText
  readonly texts: readonly PrintedText[]
}

export interface CertificateWording {
  readonly organisations: readonly OrganisationWording[]
  readonly kind: PrintedText
  readonly certifies: PrintedText
  readonly name: PrintedText
  readonly hasBeenAwarded: PrintedText
  readonly title: PrintedText
  readonly description: PrintedText
  /** Short facts, side by side: what a reader compares first. */
  readonly highlights: readonly ElementWording[]
  readonly elements: readonly ElementWording[]
  readonly verify: PrintedText
  readonly codeLabel: PrintedText
  readonly code: PrintedText
  readonly how: PrintedText
  readonly address: PrintedText
  readonly mustBegin: PrintedText
  readonly copy: PrintedText
  readonly fingerprint: PrintedText
  readonly trial: { readonly band: PrintedText; readonly mark: PrintedText } | null
  /** Every text above, for choosing the characters of the fonts and for refusing those that cannot be printed. */
  readonly all: readonly PrintedText[]
}

const LOCALE: Readonly<Record<Language, string>> = { es: 'es-CL', en: 'en-GB', fi: 'fi-FI' }
/** More characters than any page of ours holds: refused before they are measured. */
const PAGE_CAPACITY = 6000
const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/

/** Throws CertificateIncomplete for an empty mandatory element, TypeError for a code or an address of no such form. */
export function certificateWording(content: CertificateContent): CertificateWording {
  const { language } = content
  const all: PrintedText[] = []
  const say = (weight: Weight, field: string, text: string): PrintedText => {
    const printed = { weight, field, text: printable(text) }
    if (printed.text === '') throw new CertificateIncomplete(field)
    if (printed.text.length > PAGE_CAPACITY) throw new CertificateDoesNotFit(field)
    all.push(printed)
    return printed
  }
  const fixed = (weight: Weight, key: LabelKey, values?: Record<string, string>): PrintedText =>
    say(weight, 'language', label(language, key, values))
  if (!CODE.test(content.verificationCode)) throw new TypeError('the verification code is not XXXX-XXXX-XXXX-XXXX')
  const { origin } = new URL(content.verificationUrl)

  const organisation = (role: LabelKey, field: string, of: CertificateOrganisation): OrganisationWording => ({
    role: fixed('regular', role),
    name: say('semibold', `${field}/name`, of.name),
    place: say('regular', `${field}/place`, placeName(language, of)),
  })
  const partner = content.assessingPartner
  const worded = (weight: Weight, elements: readonly Element[]): ElementWording[] =>
    elements.map((element) => ({
      label: fixed(weight === 'semibold' ? 'regular' : 'semibold', element.label),
      texts: element.texts.map(([field, text]) => say(weight, field, text)),
    }))
  const kind = say('semibold', 'language', label(language, 'kind').toLocaleUpperCase(LOCALE[language]))
  return {
    organisations: [
      organisation('awardingBody', 'awardingBody', content.awardingBody),
      ...(partner && partner.confirmation.kind !== 'not-confirmed'
        ? [organisation('assessingPartner', 'assessingPartner', partner)]
        : []),
    ],
    kind,
    certifies: fixed('regular', 'certifies'),
    name: say('light', 'nameAsIssued', content.nameAsIssued),
    hasBeenAwarded: fixed('regular', 'hasBeenAwarded'),
    title: say('semibold', 'title', content.title),
    description: say('regular', 'description', content.description),
    highlights: worded('semibold', highlightTexts(content)),
    elements: worded('regular', elementTexts(content)),
    verify: fixed('semibold', 'verify'),
    codeLabel: fixed('regular', 'code'),
    code: say('semibold', 'verificationCode', content.verificationCode),
    how: fixed('regular', 'how'),
    address: say('semibold', 'verificationUrl', content.verificationUrl),
    mustBegin: say('regular', 'verificationUrl', label(language, 'mustBegin', { origin })),
    copy: fixed('regular', 'copy'),
    fingerprint: say('regular', 'issuerKeyFingerprint', fingerprintLine(content)),
    trial: content.trial
      ? {
          band: say('semibold', 'verificationUrl', label(language, 'trial', { origin })),
          mark: say('semibold', 'language', label(language, 'trialMark').toLocaleUpperCase(LOCALE[language])),
        }
      : null,
    all,
  }
}

interface Element {
  readonly label: LabelKey
  readonly texts: readonly (readonly [field: string, text: string])[]
}

/** The elements of the European standard for micro-credentials are these and those that stand above them. */
function highlightTexts(content: CertificateContent): Element[] {
  const { language } = content
  const onlyLevel = content.achievedLevels.length === 1 ? content.achievedLevels[0] : undefined
  return [
    ...one('awardedAt', 'awardedAt', date(content, content.awardedAt)),
    ...one('issuedAt', 'issuedAt', date(content, content.issuedAt)),
    ...one('achievedLevel', 'achievedLevels/0', onlyLevel?.level ?? null),
    ...one('participation', 'participation', label(language, `participation.${content.participation}`)),
  ]
}

function elementTexts(content: CertificateContent): Element[] {
  const { language } = content
  if (content.outcomes.length === 0) throw new CertificateIncomplete('outcomes')
  if (content.assessmentTypes.length === 0) throw new CertificateIncomplete('assessmentTypes')
  const assessment = list(
    language,
    content.assessmentTypes.map((type) => label(language, `assessment.${type}`)),
  )
  return [
    { label: 'outcomes', texts: content.outcomes.map((outcome, index) => [`outcomes/${String(index)}`, outcome]) },
    ...levelTexts(content),
    ...one('workload', 'workload', workload(content)),
    ...one('level', 'level', level(content)),
    ...one('assessment', 'assessmentTypes', capitalised(language, assessment)),
    ...one('joint', 'assessingPartner', jointLine(content)),
    ...one('qualityAssurance', 'qualityAssurance', content.qualityAssurance),
    ...one('supervision', 'supervision', content.supervision && label(language, `supervision.${content.supervision}`)),
    ...one('prerequisites', 'prerequisites', content.prerequisites),
  ]
}

/** A single level stands among the highlights; several are a list, each with its criterion. */
function levelTexts({ achievedLevels }: CertificateContent): Element[] {
  if (achievedLevels.length < 2) return []
  const texts = achievedLevels.map(
    ({ criterion, level }, index) => [`achievedLevels/${String(index)}`, `${criterion}: ${level}`] as const,
  )
  return [{ label: 'achievedLevel', texts }]
}

function one(name: LabelKey, field: string, text: string | null): Element[] {
  return text === null ? [] : [{ label: name, texts: [[field, text]] }]
}

function jointLine({ language, awardingBody, assessingPartner: partner }: CertificateContent): string | null {
  if (!partner) return null
  return label(language, `joint.${partner.confirmation.kind}`, {
    organisations: list(language, [awardingBody.name, partner.name]),
    partner: partner.name,
    domain: partner.confirmation.kind === 'own-domain' ? partner.confirmation.domain : '',
  })
}

function workload({ language, workload: { hours, credits } }: CertificateContent): string {
  const number = new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: 2 })
  const creditTexts = (status: 'granted' | 'indicative'): string =>
    credits
      .filter((credit) => credit.status === status)
      .map(({ value, scheme }) => `${number.format(value)}\u00a0${scheme}`)
      .join(', ')
  const hoursText = label(language, hours === 1 ? 'hour' : 'hours', { hours: number.format(hours) })
  const granted = creditTexts('granted')
  const indicative = creditTexts('indicative')
  return [
    hoursText,
    granted && `, ${granted}`,
    indicative && ` (${label(language, 'creditsIndicative', { credits: indicative })})`,
  ].join('')
}

function level({ language, level: declared }: CertificateContent): string | null {
  if (!declared) return null
  const framework = declared.framework === 'EQF' ? label(language, 'framework.EQF') : declared.framework
  const value = label(language, 'levelValue', { framework, value: String(declared.value) })
  return `${value}, ${label(language, `basis.${declared.basis}`)}`
}

function date({ language, timeZone }: CertificateContent, at: Date): string {
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'long', timeZone }).format(at)
}

function placeName(language: Language, { place, countryCode }: CertificateOrganisation): string {
  const country = new Intl.DisplayNames(LOCALE[language], { type: 'region' }).of(countryCode) ?? countryCode
  return place ? `${place}, ${country}` : country
}

function list(language: Language, items: readonly string[]): string {
  return new Intl.ListFormat(LOCALE[language]).format(items)
}

function capitalised(language: Language, text: string): string {
  return text.slice(0, 1).toLocaleUpperCase(LOCALE[language]) + text.slice(1)
}

function fingerprintLine({ language, issuerKeyFingerprint: fingerprint }: CertificateContent): string {
  if (fingerprint.trim() === '') throw new CertificateIncomplete('issuerKeyFingerprint')
  const grouped = /^[0-9a-f]{64}$/i.test(fingerprint) ? fingerprint.replace(/(.{4})(?=.)/g, '$1 ') : fingerprint
  return `${label(language, 'fingerprint')}: ${grouped}`
}

/** Composed characters, and every run of ordinary white space as one space. */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[ \t\r\n\u2028\u2029]+/g, ' ')
    .trim()
}
