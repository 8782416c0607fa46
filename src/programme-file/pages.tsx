import type { VNode } from 'preact'
import type { ListedFramework } from '../frameworks/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import { localised, type LocalisedText } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  FileField,
  Form,
  HiddenField,
  Layout,
  Notice,
  PageHeader,
  SelectField,
  StateBadge,
  Table,
  type PageContext,
  type Tone,
} from '../pages/index.ts'
import { fieldMessage } from '../texts/index.ts'
import { PART_KINDS, type PartOutcome, type ProgrammeReport } from './import-programme.ts'
import { MOST_BYTES } from './read-file.ts'

interface Programme {
  readonly id: string
  readonly title: LocalisedText
}

interface FilePageProps {
  readonly context: PageContext
  readonly programmes: readonly Programme[]
  readonly frameworks: readonly ListedFramework[]
}

export function ProgrammeFilePage({ context, programmes, frameworks }: FilePageProps): VNode {
  const { t, language } = context
  const [only] = programmes
  return (
    <Layout context={context} title={t('import.programme.title')}>
      <PageHeader
        title={t('import.programme.title')}
        lead={t('import.programme.lead')}
        back={{ href: '/courses', label: t('common.nav.courses') }}
      />
      <Card title={t('import.programme.in')}>
        <Form context={context} action="/programme-file" multipart>
          {programmes.length > 1 ? (
            <SelectField
              name="programmeId"
              label={t('access.people.programme')}
              options={programmes.map(({ id, title }) => ({ value: id, label: localised(title, language) }))}
              required
            />
          ) : (
            <HiddenField name="programmeId" value={only?.id ?? ''} />
          )}
          <FileField
            name="file"
            label={t('import.programme.file')}
            hint={t('import.programme.fileHint')}
            accept=".json,application/json"
            maxBytes={MOST_BYTES}
            required
          />
          <Actions>
            <Button>{t('import.people.look')}</Button>
          </Actions>
        </Form>
      </Card>
      <Card title={t('import.programme.out')}>
        <p>{t(frameworks.length === 0 ? 'import.programme.none' : 'import.programme.outHint')}</p>
        <ul class="plain">
          {frameworks.map(({ id, title, version, baseLanguage }) => (
            <li key={id}>
              <ButtonLink kind="quiet" href={`/frameworks/${id}/programme-file`} download>
                {`${localised(title, language, baseLanguage)} ${version}`}
              </ButtonLink>
            </li>
          ))}
        </ul>
      </Card>
    </Layout>
  )
}

const TONES: Readonly<Record<PartOutcome, Tone>> = { added: 'good', known: 'neutral', left: 'attention' }

interface ReportPageProps {
  readonly context: PageContext
  readonly programme: Programme
  readonly report: ProgrammeReport
  /** The file as it was looked at, for the next step. */
  readonly content: string
}

export function ProgrammeReportPage({ context, programme, report, content }: ReportPageProps): VNode {
  const { t, language } = context
  const { isDone, parts, errors, missing } = report
  const added = parts.filter(({ outcome }) => outcome === 'added').length
  const phase = isDone ? 'done' : 'plan'
  return (
    <Layout context={context} title={t('import.programme.title')} width="wide">
      <PageHeader
        title={t('import.programme.title')}
        kicker={localised(programme.title, language)}
        back={{ href: '/programme-file', label: t('import.people.another') }}
      />
      {errors.length > 0 ? (
        <Notice kind="error" title={t('import.programme.refused')}>
          {t('import.programme.refusedHint')}
        </Notice>
      ) : (
        <Notice kind={isDone ? 'success' : 'info'} title={t(`import.programme.${phase}`, { count: added })}>
          {t(isDone ? 'import.programme.doneHint' : 'import.programme.planHint')}
        </Notice>
      )}
      {errors.length === 0 && !isDone && added > 0 ? (
        <Form context={context} action="/programme-file/parts" multipart class="inline">
          <HiddenField name="programmeId" value={programme.id} />
          <HiddenField name="content" value={content} />
          <Actions>
            <Button>{t('import.programme.take', { count: added })}</Button>
          </Actions>
        </Form>
      ) : null}
      <Problems context={context} title={t('import.programme.errors')} problems={errors} />
      <Problems context={context} title={t('import.programme.missing')} problems={missing} />
      {errors.length === 0 ? <PartTable context={context} report={report} /> : null}
    </Layout>
  )
}

interface ProblemsProps {
  readonly context: PageContext
  readonly title: string
  readonly problems: readonly FieldProblem[]
}

function Problems({ context: { t }, title, problems }: ProblemsProps): VNode | null {
  if (problems.length === 0) return null
  return (
    <Card title={title}>
      <Table
        caption={title}
        rows={problems.map((problem, index) => ({ ...problem, index }))}
        rowKey={({ index }) => String(index)}
        columns={[
          {
            label: t('import.programme.place'),
            isHeading: true,
            cell: ({ pointer }) => (pointer === '' ? t('import.programme.wholeFile') : <code>{pointer}</code>),
          },
          { label: t('import.programme.problem'), cell: ({ detail }) => asSentence(fieldMessage(t, detail)) },
        ]}
      />
    </Card>
  )
}

/** What is said beside a field goes on from its name; here it stands alone. */
function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function PartTable({ context: { t }, report: { parts, isDone } }: Pick<ReportPageProps, 'context' | 'report'>): VNode {
  const phase = isDone ? 'done' : 'plan'
  return (
    <Card title={t('import.programme.parts')}>
      <Table
        caption={t('import.programme.parts')}
        rows={PART_KINDS.flatMap((kind) => parts.filter((part) => part.kind === kind))}
        rowKey={({ id }) => id}
        columns={[
          { label: t('import.programme.part'), isHeading: true, cell: ({ name }) => name },
          { label: t('import.programme.kind'), cell: ({ kind }) => t(`import.kind.${kind}`) },
          {
            label: t('import.people.outcome'),
            cell: ({ outcome }) => <StateBadge tone={TONES[outcome]} label={t(`import.part.${phase}.${outcome}`)} />,
          },
        ]}
      />
    </Card>
  )
}
