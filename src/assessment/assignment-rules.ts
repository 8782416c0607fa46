import type { DomainError } from '../kernel/domain-error.ts'
import {
  AssessorRoleMissing,
  ConflictOfInterest,
  JointOrganisationsRequired,
  PriorInvolvement,
  QualificationMissing,
  SlotTaken,
  type ConflictCode,
} from './errors.ts'

export type Slot = 'A' | 'B' | 'adjudicator' | 'appeal_panel'
export type FirstRoundSlot = 'A' | 'B'
export type JudgementState =
  'assigned' | 'accepted' | 'declined' | 'in_progress' | 'sealed' | 'revealed' | 'final' | 'void'

/** The days are calendar days, `YYYY-MM-DD`. */
export interface Conflict {
  readonly kind: 'mentor' | 'line_manager' | 'family' | 'co_author' | 'former_colleague' | 'other'
  readonly source: 'derived' | 'declared'
  readonly startsOn: string
  readonly endsOn: string | null
  readonly coolingOffMonths: number
}

/** Somebody who judges a submission, or did before declining or being voided. */
export interface Seat {
  readonly slot: Slot
  readonly state: JudgementState
  readonly assessorId: string
  readonly organisationId: string
  readonly appealId: string | null
  readonly isSealed: boolean
}

export interface Candidate {
  readonly personId: string
  readonly organisationId: string | null
  readonly holdsRole: boolean
  readonly isQualified: boolean
  /** Between this person and the participant. */
  readonly conflicts: readonly Conflict[]
}

export interface AssignmentQuestion {
  readonly slot: Slot
  readonly appealId: string | null
  readonly participantId: string
  readonly assessingOrganisationIds: readonly string[]
  readonly seats: readonly Seat[]
  readonly candidate: Candidate
  readonly at: Date
}

export const ROLE_OF_SLOT = {
  A: 'assessor',
  B: 'assessor',
  adjudicator: 'adjudicator',
  appeal_panel: 'appeals_panel',
} as const satisfies Record<Slot, string>

export function isFirstRound(slot: Slot): slot is FirstRoundSlot {
  return slot === 'A' || slot === 'B'
}

export function isSeated({ state }: Pick<Seat, 'state'>): boolean {
  return state !== 'declined' && state !== 'void'
}

/** Why this person may not take this slot, the weightiest reason first; null when they may. */
export function assignmentRefusal(question: AssignmentQuestion): DomainError | null {
  const { candidate, slot, participantId, at } = question
  return (
    conflictRefusal(candidate.personId, participantId, candidate.conflicts, at) ??
    (candidate.holdsRole ? null : new AssessorRoleMissing(ROLE_OF_SLOT[slot])) ??
    seatRefusal(question) ??
    (candidate.isQualified ? null : new QualificationMissing())
  )
}

/** Asked when a judgement is assigned, accepted and sealed: pairings change while a submission is being judged. */
export function conflictRefusal(
  personId: string,
  participantId: string,
  conflicts: readonly Conflict[],
  at: Date,
): ConflictOfInterest | null {
  if (personId === participantId) return new ConflictOfInterest('coi-self')
  const live = liveConflict(conflicts, at)
  return live && new ConflictOfInterest(conflictCode(live), lastDay(live))
}

/** The conflict that excludes a person at `at`, the mentor's first; cooling-off counts in full. */
export function liveConflict(conflicts: readonly Conflict[], at: Date): Conflict | null {
  const today = at.toISOString().slice(0, 10)
  const live = conflicts.filter((conflict) => {
    const last = lastDay(conflict)
    return conflict.startsOn <= today && (last === null || last >= today)
  })
  return live.find(({ kind }) => kind === 'mentor') ?? live[0] ?? null
}

function lastDay({ endsOn, coolingOffMonths }: Conflict): string | null {
  return endsOn === null ? null : addMonths(endsOn, coolingOffMonths)
}

/** The same day of a later month, or the last day of a shorter one. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const lastDate = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDate))).toISOString().slice(0, 10)
}

const DERIVED_CODES = {
  mentor: 'coi-mentor',
  line_manager: 'coi-line-manager',
  family: 'coi-family',
  co_author: 'coi-co-author',
  former_colleague: 'coi-former-colleague',
  other: 'coi-other',
} as const satisfies Record<Conflict['kind'], ConflictCode>

function conflictCode({ source, kind }: Conflict): ConflictCode {
  return source === 'declared' ? 'coi-declared' : DERIVED_CODES[kind]
}

function seatRefusal(question: AssignmentQuestion): DomainError | null {
  const { slot, candidate, seats } = question
  const seated = seats.filter(isSeated)
  if (slot !== 'appeal_panel' && seated.some((seat) => seat.slot === slot)) return new SlotTaken()
  if (candidate.organisationId === null || !question.assessingOrganisationIds.includes(candidate.organisationId)) {
    return new JointOrganisationsRequired()
  }
  if (isFirstRound(slot)) {
    const other = seated.find((seat) => isFirstRound(seat.slot))
    const isJoint = other?.organisationId !== candidate.organisationId && other?.assessorId !== candidate.personId
    return isJoint ? null : new JointOrganisationsRequired()
  }
  return tookPart(question) ? new PriorInvolvement() : null
}

/** A sealed judgement counts as taking part even when it was voided. */
function tookPart({ seats, candidate }: AssignmentQuestion): boolean {
  return seats.some((seat) => seat.assessorId === candidate.personId && (seat.isSealed || isSeated(seat)))
}
