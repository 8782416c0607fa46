import { formatDate, formatDateTime, hasText, type TextValues } from '../texts/index.ts'
import type { Tone } from './content.tsx'
import type { PageContext } from './context.ts'
import type { IconName } from './icons.tsx'
import { hostOf, isAuthentic, type Report, type VerificationExtra } from './verification-report.ts'

type State = Report['state']

export interface Sign {
  readonly tone: Tone
  readonly icon: IconName
}

/** Each state's sign; no two states that ask for different acts share colour and sign. */
export const SIGNS: Readonly<Record<State, Sign>> = {
  valid: { tone: 'good', icon: 'check' },
  expired: { tone: 'neutral', icon: 'clock' },
  superseded: { tone: 'info', icon: 'renew' },
  suspended: { tone: 'attention', icon: 'pause' },
  revoked: { tone: 'bad', icon: 'cross' },
  tampered: { tone: 'bad', icon: 'cross' },
  'issuer-unrecognised': { tone: 'attention', icon: 'question' },
  'not-yet-valid': { tone: 'neutral', icon: 'clock' },
  'could-not-check': { tone: 'attention', icon: 'exclamation' },
  'not-found': { tone: 'neutral', icon: 'question' },
  malformed: { tone: 'neutral', icon: 'question' },
}

export interface VerdictText {
  readonly headline: string
  readonly said: string | null
  readonly next: string
}

/** A state's sentences in the reader's language, with nothing of a document in them that nobody signed. */
export function verdictText(context: PageContext, report: Report, extra: VerificationExtra): VerdictText {
  const { t } = context
  const values = verdictValues(context, report, extra)
  const { state } = report
  const headline = t(headlineKey(report), values)
  const next = state === 'superseded' && !report.credential?.successor ? 'superseded.nextUnlinked' : `${state}.next`
  const said = saidKey(report)
  return {
    headline: headline.charAt(0).toLocaleUpperCase() + headline.slice(1),
    said: said === null ? null : t(said, values),
    next: t(`verification.${next}`, values),
  }
}

function headlineKey({ state, facts }: Report): string {
  if (state !== 'could-not-check') return `verification.${state}.headline`
  const open = (['proof', 'issuer', 'status', 'validity'] as const).find((check) =>
    facts.some((fact) => fact.check === check && fact.outcome === 'unknown'),
  )
  return `verification.could-not-check.headline.${open ?? 'proof'}`
}

function saidKey({ state, facts }: Report): string | null {
  if (state === 'valid' || state === 'revoked') return `verification.${state}.said`
  if (state !== 'tampered') return null
  const isAltered = facts.some(({ check, outcome }) => check === 'proof' && outcome === 'failed')
  return `verification.tampered.said.${isAltered ? 'altered' : 'issuer'}`
}

function verdictValues(context: PageContext, report: Report, extra: VerificationExtra): TextValues {
  const { t } = context
  const credential = isAuthentic(report) ? report.credential : null
  const instant = relevantInstant(report, extra)
  const category = `verification.category.${report.credential?.revocationCategory ?? 'other'}`
  return {
    name: credential?.recipient ?? '',
    hasName: credential?.recipient ? 'yes' : 'no',
    organisation: organisationName(context, report, extra),
    domain: credential ? hostOf(credential.issuer.id) : t('verification.theIssuer'),
    date: instant ? shownInstant(context, report.state, instant) : '',
    hasDate: instant ? 'yes' : 'no',
    reason: t(hasText(category) ? category : 'verification.category.other'),
  }
}

/** The issuer's name: from our record, else as signed; never from a document whose signature did not hold. */
export function organisationName({ t }: PageContext, report: Report, extra: VerificationExtra): string {
  const issuer = isAuthentic(report) ? report.credential?.issuer : undefined
  return extra.organisation ?? issuer?.name ?? (issuer ? hostOf(issuer.id) : t('verification.theIssuer'))
}

function relevantInstant({ state, credential }: Report, extra: VerificationExtra): string | undefined {
  switch (state) {
    case 'expired':
      return credential?.validUntil
    case 'revoked':
      return credential?.revokedAt
    case 'suspended':
      return extra.suspendedSince
    case 'could-not-check':
      return extra.lastConfirmedAt
    default:
      return credential?.validFrom
  }
}

function shownInstant({ language, timeZone }: PageContext, state: State, instant: string): string {
  if (Number.isNaN(Date.parse(instant))) return instant
  return state === 'could-not-check'
    ? formatDateTime(instant, language, timeZone)
    : formatDate(instant, language, timeZone)
}
