const DAY_MS = 24 * 60 * 60 * 1000

/** The appeal window as an instant: whole days after the release, to the minute. */
export function appealUntil(releasedAt: Date, windowDays: number): Date {
  return new Date(releasedAt.getTime() + windowDays * DAY_MS)
}

export function isInAppealWindow(until: Date, at: Date): boolean {
  return at.getTime() <= until.getTime()
}
