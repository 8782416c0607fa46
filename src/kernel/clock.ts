/** The only source of time for use cases; tests and the history player pass their own. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that shows the instant it was set to and moves only when told to. */
export class SettableClock implements Clock {
  #instant: Date

  constructor(instant: Date) {
    this.#instant = instant
  }

  now(): Date {
    return new Date(this.#instant)
  }

  set(instant: Date): void {
    this.#instant = instant
  }
}
