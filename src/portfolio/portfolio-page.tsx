import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  EmptyState,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  LocalisedText,
  PageHeader,
  StateBadge,
  Table,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatDate, formatDay } from '../texts/index.ts'
import { ScanBadge, SubmissionBadge } from './page-parts.tsx'
import type { EvidenceWithVersions } from './evidence-store.ts'
import { isEditable } from './submission.ts'
import type { SubmissionSummary } from './submission-store.ts'
import type { CourseToStart, OwnSubmission, Portfolio } from './view-portfolio.ts'

interface PortfolioPageProps {
  readonly context: PageContext
  readonly portfolio: Portfolio
  readonly isParticipant: boolean
  readonly problem?: PageProblem | undefined
}

/** What the teacher came for first: what is missing, and where to go on. */
export function PortfolioPage({ context, portfolio, isParticipant, problem }: PortfolioPageProps): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('portfolio.title')}>
      <PageHeader title={t('portfolio.title')} lead={isParticipant ? t('portfolio.lead') : undefined}>
        {isParticipant ? (
          <>
            <ButtonLink kind="primary" href="/portfolio/evidence/new">
              {t('portfolio.evidence.add')}
            </ButtonLink>
            <ButtonLink kind="quiet" href="/portfolio/consents">
              {t('portfolio.consents.title')}
            </ButtonLink>
          </>
        ) : null}
      </PageHeader>
      <ErrorSummary context={context} problem={problem} />
      {isParticipant ? <OwnPart context={context} portfolio={portfolio} /> : null}
      {portfolio.accompanied.length > 0 || !isParticipant ? (
        <Accompanied context={context} submissions={portfolio.accompanied} />
      ) : null}
    </Layout>
  )
}

function OwnPart({ context, portfolio }: { context: PageContext; portfolio: Portfolio }): VNode {
  const { t } = context
  const { submissions, coursesToStart, evidence } = portfolio
  return (
    <>
      <section aria-labelledby="submissions">
        <h2 id="submissions">{t('portfolio.submissions')}</h2>
        {submissions.length === 0 ? (
          <EmptyState title={t('portfolio.noSubmissions')}>{t('portfolio.noSubmissionsHint')}</EmptyState>
        ) : (
          <div class="card-grid">
            {submissions.map((submission) => (
              <SubmissionCard key={submission.id} context={context} submission={submission} />
            ))}
          </div>
        )}
      </section>
      {coursesToStart.length > 0 ? (
        <section aria-labelledby="start">
          <h2 id="start">{t('portfolio.start')}</h2>
          <div class="card-grid">
            {coursesToStart.map((course) => (
              <StartCard key={course.id} context={context} course={course} />
            ))}
          </div>
        </section>
      ) : null}
      <section aria-labelledby="evidence">
        <h2 id="evidence">{t('portfolio.evidence.title')}</h2>
        <EvidenceTable context={context} evidence={evidence} />
      </section>
    </>
  )
}

function SubmissionCard({ context, submission }: { context: PageContext; submission: OwnSubmission }): VNode {
  const { t, language, timeZone } = context
  const { id, microCourseCode, title, attempt, state, missing, submittedAt } = submission
  const path = `/portfolio/submissions/${id}`
  return (
    <Card
      level={3}
      title={`${microCourseCode} · ${localised(title, language)}`}
      href={path}
      aside={<SubmissionBadge context={context} state={state} />}
    >
      <p class="muted">
        {t('portfolio.attempt', { attempt })}
        {submittedAt ? ` · ${t('portfolio.handedIn', { date: formatDate(submittedAt, language, timeZone) })}` : ''}
      </p>
      {isEditable(state) ? (
        <>
          <p>
            {missing.length === 0 ? (
              <StateBadge tone="good" label={t('portfolio.nothingMissing')} />
            ) : (
              <StateBadge tone="attention" label={t('portfolio.missingCount', { count: missing.length })} />
            )}
          </p>
          <Actions>
            <ButtonLink href={missing.length === 0 ? `${path}/hand-in` : path}>
              {missing.length === 0 ? t('portfolio.handIn') : t('portfolio.continue')}
            </ButtonLink>
          </Actions>
        </>
      ) : null}
      {state === 'released' || state === 'closed' ? (
        <Actions>
          <ButtonLink href={`${path}/result`}>{t('portfolio.result')}</ButtonLink>
        </Actions>
      ) : null}
    </Card>
  )
}

function StartCard({ context, course }: { context: PageContext; course: CourseToStart }): VNode {
  const { t, language } = context
  return (
    <Card level={3} title={`${course.code} · ${localised(course.title, language, course.baseLanguage)}`}>
      <p>
        <LocalisedText context={context} text={course.description} base={course.baseLanguage} />
      </p>
      <Form context={context} action="/portfolio/submissions">
        <HiddenField name="versionId" value={course.id} />
        <Actions>
          <Button kind="secondary" name="route" value="standard">
            {course.attempt === 1 ? t('portfolio.begin') : t('portfolio.beginAgain', { attempt: course.attempt })}
          </Button>
          <Button kind="quiet" name="route" value="rpl">
            {t('portfolio.beginRpl')}
          </Button>
        </Actions>
      </Form>
    </Card>
  )
}

function EvidenceTable({
  context,
  evidence,
}: {
  context: PageContext
  evidence: readonly EvidenceWithVersions[]
}): VNode {
  const { t, language } = context
  if (evidence.length === 0) {
    return <EmptyState title={t('portfolio.evidence.none')}>{t('portfolio.evidence.noneHint')}</EmptyState>
  }
  return (
    <Table
      caption={t('portfolio.evidence.title')}
      rows={evidence}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('portfolio.evidence.name'),
          isHeading: true,
          cell: ({ id, title }) => (
            <a href={`/portfolio/evidence/${id}`}>
              <LocalisedText context={context} text={title} />
            </a>
          ),
        },
        { label: t('portfolio.evidence.type'), cell: ({ type }) => t(`portfolio.type.${type}`) },
        {
          label: t('portfolio.evidence.capturedOn'),
          cell: ({ versions: [latest] }) => (latest ? formatDay(latest.capturedOn, language) : ''),
        },
        { label: t('portfolio.evidence.version'), cell: ({ versions: [latest] }) => latest?.version ?? '' },
        {
          label: t('portfolio.evidence.check'),
          cell: ({ versions: [latest] }) =>
            latest ? <ScanBadge context={context} status={latest.scanStatus} /> : null,
        },
      ]}
    />
  )
}

function Accompanied({
  context,
  submissions,
}: {
  context: PageContext
  submissions: readonly SubmissionSummary[]
}): VNode {
  const { t } = context
  return (
    <section aria-labelledby="accompanied">
      <h2 id="accompanied">{t('portfolio.accompanied')}</h2>
      {submissions.length === 0 ? (
        <EmptyState title={t('portfolio.accompaniedNone')} />
      ) : (
        <SubmissionTable context={context} caption={t('portfolio.accompanied')} submissions={submissions} />
      )}
    </section>
  )
}

interface SubmissionTableProps {
  readonly context: PageContext
  readonly caption: string
  readonly submissions: readonly SubmissionSummary[]
}

export function SubmissionTable({ context, caption, submissions }: SubmissionTableProps): VNode {
  const { t, language, timeZone } = context
  return (
    <Table
      caption={caption}
      rows={submissions}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('portfolio.participant'),
          isHeading: true,
          cell: ({ id, participantName }) => (
            <a href={`/portfolio/submissions/${id}`}>{participantName || t('portfolio.unnamed')}</a>
          ),
        },
        {
          label: t('portfolio.course'),
          cell: ({ microCourseCode, title }) => `${microCourseCode} · ${localised(title, language)}`,
        },
        { label: t('portfolio.attemptLabel'), cell: ({ attempt }) => attempt, align: 'end' },
        {
          label: t('portfolio.stateLabel'),
          cell: ({ state, hasConsentProblem }) => (
            <>
              <SubmissionBadge context={context} state={state} />
              {hasConsentProblem ? <StateBadge tone="bad" label={t('portfolio.consentProblem')} /> : null}
            </>
          ),
        },
        {
          label: t('portfolio.handedInLabel'),
          cell: ({ submittedAt }) => (submittedAt ? formatDate(submittedAt, language, timeZone) : '–'),
        },
      ]}
    />
  )
}
