import type { MicroCourseWindow } from '../database/tables/people.ts'
import { SUBMISSION_STATES } from '../database/tables/portfolio.ts'
import { hasRole, type Actor } from '../kernel/actor.ts'
import { dayIn, monthsBefore } from '../kernel/day.ts'
import { InvalidTransition, SubmissionFrozen, WindowClosed } from './errors.ts'

export { SUBMISSION_STATES }
export type SubmissionState = (typeof SUBMISSION_STATES)[number]

const NEXT: Readonly<Record<SubmissionState, readonly SubmissionState[]>> = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['returned_for_completion', 'in_assessment', 'withdrawn'],
  returned_for_completion: ['submitted', 'withdrawn'],
  in_assessment: ['awaiting_reconciliation', 'decided', 'withdrawn'],
  awaiting_reconciliation: ['decided', 'in_adjudication'],
  in_adjudication: ['decided'],
  decided: ['released'],
  released: ['closed'],
  closed: [],
  withdrawn: [],
}

export function mayMove(from: SubmissionState, to: SubmissionState): boolean {
  return NEXT[from].includes(to)
}

/** Throws `InvalidTransition` for every step that the state machine does not list. */
export function requireMove(from: SubmissionState, to: SubmissionState): void {
  if (!mayMove(from, to)) throw new InvalidTransition(from, to)
}

/** The participant still works on it. */
export function isEditable(state: SubmissionState): boolean {
  return state === 'draft' || state === 'returned_for_completion'
}

export function requireEditable(state: SubmissionState): void {
  if (!isEditable(state)) throw new SubmissionFrozen(state)
}

const BEHIND_THE_SCENES: readonly SubmissionState[] = ['awaiting_reconciliation', 'in_adjudication', 'decided']

/**
 * The state as this reader is told it: from hand-in to release everything is "in assessment" to the participant and
 * their mentor, since a step in between would tell them whether the assessors agreed.
 */
export function shownState(
  actor: Actor,
  { state, programmeId, participantId }: { state: SubmissionState; programmeId: string; participantId: string },
): SubmissionState {
  if (!BEHIND_THE_SCENES.includes(state)) return state
  const seesProgress =
    actor.personId !== participantId &&
    hasRole(actor, ['coordinator', 'auditor', 'assessor', 'adjudicator', 'appeals_panel', 'signatory'], programmeId)
  return seesProgress ? state : 'in_assessment'
}

export interface SubmissionWindow {
  readonly opensOn: string
  /** Open until the end of this day in the programme's zone. */
  readonly closesOn: string
  readonly recommendedBy: string | null
}

/** A cohort may open its micro-courses one after the other; all close with the cohort. */
export function submissionWindow(
  cohort: { readonly startsOn: string; readonly endsOn: string; readonly windows: readonly MicroCourseWindow[] },
  microCourseId: string,
): SubmissionWindow {
  const own = cohort.windows.find((window) => window.microCourseId === microCourseId)
  return {
    opensOn: own?.opens ?? cohort.startsOn,
    closesOn: cohort.endsOn,
    recommendedBy: own?.recommendedBy ?? null,
  }
}

export function requireOpenWindow(window: SubmissionWindow, at: Date, timeZone: string): void {
  const today = dayIn(at, timeZone)
  if (today < window.opensOn || today > window.closesOn) throw new WindowClosed(window.opensOn, window.closesOn)
}

/** The first day whose evidence is still current at `at`. */
export function currentSince(at: Date, currencyWindowMonths: number, timeZone: string): string {
  return monthsBefore(dayIn(at, timeZone), currencyWindowMonths)
}
