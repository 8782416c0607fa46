import {
  approveAward,
  confirmRevocation,
  endorseAward,
  issueCredential,
  proposeAward,
  requestRevocation,
} from '../credentials/index.ts'
import type { Entity, Seed } from './seed-types.ts'
import { minutesFrom } from './unrecorded.ts'
import { PARTNER_SIGNATORY, type HistoryEvent, type World } from './world.ts'

type Award = Entity<'awards'>

export function credentialEvents(seed: Seed): HistoryEvent[] {
  return seed.awards.flatMap((award) => [...roadOf(award), ...endOf(award)])
}

const credentialOf = (awardKey: string): string => `credential of ${awardKey}`

function roadOf(award: Award): HistoryEvent[] {
  const { id, key, approvedBy, approvedAt, issuedAt, recipientNameAsIssued, endorsement } = award
  const events: HistoryEvent[] = [
    { at: minutesFrom(approvedAt, -5), what: null, act: (world) => propose(world, award) },
    {
      at: new Date(approvedAt),
      what: `A signatory approves the award of ${recipientNameAsIssued}`,
      act: (world) => approveAward(world.services, world.as(approvedBy), id),
    },
    {
      at: minutesFrom(approvedAt, 2),
      what: null,
      act: (world) => endorseAward(world.services, world.as(PARTNER_SIGNATORY), id, endorsement.comment),
    },
  ]
  if (issuedAt === null) return events
  const issue = async (world: World) => {
    const { credentialId } = await issueCredential(world.services, world.as(approvedBy), { awardId: id })
    world.remember(credentialOf(key), credentialId)
  }
  return [...events, { at: new Date(issuedAt), what: `The badge of ${recipientNameAsIssued} is issued`, act: issue }]
}

async function propose(world: World, award: Award): Promise<void> {
  const { id, decisionKey, holdReason, recipientNameAsIssued, supersedesKey } = award
  const [cohort] = world.seed.cohorts
  await proposeAward(world.services, world.as(cohort?.coordinatorKey ?? ''), {
    id,
    decisionId: await world.decisionId(decisionKey),
    nameAsIssued: recipientNameAsIssued,
    ...(holdReason === undefined ? {} : { holdReason }),
    ...(supersedesKey === undefined ? {} : { supersedesId: world.id(supersedesKey) }),
  })
}

/** Two signatories: the one who approved asks, the partner's confirms. */
function endOf({ key, revokedAt, revocationReason, approvedBy, supersededByKey }: Award): HistoryEvent[] {
  if (revokedAt === undefined) return []
  const revoke = async (world: World) => {
    const revocationId = await requestRevocation(world.services, world.as(approvedBy), {
      credentialId: world.id(credentialOf(key)),
      category: supersededByKey === undefined ? 'administrative_error' : 'name_correction',
      ...(revocationReason === undefined ? {} : { note: revocationReason }),
    })
    await confirmRevocation(world.services, world.as(PARTNER_SIGNATORY), revocationId)
  }
  return [{ at: new Date(revokedAt), what: 'A badge with a mistyped name is revoked by two people', act: revoke }]
}
