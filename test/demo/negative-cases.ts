import { eq } from 'drizzle-orm'
import type { Test } from '../support/test.ts'
import { tables } from '../../src/database/index.ts'
import { loadSeed } from '../../src/demo/seed.ts'
import type { HistoryEvent, World } from '../../src/demo/world.ts'
import { DomainError } from '../../src/kernel/domain-error.ts'
import { checkNow, REFUSED_ATTEMPTS, type RefusedAttempt } from './refused-attempts.ts'

/** What is not tried yet, or not in both ways, and why. */
const NOT_COVERED = { 'neg-20': 'no dashboard publishes cells yet' }
const WITHOUT_USE_CASE = { 'neg-15': 'nothing un-revokes: there is no such use case' }
const WITHOUT_WALL = { 'neg-18': 'the appeal window is a rule of the use case; the database holds its end only' }
/** The use case says it in its own words; the database says what the seed says. */
const SAID_OTHERWISE: Readonly<Record<string, string>> = { 'neg-06': 'judgement-not-open' }
/** The wall is that there is nothing to be seen. */
const UNSEEN = ['neg-04', 'neg-05']

const { negativeCases } = loadSeed()
const codeOf = (mustFailWith: string): string => mustFailWith.toLowerCase().replaceAll('_', '-')

export async function everyCaseIsTried(t: Test): Promise<void> {
  const tried = REFUSED_ATTEMPTS.map(({ id }) => id)
  t.strictSame([...tried, ...Object.keys(NOT_COVERED)].sort(), negativeCases.map(({ id }) => id).sort())
  t.strictSame(
    REFUSED_ATTEMPTS.filter(({ byUseCase }) => byUseCase === null).map(({ id }) => id),
    Object.keys(WITHOUT_USE_CASE),
  )
  t.strictSame(
    REFUSED_ATTEMPTS.filter(({ bySql }) => bySql === null).map(({ id }) => id),
    Object.keys(WITHOUT_WALL),
  )
}

interface Outcome {
  readonly useCase: string | null
  readonly database: string | null
}

/** The code of a refusal; anything but a refusal is a defect, or says `accepted`. */
async function refusal(attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt()
    return 'accepted'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

class RolledBack extends Error {}

/** As the application role; what gets through is counted and rolled back. */
async function behindTheUseCases(world: World, { bySql }: RefusedAttempt): Promise<string | null> {
  if (!bySql) return null
  const { as, run } = await bySql(world)
  const { database, clock } = world.services
  let seen = 'accepted'
  const attempt = database.transaction(as, clock.now(), async (tx) => {
    const result = await run(tx)
    if (Array.isArray(result) && result.length === 0) seen = 'unseen'
    await tx.execute(checkNow)
    throw new RolledBack()
  })
  return refusal(() =>
    attempt.catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error
    }),
  ).then((code) => (code === 'accepted' ? seen : code))
}

async function tryOut(world: World, attempt: RefusedAttempt): Promise<Outcome> {
  const { byUseCase } = attempt
  const useCase = byUseCase && (await refusal(() => byUseCase(world)))
  return { useCase, database: await behindTheUseCases(world, attempt) }
}

/** The refused attempts of one life of the programme, and what became of them. */
export interface Attempts {
  /** To be made in between, each at its instant. */
  readonly interludes: readonly HistoryEvent[]
  /** Makes the attempts of the last day, and says whether each failed as it has to. */
  readonly judge: (t: Test, world: World) => Promise<void>
}

export function attemptsThatFail(): Attempts {
  const outcomes = new Map<string, Outcome>()
  const interludes = REFUSED_ATTEMPTS.flatMap((attempt): HistoryEvent[] => {
    if (attempt.at === undefined) return []
    const act = async (world: World) => void outcomes.set(attempt.id, await tryOut(world, attempt))
    return [{ at: new Date(attempt.at), what: null, act }]
  })
  const judge = async (t: Test, world: World): Promise<void> => {
    for (const attempt of REFUSED_ATTEMPTS) {
      if (attempt.at === undefined) outcomes.set(attempt.id, await tryOut(world, attempt))
    }
    haveFailed(t, outcomes)
    await areInTheLog(t, world)
  }
  return { interludes, judge }
}

function haveFailed(t: Test, outcomes: ReadonlyMap<string, Outcome>): void {
  for (const { id, attempt, mustFailWith } of negativeCases) {
    const outcome = outcomes.get(id)
    if (!outcome) continue
    const code = codeOf(mustFailWith)
    const expected: Outcome = {
      useCase: id in WITHOUT_USE_CASE ? null : (SAID_OTHERWISE[id] ?? code),
      database: id in WITHOUT_WALL ? null : UNSEEN.includes(id) ? 'unseen' : code,
    }
    t.strictSame(outcome, expected, `${id}: ${attempt}`)
  }
}

async function areInTheLog(t: Test, world: World): Promise<void> {
  const { auditEvents } = tables
  const { owner } = world.services.database
  const refused = await owner.select().from(auditEvents).where(eq(auditEvents.action, 'assignment.refused'))
  t.strictSame(
    refused.map(({ at, subjectId, data }) => [at.toISOString(), subjectId, data['rule']]),
    [
      ['2026-04-11T12:55:00.000Z', world.id('sub-arancibia-m1'), 'coi-mentor'],
      ['2026-05-28T12:55:00.000Z', world.id('sub-cayuqueo-m5'), 'coi-declared'],
    ],
    'an assignment that a conflict stopped is in the log',
  )
}
