import type { VNode } from 'preact'
import {
  Actions,
  Button,
  Card,
  EmptyState,
  Form,
  Layout,
  PageHeader,
  StateBadge,
  ErrorSummary,
  LocalisedText,
  Table,
  type PageContext,
  type PageProblem,
  type Tone,
} from '../pages/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import { fieldMessage, formatDate, problemText } from '../texts/index.ts'
import type { AwardListRow, EligibleDecision } from './award-store.ts'
import type { AwardsBoard } from './awards.ts'
import { atHome, isUnderWay, waiting, type Duties } from './duties.ts'
import { HomeSigningCard } from './home-signing.tsx'

const READY_PATH = '/awards/endorsement-preparations'

export const STATE_TONES: Readonly<Record<AwardListRow['state'], Tone>> = {
  proposed: 'attention',
  approved: 'info',
  issued: 'good',
  revoked: 'bad',
  superseded: 'neutral',
  expired: 'neutral',
  cancelled: 'neutral',
}

interface BoardProps {
  readonly context: PageContext
  readonly boards: readonly AwardsBoard[]
  readonly duties: Duties
  readonly problem?: PageProblem | undefined
}

/** What waits, in the order of the road: propose, approve, endorse, issue; then everything that was issued. */
export function AwardBoardPage({ context, boards, duties, problem }: BoardProps): VNode {
  const { t } = context
  const awards = boards.flatMap((board) => board.awards)
  const eligible = boards.flatMap((board) => board.eligible)
  const { toApprove, toEndorse, toIssue, toName } = waiting(awards)
  const home = atHome(toEndorse, duties)
  const ended = awards.filter((award) => !isUnderWay(award))
  const bulk = { context, problem }
  return (
    <Layout context={context} title={t('credentials.board.title')} width="wide" isPrivate>
      <PageHeader title={t('credentials.board.title')} lead={t('credentials.board.lead')} />
      <BulkProblem context={context} problem={problem} awards={awards} eligible={eligible} />
      <EligibleCard {...bulk} rows={eligible} proposes={duties.proposes} />
      <BulkCard {...bulk} heading="approve" rows={toApprove} action="/awards/approvals" mine={duties.approves} />
      <BulkCard {...bulk} heading="endorse" rows={home.others} action="/awards/endorsements" mine={duties.endorses} />
      <BulkCard {...bulk} heading="ready" rows={home.toReady} action={READY_PATH} mine={duties.endorsesAtHome} />
      <HomeSigningCard {...bulk} rows={home.toSign} />
      <BulkCard {...bulk} heading="issue" rows={toIssue} action="/awards/issues" mine={duties.approves} />
      <BulkCard {...bulk} heading="name" rows={toName} action={null} mine={NOBODYS} />
      <Card title={t('credentials.board.all')}>
        {ended.length === 0 ? (
          <EmptyState title={t('credentials.board.none')}>{t('credentials.board.noneHint')}</EmptyState>
        ) : (
          <AwardTable context={context} rows={ended} caption={t('credentials.board.all')} />
        )}
      </Card>
    </Layout>
  )
}

const NOBODYS: ReadonlySet<string> = new Set()

interface BulkProblemProps {
  readonly context: PageContext
  readonly problem: PageProblem | undefined
  readonly awards: readonly AwardListRow[]
  readonly eligible: readonly EligibleDecision[]
}

/** Of rows that were refused: whose they are and why, each with a link to the row. */
function BulkProblem({ context, problem, awards, eligible }: BulkProblemProps): VNode {
  const reasons = problem?.errors?.map((error) => reasonIn(context, problem.code, error))
  const labels = Object.fromEntries([
    ...awards.map(({ id, nameAsIssued }) => [`awardIds.${id}`, nameAsIssued] as const),
    ...eligible.map(({ decisionId, participantName }) => [`decisionIds.${decisionId}`, participantName] as const),
  ])
  return <ErrorSummary context={context} problem={problem && { ...problem, errors: reasons }} labels={labels} />
}

/** A row says why it was refused; of a file that came back signed, the entry is told by its number. */
function reasonIn({ t }: PageContext, code: string | undefined, { pointer, detail }: FieldProblem): FieldProblem {
  if (code === 'some-not-done') return { pointer, detail: problemText(t, { code: detail }).title }
  const entry = /^\/endorsements\/(\d+)\//.exec(pointer)
  if (!entry) return { pointer: pointer.startsWith('/endorsements') ? '/file' : pointer, detail }
  const number = Number(entry[1]) + 1
  return { pointer: '/file', detail: t('credentials.atHome.entry', { number, reason: fieldMessage(t, detail) }) }
}

interface EligibleCardProps {
  readonly context: PageContext
  readonly problem: PageProblem | undefined
  readonly rows: readonly EligibleDecision[]
  readonly proposes: ReadonlySet<string>
}

function EligibleCard({ context, problem, rows, proposes }: EligibleCardProps): VNode | null {
  const { t, language, timeZone } = context
  if (rows.length === 0) return null
  const title = t('credentials.board.eligible', { count: rows.length })
  const isMine = rows.some(({ programmeId }) => proposes.has(programmeId))
  const choose = {
    label: t('credentials.column.choose'),
    cell: ({ programmeId, decisionId, participantName }: EligibleDecision) =>
      proposes.has(programmeId) ? (
        <Choice name="decisionIds" value={decisionId} label={participantName} problem={problem} />
      ) : null,
  }
  return (
    <Card title={title}>
      <BulkForm context={context} action="/awards/proposals" label={isMine ? t('credentials.board.propose') : null}>
        <Table
          caption={title}
          rows={rows}
          rowKey={({ decisionId }) => decisionId}
          columns={[
            ...(isMine ? [choose] : []),
            { label: t('credentials.column.holder'), isHeading: true, cell: (row) => row.participantName },
            {
              label: t('credentials.column.badge'),
              cell: (row) => <LocalisedText context={context} text={row.courseTitle} />,
            },
            { label: t('credentials.column.decided'), cell: (row) => formatDate(row.decidedAt, language, timeZone) },
          ]}
        />
      </BulkForm>
    </Card>
  )
}

interface BulkCardProps {
  readonly context: PageContext
  readonly problem: PageProblem | undefined
  readonly heading: 'approve' | 'endorse' | 'ready' | 'issue' | 'name'
  readonly rows: readonly AwardListRow[]
  /** Null where there is nothing to be done here. */
  readonly action: string | null
  readonly mine: ReadonlySet<string>
}

function BulkCard({ context, problem, heading, rows, action, mine }: BulkCardProps): VNode | null {
  const { t } = context
  if (rows.length === 0) return null
  const title = t(`credentials.board.${heading}`, { count: rows.length })
  const isMine = rows.some(({ programmeId }) => mine.has(programmeId))
  return (
    <Card title={title}>
      <BulkForm context={context} action={action} label={isMine ? t(`credentials.board.${heading}Action`) : null}>
        <AwardTable context={context} rows={rows} caption={title} mine={mine} problem={problem} />
      </BulkForm>
    </Card>
  )
}

function BulkForm({
  context,
  action,
  label,
  children,
}: {
  context: PageContext
  action: string | null
  label: string | null
  children: VNode
}): VNode {
  if (label === null || action === null) return children
  return (
    <Form context={context} action={action}>
      {children}
      <Actions>
        <Button>{label}</Button>
      </Actions>
    </Form>
  )
}

interface AwardTableProps {
  readonly context: PageContext
  readonly rows: readonly AwardListRow[]
  readonly caption: string
  readonly mine?: ReadonlySet<string>
  readonly problem?: PageProblem | undefined
}

/** Each row with its flags: forty approvals at once must still show the one that needs a look. */
function AwardTable({ context, rows, caption, mine = NOBODYS, problem }: AwardTableProps): VNode {
  const { t, language, timeZone } = context
  const choose = {
    label: t('credentials.column.choose'),
    cell: (row: AwardListRow) =>
      mine.has(row.programmeId) ? (
        <Choice name="awardIds" value={row.id} label={row.nameAsIssued} problem={problem} />
      ) : null,
  }
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        ...(rows.some(({ programmeId }) => mine.has(programmeId)) ? [choose] : []),
        {
          label: t('credentials.column.name'),
          isHeading: true,
          cell: (row) => (
            <a href={`/awards/${row.id}`}>{row.nameAsIssued === '' ? t('credentials.erased') : row.nameAsIssued}</a>
          ),
        },
        {
          label: t('credentials.column.badge'),
          cell: (row) => <LocalisedText context={context} text={row.courseTitle} />,
        },
        { label: t('credentials.column.decided'), cell: (row) => formatDate(row.decidedAt, language, timeZone) },
        { label: t('credentials.column.flags'), cell: (row) => <Flags context={context} flags={row.flags} /> },
        {
          label: t('credentials.column.state'),
          cell: (row) => <StateBadge tone={STATE_TONES[row.state]} label={t(`credentials.state.${row.state}`)} />,
        },
      ]}
    />
  )
}

export function Flags({ context: { t }, flags }: { context: PageContext; flags: AwardListRow['flags'] }): VNode {
  if (flags.length === 0) return <span>{t('credentials.flag.none')}</span>
  return (
    <ul class="flags">
      {flags.map((flag) => (
        <li key={flag}>
          <StateBadge tone="attention" label={t(`credentials.flag.${flag}`)} />
        </li>
      ))}
    </ul>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly value: string
  readonly label: string
  readonly problem: PageProblem | undefined
}

/** A row that was refused stays chosen, and the summary's link leads to it. */
function Choice({ name, value, label, problem }: ChoiceProps): VNode {
  const isRefused = problem?.errors?.some(({ pointer }) => pointer === `/${name}/${value}`) ?? false
  return (
    <input
      type="checkbox"
      name={name}
      value={value}
      id={`field-${name}-${value}`}
      aria-label={label}
      checked={isRefused}
    />
  )
}
