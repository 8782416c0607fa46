import type { VNode } from 'preact'
import {
  Button,
  EmptyState,
  Form,
  Layout,
  PageHeader,
  Pagination,
  SelectField,
  type PageContext,
} from '../pages/index.ts'
import { SubmissionTable } from './portfolio-page.tsx'
import type { SubmissionSummary } from './submission-store.ts'
import { SUBMISSION_STATES } from './submission.ts'

/** What the list can be narrowed to; empty for everything. */
export const SHOWN = ['', 'consent-problem', ...SUBMISSION_STATES] as const
export type Shown = (typeof SHOWN)[number]

export interface SubmissionsPageProps {
  readonly context: PageContext
  readonly submissions: readonly SubmissionSummary[]
  readonly show: Shown
  readonly nextCursor: string | null
}

/** All submissions of the programme, for those who look after it. */
export function SubmissionsPage({ context, submissions, show, nextCursor }: SubmissionsPageProps): VNode {
  const { t } = context
  const next = nextCursor === null ? null : new URLSearchParams({ show, cursor: nextCursor })
  return (
    <Layout context={context} title={t('portfolio.allSubmissions')} width="wide" isPrivate>
      <PageHeader title={t('portfolio.allSubmissions')} lead={t('portfolio.allSubmissionsLead')} />
      <Form context={context} action="/submissions" method="get" class="filter" values={{ show }}>
        <SelectField
          name="show"
          label={t('portfolio.show')}
          required
          options={SHOWN.map((value) => ({ value, label: nameOf(context, value) }))}
        />
        <Button kind="secondary">{t('portfolio.showNow')}</Button>
      </Form>
      {submissions.length === 0 ? (
        <EmptyState title={t('portfolio.noneHere')} />
      ) : (
        <SubmissionTable context={context} caption={t('portfolio.allSubmissions')} submissions={submissions} />
      )}
      <Pagination context={context} next={next && `/submissions?${next.toString()}`} />
    </Layout>
  )
}

function nameOf({ t }: PageContext, value: Shown): string {
  if (value === '') return t('portfolio.allStates')
  return value === 'consent-problem' ? t('portfolio.consentProblem') : t(`portfolio.state.${value}`)
}
