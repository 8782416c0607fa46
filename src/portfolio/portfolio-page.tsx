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
      <section aria-labelledby="evidence">
        <h2 id="evidence">{t('portfolio.evidence.title')}</h2>
        <EvidenceList context={context} evidence={evidence} />
      </section>
      {coursesToStart.length > 0 ? (
        <section aria-labelledby="start">
          <h2 id="start">{t('portfolio.start')}</h2>
          <CourseList context={context} courses={coursesToStart} />
        </section>
      ) : null}
    </>
  )
}

function SubmissionCard({ context, submission }: { context: PageContext; submission: OwnSubmission }): VNode {
  const { t, language, timeZone } = context
  const { id, microCourseCode, title, attempt, state, missing, submittedAt } = submission
  const path = `/portfolio/submissions/${id}`
  const isReady = state === 'draft' && missing.length === 0
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
            <ButtonLink href={isReady ? `${path}/hand-in` : path}>
              {isReady ? t('portfolio.handIn') : t('portfolio.continue')}
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

function EvidenceList({
  context,
  evidence,
}: {
  context: PageContext
  evidence: readonly EvidenceWithVersions[]
}): VNode {
  const { t } = context
  if (evidence.length === 0) {
    return <EmptyState title={t('portfolio.evidence.none')}>{t('portfolio.evidence.noneHint')}</EmptyState>
  }
  return (
    <Card>
      <ul class="tasks">
        {evidence.map((item) => (
          <EvidenceLine key={item.id} context={context} item={item} />
        ))}
      </ul>
    </Card>
  )
}

function EvidenceLine({ context, item }: { context: PageContext; item: EvidenceWithVersions }): VNode {
  const { t, language } = context
  const [latest] = item.versions
  const facts = [
    t(`portfolio.type.${item.type}`),
    ...(latest ? [formatDay(latest.capturedOn, language)] : []),
    ...(latest && latest.version > 1 ? [t('portfolio.evidence.versionNumber', { version: latest.version })] : []),
  ]
  return (
    <li>
      <a href={`/portfolio/evidence/${item.id}`}>
        <LocalisedText context={context} text={item.title} />
      </a>
      {latest && latest.scanStatus !== 'clean' ? <ScanBadge context={context} status={latest.scanStatus} /> : null}
      <p class="muted">{facts.join(' · ')}</p>
    </li>
  )
}

/** Each with its page, which tells what is asked for, and the shortest way into a draft. */
function CourseList({ context, courses }: { context: PageContext; courses: readonly CourseToStart[] }): VNode {
  const { t, language } = context
  return (
    <Card>
      <ul class="tasks">
        {courses.map((course) => (
          <li key={course.id}>
            <a href={`/courses/${course.id}`}>
              {`${course.code} · ${localised(course.title, language, course.baseLanguage)}`}
            </a>
            <Form context={context} action="/portfolio/submissions">
              <HiddenField name="versionId" value={course.id} />
              <Button kind="secondary" name="route" value="standard">
                {course.attempt === 1 ? t('portfolio.begin') : t('portfolio.beginAgain', { attempt: course.attempt })}
              </Button>
            </Form>
          </li>
        ))}
      </ul>
      <p class="hint">{t('portfolio.startHint')}</p>
    </Card>
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
          cell: ({ microCourseCode, title, attempt }) =>
            `${microCourseCode} · ${localised(title, language)} · ${t('portfolio.attempt', { attempt })}`,
        },
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
