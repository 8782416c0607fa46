import { hasRole, hasRoleAnywhere, type Actor } from '../access/index.ts'
import type { HomeContributor } from '../http/index.ts'
import { localised } from '../kernel/language.ts'
import type { HomeSection, HomeTask, PageContext } from '../pages/index.ts'
import type { Services } from '../services.ts'
import { assessmentBoard, type BoardRow } from './assessment-board.ts'
import type { SubmissionSummary } from './description-store.ts'
import { myWork } from './my-work.ts'

const MOST_OF_A_JUDGE = 3
const MOST_OF_A_COORDINATOR = 10

/** To whoever judges: the next portfolios, and what two have to agree on; to the coordinator: what stands still. */
export const assessmentHome: HomeContributor = async (services, actor, context) => {
  const sections: HomeSection[] = []
  if (hasRoleAnywhere(actor, ['assessor', 'adjudicator', 'appeals_panel'])) {
    sections.push(await judgeSection(services, actor, context))
  }
  if (hasRoleAnywhere(actor, ['coordinator'])) sections.push(await coordinatorSection(services, actor, context))
  return sections
}

async function judgeSection(services: Services, actor: Actor, context: PageContext): Promise<HomeSection> {
  const { t } = context
  const { toJudge, toReconcile, toRectify } = await myWork(services, actor)
  const judging = toJudge.map(({ judgementId, submission, state }) => ({
    href: `/assessment/judgements/${judgementId}`,
    title: nameOf(context, submission),
    state: { tone: 'info' as const, label: t(`assessment.state.${state}`) },
  }))
  const shared = [...toReconcile, ...toRectify].map(({ submission }) => ({
    href: `/assessment/submissions/${submission.submissionId}`,
    title: nameOf(context, submission),
    state: { tone: 'attention' as const, label: t('assessment.toAgree') },
  }))
  return {
    title: t('assessment.queue'),
    tasks: [...shared, ...judging].slice(0, MOST_OF_A_JUDGE),
    empty: t('assessment.nothingToJudge'),
    more: { href: '/assessment', label: t('assessment.allWork') },
  }
}

async function coordinatorSection(services: Services, actor: Actor, context: PageContext): Promise<HomeSection> {
  const { t } = context
  const programmes = actor.programmeIds.filter((id) => hasRole(actor, ['coordinator'], id))
  const boards = await Promise.all(programmes.map((id) => assessmentBoard(services, actor, id)))
  return {
    title: t('assessment.home.coordination'),
    tasks: boards
      .flat()
      .flatMap((row) => coordinatorTask(context, row))
      .slice(0, MOST_OF_A_COORDINATOR),
    empty: t('assessment.home.nothingToCoordinate'),
    more: { href: '/assessment', label: t('assessment.board') },
  }
}

/** A judgement to void, a decision to release, a place to fill; nothing while others are at work. */
function coordinatorTask(context: PageContext, row: BoardRow): readonly HomeTask[] {
  const { t } = context
  const task = (state: HomeTask['state']): HomeTask => ({
    href: `/assessment/submissions/${row.submissionId}`,
    title: nameOf(context, row),
    state,
  })
  if (row.seats.some(({ hasLiveConflict }) => hasLiveConflict)) {
    return [task({ tone: 'bad', label: t('assessment.lateConflict') })]
  }
  if (row.state === 'decided') return [task({ tone: 'attention', label: t('assessment.home.toRelease') })]
  if (row.freeSlots.length === 0) return []
  return [task({ tone: 'attention', label: t('assessment.home.toAssign', { count: row.freeSlots.length }) })]
}

function nameOf({ language }: PageContext, { courseTitle, participantName }: SubmissionSummary): string {
  return `${localised(courseTitle, language)} · ${participantName}`
}
