import { hasRoleAnywhere } from '../access/index.ts'
import type { HomeContributor } from '../http/index.ts'
import { localised } from '../kernel/language.ts'
import { readCatalogue } from './find-courses.ts'

/** To those who write, check and publish micro-courses: the drafts whose next step is theirs. */
export const courseHome: HomeContributor = async (services, actor, { t, language }) => {
  if (!hasRoleAnywhere(actor, ['author', 'validator', 'coordinator'])) return []
  const { drafts } = await readCatalogue(services, actor)
  return [
    {
      title: t('courses.home.title'),
      empty: t('courses.home.empty'),
      more: { href: '/courses', label: t('courses.title') },
      tasks: drafts
        .filter(({ isMyTurn }) => isMyTurn)
        .map(({ id, code, title, baseLanguage, state }) => ({
          href: `/courses/${id}`,
          title: `${code} · ${localised(title, language, baseLanguage)}`,
          state: { tone: 'attention', label: t(`review.state.${state}`) },
        })),
    },
  ]
}
