import type { Seed } from './seed-types.ts'

/*
 * What the seed does not record: when people took the steps in between. Each lies where the recorded instants leave
 * room for it, and no result depends on one of them.
 */

const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS

export const minutesFrom = (instant: string, minutes: number): Date =>
  new Date(new Date(instant).getTime() + minutes * MINUTE_MS)
export const daysFrom = (instant: string, days: number): Date => new Date(new Date(instant).getTime() + days * DAY_MS)

/** Before the oldest evidence, which is of the year before the cohort. */
export function setUpAt(seed: Seed): Date {
  const oldest = seed.evidence.flatMap(({ versions }) => versions.map(({ createdAt }) => createdAt)).sort()[0]
  return daysFrom(oldest ?? seed.meta.snapshotAt, -10)
}

/** The framework is in force from noon of its first day, and the micro-courses half an hour later. */
export function frameworkDates(seed: Seed) {
  const { statusStartDate } = seed.framework
  return {
    draftedAt: daysFrom(statusStartDate, -56),
    reviewRequestedAt: daysFrom(statusStartDate, -10),
    publishedAt: minutesFrom(statusStartDate, 12 * 60),
    coursesDraftedAt: daysFrom(statusStartDate, -42),
    coursesPublishedAt: minutesFrom(statusStartDate, 12 * 60 + 30),
  }
}

/** A consent that no evidence names belongs to the participant who still collects the signatures. */
export const CONSENTS_IN_COLLECTION: Readonly<Record<string, { ownerKey: string; beforeEvidenceKey: string }>> = {
  'con-rebolledo-curso': { ownerKey: 'per-rebolledo', beforeEvidenceKey: 'ev-rebolledo-foto' },
}

export const RECTIFICATION_RATIONALE = {
  es: 'Releímos la evidencia y mantenemos el nivel: el texto no indica cuándo se planificaron los apoyos.',
  en: 'We read the evidence again and keep the level: the text does not say when the support was planned.',
}
