import type { FieldProblem } from '../kernel/domain-error.ts'

export const COHORT_STATUSES = ['planned', 'running', 'closed'] as const
export type CohortStatus = (typeof COHORT_STATUSES)[number]

/** From when a micro-course may be handed in, and until when that is recommended; days of the programme's zone. */
export interface CourseWindow {
  readonly microCourseId: string
  readonly opens: string
  readonly recommendedBy: string
}

export interface CohortDetails {
  readonly name: string
  readonly status: CohortStatus
  readonly startsOn: string
  readonly endsOn: string
  /** A micro-course without a window is open from the first day of the cohort to its last. */
  readonly windows: readonly CourseWindow[]
}

export function cohortProblems(
  { name, startsOn, endsOn, windows }: CohortDetails,
  microCourseIds: readonly string[],
): readonly FieldProblem[] {
  const noDays = [
    ...['startsOn', 'endsOn'].flatMap((part, index) => (isDay([startsOn, endsOn][index] ?? '') ? [] : [`/${part}`])),
    ...windows.flatMap((window) =>
      (['opens', 'recommendedBy'] as const)
        .filter((part) => !isDay(window[part]))
        .map((part) => `/windows/${window.microCourseId}/${part}`),
    ),
  ]
  if (noDays.length > 0) return noDays.map((pointer) => ({ pointer, detail: 'must match format "date"' }))
  return [
    ...(name.trim().length >= 2 ? [] : [{ pointer: '/name', detail: 'is required: at least two characters' }]),
    ...(startsOn <= endsOn ? [] : [{ pointer: '/endsOn', detail: 'has to lie after the beginning' }]),
    ...windows.flatMap(({ microCourseId, opens, recommendedBy }) => {
      const at = (part: string, detail: string) => ({ pointer: `/windows/${microCourseId}/${part}`, detail })
      if (!microCourseIds.includes(microCourseId)) return [at('opens', 'is no micro-course of the programme')]
      return [
        ...(opens >= startsOn && opens <= endsOn ? [] : [at('opens', 'has to lie within the cohort')]),
        ...(recommendedBy >= opens && recommendedBy <= endsOn
          ? []
          : [at('recommendedBy', 'has to lie between the opening and the end of the cohort')]),
      ]
    }),
  ]
}

/** The thirty-first of February is none: it would be read as a day of March. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.getUTCFullYear() >= 1900 && at.toISOString().startsWith(text)
}
