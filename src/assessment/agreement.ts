import { isMet, NOT_EVIDENCED, type Mark } from './marks.ts'

/** The two sealed first-round marks of one criterion of one submission. */
export interface MarkPair {
  readonly a: Mark
  readonly b: Mark
  readonly requiredLevel: number
}

export interface AgreementBlock {
  readonly pairs: number
  /** Pairs in which both gave a level: not evidenced is missing on the scale, and "not met" for the decision. */
  readonly ordinalPairs: number
  readonly exactAgreement: number
  readonly adjacentAgreement: number
  readonly decisionAgreement: number
  readonly thresholdCrossings: number
  readonly krippendorffAlphaOrdinal: number
  readonly krippendorffAlphaNominal: number
  readonly kappaUnweighted: number
  readonly kappaLinear: number
  readonly kappaQuadratic: number
  readonly decisionKappa: number
  readonly decisionGwetAC1: number
}

/** Below this many pairs only counts and shares are shown: a coefficient would say more than it knows. */
export const LEAST_PAIRS_FOR_COEFFICIENTS = 30

export function agreement(pairs: readonly MarkPair[]): AgreementBlock {
  const levels = levelPairs(pairs)
  const decisions = pairs.map(({ a, b, requiredLevel }) => [met(a, requiredLevel), met(b, requiredLevel)] as const)
  return {
    pairs: pairs.length,
    ordinalPairs: levels.length,
    exactAgreement: share(levels, ([a, b]) => a === b),
    adjacentAgreement: share(levels, ([a, b]) => Math.abs(a - b) <= 1),
    decisionAgreement: share(decisions, ([a, b]) => a === b),
    thresholdCrossings: decisions.filter(([a, b]) => a !== b).length,
    krippendorffAlphaOrdinal: alphaOrdinal(pairs),
    krippendorffAlphaNominal: krippendorffAlpha(levels, 'nominal'),
    kappaUnweighted: cohenKappa(levels, 'unweighted'),
    kappaLinear: cohenKappa(levels, 'linear'),
    kappaQuadratic: cohenKappa(levels, 'quadratic'),
    decisionKappa: cohenKappa(decisions, 'unweighted'),
    decisionGwetAC1: gwetAC1(decisions),
  }
}

type NumberPair = readonly [number, number]

/** The headline coefficient: pairs of assessors vary, marks can be missing, and the scale is ordinal. */
export function alphaOrdinal(pairs: readonly MarkPair[]): number {
  return krippendorffAlpha(levelPairs(pairs), 'ordinal')
}

function levelPairs(pairs: readonly MarkPair[]): readonly NumberPair[] {
  return pairs.flatMap(({ a, b }) => (a === NOT_EVIDENCED || b === NOT_EVIDENCED ? [] : [[a, b] as const]))
}

const met = (mark: Mark, requiredLevel: number): number => (isMet(mark, requiredLevel) ? 1 : 0)

function share<T>(list: readonly T[], holds: (one: T) => boolean): number {
  return list.filter(holds).length / list.length
}

const DISAGREEMENTS = {
  unweighted: (a: number, b: number) => (a === b ? 0 : 1),
  linear: (a: number, b: number) => Math.abs(a - b),
  quadratic: (a: number, b: number) => (a - b) ** 2,
} as const

/** Cohen's kappa of two raters, as 1 − observed/expected weighted disagreement. NaN where it is not defined. */
export function cohenKappa(pairs: readonly NumberPair[], weights: keyof typeof DISAGREEMENTS): number {
  const weigh = DISAGREEMENTS[weights]
  const observed = mean(pairs.map(([a, b]) => weigh(a, b)))
  const [first, second] = [tally(pairs.map(([a]) => a)), tally(pairs.map(([, b]) => b))]
  const expected = sum([...first].flatMap(([a, n]) => [...second].map(([b, m]) => n * m * weigh(a, b))))
  return 1 - observed / (expected / pairs.length ** 2)
}

/** Gwet's AC1 of two raters: stays sensible when nearly everything falls into one category. */
export function gwetAC1(pairs: readonly NumberPair[], categories: readonly number[] = [0, 1]): number {
  const observed = share(pairs, ([a, b]) => a === b)
  const all = pairs.flat()
  const prevalence = categories.map((category) => share(all, (value) => value === category))
  const expected = prevalence.reduce((sum, p) => sum + p * (1 - p), 0) / (categories.length - 1)
  return (observed - expected) / (1 - expected)
}

export type Metric = 'nominal' | 'ordinal' | 'interval'

/**
 * Krippendorff's alpha for any number of observers a unit; null is a missing value.
 * Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
 */
export function krippendorffAlpha(units: readonly (readonly (number | null)[])[], metric: Metric): number {
  const pairable = units.map((unit) => unit.filter((value) => value !== null)).filter((unit) => unit.length >= 2)
  const counts = tally(pairable.flat())
  const total = pairable.flat().length
  const distance = distanceOf(metric, counts)
  const observed = sum(pairable.map((unit) => disagreementWithin(unit, distance) / (unit.length - 1))) / total
  const values = [...counts]
  const expected =
    sum(values.flatMap(([c, n]) => values.map(([k, m]) => n * m * distance(c, k)))) / (total * (total - 1))
  return 1 - observed / expected
}

function disagreementWithin(unit: readonly number[], distance: (a: number, b: number) => number): number {
  return sum(unit.flatMap((a) => unit.map((b) => distance(a, b))))
}

function distanceOf(metric: Metric, counts: ReadonlyMap<number, number>): (a: number, b: number) => number {
  if (metric === 'nominal') return (a, b) => (a === b ? 0 : 1)
  if (metric === 'interval') return (a, b) => (a - b) ** 2
  const values = [...counts].sort(([a], [b]) => a - b)
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a]
    const between = sum(values.filter(([value]) => value >= low && value <= high).map(([, count]) => count))
    return (between - ((counts.get(a) ?? 0) + (counts.get(b) ?? 0)) / 2) ** 2
  }
}

/** The middle 95 % of a statistic over resampled pairs; `draw` gives numbers in [0, 1). */
export function bootstrapInterval(
  pairs: readonly MarkPair[],
  statistic: (pairs: readonly MarkPair[]) => number,
  draw: () => number,
  rounds = 1000,
): { readonly low: number; readonly high: number } {
  const sampled = Array.from({ length: rounds }, () =>
    statistic(pairs.flatMap(() => pairs[Math.floor(draw() * pairs.length)] ?? [])),
  )
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b)
  const at = (share: number) => sampled[Math.min(sampled.length - 1, Math.floor(share * sampled.length))] ?? NaN
  return { low: at(0.025), high: at(0.975) }
}

function tally(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}
