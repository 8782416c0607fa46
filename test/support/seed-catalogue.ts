import type { Database } from '../../src/database/index.ts'
import { courseEvents } from '../../src/demo/history-courses.ts'
import { peopleEvents } from '../../src/demo/history-people.ts'
import { loadSeed } from '../../src/demo/seed.ts'
import { createWorld, withAddedPeople, type World } from '../../src/demo/world.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { testServices } from './app.ts'

/** The fictional programme with its people, its framework and its courses, before anybody hands in anything. */
export async function playedCatalogue(database: Database): Promise<World> {
  const clock = new SettableClock(new Date(0))
  const seed = withAddedPeople(loadSeed())
  const checkOwnOutput = () => Promise.reject(new Error('the catalogue signs nothing'))
  const services = { ...testServices(database, { clock }), clock, checkOwnOutput }
  const world = createWorld(services, seed, services.randomness.uuid())
  const events = [...peopleEvents(seed), ...courseEvents(seed)].sort((a, b) => a.at.getTime() - b.at.getTime())
  for (const { at, act } of events) {
    clock.set(at)
    await act(world)
  }
  clock.set(new Date(seed.meta.snapshotAt))
  return world
}
