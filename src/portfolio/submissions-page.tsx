import type { VNode } from 'preact'
import { EmptyState, Layout, PageHeader, Pagination, type PageContext } from '../pages/index.ts'
import { SubmissionTable } from './portfolio-page.tsx'
import type { SubmissionSummary } from './submission-store.ts'
import { SUBMISSION_STATES, type SubmissionState } from './submission.ts'

export interface SubmissionsPageProps {
  readonly context: PageContext
  readonly submissions: readonly SubmissionSummary[]
  readonly state: SubmissionState | undefined
  readonly hasConsentProblem: boolean
  readonly nextCursor: string | null
}

/** All submissions of the programme, for those who look after it. */
export function SubmissionsPage(props: SubmissionsPageProps): VNode {
  const { context, submissions, state, hasConsentProblem, nextCursor } = props
  const { t } = context
  const next = new URLSearchParams({
    ...(state ? { state } : {}),
    ...(hasConsentProblem ? { consent: 'problem' } : {}),
    ...(nextCursor ? { cursor: nextCursor } : {}),
  })
  return (
    <Layout context={context} title={t('portfolio.allSubmissions')} width="wide" isPrivate>
      <PageHeader title={t('portfolio.allSubmissions')} lead={t('portfolio.allSubmissionsLead')} />
      <nav aria-label={t('portfolio.stateLabel')}>
        <ul class="links">
          <li>
            <a href="/submissions" aria-current={state === undefined && !hasConsentProblem ? 'page' : undefined}>
              {t('portfolio.allStates')}
            </a>
          </li>
          <li>
            <a href="/submissions?consent=problem" aria-current={hasConsentProblem ? 'page' : undefined}>
              {t('portfolio.consentProblem')}
            </a>
          </li>
          {SUBMISSION_STATES.map((one) => (
            <li key={one}>
              <a href={`/submissions?state=${one}`} aria-current={one === state ? 'page' : undefined}>
                {t(`portfolio.state.${one}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {submissions.length === 0 ? (
        <EmptyState title={t('portfolio.noneHere')} />
      ) : (
        <SubmissionTable context={context} caption={t('portfolio.allSubmissions')} submissions={submissions} />
      )}
      <Pagination context={context} next={nextCursor ? `/submissions?${next.toString()}` : null} />
    </Layout>
  )
}
