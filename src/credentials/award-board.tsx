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
import { formatDate } from '../texts/index.ts'
import type { AwardListRow } from './award-store.ts'
import type { AwardsBoard } from './awards.ts'

export const STATE_TONES: Readonly<Record<AwardListRow['state'], Tone>> = {
  proposed: 'attention',
  approved: 'info',
  issued: 'good',
  revoked: 'bad',
  superseded: 'neutral',
  expired: 'neutral',
  cancelled: 'neutral',
}

export interface BoardDuties {
  readonly canPropose: boolean
  readonly canApprove: boolean
  readonly canEndorse: boolean
}

interface BoardProps {
  readonly context: PageContext
  readonly boards: readonly (AwardsBoard & { readonly programmeId: string })[]
  readonly duties: BoardDuties
  readonly problem?: PageProblem | undefined
}

/** What waits, in the order of the road: propose, approve, endorse, issue; then everything that was issued. */
export function AwardBoardPage({ context, boards, duties, problem }: BoardProps): VNode {
  const { t } = context
  const awards = boards.flatMap((board) => board.awards)
  const eligible = boards.flatMap((board) => board.eligible)
  const proposed = awards.filter(({ state }) => state === 'proposed')
  const unendorsed = awards.filter(
    ({ state, isEndorsed }) => (state === 'proposed' || state === 'approved') && !isEndorsed,
  )
  const ready = awards.filter(
    (award) => award.state === 'approved' && award.isEndorsed && !award.flags.includes('name-unconfirmed'),
  )
  const unnamed = awards.filter(({ state, flags }) => state === 'approved' && flags.includes('name-unconfirmed'))
  const ended = awards.filter(({ state }) => state !== 'proposed' && state !== 'approved')
  return (
    <Layout context={context} title={t('credentials.board.title')} width="wide" isPrivate>
      <PageHeader title={t('credentials.board.title')} lead={t('credentials.board.lead')} />
      <ErrorSummary context={context} problem={problem} />
      {eligible.length > 0 ? (
        <Card title={t('credentials.board.eligible', { count: eligible.length })}>
          <BulkForm
            context={context}
            action="/awards/proposals"
            label={duties.canPropose ? t('credentials.board.propose') : null}
          >
            <Table
              caption={t('credentials.board.eligible', { count: eligible.length })}
              rows={eligible}
              rowKey={({ decisionId }) => decisionId}
              columns={[
                ...(duties.canPropose
                  ? [
                      {
                        label: t('credentials.column.choose'),
                        cell: (row: (typeof eligible)[number]) => (
                          <Choice name="decisionIds" value={row.decisionId} label={row.participantName} />
                        ),
                      },
                    ]
                  : []),
                { label: t('credentials.column.holder'), isHeading: true, cell: (row) => row.participantName },
                {
                  label: t('credentials.column.badge'),
                  cell: (row) => <LocalisedText context={context} text={row.courseTitle} />,
                },
                {
                  label: t('credentials.column.decided'),
                  cell: (row) => formatDate(row.decidedAt, context.language, context.timeZone),
                },
              ]}
            />
          </BulkForm>
        </Card>
      ) : null}
      <BulkCard
        context={context}
        heading="approve"
        rows={proposed}
        action="/awards/approvals"
        isMine={duties.canApprove}
      />
      <BulkCard
        context={context}
        heading="endorse"
        rows={unendorsed}
        action="/awards/endorsements"
        isMine={duties.canEndorse}
      />
      <BulkCard context={context} heading="issue" rows={ready} action="/awards/issues" isMine={duties.canApprove} />
      {unnamed.length > 0 ? (
        <Card title={t('credentials.board.name', { count: unnamed.length })}>
          <AwardTable
            context={context}
            rows={unnamed}
            caption={t('credentials.board.name', { count: unnamed.length })}
          />
        </Card>
      ) : null}
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

interface BulkCardProps {
  readonly context: PageContext
  readonly heading: 'approve' | 'endorse' | 'issue'
  readonly rows: readonly AwardListRow[]
  readonly action: string
  readonly isMine: boolean
}

function BulkCard({ context, heading, rows, action, isMine }: BulkCardProps): VNode | null {
  const { t } = context
  if (rows.length === 0) return null
  const title = t(`credentials.board.${heading}`, { count: rows.length })
  return (
    <Card title={title}>
      <BulkForm context={context} action={action} label={isMine ? t(`credentials.board.${heading}Action`) : null}>
        <AwardTable context={context} rows={rows} caption={title} isChoosable={isMine} />
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
  action: string
  label: string | null
  children: VNode
}): VNode {
  if (label === null) return children
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
  readonly isChoosable?: boolean
}

/** Each row with its flags: forty approvals at once must still show the one that needs a look. */
function AwardTable({ context, rows, caption, isChoosable = false }: AwardTableProps): VNode {
  const { t, language, timeZone } = context
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        ...(isChoosable
          ? [
              {
                label: t('credentials.column.choose'),
                cell: (row: AwardListRow) => <Choice name="awardIds" value={row.id} label={row.nameAsIssued} />,
              },
            ]
          : []),
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

function Choice({ name, value, label }: { name: string; value: string; label: string }): VNode {
  return <input type="checkbox" name={name} value={value} aria-label={label} />
}
