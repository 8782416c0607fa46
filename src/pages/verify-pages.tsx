import type { VNode } from 'preact'
import { formatDate } from '../texts/index.ts'
import { Actions, Button, ButtonLink, Card, PageHeader, StateBadge } from './content.tsx'
import type { FormValues, PageContext, PageProblem } from './context.ts'
import { FileField, TextArea, TextField } from './fields.tsx'
import { ErrorSummary, Form } from './form.tsx'
import { Layout } from './layout.tsx'
import { safeHref } from './safe-href.ts'
import { Table } from './table.tsx'
import { organisationName, SIGNS } from './verdict.ts'
import { isAuthentic, type Report } from './verification-report.ts'

interface VerifyFormPageProps {
  readonly context: PageContext
  readonly problem?: PageProblem | null | undefined
  readonly values?: FormValues | undefined
}

/** Four ways in, each a form of its own: `GET /verify?code=`, and `POST /verify` with `file`, `url` or `text`. */
export function VerifyFormPage({ context, problem, values }: VerifyFormPageProps): VNode {
  const { t } = context
  const form = { context, action: '/verify', problem, values } as const
  return (
    <Layout context={context} title={t('verification.form.title')} width="narrow">
      <PageHeader title={t('verification.form.title')} lead={t('verification.form.lead')} />
      <ErrorSummary context={context} problem={problem} />
      <Card title={t('verification.form.codeTitle')}>
        <Form {...form} method="get">
          <TextField
            name="code"
            label={t('verification.form.code')}
            hint={t('verification.form.codeHint')}
            autocomplete="off"
            maxlength={40}
            required
          />
          <Button>{t('verification.form.codeSubmit')}</Button>
        </Form>
      </Card>
      <Card title={t('verification.form.fileTitle')}>
        <Form {...form} multipart>
          <FileField
            name="file"
            label={t('verification.form.file')}
            hint={t('verification.form.fileHint')}
            accept=".json,.jsonld,.jwt,.jws,.txt,.png,.svg,.pdf"
            multiple
            required
          />
          <Button kind="secondary">{t('verification.form.fileSubmit')}</Button>
        </Form>
      </Card>
      <Card title={t('verification.form.urlTitle')}>
        <Form {...form} multipart>
          <TextField
            name="url"
            type="url"
            label={t('verification.form.url')}
            hint={t('verification.form.urlHint')}
            required
          />
          <Button kind="secondary">{t('verification.form.urlSubmit')}</Button>
        </Form>
      </Card>
      <Card title={t('verification.form.pasteTitle')}>
        <Form {...form} multipart>
          <TextArea
            name="text"
            label={t('verification.form.paste')}
            hint={t('verification.form.pasteHint')}
            rows={6}
            required
          />
          <Button kind="secondary">{t('verification.form.pasteSubmit')}</Button>
        </Form>
      </Card>
    </Layout>
  )
}

export interface CheckedFile {
  readonly fileName: string
  readonly report: Report
  /** Its own page, when the badge is public. */
  readonly href?: string | undefined
}

/** Many files at once: one line each, the verdict first. */
export function VerifyTablePage({ context, files }: { context: PageContext; files: readonly CheckedFile[] }): VNode {
  const { t, language, timeZone } = context
  const good = files.filter(({ report }) => report.state === 'valid').length
  const title = t('verification.table.title', { count: files.length })
  const said = <T,>({ report }: CheckedFile, of: (credential: NonNullable<Report['credential']>) => T): T | '–' =>
    isAuthentic(report) && report.credential ? of(report.credential) : '–'
  return (
    <Layout context={context} title={title} width="wide" isPrivate>
      <PageHeader title={title} lead={t('verification.table.summary', { good, count: files.length })} />
      <Table
        caption={title}
        rows={files.map((file, index) => ({ ...file, index }))}
        rowKey={({ index }) => String(index)}
        columns={[
          {
            label: t('verification.table.verdict'),
            cell: ({ report }) => (
              <>
                <StateBadge {...SIGNS[report.state]} label={t(`verification.${report.state}.word`)} />
                {report.visibility === 'hidden' ? <p class="hint">{t('verification.table.hidden')}</p> : null}
              </>
            ),
          },
          {
            label: t('verification.table.file'),
            isHeading: true,
            cell: ({ fileName, href }) => (href ? <a href={safeHref(href)}>{fileName}</a> : fileName),
          },
          { label: t('verification.table.recipient'), cell: (file) => said(file, (of) => of.recipient ?? '–') },
          {
            label: t('verification.table.badge'),
            cell: (file) => said(file, (of) => of.achievement?.name ?? of.name ?? '–'),
          },
          {
            label: t('verification.table.issuer'),
            cell: (file) => said(file, () => organisationName(context, file.report, {})),
          },
          {
            label: t('verification.table.date'),
            cell: (file) =>
              said(file, ({ validFrom }) =>
                validFrom && !Number.isNaN(Date.parse(validFrom)) ? formatDate(validFrom, language, timeZone) : '–',
              ),
          },
        ]}
      />
      <Actions>
        <ButtonLink href="/verify">{t('verification.form.another')}</ButtonLink>
      </Actions>
    </Layout>
  )
}
