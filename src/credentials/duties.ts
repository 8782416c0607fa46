import { hasRole, type Actor } from '../access/index.ts'
import { tables } from '../database/index.ts'
import type { Services } from '../services.ts'
import type { AwardListRow } from './award-store.ts'

/** The programmes in which the reader's organisation takes each step. */
export interface Duties {
  readonly proposes: ReadonlySet<string>
  readonly approves: ReadonlySet<string>
  readonly endorses: ReadonlySet<string>
}

/** In which programmes this person's organisation may do each act; the use cases decide about each award. */
export async function dutiesOf(services: Pick<Services, 'database' | 'clock'>, actor: Actor): Promise<Duties> {
  const programmes = await services.database.transaction(actor, services.clock.now(), (tx) =>
    tx.select({ id: tables.programmes.id, awarding: tables.programmes.awardingOrganisationId }).from(tables.programmes),
  )
  const among = (may: (programme: (typeof programmes)[number]) => boolean): ReadonlySet<string> =>
    new Set(programmes.filter(may).map(({ id }) => id))
  return {
    proposes: among(({ id }) => hasRole(actor, ['coordinator', 'signatory'], id)),
    approves: among(({ id, awarding }) => hasRole(actor, ['signatory'], id) && awarding === actor.organisationId),
    endorses: among(({ id, awarding }) => hasRole(actor, ['signatory'], id) && awarding !== actor.organisationId),
  }
}

/** For what an award waits, in the order of the road; an award may wait for two people at once. */
export interface Waiting {
  readonly toApprove: readonly AwardListRow[]
  readonly toEndorse: readonly AwardListRow[]
  readonly toIssue: readonly AwardListRow[]
  /** Approved, and its holder has not confirmed the name. */
  readonly toName: readonly AwardListRow[]
}

export function waiting(awards: readonly AwardListRow[]): Waiting {
  const approved = awards.filter(({ state }) => state === 'approved')
  const toApprove = awards.filter(({ state }) => state === 'proposed')
  return {
    toApprove,
    toEndorse: awards.filter((award) => isUnderWay(award) && !award.isEndorsed),
    toIssue: approved.filter((award) => award.isEndorsed && !isUnnamed(award)),
    toName: approved.filter(isUnnamed),
  }
}

export function isUnderWay({ state }: AwardListRow): boolean {
  return state === 'proposed' || state === 'approved'
}

export function isUnnamed({ flags }: AwardListRow): boolean {
  return flags.includes('name-unconfirmed')
}
