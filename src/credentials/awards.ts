import { hasRole, InvalidInput, NotFound, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { isPrintableName, tidyName } from '../kernel/person-name.ts'
import type { Services } from '../services.ts'
import {
  awardingOrganisationOf,
  endorsementsOf,
  findDecisionForAward,
  insertAward,
  insertEndorsement,
  listAwards,
  listEligibleDecisions,
  lockAward,
  updateAward,
  type AwardListRow,
  type AwardRow,
  type EligibleDecision,
} from './award-store.ts'
import {
  AwardMovedOn,
  AwardOnHold,
  EndorsedAtHome,
  NameAlreadyApproved,
  NotAnEndorsingOrganisation,
  NotTheAwardingOrganisation,
} from './errors.ts'
import { findOrganisation } from './issuers.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'randomness'>

export interface NewAward {
  readonly decisionId: string
  /** Set when the award replaces a revoked one, such as after a name correction. */
  readonly supersedesId?: string
  readonly nameAsIssued?: string
  readonly holdReason?: string
  readonly id?: string
}

/**
 * decision → award `proposed`. The database refuses a decision that is not released, current and competent, a second
 * valid award of the same version, and the replacement of anything but a revoked award of the same person and course.
 */
export async function proposeAward(services: Needs, actor: Actor, input: NewAward): Promise<string> {
  const at = services.clock.now()
  const id = input.id ?? services.randomness.uuid()
  await services.database.transaction(actor, at, async (tx) => {
    const decision = await findDecisionForAward(tx, input.decisionId)
    requireRole(actor, ['coordinator', 'signatory'], decision.programmeId)
    await insertAward(tx, {
      id,
      programmeId: decision.programmeId,
      participantId: decision.participantId,
      microCourseId: decision.microCourseId,
      versionId: decision.versionId,
      decisionId: decision.decisionId,
      state: 'proposed',
      nameAsIssued: printableName(input.nameAsIssued ?? decision.nameAsPrinted ?? '', '/nameAsIssued'),
      language: decision.credentialLanguage ?? 'es',
      showsLevel: decision.showsLevel,
      holdReason: input.holdReason ?? null,
      proposedAt: at,
      supersedesId: input.supersedesId ?? null,
    })
    await log(tx, at, actor, decision.programmeId, id, 'award.proposed', {
      decisionId: decision.decisionId,
      ...(input.supersedesId === undefined ? {} : { supersedesId: input.supersedesId }),
    })
  })
  return id
}

/** A signatory of the awarding organisation who judged nothing of the submission says yes. */
export async function approveAward(services: Needs, actor: Actor, awardId: string): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const award = await lockAward(tx, awardId)
    await requireAwardingSignatory(tx, actor, award)
    if (award.state !== 'proposed') throw new AwardMovedOn(award.id, award.state)
    await updateAward(tx, award.id, { state: 'approved', approvedById: personOf(actor), approvedAt: at })
    await log(tx, at, actor, award.programmeId, award.id, 'award.approved')
  })
}

/** Before it is issued; what was issued is revoked instead, by two people. */
export async function cancelAward(services: Needs, actor: Actor, awardId: string): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const award = await lockAward(tx, awardId)
    await requireAwardingSignatory(tx, actor, award)
    requireUnissued(award)
    await updateAward(tx, award.id, { state: 'cancelled', endedAt: at })
    await log(tx, at, actor, award.programmeId, award.id, 'award.cancelled')
  })
}

/** What the partner says where it writes nothing of its own. */
export const DEFAULT_COMMENT: LocalisedText = {
  es: 'Evaluación conjunta realizada según la rúbrica publicada.',
  en: 'Jointly assessed against the published rubric.',
  fi: 'Arvioitu yhdessä julkaistun arviointimatriisin mukaisesti.',
}

/** A signatory of the assessing partner confirms the joint assessment; the signature follows when the award is issued. */
export async function endorseAward(
  services: Needs,
  actor: Actor,
  awardId: string,
  comment: LocalisedText = DEFAULT_COMMENT,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const award = await lockAward(tx, awardId)
    requireRole(actor, ['signatory'], award.programmeId)
    requireUnissued(award)
    if (actor.organisationId === null) throw new NotAnEndorsingOrganisation()
    const organisation = await findOrganisation(tx, { id: actor.organisationId })
    if (organisation?.ownDid) throw new EndorsedAtHome()
    const decision = await findDecisionForAward(tx, award.decisionId)
    await insertEndorsement(tx, {
      id: services.randomness.uuid(),
      programmeId: award.programmeId,
      awardId: award.id,
      organisationId: actor.organisationId,
      endorsedById: personOf(actor),
      endorsedAt: at,
      comment,
      decisionContentHash: decision.contentHash,
    })
    await log(tx, at, actor, award.programmeId, award.id, 'award.endorsed', { organisationId: actor.organisationId })
  })
}

/** The holder says that the name is right, or how it should be printed; until the award is approved. */
export async function confirmName(services: Needs, actor: Actor, awardId: string, typed: string): Promise<void> {
  const at = services.clock.now()
  const name = printableName(typed, '/name')
  await services.database.transaction(actor, at, async (tx) => {
    const award = await lockAward(tx, awardId)
    if (award.participantId !== personOf(actor)) throw new NotFound('award', awardId)
    if (award.state !== 'proposed' && name !== award.nameAsIssued) throw new NameAlreadyApproved(award.id)
    await updateAward(tx, award.id, { nameAsIssued: name, holdReason: null })
    await log(tx, at, actor, award.programmeId, award.id, 'award.name-confirmed')
  })
}

/** One line, composed, and nothing in it that no certificate could show. Throws `InvalidInput` at `pointer`. */
function printableName(typed: string, pointer: string): string {
  const name = tidyName(typed)
  if (!isPrintableName(name)) throw new InvalidInput({ errors: [{ pointer, detail: 'must be a name on one line' }] })
  return name
}

function requireUnissued(award: AwardRow): void {
  if (award.state !== 'proposed' && award.state !== 'approved') throw new AwardMovedOn(award.id, award.state)
}

/** Throws unless the actor is a signatory of the organisation that awards. */
export async function requireAwardingSignatory(tx: Db, actor: Actor, award: AwardRow): Promise<void> {
  requireRole(actor, ['signatory'], award.programmeId)
  if (actor.organisationId !== (await awardingOrganisationOf(tx, award.programmeId))) {
    throw new NotTheAwardingOrganisation()
  }
}

export function refuseHold(award: AwardRow): void {
  if (award.holdReason !== null) throw new AwardOnHold(award.id, award.holdReason)
}

export interface AwardsBoard {
  readonly eligible: readonly EligibleDecision[]
  readonly awards: readonly AwardListRow[]
}

/** What signatories and coordinators work on: decisions without an award, and the awards. */
export async function awardsBoard(services: Needs, actor: Actor, programmeId: string): Promise<AwardsBoard> {
  if (!actor.programmeIds.includes(programmeId)) throw new NotFound('programme', programmeId)
  requireRole(actor, ['coordinator', 'signatory', 'auditor'], programmeId)
  return services.database.transaction(actor, services.clock.now(), async (tx) => ({
    eligible: await listEligibleDecisions(tx, programmeId),
    awards: await listAwards(tx, { programmeId }),
  }))
}

export async function myAwards(services: Needs, actor: Actor): Promise<readonly AwardListRow[]> {
  const participantId = personOf(actor)
  return services.database.transaction(actor, services.clock.now(), (tx) => listAwards(tx, { participantId }))
}

export async function readAward(
  services: Needs,
  actor: Actor,
  awardId: string,
): Promise<AwardListRow & { readonly endorsedBy: readonly string[] }> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const [award] = await listAwards(tx, { awardId })
    if (!award) throw new NotFound('award', awardId)
    const endorsements = await endorsementsOf(tx, awardId)
    return { ...award, endorsedBy: endorsements.map(({ organisationId }) => organisationId) }
  })
}

async function log(
  tx: Db,
  at: Date,
  actor: Actor,
  programmeId: string,
  awardId: string,
  action: string,
  data: Record<string, unknown> = {},
): Promise<void> {
  await appendEvent(tx, at, {
    programmeId,
    actorId: actor.personId,
    actorRole: action === 'award.name-confirmed' ? 'participant' : signingRole(actor, programmeId),
    action,
    subjectType: 'award',
    subjectId: awardId,
    data,
  })
}

/** In which of the two roles that handle awards somebody acts: the log names it. */
export function signingRole(actor: Actor, programmeId: string): 'signatory' | 'coordinator' {
  return hasRole(actor, ['signatory'], programmeId) ? 'signatory' : 'coordinator'
}
