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
  const isJoint = report.facts.some(({ check, outcome }) => check === 'recognition' && outcome === 'passed')
  return (
    <section class="joint" aria-label={t('verification.joint.title')}>
      {endorsements.map((endorsement) =>
        endorsement.outcome === 'passed' ? (
          <Confirmed key={endorsement.by} {...{ context, extra, endorsement, organisation, isJoint }} />
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
  /** A stranger's endorsement is an endorsement; a joint assessment is what an issuer that we know says it is. */
  readonly isJoint: boolean
}

function Confirmed({ context: { t }, extra, endorsement, organisation, isJoint }: ConfirmedProps): VNode {
  const name = partnerName(extra, endorsement) ?? t('verification.joint.aPartner')
  // What a stranger calls itself in a stranger's badge is never said without the host that answers for it.
  const host = hostOf(endorsement.by ?? '')
  const partner = isJoint || name === host || host.startsWith('did:') ? name : `${name} (${host})`
  return (
    <>
      <p class="joint-line">
        {isJoint
          ? t('verification.joint.assessedBy', { first: organisation, second: partner })
          : t('verification.joint.endorsedBy', { organisation: partner })}
      </p>
      <ul class="signatures">
        <li class="tone-good">
          <Icon name="check" />
          {t('verification.joint.signedBy', { organisation })}
        </li>
        <li class="tone-good">
          <Icon name="check" />
          {t(wordingOf(endorsement), { organisation: partner, domain: hostOf(endorsement.by ?? '') })}
        </li>
      </ul>
    </>
  )
}

/** Where the partner's key lives says what its confirmation is worth. */
const WORDINGS: Readonly<Record<string, string>> = {
  'own-domain': 'verification.joint.own-domain',
  'kept-here': 'verification.joint.kept-by-service',
  'kept-with-issuer': 'verification.joint.kept-with-issuer',
}

function wordingOf({ code }: Endorsement): string {
  return WORDINGS[code] ?? 'verification.joint.confirmed'
}

function NotConfirmed({ context: { t }, extra, endorsement }: Omit<ConfirmedProps, 'organisation' | 'isJoint'>): VNode {
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

/** As our record names it, else as it names itself in what the issuer signed, else by its host; a bare key is no name. */
function partnerName({ partners }: VerificationExtra, { by, byName }: Endorsement): string | undefined {
  const known = by === undefined ? undefined : partners?.[by]
  const host = by === undefined || by.startsWith('did:key:') ? undefined : hostOf(by)
  return known ?? byName ?? host
}
