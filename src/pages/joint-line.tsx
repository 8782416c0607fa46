import type { VNode } from 'preact'
import type { PageContext } from './context.ts'
import { Icon } from './icons.tsx'
import { organisationName } from './verdict.ts'
import { hostOf, type Report, type VerificationExtra } from './verification-report.ts'

interface JointLineProps {
  readonly context: PageContext
  readonly report: Report
  readonly extra: VerificationExtra
}

type Endorsement = Report['facts'][number]

/**
 * Who assessed, each with its signature: a partner counts as confirmed only when its own signature held. Nothing is
 * said about badges that name no partner.
 */
export function JointLine({ context, report, extra }: JointLineProps): VNode | null {
  const endorsements = report.facts.filter(
    ({ check, outcome }) => check === 'endorsement' && outcome !== 'not-applicable',
  )
  if (endorsements.length === 0) return null
  const { t } = context
  const organisation = organisationName(context, report, extra)
  return (
    <section class="joint" aria-label={t('verification.joint.title')}>
      {endorsements.map((endorsement) =>
        endorsement.outcome === 'passed' ? (
          <Confirmed key={endorsement.by} {...{ context, extra, endorsement, organisation }} />
        ) : (
          <NotConfirmed key={endorsement.by} {...{ context, extra, endorsement }} />
        ),
      )}
    </section>
  )
}

interface ConfirmedProps {
  readonly context: PageContext
  readonly extra: VerificationExtra
  readonly endorsement: Endorsement
  readonly organisation: string
}

function Confirmed({ context: { t }, extra, endorsement, organisation }: ConfirmedProps): VNode {
  const partner = partnerName(extra, endorsement) ?? t('verification.joint.aPartner')
  const wording = ['own-domain', 'kept-by-service'].find((end) => endorsement.code.endsWith(end)) ?? 'confirmed'
  return (
    <>
      <p class="joint-line">{t('verification.joint.assessedBy', { first: organisation, second: partner })}</p>
      <ul class="signatures">
        <li class="tone-good">
          <Icon name="check" />
          {t('verification.joint.signedBy', { organisation })}
        </li>
        <li class="tone-good">
          <Icon name="check" />
          {t(`verification.joint.${wording}`, { organisation: partner, domain: hostOf(endorsement.by ?? '') })}
        </li>
      </ul>
    </>
  )
}

function NotConfirmed({ context: { t }, extra, endorsement }: Omit<ConfirmedProps, 'organisation'>): VNode {
  const partner = partnerName(extra, endorsement) ?? t('verification.joint.aPartner')
  return (
    <div class="joint-open tone-attention">
      <p class="joint-line">
        <Icon name="exclamation" />
        {t('verification.joint.not-confirmed')}
      </p>
      <p>{t('verification.joint.not-confirmedWhy', { partner })}</p>
    </div>
  )
}

function partnerName({ partners }: VerificationExtra, { by, outcome }: Endorsement): string | undefined {
  if (by === undefined) return outcome === 'passed' ? undefined : Object.values(partners ?? {})[0]
  return partners?.[by] ?? hostOf(by)
}
