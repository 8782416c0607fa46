import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import { requireRole, type Actor } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Services } from '../services.ts'
import { isSeated, liveConflict, type Conflict, type JudgementState, type Slot } from './assignment-rules.ts'
import type { Judgement, Submission } from './assessment-store.ts'
import { summariesOf, type SubmissionSummary } from './description-store.ts'
import { namesOf } from './read-judgements.ts'

export interface SeatRow {
  readonly judgementId: string
  readonly slot: Slot
  readonly state: JudgementState
  readonly assessorName: string
  readonly daysSinceAssigned: number
  /** A conflict of interest that came to light after the assignment: void this judgement. */
  readonly hasLiveConflict: boolean
}

export interface BoardRow extends SubmissionSummary {
  readonly daysSinceSubmitted: number
  readonly seats: readonly SeatRow[]
  readonly freeSlots: readonly Slot[]
}

const OPEN_STATES = ['submitted', 'in_assessment', 'awaiting_reconciliation', 'in_adjudication', 'decided'] as const

/** What is under way in a programme, the oldest first: who is late, and never what anybody judged. */
export async function assessmentBoard(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  programmeId: string,
): Promise<readonly BoardRow[]> {
  requireRole(actor, ['coordinator', 'auditor'], programmeId)
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const open = await openSubmissions(tx, programmeId)
    const seats = await seatsOf(tx, open)
    const conflicts = await tx
      .select()
      .from(tables.conflictsOfInterest)
      .where(eq(tables.conflictsOfInterest.programmeId, programmeId))
    const names = await namesOf(
      tx,
      seats.map(({ assessorId }) => assessorId),
    )
    const summaries = await summariesOf(tx, open)
    return summaries.map((summary, index) => {
      const own = seats.filter(({ submissionId }) => submissionId === summary.submissionId)
      const participantId = open[index]?.participantId ?? ''
      return {
        ...summary,
        daysSinceSubmitted: daysBetween(summary.submittedAt ?? at, at),
        seats: own.map((seat) => seatRow(seat, names, at, between(conflicts, seat.assessorId, participantId))),
        freeSlots: freeSlots(summary.state, own),
      }
    })
  })
}

async function openSubmissions(tx: Db, programmeId: string): Promise<readonly Submission[]> {
  const { submissions } = tables
  return tx
    .select()
    .from(submissions)
    .where(and(eq(submissions.programmeId, programmeId), inArray(submissions.state, [...OPEN_STATES])))
    .orderBy(asc(submissions.submittedAt), asc(submissions.id))
}

async function seatsOf(tx: Db, submissions: readonly Submission[]): Promise<readonly Judgement[]> {
  if (submissions.length === 0) return []
  const ids = submissions.map(({ id }) => id)
  return tx
    .select()
    .from(tables.judgements)
    .where(and(inArray(tables.judgements.submissionId, ids), notInArray(tables.judgements.state, ['declined', 'void'])))
    .orderBy(asc(tables.judgements.slot))
}

function seatRow(
  { id, slot, state, assessorId, assignedAt, revealedAt }: Judgement,
  names: ReadonlyMap<string, string>,
  at: Date,
  conflicts: readonly Conflict[],
): SeatRow {
  return {
    judgementId: id,
    slot,
    state,
    assessorName: names.get(assessorId) ?? '',
    daysSinceAssigned: daysBetween(assignedAt, at),
    hasLiveConflict: revealedAt === null && liveConflict(conflicts, at) !== null,
  }
}

function between(
  conflicts: readonly (Conflict & { personId: string; participantId: string })[],
  personId: string,
  participantId: string,
): readonly Conflict[] {
  return conflicts.filter((one) => one.personId === personId && one.participantId === participantId)
}

function freeSlots(state: Submission['state'], seats: readonly Judgement[]): readonly Slot[] {
  const taken = seats.filter(isSeated).map(({ slot }) => slot)
  const wanted: readonly Slot[] =
    state === 'submitted' || state === 'in_assessment' ? ['A', 'B'] : state === 'in_adjudication' ? ['adjudicator'] : []
  return wanted.filter((slot) => !taken.includes(slot))
}

function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / (24 * 60 * 60 * 1000))
}
