import type { VNode } from 'preact'
import { formatDate, hasText } from '../texts/index.ts'
import { TRIAL } from '../verification/index.ts'
import { ButtonLink, FactList, type Fact } from './content.tsx'
import type { PageContext } from './context.ts'
import { Icon } from './icons.tsx'
import { organisationName, SIGNS, verdictText } from './verdict.ts'
import { isAuthentic, type Report, type VerificationExtra } from './verification-report.ts'

interface PartProps {
  readonly context: PageContext
  readonly report: Report
  readonly extra: VerificationExtra
  /** Of the part's heading: a page has one report, a table of files one under each file. */
  readonly level?: 1 | 2 | 3 | undefined
}

type Heading = 'h1' | 'h2' | 'h3'

/** Somebody without a zone of their own reads the times of the badge's programme, which are those of the paper. */
export function inZoneOf(context: PageContext, { timeZone }: VerificationExtra): PageContext {
  return context.person !== null || timeZone === undefined ? context : { ...context, timeZone }
}

export function Trial({ context: { t }, report }: PartProps): VNode | null {
  if (!report.warnings.some(({ code }) => code === TRIAL)) return null
  const id = report.credential?.id ?? ''
  return (
    <div class="trial" role="note">
      <strong>{t('verification.trialTitle')}</strong>
      <p>{t('verification.trial', { origin: URL.canParse(id) ? new URL(id).origin : '' })}</p>
    </div>
  )
}

export function Verdict({ context, report, extra, level = 1 }: PartProps): VNode {
  const { t } = context
  const Heading: Heading = `h${level}`
  const { tone, icon } = SIGNS[report.state]
  const { headline, said, next } = verdictText(context, report, extra)
  const successor = report.state === 'superseded' ? report.credential?.successor : undefined
  return (
    <header class={`verdict tone-${tone}`} data-state={report.state}>
      <div class="verdict-signs">
        <span class="verdict-sign">
          <Icon name={icon} />
        </span>
        {report.visibility === 'hidden' ? (
          <span class="verdict-sign verdict-lock">
            <Icon name="lock" />
          </span>
        ) : null}
        <p class="verdict-word">{t(`verification.${report.state}.word`)}</p>
      </div>
      <Heading>{headline}</Heading>
      {said ? <p class="verdict-said">{said}</p> : null}
      {report.visibility === 'hidden' ? (
        <p class="verdict-said">
          {t('verification.hidden.headline')} {t('verification.hidden.next')}
        </p>
      ) : null}
      <p class="verdict-next">
        <Icon name="arrow" />
        <span>
          <span class="visually-hidden">{t('verification.nextStep')}: </span>
          {next}
        </span>
      </p>
      {successor ? (
        <ButtonLink kind="primary" href={successor}>
          {t('verification.openNewer')}
        </ButtonLink>
      ) : null}
    </header>
  )
}

export function Badge({ context, report, extra }: PartProps): VNode {
  const { t, language, timeZone } = context
  const credential = report.credential
  const day = (instant: string): string =>
    Number.isNaN(Date.parse(instant)) ? instant : formatDate(instant, language, timeZone)
  return (
    <section class="identity">
      <p class="kicker">{t('verification.badge.recipient')}</p>
      <p class="identity-name">{credential?.recipient ?? t('verification.badge.noName')}</p>
      <p class="identity-badge">{credential?.achievement?.name ?? credential?.name}</p>
      <p class="identity-facts">
        {extra.level ? <span>{t('verification.badge.level', { level: extra.level })}</span> : null}
        {credential?.validFrom ? (
          <span>
            {t('verification.badge.issued', {
              date: day(credential.validFrom),
              organisation: organisationName(context, report, extra),
            })}
          </span>
        ) : null}
        {credential?.validUntil ? (
          <span>{t('verification.badge.validUntil', { date: day(credential.validUntil) })}</span>
        ) : null}
      </p>
    </section>
  )
}

export function Facts({ context, report, level = 2 }: PartProps): VNode {
  const { t } = context
  const Heading: Heading = `h${level}`
  const mayName = isAuthentic(report)
  const facts = report.facts
    .filter((fact) => isWorthTelling(fact, report))
    .map(({ check, outcome, code, by }): Fact => {
      const exact = `verification.code.${code}`
      const text = t(hasText(exact) ? exact : `verification.fact.${check}.${outcome}`)
      return {
        outcome,
        label: t(`verification.check.${check}`),
        detail: by && mayName ? `${text} ${t('verification.facts.by', { by: readableIssuerId(by) })}` : text,
      }
    })
  return (
    <section class="part">
      <Heading>{t('verification.facts.title')}</Heading>
      <FactList context={context} facts={facts} />
    </section>
  )
}

/** A key in an identifier is nothing to read: its two ends tell two of them apart, and the report has it whole. */
function readableIssuerId(id: string): string {
  return id.replace(/^(did:key:.{8}).{12,}(.{6})$/, '$1…$2')
}

/**
 * What follows from a document that nobody signed is no finding: of a tampered one only the reasons are told. Neither
 * is that nobody asked for a recipient, or that no schema applies.
 */
function isWorthTelling({ check, outcome }: Report['facts'][number], { state }: Report): boolean {
  if (state === 'tampered') return ['format', 'proof', 'issuer'].includes(check)
  return outcome !== 'not-applicable' || !['recipient', 'schema'].includes(check)
}

/** What a fact above says already is not said twice. A warning of a kind we have no words for is shown as it came, in English. */
export function Warnings({ context: { t }, report, level = 2 }: PartProps): VNode | null {
  const Heading: Heading = `h${level}`
  const unsaid = report.warnings.filter(
    ({ code, detail }) => code !== TRIAL && !report.facts.some((fact) => fact.detail === detail),
  )
  if (unsaid.length === 0) return null
  return (
    <section class="part">
      <Heading>{t('verification.warnings.title')}</Heading>
      <ul>
        {unsaid.map(({ code, detail }) => {
          const key = `verification.warning.${code}`
          return hasText(key) ? (
            <li key={code}>{t(key)}</li>
          ) : (
            <li key={code} lang="en">
              {detail}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
