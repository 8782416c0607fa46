import type { HomeContributor } from '../http/index.ts'
import { hasRoleAnywhere } from '../kernel/actor.ts'
import { localised, type Language } from '../kernel/language.ts'
import type { HomeSection } from '../pages/index.ts'
import type { Services } from '../services.ts'
import type { Translate } from '../texts/index.ts'
import { isEditable } from './submission.ts'
import type { SubmissionSummary } from './submission-store.ts'
import { readPortfolio, readSubmissions } from './view-portfolio.ts'

/** To the teacher: drafts and what is missing in them. To the coordinator: consents that no longer hold. */
export const portfolioHome: HomeContributor = async (services, actor, { t, language }) => {
  const sections: HomeSection[] = []
  if (hasRoleAnywhere(actor, ['participant'])) {
    const { submissions } = await readPortfolio(services, actor)
    const open = submissions.filter(({ state }) => isEditable(state))
    sections.push({
      title: t('portfolio.home.drafts'),
      empty: t('portfolio.home.noDrafts'),
      more: { href: '/portfolio', label: t('portfolio.title') },
      tasks: open.map((submission) => ({
        href: `/portfolio/submissions/${submission.id}`,
        title: nameOf(submission, language),
        state:
          submission.missing.length === 0
            ? { tone: 'good', label: t('portfolio.nothingMissing') }
            : { tone: 'attention', label: t('portfolio.missingCount', { count: submission.missing.length }) },
      })),
    })
  }
  if (hasRoleAnywhere(actor, ['coordinator'])) sections.push(await consentSection(services, actor, t, language))
  return sections
}

async function consentSection(
  services: Services,
  actor: Parameters<HomeContributor>[1],
  t: Translate,
  language: Language,
): Promise<HomeSection> {
  const found = await readSubmissions(services, actor, { limit: 200 })
  const affected = found.filter(({ hasConsentProblem, submittedAt }) => hasConsentProblem && submittedAt !== null)
  return {
    title: t('portfolio.home.consents'),
    empty: t('portfolio.home.noConsents'),
    more: { href: '/submissions', label: t('portfolio.allSubmissions') },
    tasks: affected.map((submission) => ({
      href: `/portfolio/submissions/${submission.id}`,
      title: nameOf(submission, language),
      detail: submission.participantName,
      state: { tone: 'bad', label: t('portfolio.consentProblem') },
    })),
  }
}

function nameOf({ microCourseCode, title }: SubmissionSummary, language: Language): string {
  return `${microCourseCode} · ${localised(title, language)}`
}
