import { hasRole, type Actor } from '../access/index.ts'
import { tables } from '../database/index.ts'
import type { Services } from '../services.ts'
import type { AwardListRow } from './award-store.ts'
import { findOrganisation } from './issuers.ts'

/** The programmes in which the reader's organisation takes each step. */
export interface Duties {
  readonly proposes: ReadonlySet<string>
  readonly approves: ReadonlySet<string>
  readonly endorses: ReadonlySet<string>
  /** Where it endorses with a key that it keeps itself. */
  readonly endorsesAtHome: ReadonlySet<string>
}

const NOWHERE: ReadonlySet<string> = new Set()

/** In which programmes this person's organisation may do each act; the use cases decide about each award. */
export async function dutiesOf(services: Pick<Services, 'database' | 'clock'>, actor: Actor): Promise<Duties> {
  const { programmes, signsAtHome } = await services.database.transaction(actor, services.clock.now(), async (tx) => {
    const { id, awardingOrganisationId: awarding } = tables.programmes
    const organisation = actor.organisationId && (await findOrganisation(tx, { id: actor.organisationId }))
    return {
      programmes: await tx.select({ id, awarding }).from(tables.programmes),
      signsAtHome: Boolean(organisation && organisation.ownDid !== null),
    }
  })
  const among = (may: (programme: (typeof programmes)[number]) => boolean): ReadonlySet<string> =>
    new Set(programmes.filter(may).map(({ id }) => id))
  const partnered = among(({ id, awarding }) => hasRole(actor, ['signatory'], id) && awarding !== actor.organisationId)
  return {
    proposes: among(({ id }) => hasRole(actor, ['coordinator', 'signatory'], id)),
    approves: among(({ id, awarding }) => hasRole(actor, ['signatory'], id) && awarding === actor.organisationId),
    endorses: signsAtHome ? NOWHERE : partnered,
    endorsesAtHome: signsAtHome ? partnered : NOWHERE,
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

/** Of the awards that wait for the partner: what a partner that signs at home readies, what it signs, and the rest. */
export function atHome(
  toEndorse: readonly AwardListRow[],
  { endorsesAtHome }: Duties,
): {
  readonly toReady: readonly AwardListRow[]
  readonly toSign: readonly AwardListRow[]
  readonly others: readonly AwardListRow[]
} {
  const isReadyable = (award: AwardListRow) =>
    endorsesAtHome.has(award.programmeId) && award.state === 'approved' && !isUnnamed(award)
  const mine = toEndorse.filter(isReadyable)
  return {
    toReady: mine.filter(({ isReserved }) => !isReserved),
    toSign: mine.filter(({ isReserved }) => isReserved),
    others: toEndorse.filter((award) => !isReadyable(award)),
  }
}

export function isUnderWay({ state }: AwardListRow): boolean {
  return state === 'proposed' || state === 'approved'
}

export function isUnnamed({ flags }: AwardListRow): boolean {
  return flags.includes('name-unconfirmed')
}
