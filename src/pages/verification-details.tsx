import type { VNode } from 'preact'
import { formatDate, formatDateTime } from '../texts/index.ts'
import { ButtonLink, DefinitionList } from './content.tsx'
import type { PageContext } from './context.ts'
import { safeHref } from './safe-href.ts'
import { BADGE_FILES, type Report, type VerificationExtra } from './verification-report.ts'

interface PartProps {
  readonly context: PageContext
  readonly report: Report
  readonly extra: VerificationExtra
  readonly code?: string | undefined
  readonly level?: 2 | 3 | undefined
}

/** Verifiers of others that read Open Badges 3.0 with an embedded proof. */
const OTHER_VERIFIERS = [
  { name: '1EdTech Public Validator', url: 'https://vc.1edtech.org/' },
  { name: 'VerifierPlus', url: 'https://verifierplus.org/' },
] as const

export function Judged({ context: { t, language }, report, extra, level = 2 }: PartProps): VNode | null {
  const Heading: 'h2' | 'h3' = `h${level}`
  const results = report.credential?.results ?? []
  const criteria = extra.criteria ?? results.map(({ name, value }) => ({ name: name ?? '', level: value }))
  const entries = report.credential?.evidenceCount
  const evidence =
    extra.evidenceCount !== undefined
      ? t('verification.judged.evidence', { count: extra.evidenceCount })
      : entries
        ? t('verification.judged.entries', { count: entries })
        : null
  const narrative = report.credential?.achievement?.criteria
  if (criteria.length === 0 && evidence === null && !extra.log && !narrative) return null
  return (
    <section class="part">
      <Heading>{t('verification.judged.title')}</Heading>
      {criteria.length > 0 ? (
        <ul class="criteria">
          {criteria.map(({ name, level }) => (
            <li key={name}>
              <span>{name}</span>
              {level ? <strong>{level}</strong> : null}
            </li>
          ))}
        </ul>
      ) : narrative ? (
        <p class="prose" lang={language}>
          {narrative}
        </p>
      ) : null}
      {evidence === null ? null : <p>{evidence}</p>}
      {extra.log ? (
        <>
          <p>{t('verification.judged.log', { position: extra.log.position })}</p>
          <p class="hint">
            {t('verification.judged.logHash')}: <code>{extra.log.hash}</code>
          </p>
        </>
      ) : null}
    </section>
  )
}

/** What has to stand on the paper, word for word. */
export function Paper({ context, report, extra, code }: PartProps): VNode {
  const { t, language, publicUrl } = context
  const timeZone = extra.timeZone ?? context.timeZone
  const credential = report.credential
  const issued = credential?.validFrom
  return (
    <section class="part">
      <h2>{t('verification.paper.title')}</h2>
      <p>{t('verification.paper.lead')}</p>
      <DefinitionList
        items={[
          { term: t('verification.paper.number'), value: code ? <code class="code">{code}</code> : null },
          { term: t('verification.paper.name'), value: credential?.recipient },
          { term: t('verification.paper.badge'), value: credential?.achievement?.name ?? credential?.name },
          {
            term: t('verification.paper.date'),
            value: issued && !Number.isNaN(Date.parse(issued)) ? formatDate(issued, language, timeZone) : issued,
          },
        ]}
      />
      {code ? <p class="hint">{t('verification.paper.address', { origin: publicUrl })}</p> : null}
    </section>
  )
}

export function Independent({ context, extra }: PartProps): VNode {
  const { t, publicUrl } = context
  const { signedFileUrl = '', fileUrls } = extra
  const isReachable = publicUrl.startsWith('https://')
  return (
    <section class="part">
      <h2>{t('verification.independent.title')}</h2>
      <p>{t('verification.independent.lead')}</p>
      <p>
        <ButtonLink href={fileUrls?.json ?? signedFileUrl} download>
          {t('verification.independent.file')}
        </ButtonLink>
      </p>
      <OtherForms context={context} fileUrls={fileUrls} />
      <ol class="how">
        <li>
          {t('verification.independent.step1')}{' '}
          {OTHER_VERIFIERS.map(({ name, url }, index) => (
            <span key={url}>
              {index > 0 ? ' · ' : null}
              <a href={safeHref(url)} rel="noreferrer">
                {name}
              </a>
            </span>
          ))}
        </li>
        <li>
          {t('verification.independent.step2')} <code data-copy="">{signedFileUrl}</code>
        </li>
        <li>{t('verification.independent.step3')}</li>
      </ol>
      {isReachable ? null : <p class="hint">{t('verification.independent.localhost')}</p>}
    </section>
  )
}

function OtherForms({ context: { t }, fileUrls = {} }: Pick<PartProps, 'context'> & VerificationExtra): VNode | null {
  const others = BADGE_FILES.filter((file) => file !== 'json' && fileUrls[file] !== undefined)
  if (others.length === 0) return null
  return (
    <p class="links">
      <span>{t('verification.independent.forms')}</span>
      {others.map((file) => (
        <a key={file} href={safeHref(fileUrls[file] ?? '')} download>
          {t(`verification.file.${file}`)}
        </a>
      ))}
    </p>
  )
}

/** What belongs into a personnel file when this page is printed. */
export function Record({ context, report, extra, code }: PartProps): VNode {
  const { t, language, timeZone, publicUrl } = context
  return (
    <section class="part record">
      <h2>{t('verification.record.title')}</h2>
      <DefinitionList
        items={[
          {
            term: t('verification.record.checkedAt'),
            value: <time dateTime={report.checkedAt}>{formatDateTime(report.checkedAt, language, timeZone)}</time>,
          },
          {
            term: t('verification.record.address'),
            value: code ? (
              <a href={`/v/${code}`}>
                <code>{`${publicUrl}/v/${code}`}</code>
              </a>
            ) : null,
          },
          { term: t('verification.record.digest'), value: extra.sha256 ? <code>{extra.sha256}</code> : null },
        ]}
      />
      <p class="links">
        {extra.jsonUrl ? <a href={safeHref(extra.jsonUrl)}>{t('verification.record.json')}</a> : null}
        {extra.certificateUrl ? <a href={safeHref(extra.certificateUrl)}>{t('verification.record.pdf')}</a> : null}
        <button type="button" class="button button-quiet" data-print="" hidden>
          {t('verification.record.print')}
        </button>
      </p>
    </section>
  )
}
