import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  ButtonLink,
  Card,
  EmptyState,
  Layout,
  PageHeader,
  safeHref,
  StateBadge,
  Table,
  type PageContext,
} from '../pages/index.ts'
import { formatDate, formatDeadline, formatPercent } from '../texts/index.ts'
import type { BoardRow, SeatRow } from './assessment-board.ts'
import type { AgreementReport } from './first-round-report.ts'
import type { JudgementTask, MyWork, SharedTask } from './my-work.ts'

export interface ProgrammeBoard {
  readonly programmeId: string
  readonly rows: readonly BoardRow[]
  readonly agreement: AgreementReport | null
}

export interface QueuePageProps {
  readonly context: PageContext
  /** Null for somebody who judges nothing. */
  readonly work: MyWork | null
  readonly boards: readonly ProgrammeBoard[]
}

/** The next portfolio first; then what waits for two; and for the coordinator, where everything stands. */
export function QueuePage({ context, work, boards }: QueuePageProps): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('assessment.queue')} width={boards.length > 0 ? 'wide' : 'regular'}>
      <PageHeader title={t('assessment.queue')} />
      {work ? <OwnWork context={context} work={work} /> : null}
      {boards.map((board) => (
        <Board key={board.programmeId} context={context} board={board} />
      ))}
    </Layout>
  )
}

function OwnWork({ context, work }: { context: PageContext; work: MyWork }): VNode {
  const { t, language } = context
  const [next] = work.toJudge
  return (
    <>
      {next ? (
        <Card
          title={t('assessment.next')}
          aside={<span class="count">{t('assessment.toJudgeCount', { count: work.toJudge.length })}</span>}
        >
          <p class="lead">{localised(next.submission.courseTitle, language)}</p>
          <p>
            {t('assessment.ofParticipant', { name: next.submission.participantName, attempt: next.submission.attempt })}
          </p>
          <ButtonLink kind="primary" href={`/assessment/judgements/${next.judgementId}`}>
            {t(`assessment.nextStep.${next.state}`)}
          </ButtonLink>
        </Card>
      ) : (
        <EmptyState title={t('assessment.nothingToJudge')}>{t('assessment.nothingToJudgeHint')}</EmptyState>
      )}
      <Tasks context={context} title={t('assessment.toJudge')} tasks={work.toJudge.slice(1)} />
      <Shared context={context} title={t('assessment.toReconcile')} tasks={work.toReconcile} />
      <Shared context={context} title={t('assessment.toRectify')} tasks={work.toRectify} />
      <Tasks context={context} title={t('assessment.waiting')} tasks={work.waiting} />
      <p>
        <a href="/assessment/languages">{t('assessment.changeLanguages')}</a>
      </p>
    </>
  )
}

function Tasks({ context, title, tasks }: { context: PageContext; title: string; tasks: readonly JudgementTask[] }) {
  const { t, language, timeZone } = context
  if (tasks.length === 0) return null
  return (
    <Card title={title} aside={<span class="count">{tasks.length}</span>}>
      <ul class="tasks">
        {tasks.map(({ judgementId, submission, state, slot, assignedAt }) => (
          <li key={judgementId}>
            <a href={safeHref(`/assessment/judgements/${judgementId}`)}>
              {`${localised(submission.courseTitle, language)} · ${submission.participantName}`}
            </a>
            <StateBadge tone="info" label={t(`assessment.state.${state}`)} />
            <p class="muted">
              {`${t(`assessment.slot.${slot}`)} · ${t('assessment.assignedOn', { date: formatDate(assignedAt, language, timeZone) })}`}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Shared({ context, title, tasks }: { context: PageContext; title: string; tasks: readonly SharedTask[] }) {
  const { t, language, timeZone } = context
  if (tasks.length === 0) return null
  return (
    <Card title={title} aside={<span class="count">{tasks.length}</span>}>
      <ul class="tasks">
        {tasks.map(({ submission, until }) => (
          <li key={submission.submissionId}>
            <a href={safeHref(`/assessment/submissions/${submission.submissionId}`)}>
              {`${localised(submission.courseTitle, language)} · ${submission.participantName}`}
            </a>
            {until ? (
              <p class="muted">{t('assessment.until', { date: formatDeadline(until, language, timeZone) })}</p>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Board({ context, board }: { context: PageContext; board: ProgrammeBoard }): VNode {
  const { t, language } = context
  return (
    <Card title={t('assessment.board')} aside={<span class="count">{board.rows.length}</span>}>
      {board.rows.length === 0 ? (
        <p class="muted">{t('assessment.boardEmpty')}</p>
      ) : (
        <Table
          caption={t('assessment.board')}
          rows={board.rows}
          rowKey={({ submissionId }) => submissionId}
          columns={[
            {
              label: t('assessment.submission'),
              isHeading: true,
              cell: (row) => (
                <a href={safeHref(`/assessment/submissions/${row.submissionId}`)}>
                  {`${localised(row.courseTitle, language)} · ${row.participantName}`}
                </a>
              ),
            },
            {
              label: t('assessment.stateLabel'),
              cell: (row) => <StateBadge tone="info" label={t(`assessment.submissionState.${row.state}`)} />,
            },
            {
              label: t('assessment.age'),
              cell: (row) => t('assessment.days', { count: row.daysSinceSubmitted }),
              align: 'end',
            },
            { label: t('assessment.assessors'), cell: (row) => <Seats context={context} row={row} /> },
          ]}
        />
      )}
      <Agreement context={context} report={board.agreement} />
    </Card>
  )
}

function Seats({ context, row }: { context: PageContext; row: BoardRow }): VNode {
  const { t } = context
  return (
    <ul class="tasks">
      {row.seats.map((seat) => (
        <li key={seat.judgementId}>{seatLine(context, seat)}</li>
      ))}
      {row.freeSlots.map((slot) => (
        <li key={slot}>
          <StateBadge tone="attention" label={t('assessment.slotFree', { slot: t(`assessment.slot.${slot}`) })} />
        </li>
      ))}
    </ul>
  )
}

function seatLine({ t }: PageContext, seat: SeatRow): VNode {
  return (
    <>
      <span>{`${seat.assessorName} · ${t(`assessment.state.${seat.state}`)} · ${t('assessment.days', { count: seat.daysSinceAssigned })}`}</span>
      {seat.hasLiveConflict ? <StateBadge tone="bad" label={t('assessment.lateConflict')} /> : null}
    </>
  )
}

function Agreement({ context, report }: { context: PageContext; report: AgreementReport | null }): VNode | null {
  const { t, language } = context
  if (!report) return null
  const { counts, shares, coefficients } = report
  return (
    <>
      <h3>{t('assessment.agreement')}</h3>
      <p>
        {t('assessment.agreementShares', {
          pairs: counts.pairs,
          exact: formatPercent(shares.exactAgreement, language),
          adjacent: formatPercent(shares.adjacentAgreement, language),
          decision: formatPercent(shares.decisionAgreement, language),
          crossings: counts.thresholdCrossings,
        })}
      </p>
      <p class="muted">
        {coefficients
          ? t('assessment.agreementCoefficients', {
              alpha: coefficients.krippendorffAlphaOrdinal,
              low: coefficients.interval.low,
              high: coefficients.interval.high,
              ac1: coefficients.decisionGwetAC1,
            })
          : t('assessment.agreementTooFew')}
      </p>
    </>
  )
}
