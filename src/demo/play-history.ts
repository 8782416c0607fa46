import { assessmentEvents } from './history-assessment.ts'
import { courseEvents } from './history-courses.ts'
import { credentialEvents } from './history-credentials.ts'
import { peopleEvents } from './history-people.ts'
import { portfolioEvents } from './history-portfolio.ts'
import type { Seed } from './seed-types.ts'
import { shiftSeed } from './seed.ts'
import { createWorld, withAddedPeople, type HistoryEvent, type HistoryServices, type World } from './world.ts'

export interface PlayOptions {
  /** Whole days that every date is moved by. */
  readonly shiftDays?: number
  /** Things to try on the way, each after whatever history has at that instant. */
  readonly interludes?: readonly HistoryEvent[]
  readonly onEvent?: (event: HistoryEvent, number: number, total: number) => void
}

/** The seed as a history: every step that people took, in order. Steps of one instant keep the order of their cause. */
export function historyOf(seed: Seed, interludes: readonly HistoryEvent[] = []): readonly HistoryEvent[] {
  return [
    ...peopleEvents(seed),
    ...courseEvents(seed),
    ...portfolioEvents(seed),
    ...assessmentEvents(seed),
    ...credentialEvents(seed),
    ...interludes,
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** Lives the programme through its use cases, with the clock set to each instant; leaves it at the programme's last day. */
export async function playHistory(
  services: HistoryServices,
  recorded: Seed,
  { shiftDays = 0, interludes = [], onEvent }: PlayOptions = {},
): Promise<World> {
  const seed = withAddedPeople(shiftSeed(recorded, shiftDays))
  const world = createWorld(services, seed, services.randomness.uuid())
  const events = historyOf(seed, interludes)
  for (const [index, event] of events.entries()) {
    services.clock.set(event.at)
    onEvent?.(event, index + 1, events.length)
    await event.act(world)
  }
  services.clock.set(new Date(seed.meta.snapshotAt))
  return world
}
