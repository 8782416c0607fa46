import type { Actor } from '../access/index.ts'
import type { Services } from '../services.ts'
import type { AwardListRow } from './award-store.ts'
import { awardsBoard } from './awards.ts'
import { dutiesOf, waiting } from './duties.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'randomness'>

/** Approved, endorsed and named: what the actor's signature alone is missing on, in every programme that it signs for. */
export async function awardsReadyToIssue(services: Needs, actor: Actor): Promise<readonly AwardListRow[]> {
  const { approves } = await dutiesOf(services, actor)
  const boards = await Promise.all([...approves].map((programmeId) => awardsBoard(services, actor, programmeId)))
  return boards.flatMap(({ awards }) => waiting(awards).toIssue)
}
