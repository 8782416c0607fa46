import type { ComponentChildren, VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { ButtonLink, Card, safeHref, StateBadge, type PageContext } from '../pages/index.ts'
import { formatBytes, formatDay } from '../texts/index.ts'
import type { FrozenEvidence } from './frozen-evidence.ts'

/** Evidence left, and right what is judged by it. */
export function BesideEvidence({
  context,
  evidence,
  children,
}: {
  context: PageContext
  evidence: readonly FrozenEvidence[]
  children: ComponentChildren
}): VNode {
  const { t } = context
  return (
    <div class="workbench">
      <section class="workbench-evidence" aria-label={t('assessment.evidence')} tabindex={0}>
        <h2>{t('assessment.evidence')}</h2>
        <EvidenceView context={context} evidence={evidence} />
      </section>
      <section class="workbench-criteria" aria-label={t('assessment.criteria')}>
        <h2>{t('assessment.criteria')}</h2>
        {children}
      </section>
    </div>
  )
}

/** The frozen evidence, numbered as the criteria cite it: words and pictures in place, everything else a link away. */
function EvidenceView({ context, evidence }: { context: PageContext; evidence: readonly FrozenEvidence[] }): VNode {
  const { t, language } = context
  if (evidence.length === 0) return <p class="muted">{t('assessment.noEvidence')}</p>
  return (
    <>
      {evidence.map((one, index) => (
        <Card
          key={one.versionId}
          level={3}
          id={`evidence-${one.versionId}`}
          title={`${String(index + 1)} · ${localised(one.title, language)}`}
          aside={
            one.version.integrity === 'external_unpinned' ? (
              <StateBadge tone="attention" label={t('assessment.unpinned')} />
            ) : null
          }
        >
          <p class="muted">
            {t('assessment.evidenceFacts', {
              day: formatDay(one.version.capturedOn, language),
              language: t(`assessment.language.${one.version.language}`),
            })}
          </p>
          <Content context={context} evidence={one} />
        </Card>
      ))}
    </>
  )
}

function Content({ context, evidence }: { context: PageContext; evidence: FrozenEvidence }): VNode {
  const { t, language } = context
  const { version, text, versionId, title } = evidence
  const address = `/api/v1/evidence-versions/${versionId}/content`
  if (text !== null) {
    return (
      <div class="prose" lang={version.language}>
        {text.split(/\n{2,}/).map((paragraph, index) => (
          <p key={index}>{paragraph}</p>
        ))}
      </div>
    )
  }
  if (version.integrity === 'external_unpinned') {
    return (
      <p>
        <a href={safeHref(version.externalUrl ?? '')} rel="noopener noreferrer" target="_blank">
          {t('assessment.openLink')}
        </a>
      </p>
    )
  }
  if (version.mediaType?.startsWith('image/')) {
    return <img src={safeHref(address)} alt={localised(title, language)} loading="lazy" />
  }
  return (
    <p>
      <ButtonLink href={address}>
        {t('assessment.openFile', {
          name: version.fileName ?? localised(title, language),
          size: formatBytes(version.byteSize ?? 0, language),
        })}
      </ButtonLink>
    </p>
  )
}
