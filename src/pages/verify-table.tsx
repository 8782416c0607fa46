import type { VNode } from 'preact'
import { formatDate } from '../texts/index.ts'
import { Actions, ButtonLink, PageHeader, StateBadge } from './content.tsx'
import type { PageContext } from './context.ts'
import { JointLine } from './joint-line.tsx'
import { Layout } from './layout.tsx'
import { safeHref } from './safe-href.ts'
import { Table } from './table.tsx'
import { organisationName, SIGNS, verdictText } from './verdict.ts'
import { Judged } from './verification-details.tsx'
import { Badge, Facts, inZoneOf, Trial, Verdict, Warnings } from './verification-parts.tsx'
import { isAuthentic, type Report, type VerificationExtra } from './verification-report.ts'

export interface CheckedFile {
  readonly fileName: string
  readonly report: Report
  /** The number of its own page, while that is public. */
  readonly code?: string | undefined
  readonly extra?: VerificationExtra | undefined
}

interface TableProps {
  readonly context: PageContext
  readonly files: readonly CheckedFile[]
}

/** Many files at once: one line each with the verdict and its reason, and the whole report of each below. */
export function VerifyTablePage({ context, files }: TableProps): VNode {
  const { t } = context
  const good = files.filter(({ report }) => report.state === 'valid').length
  const title = t('verification.table.title', { count: files.length })
  return (
    <Layout context={context} title={title} width="wide" isPrivate>
      <PageHeader title={title} lead={t('verification.table.summary', { good, count: files.length })} />
      <Summary context={context} files={files} />
      {files.map((file, index) => (
        <FileReport key={index} context={inZoneOf(context, file.extra ?? {})} file={file} index={index} />
      ))}
      <Actions>
        <ButtonLink href="/verify">{t('verification.form.another')}</ButtonLink>
      </Actions>
    </Layout>
  )
}

const anchor = (index: number): string => `report-${String(index + 1)}`

function Summary({ context, files }: TableProps): VNode {
  const { t } = context
  const said = <T,>({ report }: CheckedFile, of: (credential: NonNullable<Report['credential']>) => T): T | '–' =>
    isAuthentic(report) && report.credential ? of(report.credential) : '–'
  return (
    <Table
      caption={t('verification.table.title', { count: files.length })}
      rows={files.map((file, index) => ({ ...file, index }))}
      rowKey={({ index }) => String(index)}
      columns={[
        {
          label: t('verification.table.verdict'),
          cell: ({ report }) => <StateBadge {...SIGNS[report.state]} label={t(`verification.${report.state}.word`)} />,
        },
        { label: t('verification.table.why'), cell: (file) => <Reason context={context} file={file} /> },
        {
          label: t('verification.table.file'),
          isHeading: true,
          cell: ({ fileName, index }) => (
            <>
              {fileName}
              <br />
              <a href={`#${anchor(index)}`}>{t('verification.table.open')}</a>
            </>
          ),
        },
        { label: t('verification.table.recipient'), cell: (file) => said(file, (of) => of.recipient ?? '–') },
        {
          label: t('verification.table.badge'),
          cell: (file) => said(file, (of) => of.achievement?.name ?? of.name ?? '–'),
        },
        {
          label: t('verification.table.issuer'),
          cell: (file) => said(file, () => organisationName(context, file.report, file.extra ?? {})),
        },
        {
          label: t('verification.table.date'),
          cell: (file) => said(file, ({ validFrom }) => dayOf(inZoneOf(context, file.extra ?? {}), validFrom)),
        },
      ]}
    />
  )
}

function dayOf({ language, timeZone }: PageContext, instant: string | undefined): string {
  return instant !== undefined && !Number.isNaN(Date.parse(instant)) ? formatDate(instant, language, timeZone) : '–'
}

interface FileProps {
  readonly context: PageContext
  readonly file: CheckedFile
}

/** The verdict's own sentence, and what stands beside it. */
function Reason({ context, file: { report, extra = {} } }: FileProps): VNode {
  const { headline, said } = verdictText(inZoneOf(context, extra), report, extra)
  return (
    <>
      <Trial context={context} report={report} extra={extra} />
      {headline} {report.state === 'valid' ? null : said}
      {report.visibility === 'hidden' ? <p class="hint">{context.t('verification.table.hidden')}</p> : null}
    </>
  )
}

/** As the page of one badge has it, without what is for keeping; closed until somebody wants to know. */
function FileReport({ context, file, index }: FileProps & { readonly index: number }): VNode {
  const { fileName, report, code, extra = {} } = file
  const part = { context, report, extra, level: 3 } as const
  const isShown = isAuthentic(report) && report.credential !== null
  return (
    <details class="file-report">
      <summary>
        {context.t('verification.table.report', { file: fileName })} – {context.t(`verification.${report.state}.word`)}
      </summary>
      <article class="verification" id={anchor(index)}>
        <Trial {...part} />
        <Verdict {...part} />
        {isShown ? <Badge {...part} /> : null}
        {isShown ? <JointLine {...part} /> : null}
        <Facts {...part} />
        <Warnings {...part} />
        {isShown ? <Judged {...part} /> : null}
        {code === undefined ? null : (
          <p>
            <a href={safeHref(`/v/${code}`)}>{context.t('verification.record.address')}</a>
          </p>
        )}
      </article>
    </details>
  )
}
