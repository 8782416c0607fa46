import type { HomeContributor } from '../http/index.ts'
import { hasRoleAnywhere } from '../kernel/actor.ts'
import { localised } from '../kernel/language.ts'
import type { HomeSection, HomeTask, PageContext } from '../pages/index.ts'
import { SUBMISSION_TONES } from './page-parts.tsx'
import { isEditable, type SubmissionState } from './submission.ts'
import type { SubmissionSummary } from './submission-store.ts'
import { readPortfolio, readSubmissions, type OwnSubmission } from './view-portfolio.ts'

/** To the teacher: drafts and results; to the mentor: those of others; to the coordinator: consents that do not hold. */
export const portfolioHome: HomeContributor = async (services, actor, context) => {
  const sections: HomeSection[] = []
  if (hasRoleAnywhere(actor, ['participant', 'mentor'])) {
    const { submissions, accompanied } = await readPortfolio(services, actor)
    if (hasRoleAnywhere(actor, ['participant'])) sections.push(ownSection(context, submissions))
    if (hasRoleAnywhere(actor, ['mentor'])) sections.push(accompaniedSection(context, accompanied))
  }
  if (hasRoleAnywhere(actor, ['coordinator'])) {
    const filter = { states: NOT_OVER, hasConsentProblem: true, limit: MOST_SHOWN }
    sections.push(consentSection(context, await readSubmissions(services, actor, filter)))
  }
  return sections
}

const MOST_SHOWN = 10
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
    tasks: submissions.filter(isOnTheDesk).map((submission) => ownTask(context, submission)),
  }
}

/** There is something to do or to read. */
function isOnTheDesk({ state }: SubmissionSummary): boolean {
  return isEditable(state) || state === 'released'
}

function ownTask(context: PageContext, submission: OwnSubmission): HomeTask {
  const { t } = context
  const { id, state, missing } = submission
  const path = `/portfolio/submissions/${id}`
  const title = nameOf(context, submission)
  if (state === 'released')
    return { href: `${path}/result`, title, state: { tone: 'info', label: t('portfolio.result') } }
  const lacking = missing.length === 0 ? undefined : t('portfolio.missingCount', { count: missing.length })
  if (state === 'returned_for_completion') {
    return { href: path, title, detail: lacking, state: { tone: 'attention', label: t(`portfolio.state.${state}`) } }
  }
  return {
    href: path,
    title,
    state: lacking ? { tone: 'attention', label: lacking } : { tone: 'good', label: t('portfolio.readyToHandIn') },
  }
}

function accompaniedSection(context: PageContext, accompanied: readonly SubmissionSummary[]): HomeSection {
  const { t } = context
  return {
    title: t('portfolio.accompanied'),
    empty: t('portfolio.home.nothingAccompanied'),
    more: { href: '/portfolio', label: t('portfolio.home.toAccompanied') },
    tasks: accompanied
      .filter(isOnTheDesk)
      .slice(0, MOST_SHOWN)
      .map((submission) => ({
        href: `/portfolio/submissions/${submission.id}`,
        title: nameOf(context, submission),
        detail: submission.participantName,
        state: { tone: SUBMISSION_TONES[submission.state], label: t(`portfolio.state.${submission.state}`) },
      })),
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
