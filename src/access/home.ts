import type { HomeContributor } from '../http/index.ts'
import { hasRoleAnywhere, type Role } from '../kernel/actor.ts'
import type { HomeSection } from '../pages/index.ts'
import { countFailedMessages } from './outbox.ts'

const JUDGES: readonly Role[] = ['assessor', 'adjudicator', 'appeals_panel', 'validator']

/** Those who judge are led to where they declare a tie; administrators to mail that did not arrive. */
export const accessHome: HomeContributor = async (services, actor, { t }) => {
  const sections: HomeSection[] = []
  if (hasRoleAnywhere(actor, JUDGES)) {
    const title = t('access.conflicts.title')
    const more = { href: '/conflicts', label: t('access.conflicts.declare') }
    sections.push({ title, tasks: [], empty: t('access.conflicts.lead'), more })
  }
  if (hasRoleAnywhere(actor, ['administrator'])) {
    const count = await countFailedMessages(services, actor)
    sections.push({
      title: t('access.home.mail'),
      tasks: count === 0 ? [] : [{ href: '/outbox', title: t('access.home.mailFailed', { count }) }],
      empty: t('access.home.mailEmpty'),
      more: { href: '/outbox', label: t('access.home.mailAll') },
    })
  }
  return sections
}
