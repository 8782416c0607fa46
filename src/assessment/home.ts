import { hasRoleAnywhere } from '../access/index.ts'
import type { HomeContributor } from '../http/index.ts'
import { localised } from '../kernel/language.ts'
import { myWork } from './my-work.ts'

const SHOWN = 3

/** On the start page of whoever judges: the next portfolios, and what two have to agree on. */
export const assessmentHome: HomeContributor = async (services, actor, { t, language }) => {
  if (!hasRoleAnywhere(actor, ['assessor', 'adjudicator', 'appeals_panel'])) return []
  const { toJudge, toReconcile, toRectify } = await myWork(services, actor)
  const judging = toJudge.map(({ judgementId, submission, state }) => ({
    href: `/assessment/judgements/${judgementId}`,
    title: `${localised(submission.courseTitle, language)} · ${submission.participantName}`,
    state: { tone: 'info' as const, label: t(`assessment.state.${state}`) },
  }))
  const shared = [...toReconcile, ...toRectify].map(({ submission }) => ({
    href: `/assessment/submissions/${submission.submissionId}`,
    title: `${localised(submission.courseTitle, language)} · ${submission.participantName}`,
    state: { tone: 'attention' as const, label: t('assessment.toAgree') },
  }))
  return [
    {
      title: t('assessment.queue'),
      tasks: [...shared, ...judging].slice(0, SHOWN),
      empty: t('assessment.nothingToJudge'),
      more: { href: '/assessment', label: t('assessment.allWork') },
    },
  ]
}
