import {
  acceptJudgement,
  assignAdjudicator,
  assignAssessor,
  assignPanelMember,
  concludeRectification,
  escalateAppeal,
  escalateToAdjudication,
  explainPanelOutcome,
  lodgeAppeal,
  NOT_EVIDENCED,
  openRectification,
  proposeReconciliation,
  releaseDecision,
  saveCriterionJudgement,
  sealJudgement,
  signReconciliation,
  startJudgement,
  writeFeedback,
  type Mark,
} from '../assessment/index.ts'
import type { Entity, Seed } from './seed-types.ts'
import { minutesFrom, RECTIFICATION_RATIONALE } from './unrecorded.ts'
import { nameOf, type HistoryEvent, type World } from './world.ts'

type Judgement = Entity<'judgements'>

export function assessmentEvents(seed: Seed): HistoryEvent[] {
  return [
    ...seed.judgements.flatMap((judgement) => judgementEvents(seed, judgement)),
    ...seed.reconciliations.map(reconciliationEvent),
    ...seed.decisions.flatMap((decision) => releaseEvents(seed, decision)),
    ...seed.appeals.flatMap(appealEvents),
  ]
}

const markOf = (level: number | null): Mark => level ?? NOT_EVIDENCED

function coordinator(world: World) {
  return world.as(world.seed.cohorts[0]?.coordinatorKey ?? '')
}

function judgementEvents(seed: Seed, judgement: Judgement): HistoryEvent[] {
  const { sealedAt, slot, languageSupport } = judgement
  const assessor = (world: World) => world.as(judgement.assessorKey)
  const person = seed.people.find(({ key }) => key === judgement.assessorKey)
  const events: HistoryEvent[] = [
    { at: new Date(judgement.assignedAt), what: null, act: (world) => assign(world, judgement) },
    {
      at: new Date(judgement.coiDeclaration.at),
      what: null,
      act: (world) => acceptJudgement(world.services, assessor(world), judgement.id, { languageSupport }),
    },
  ]
  if (slot === 'adjudicator') {
    events.unshift({
      at: minutesFrom(judgement.assignedAt, -30),
      what: 'The two assessors do not agree, and ask for an adjudicator',
      act: (world) => escalate(world, judgement),
    })
  }
  events.push(
    sealedAt === null
      ? {
          at: minutesFrom(judgement.coiDeclaration.at, 60),
          what: null,
          act: (world) => startJudgement(world.services, assessor(world), judgement.id),
        }
      : {
          at: new Date(sealedAt),
          what: `${person ? nameOf(person) : judgement.assessorKey} seals a judgement (${slot.replace('_', ' ')})`,
          act: (world) => judge(world, judgement),
        },
  )
  return events
}

async function assign(world: World, judgement: Judgement): Promise<void> {
  const { id, slot, submissionKey, assessorKey } = judgement
  const { services } = world
  const assessorId = world.id(assessorKey)
  const submissionId = world.id(submissionKey)
  if (slot === 'adjudicator') {
    await assignAdjudicator(services, coordinator(world), { id, submissionId, assessorId })
  } else if (slot === 'appeal_panel') {
    await assignPanelMember(services, coordinator(world), { id, appealId: appealOf(world, submissionKey), assessorId })
  } else {
    await assignAssessor(services, coordinator(world), { id, submissionId, slot, assessorId })
  }
}

function appealOf({ seed, id }: World, submissionKey: string): string {
  const decided = seed.decisions.filter((decision) => decision.submissionKey === submissionKey).map(({ key }) => key)
  return id(seed.appeals.find(({ decisionKey }) => decided.includes(decisionKey))?.key ?? `appeal of ${submissionKey}`)
}

async function escalate(world: World, { submissionKey }: Judgement): Promise<void> {
  await escalateToAdjudication(
    world.services,
    world.as(firstAssessor(world.seed, submissionKey)),
    world.id(submissionKey),
  )
}

function firstAssessor(seed: Seed, submissionKey: string): string {
  return seed.judgements.find((one) => one.submissionKey === submissionKey && one.slot === 'A')?.assessorKey ?? ''
}

async function judge(world: World, judgement: Judgement): Promise<void> {
  const assessor = world.as(judgement.assessorKey)
  for (const {
    criterionKey,
    level,
    rationale,
    rulesOfEvidence,
    evidenceVersionKeys,
  } of judgement.criterionJudgements) {
    await saveCriterionJudgement(world.services, assessor, judgement.id, {
      ...{ rationale, rulesOfEvidence },
      criterionId: world.id(criterionKey),
      mark: markOf(level),
      evidenceVersionIds: evidenceVersionKeys.map((key) => world.id(key)),
    })
  }
  await sealJudgement(world.services, assessor, judgement.id)
}

function reconciliationEvent({ id, at, ...reconciled }: Entity<'reconciliations'>): HistoryEvent {
  return {
    at: new Date(at),
    what: 'Two assessors reconcile a criterion, and both sign',
    act: async (world) => {
      const [proposer, other] = reconciled.signedBy
      await proposeReconciliation(world.services, world.as(proposer), {
        ...{ id, rationale: reconciled.rationale },
        submissionId: world.id(reconciled.submissionKey),
        criterionId: world.id(reconciled.criterionKey),
        mark: markOf(reconciled.agreedLevel),
        conversationHeld: true,
      })
      await signReconciliation(world.services, world.as(other), id)
    },
  }
}

function releaseEvents(seed: Seed, decision: Entity<'decisions'>): HistoryEvent[] {
  const { key, releasedAt, submissionKey, outcome } = decision
  return [
    {
      at: minutesFrom(releasedAt, -60),
      what: null,
      act: async (world) => {
        const decisionId = await world.decisionId(key)
        const assessor = world.as(firstAssessor(seed, submissionKey))
        for (const { criterionKey, text } of decision.feedback) {
          await writeFeedback(world.services, assessor, { decisionId, criterionId: world.id(criterionKey), text })
        }
      },
    },
    {
      at: new Date(releasedAt),
      what: `A decision is released: ${outcome.replaceAll('_', ' ')}`,
      act: async (world) => {
        await releaseDecision(world.services, coordinator(world), await world.decisionId(key))
      },
    },
  ]
}

function appealEvents(appeal: Entity<'appeals'>): HistoryEvent[] {
  const { id, decisionKey, appellantKey, grounds, statement, lodgedAt, stages } = appeal
  return [
    {
      at: new Date(lodgedAt),
      what: 'A teacher appeals against a decision',
      act: async (world) => {
        const decisionId = await world.decisionId(decisionKey)
        await lodgeAppeal(world.services, world.as(appellantKey), { id, decisionId, grounds, statement })
      },
    },
    {
      at: minutesFrom(lodgedAt, 180),
      what: null,
      act: (world) => openRectification(world.services, coordinator(world), id),
    },
    ...stages.flatMap((stage) => stageEvents(appeal, stage)),
  ]
}

/** The panel concludes with its last seal, which is among the judgements; here it says why. */
function stageEvents(
  { id, appellantKey }: Entity<'appeals'>,
  { stage, at, escalatedAt, reviewerKeys, rationale }: Entity<'appeals'>['stages'][number],
): HistoryEvent[] {
  const ending: HistoryEvent = {
    at: new Date(at),
    what:
      stage === 'panel' ? 'The appeals panel gives its reasons' : 'The assessors look again, and keep their decision',
    act: async (world) => {
      if (stage === 'panel') {
        await explainPanelOutcome(world.services, world.as(reviewerKeys.at(-1) ?? ''), id, {
          rationale: rationale ?? {},
        })
        return
      }
      for (const key of reviewerKeys) {
        await concludeRectification(world.services, world.as(key), id, { rationale: RECTIFICATION_RATIONALE })
      }
    },
  }
  if (escalatedAt === undefined) return [ending]
  const escalation = (world: World) => escalateAppeal(world.services, world.as(appellantKey), id)
  return [ending, { at: new Date(escalatedAt), what: 'The teacher takes it to an appeals panel', act: escalation }]
}
