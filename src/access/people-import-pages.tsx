import type { VNode } from 'preact'
import { localised, type LocalisedText } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  EmptyState,
  ErrorSummary,
  FileField,
  Form,
  HiddenField,
  Layout,
  Notice,
  PageHeader,
  StateBadge,
  Table,
  type PageContext,
  type PageProblem,
  type Tone,
} from '../pages/index.ts'
import type { PeopleReport } from './import-people.ts'
import { PEOPLE_COLUMNS, roleOf } from './people-columns.ts'
import { MOST_BYTES } from './people-file.ts'
import type { PlannedRow, RowOutcome } from './people-plan.ts'
import { columnName, countOutcomes, OUTCOMES, problemSentence } from './people-report.ts'

interface PageProps {
  readonly context: PageContext
  readonly programme: { readonly id: string; readonly title: LocalisedText }
}

interface ImportPageProps extends PageProps {
  readonly problem?: PageProblem | undefined
  /** What is wrong with the file, in the reader's language. */
  readonly fault?: string | undefined
}

export function PeopleImportPage({ context, programme, problem, fault }: ImportPageProps): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('import.people.title')}>
      <Head context={context} programme={programme} lead={t('import.people.lead')} />
      <ErrorSummary context={context} problem={problem && { ...problem, errors: [] }} />
      <Card title={t('import.people.file')}>
        <Form context={context} action="/people/import" multipart problem={problem}>
          <HiddenField name="programmeId" value={programme.id} />
          <FileField
            name="file"
            label={t('import.people.fileLabel')}
            hint={t('import.people.fileHint')}
            accept=".csv,.txt,text/csv"
            maxBytes={MOST_BYTES}
            error={fault}
            required
          />
          <Actions>
            <Button>{t('import.people.look')}</Button>
            <ButtonLink kind="quiet" href="/people/import/template" download>
              {t('import.people.template')}
            </ButtonLink>
          </Actions>
        </Form>
      </Card>
      <Card title={t('import.people.columns')}>
        <Table
          caption={t('import.people.columns')}
          rows={PEOPLE_COLUMNS}
          rowKey={(column) => column}
          columns={[
            { label: t('import.people.column'), isHeading: true, cell: (column) => t(`import.column.${column}`) },
            { label: t('import.people.content'), cell: (column) => t(`import.columnHint.${column}`) },
          ]}
        />
      </Card>
    </Layout>
  )
}

function Head({ context, programme, lead }: PageProps & { readonly lead: string }): VNode {
  const { t, language } = context
  return (
    <PageHeader
      title={t('import.people.title')}
      kicker={localised(programme.title, language)}
      lead={lead}
      back={{ href: `/people?programme=${programme.id}`, label: t('access.people.title') }}
    />
  )
}

const TONES: Readonly<Record<RowOutcome, Tone>> = {
  add: 'good',
  role: 'good',
  enrol: 'good',
  known: 'neutral',
  refused: 'bad',
}

interface ReportPageProps extends PageProps {
  readonly report: PeopleReport
}

export function PeopleReportPage({ context, programme, report }: ReportPageProps): VNode {
  const { t } = context
  const { rows, isDone, file } = report
  const counts = countOutcomes(rows)
  const good = counts.add + counts.role + counts.enrol
  const refused = rows.filter(({ outcome }) => outcome === 'refused')
  const others = rows.filter(({ outcome }) => outcome !== 'refused')
  const phase = isDone ? 'done' : 'plan'
  return (
    <Layout context={context} title={t('import.people.title')} width="wide">
      <Head context={context} programme={programme} lead={t(`import.people.${phase}Lead`)} />
      <Notice kind={isDone && good > 0 ? 'success' : 'info'} title={t(`import.people.${phase}`, { count: good })}>
        <ul class="plain">
          {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
            <li key={outcome}>{t(`import.count.${phase}.${outcome}`, { count: counts[outcome] })}</li>
          ))}
        </ul>
        <p>
          {t('import.people.readAs', {
            encoding: file.encoding.toUpperCase(),
            separator: t(separatorKey(file.separator)),
          })}
        </p>
        {file.unread.length > 0 ? <p>{t('import.people.unread', { columns: file.unread.join(', ') })}</p> : null}
      </Notice>
      <Actions>
        {isDone || good === 0 ? null : (
          <TableForm context={context} programme={programme} report={report} step="rows">
            <Button>{t('import.people.take', { count: good })}</Button>
          </TableForm>
        )}
        <ButtonLink href={`/people/import?programme=${programme.id}`} kind="secondary">
          {t('import.people.another')}
        </ButtonLink>
      </Actions>
      {refused.length > 0 ? <Refused context={context} programme={programme} report={report} rows={refused} /> : null}
      {others.length > 0 ? <Others context={context} report={report} rows={others} /> : null}
      {rows.length === 0 ? <EmptyState title={t('import.file.noRows')} /> : null}
    </Layout>
  )
}

function separatorKey(separator: string): string {
  return `import.separator.${separator === ';' ? 'semicolon' : separator === ',' ? 'comma' : 'tab'}`
}

interface TableFormProps extends ReportPageProps {
  readonly step: 'rows' | 'refused'
  readonly children: VNode
}

function TableForm({ context, programme, report, step, children }: TableFormProps): VNode {
  return (
    <Form context={context} action={`/people/import/${step}`} class="inline" multipart>
      <HiddenField name="programmeId" value={programme.id} />
      <HiddenField name="table" value={report.file.text} />
      {children}
    </Form>
  )
}

function Refused({
  context,
  programme,
  report,
  rows,
}: ReportPageProps & { readonly rows: readonly PlannedRow[] }): VNode {
  const { t } = context
  return (
    <Card title={t('import.people.refused')}>
      <p>{t('import.people.refusedHint')}</p>
      <Table
        caption={t('import.people.refused')}
        rows={rows}
        rowKey={({ row }) => String(row.line)}
        columns={[
          { label: t('import.people.line'), cell: ({ row }) => String(row.line) },
          { label: t('access.people.name'), isHeading: true, cell: nameIn },
          {
            label: t('import.column.reason'),
            cell: ({ problems }) => (
              <ul class="plain">
                {problems.map((problem) => (
                  <li key={`${String(problem.column)} ${problem.code}`}>
                    {problem.column === null ? null : <strong>{`${columnName(t, report, problem) ?? ''}: `}</strong>}
                    {problemSentence(t, problem)}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      <Actions>
        <TableForm context={context} programme={programme} report={report} step="refused">
          <Button kind="secondary">{t('import.people.refusedDownload')}</Button>
        </TableForm>
      </Actions>
    </Card>
  )
}

function Others({
  context,
  report,
  rows,
}: Omit<ReportPageProps, 'programme'> & { rows: readonly PlannedRow[] }): VNode {
  const { t } = context
  const phase = report.isDone ? 'done' : 'plan'
  return (
    <Card title={t('import.people.lines')}>
      <Table
        caption={t('import.people.lines')}
        rows={rows}
        rowKey={({ row }) => String(row.line)}
        columns={[
          { label: t('import.people.line'), cell: ({ row }) => String(row.line) },
          { label: t('access.people.name'), isHeading: true, cell: nameIn },
          { label: t('access.email'), cell: ({ row }) => row.cells.email ?? '' },
          {
            label: t('access.people.role'),
            cell: ({ row }) => t(`roles.${roleOf(row.cells.role ?? '') ?? ''}`),
          },
          {
            label: t('import.people.outcome'),
            cell: ({ outcome, enrols }) => (
              <>
                <StateBadge tone={TONES[outcome]} label={t(`import.outcome.${phase}.${outcome}`)} />
                {enrols && outcome !== 'enrol' ? ` ${t(`import.outcome.${phase}.enrols`)}` : ''}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}

function nameIn({ row: { cells } }: PlannedRow): string {
  return `${cells.givenName ?? ''} ${cells.familyName ?? ''}`.trim() || '–'
}
