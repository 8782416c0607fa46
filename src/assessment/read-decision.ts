import { hasRole, NotFound, type Actor } from '../access/index.ts'
import type { Services } from '../services.ts'
import { findAppeal, stagesOf } from './appeal-store.ts'
import { findSubmission, judgementsOf } from './assessment-store.ts'
import { feedbackOf, findDecision, resultsOf, type Feedback } from './decision-store.ts'
import type { AppealView, DecisionView } from './read-assessment.ts'

type ReadServices = Pick<Services, 'database' | 'clock'>

/** Before the release it exists for its judges, the coordinator and the auditor only. */
export async function readDecision(
  services: ReadServices,
  actor: Actor,
  decisionId: string,
): Promise<DecisionView & { readonly feedback: readonly Feedback[] }> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const decision = await findDecision(tx, decisionId)
    if (decision.releasedAt === null) {
      const judgements = await judgementsOf(tx, decision.submissionId)
      const isJudge = judgements.some(({ assessorId }) => assessorId === actor.personId)
      const mayPrepare = isJudge || hasRole(actor, ['coordinator', 'auditor'], decision.programmeId)
      const { participantId } = await findSubmission(tx, decision.submissionId)
      if (!mayPrepare || participantId === actor.personId) throw new NotFound('decision', decisionId)
    }
    return {
      ...decision,
      perCriterion: await resultsOf(tx, decisionId),
      feedback: await feedbackOf(tx, decisionId),
    }
  })
}

/** The appellant reads the reasons, not who gave them. */
export async function readAppeal(services: ReadServices, actor: Actor, appealId: string): Promise<AppealView> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const appeal = await findAppeal(tx, appealId)
    const stages = await stagesOf(tx, appealId)
    const isAppellant = appeal.appellantId === actor.personId
    return { ...appeal, stages: isAppellant ? stages.map((stage) => ({ ...stage, reviewerIds: [] })) : stages }
  })
}
