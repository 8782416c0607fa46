import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { ButtonLink, StateBadge, type PageContext, type Tone } from '../pages/index.ts'
import { formatBytes } from '../texts/index.ts'
import type { ConsentStatus, EvidenceConsent } from './consent.ts'
import type { MicroCourseVersion } from '../courses/index.ts'
import type { EvidenceVersion } from './evidence-store.ts'
import type { ScanStatus } from './evidence.ts'
import type { Missing } from './missing.ts'
import { contentPath } from './schemas.ts'
import type { SubmissionEvidence } from './submission-store.ts'
import type { SubmissionState } from './submission.ts'

export const SUBMISSION_TONES: Readonly<Record<SubmissionState, Tone>> = {
  draft: 'neutral',
  submitted: 'info',
  returned_for_completion: 'attention',
  in_assessment: 'info',
  awaiting_reconciliation: 'info',
  in_adjudication: 'info',
  decided: 'info',
  released: 'info',
  closed: 'neutral',
  withdrawn: 'neutral',
}

export function SubmissionBadge({ context: { t }, state }: { context: PageContext; state: SubmissionState }): VNode {
  return <StateBadge tone={SUBMISSION_TONES[state]} label={t(`portfolio.state.${state}`)} />
}

const SCAN_TONES: Readonly<Record<ScanStatus, Tone>> = {
  uploaded: 'info',
  scanning: 'info',
  clean: 'good',
  infected: 'bad',
  unscannable: 'bad',
}

export function ScanBadge({ context: { t }, status }: { context: PageContext; status: ScanStatus }): VNode {
  return <StateBadge tone={SCAN_TONES[status]} label={t(`portfolio.scan.${status}`)} />
}

const CONSENT_TONES: Readonly<Record<ConsentStatus, Tone>> = {
  requested: 'attention',
  incomplete: 'attention',
  granted: 'good',
  expired: 'bad',
  withdrawn: 'bad',
}

export function ConsentBadge({ context: { t }, status }: { context: PageContext; status: ConsentStatus }): VNode {
  return <StateBadge tone={CONSENT_TONES[status]} label={t(`portfolio.consentStatus.${status}`)} />
}

const EVIDENCE_CONSENT_TONES: Readonly<Record<EvidenceConsent, Tone>> = {
  'not-needed': 'neutral',
  holds: 'good',
  missing: 'attention',
  withdrawn: 'bad',
}

/** Whether the consents behind a piece of evidence allow others to see it. */
export function EvidenceConsentBadge({
  context: { t },
  consent,
}: {
  context: PageContext
  consent: EvidenceConsent
}): VNode {
  return <StateBadge tone={EVIDENCE_CONSENT_TONES[consent]} label={t(`portfolio.evidenceConsent.${consent}`)} />
}

interface VersionContentProps {
  readonly context: PageContext
  readonly version: EvidenceVersion
  /** Others open a picture when they mean to: each reading may be on record. */
  readonly isOwner: boolean
  /** The people in it have not agreed, or no longer do. */
  readonly isBlocked: boolean
}

/** The picture itself, the file to save, or the address to open: whatever the version is. */
export function VersionContent({ context, version, isOwner, isBlocked }: VersionContentProps): VNode | null {
  const { t, language } = context
  if (version.externalUrl !== null) {
    return (
      <p>
        <a href={version.externalUrl} rel="noopener noreferrer external">
          {version.externalUrl}
        </a>
        <span class="hint"> {t('portfolio.evidence.unpinned')}</span>
      </p>
    )
  }
  if (isBlocked) return <p class="muted">{t('portfolio.evidence.blocked')}</p>
  if (version.bytesDeletedAt !== null) return <p class="muted">{t('portfolio.evidence.deleted')}</p>
  if (version.scanStatus === 'infected') return null
  const path = contentPath(version.id)
  return isOwner && version.mediaType?.startsWith('image/') ? (
    <a href={path}>
      <img src={path} alt={t('portfolio.evidence.picture')} loading="lazy" class="evidence-picture" />
    </a>
  ) : (
    <p>
      <ButtonLink href={path}>
        {t('portfolio.evidence.open', { size: formatBytes(version.byteSize ?? 0, language) })}
      </ButtonLink>
    </p>
  )
}

/** What is missing, in words: which criterion, requirement or piece of evidence, and what to do. */
export function missingText(
  { t, language }: PageContext,
  { code, subjectId, provided, minimum }: Missing,
  course: MicroCourseVersion,
  evidence: readonly SubmissionEvidence[],
): string {
  const base = course.baseLanguage
  const criterion = course.rubric.criteria.find(({ id }) => id === subjectId)
  const requirement = course.requirements.find(({ id }) => id === subjectId)
  const found = evidence.find(({ version }) => version.id === subjectId)
  const subject = criterion?.title ?? requirement?.description ?? found?.title
  return t(`portfolio.missing.${code}`, {
    subject: subject ? localised(subject, language, base) : '',
    provided: provided ?? 0,
    minimum: minimum ?? 0,
  })
}
