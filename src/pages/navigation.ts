import type { Role } from '../kernel/actor.ts'
import type { PageContext } from './context.ts'

export interface NavigationItem {
  readonly href: string
  readonly label: string
  readonly isCurrent: boolean
}

/** The menu in reading order. `everyone` means everyone who is signed in. */
const ENTRIES: readonly { key: string; href: string; roles: readonly Role[] | 'everyone' }[] = [
  { key: 'home', href: '/', roles: 'everyone' },
  { key: 'portfolio', href: '/portfolio', roles: ['participant', 'mentor'] },
  { key: 'submissions', href: '/submissions', roles: ['coordinator', 'auditor'] },
  { key: 'assessment', href: '/assessment', roles: ['assessor', 'adjudicator', 'appeals_panel', 'coordinator'] },
  { key: 'awards', href: '/awards', roles: ['participant', 'coordinator', 'signatory', 'auditor'] },
  { key: 'courses', href: '/courses', roles: 'everyone' },
  {
    key: 'frameworks',
    href: '/frameworks',
    roles: ['author', 'validator', 'coordinator', 'auditor', 'assessor', 'adjudicator', 'appeals_panel', 'observer'],
  },
  { key: 'organisations', href: '/organisations', roles: ['administrator'] },
  { key: 'programmes', href: '/programmes', roles: ['coordinator', 'administrator'] },
  { key: 'people', href: '/people', roles: ['coordinator', 'administrator'] },
  { key: 'openIssuers', href: '/open-issuers', roles: ['administrator'] },
  { key: 'recognised', href: '/recognised-issuers', roles: ['administrator'] },
]

/** The entries that this person's roles open; none for a reader who is not signed in. */
export function navigation({ t, person, path }: PageContext): readonly NavigationItem[] {
  if (!person) return []
  return ENTRIES.filter(({ roles }) => roles === 'everyone' || roles.some((role) => person.roles.includes(role))).map(
    ({ key, href }) => ({ href, label: t(`common.nav.${key}`), isCurrent: isWithin(path, href) }),
  )
}

function isWithin(path: string, href: string): boolean {
  return path === href || (href !== '/' && path.startsWith(`${href}/`))
}
