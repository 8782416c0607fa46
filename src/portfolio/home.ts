import type { HomeContributor } from '../http/index.ts'
import { hasRoleAnywhere } from '../kernel/actor.ts'
import { localised } from '../kernel/language.ts'
import type { HomeSection, HomeTask, PageContext } from '../pages/index.ts'
import { isEditable, type SubmissionState } from './submission.ts'
import type { SubmissionSummary } from './submission-store.ts'
import { readPortfolio, readSubmissions, type OwnSubmission } from './view-portfolio.ts'

/** To the teacher: drafts with what is missing, and results; to the coordinator: consents that no longer hold. */
export const portfolioHome: HomeContributor = async (services, actor, context) => {
  const sections: HomeSection[] = []
  if (hasRoleAnywhere(actor, ['participant'])) {
    const { submissions } = await readPortfolio(services, actor)
    sections.push(ownSection(context, submissions))
  }
  if (hasRoleAnywhere(actor, ['coordinator'])) {
    const filter = { states: NOT_OVER, hasConsentProblem: true, limit: MOST_SHOWN }
    sections.push(consentSection(context, await readSubmissions(services, actor, filter)))
  }
  return sections
}

const MOST_SHOWN = 20
/** Handed in, and still before its end. */
const NOT_OVER: readonly SubmissionState[] = [
  'submitted',
  'returned_for_completion',
  'in_assessment',
  'awaiting_reconciliation',
  'in_adjudication',
  'decided',
  'released',
]

function ownSection(context: PageContext, submissions: readonly OwnSubmission[]): HomeSection {
  const { t } = context
  return {
    title: t('portfolio.home.own'),
    empty: t('portfolio.home.nothingOwn'),
    more: { href: '/portfolio', label: t('portfolio.home.toPortfolio') },
    tasks: submissions
      .filter(({ state }) => isEditable(state) || state === 'released')
      .map((submission) => ownTask(context, submission)),
  }
}

function ownTask(context: PageContext, submission: OwnSubmission): HomeTask {
  const { t } = context
  const { id, state, missing } = submission
  const path = `/portfolio/submissions/${id}`
  const title = nameOf(context, submission)
  if (state === 'released')
    return { href: `${path}/result`, title, state: { tone: 'info', label: t('portfolio.result') } }
  return {
    href: path,
    title,
    detail: state === 'returned_for_completion' ? t(`portfolio.state.${state}`) : undefined,
    state:
      missing.length === 0
        ? { tone: 'good', label: t('portfolio.readyToHandIn') }
        : { tone: 'attention', label: t('portfolio.missingCount', { count: missing.length }) },
  }
}

function consentSection(context: PageContext, affected: readonly SubmissionSummary[]): HomeSection {
  const { t } = context
  return {
    title: t('portfolio.home.consents'),
    empty: t('portfolio.home.noConsents'),
    more: { href: '/submissions', label: t('portfolio.allSubmissions') },
    tasks: affected.map((submission) => ({
      href: `/portfolio/submissions/${submission.id}`,
      title: nameOf(context, submission),
      detail: submission.participantName,
      state: { tone: 'bad', label: t('portfolio.consentProblem') },
    })),
  }
}

function nameOf({ language }: PageContext, { microCourseCode, title }: SubmissionSummary): string {
  return `${microCourseCode} · ${localised(title, language)}`
}
