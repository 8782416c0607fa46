import { hasRole, hasRoleAnywhere, type Actor } from '../access/index.ts'
import type { HomeContributor } from '../http/index.ts'
import { localised } from '../kernel/language.ts'
import type { HomeSection, HomeTask, PageContext } from '../pages/index.ts'
import type { Services } from '../services.ts'
import type { AwardListRow } from './award-store.ts'
import { awardsBoard, myAwards } from './awards.ts'
import { atHome, dutiesOf, isUnderWay, isUnnamed, waiting } from './duties.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NEW_FOR_DAYS = 30
const MOST_SHOWN = 10

/** To those who propose and sign: what waits for their organisation; to holders: names to confirm and new badges. */
export const credentialsHome: HomeContributor = async (services, actor, context) => {
  const sections: HomeSection[] = []
  if (hasRoleAnywhere(actor, ['signatory', 'coordinator'])) sections.push(await boardSection(services, actor, context))
  if (hasRoleAnywhere(actor, ['participant'])) sections.push(await holderSection(services, actor, context))
  return sections
}

async function boardSection(services: Services, actor: Actor, context: PageContext): Promise<HomeSection> {
  const { t } = context
  const duties = await dutiesOf(services, actor)
  const { proposes, approves, endorses } = duties
  const tasks: HomeTask[] = []
  for (const programmeId of actor.programmeIds.filter((id) => hasRole(actor, ['signatory', 'coordinator'], id))) {
    const { eligible, awards } = await awardsBoard(services, actor, programmeId)
    const { toApprove, toEndorse, toIssue } = waiting(awards)
    if (proposes.has(programmeId) && eligible.length > 0) {
      tasks.push({ href: '/awards', title: t('credentials.board.eligible', { count: eligible.length }) })
    }
    if (approves.has(programmeId)) {
      tasks.push(...toApprove.map((award) => awardTask(context, award, t('credentials.home.toApprove'))))
      tasks.push(...toIssue.map((award) => awardTask(context, award, t('credentials.home.toIssue'))))
    }
    if (endorses.has(programmeId)) {
      tasks.push(...toEndorse.map((award) => awardTask(context, award, t('credentials.home.toEndorse'))))
    }
    const { toReady, toSign } = atHome(toEndorse, duties)
    for (const [key, { length: count }] of [
      ['board.ready', toReady],
      ['atHome.title', toSign],
    ] as const)
      if (count > 0) tasks.push({ href: '/awards', title: t(`credentials.${key}`, { count }) })
  }
  return {
    title: t('credentials.home.board'),
    empty: t('credentials.home.nothingOnBoard'),
    more: { href: '/awards', label: t('credentials.home.toBoard') },
    tasks: tasks.slice(0, MOST_SHOWN),
  }
}

function awardTask({ language }: PageContext, award: AwardListRow, label: string): HomeTask {
  return {
    href: `/awards/${award.id}`,
    title: `${localised(award.courseTitle, language)} · ${award.nameAsIssued}`,
    state: { tone: 'attention', label },
  }
}

async function holderSection(services: Services, actor: Actor, { t, language }: PageContext): Promise<HomeSection> {
  const newSince = services.clock.now().getTime() - NEW_FOR_DAYS * DAY_MS
  const awards = await myAwards(services, actor)
  const task = (award: AwardListRow, state: HomeTask['state']): HomeTask => ({
    href: `/awards#award-${award.id}`,
    title: localised(award.courseTitle, language),
    state,
  })
  const unnamed = awards.filter((award) => isUnderWay(award) && isUnnamed(award))
  const fresh = awards.filter(({ state, issuedAt }) => state === 'issued' && (issuedAt?.getTime() ?? 0) >= newSince)
  return {
    title: t('credentials.mine.title'),
    empty: t('credentials.home.nothingMine'),
    more: { href: '/awards', label: t('credentials.home.toMine') },
    tasks: [
      ...unnamed.map((award) => task(award, { tone: 'attention', label: t('credentials.name.title') })),
      ...fresh.map((award) => task(award, { tone: 'good', label: t('credentials.home.new') })),
    ],
  }
}
