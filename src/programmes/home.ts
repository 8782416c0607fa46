import { hasRoleAnywhere, type Actor } from '../access/index.ts'
import type { HomeContributor } from '../http/index.ts'
import { localised } from '../kernel/language.ts'
import type { HomeSection, HomeTask, PageContext } from '../pages/index.ts'
import type { Services } from '../services.ts'
import { ADMINISTRATORS } from './policy.ts'
import type { ProgrammeRow } from './programme-store.ts'
import { findProgrammes } from './programmes.ts'
import { readReadiness, stepsOf } from './read-readiness.ts'
import { placeOf, SET_UP, shortcomingText } from './readiness-page.tsx'
import { isReady, type ReadinessStep } from './readiness.ts'

const MOST_SHOWN = 3

/**
 * To those who set up and staff a programme: what comes next until a badge can be issued, and which duty nobody fills.
 * To those who only look: where they may.
 */
export const programmesHome: HomeContributor = async (services, actor, context) => {
  const isAdministrator = hasRoleAnywhere(actor, ADMINISTRATORS)
  const sections = readers(actor, context)
  if (!isAdministrator && !hasRoleAnywhere(actor, ['coordinator'])) return sections
  const programmes = await findProgrammes(services, actor)
  for (const programme of programmes) {
    const steps = await stepsOf(services, actor, programme.id)
    if (!isReady(steps)) sections.push(sectionOf(context, actor, programme, steps))
  }
  if (programmes.length === 0 && isAdministrator) sections.push(await beginning(services, actor, context))
  if (isAdministrator) sections.push(administration(context))
  return sections
}

async function beginning(services: Services, actor: Actor, context: PageContext): Promise<HomeSection> {
  const { steps } = await readReadiness(services, actor)
  return sectionOf(context, actor, null, steps)
}

function sectionOf(
  { t, language }: PageContext,
  actor: Actor,
  programme: ProgrammeRow | null,
  steps: readonly ReadinessStep[],
): HomeSection {
  const id = programme?.id ?? null
  const doable = steps.flatMap((step): HomeTask[] => {
    const href = step.state === 'missing' ? placeOf(step, actor, id) : null
    if (href === null) return []
    return [
      {
        href,
        title: t(`programmes.step.${step.key}`),
        detail: shortcomingText(t, step) ?? t(`programmes.stepHint.${step.key}`),
      },
    ]
  })
  const name = programme ? localised(programme.title, language, programme.baseLanguage) : null
  return {
    title: name === null ? t('programmes.readiness.title') : t('programmes.readiness.of', { name }),
    tasks: doable.slice(0, MOST_SHOWN),
    empty: t('programmes.readiness.othersTurn'),
    more: {
      href: id === null ? SET_UP : `${SET_UP}?programmeId=${id}`,
      label: t('programmes.readiness.all'),
    },
  }
}

/** What an administrator can do at any time. */
function administration({ t }: PageContext): HomeSection {
  return {
    title: t('programmes.administration.title'),
    tasks: [],
    empty: t('programmes.administration.lead'),
    links: [
      { href: '/organisations', label: t('common.nav.organisations') },
      { href: '/programmes', label: t('common.nav.programmes') },
      { href: '/open-issuers', label: t('common.nav.openIssuers') },
      { href: '/recognised-issuers', label: t('common.nav.recognised') },
    ],
  }
}

/** For these nothing ever waits: what they may look at. */
function readers(actor: Actor, { t }: PageContext): HomeSection[] {
  const section = (role: 'auditor' | 'observer', paths: readonly (keyof typeof PATHS)[]): HomeSection[] =>
    hasRoleAnywhere(actor, [role])
      ? [
          {
            title: t(`roles.${role}`),
            tasks: [],
            empty: t(`programmes.home.${role}`),
            links: paths.map((key) => ({ href: PATHS[key], label: t(`common.nav.${key}`) })),
          },
        ]
      : []
  return [
    ...section('auditor', ['submissions', 'awards', 'courses', 'frameworks']),
    ...section('observer', ['courses', 'frameworks']),
  ]
}

const PATHS = {
  submissions: '/submissions',
  awards: '/awards',
  courses: '/courses',
  frameworks: '/frameworks',
} as const
