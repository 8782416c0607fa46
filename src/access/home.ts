import type { HomeContributor } from '../http/index.ts'
import { hasRoleAnywhere, type Role } from '../kernel/actor.ts'

const JUDGES: readonly Role[] = ['assessor', 'adjudicator', 'appeals_panel', 'validator']

/** Those who judge are led to where they declare a tie. */
export const accessHome: HomeContributor = (_services, actor, { t }) => {
  if (!hasRoleAnywhere(actor, JUDGES)) return Promise.resolve([])
  const title = t('access.conflicts.title')
  const more = { href: '/conflicts', label: t('access.conflicts.declare') }
  return Promise.resolve([{ title, tasks: [], empty: t('access.conflicts.lead'), more }])
}
