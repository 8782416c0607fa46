/** "No sufficient evidence" is a mark beside the scale, never its lowest level. */
export const NOT_EVIDENCED = 'NE'
export type Mark = number | typeof NOT_EVIDENCED

export interface CriterionMark {
  readonly criterionId: string
  readonly mark: Mark
}

export function isMet(mark: Mark, requiredLevel: number): boolean {
  return mark !== NOT_EVIDENCED && mark >= requiredLevel
}

/** Whether `mark` is worse than `other`. Not evidenced is worse than any level. */
export function isBelow(mark: Mark, other: Mark): boolean {
  return rank(mark) < rank(other)
}

function rank(mark: Mark): number {
  return mark === NOT_EVIDENCED ? -Infinity : mark
}

/** What two sealed marks of one criterion ask of their authors: nothing, a written agreement, or a conversation first. */
export type DifferenceKind = 'equal' | 'same-side' | 'conversation'

export interface Difference {
  readonly kind: DifferenceKind
  /** One mark is met, the other is not. */
  readonly crossesThreshold: boolean
  /** Null when one of them is not a level. */
  readonly levelsApart: number | null
}

export function difference(a: Mark, b: Mark, requiredLevel: number): Difference {
  const crossesThreshold = isMet(a, requiredLevel) !== isMet(b, requiredLevel)
  const levelsApart = a === NOT_EVIDENCED || b === NOT_EVIDENCED ? null : Math.abs(a - b)
  if (a === b) return { kind: 'equal', crossesThreshold, levelsApart }
  const isFar = crossesThreshold || (levelsApart ?? 0) >= 2
  return { kind: isFar ? 'conversation' : 'same-side', crossesThreshold, levelsApart }
}
