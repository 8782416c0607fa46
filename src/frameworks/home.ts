import { hasRoleAnywhere } from '../access/index.ts'
import type { HomeContributor } from '../http/index.ts'
import { localised } from '../kernel/language.ts'
import { findFrameworks } from './find-frameworks.ts'
import { dutyIn } from './review-outlook.ts'

/** On the start page of those who write, check and publish: the frameworks that wait for this very person. */
export const frameworksHome: HomeContributor = async (services, actor, { t, language }) => {
  if (!hasRoleAnywhere(actor, ['author', 'validator', 'coordinator'])) return []
  const waiting = (await findFrameworks(services, actor)).filter(({ isReadersTurn }) => isReadersTurn)
  if (waiting.length === 0) return []
  return [
    {
      title: t('frameworks.waiting'),
      tasks: waiting.map(({ id, title, baseLanguage, state, approvingOrganisations: count }) => ({
        href: `/frameworks/${id}`,
        title: localised(title, language, baseLanguage),
        detail: t(`frameworks.next.${dutyIn(state) ?? 'nobody'}`, { count }),
        state: { tone: 'info' as const, label: t(`review.state.${state}`) },
      })),
      empty: t('frameworks.none'),
      more: { href: '/frameworks', label: t('frameworks.all') },
    },
  ]
}
