import { asRefusal } from '../database/index.ts'
import type { Actor } from '../kernel/actor.ts'
import { DomainError } from '../kernel/domain-error.ts'
import type { Services } from '../services.ts'
import { normalisedEmail } from './e-mail-address.ts'
import { readPeopleFile, type PeopleFile } from './people-file.ts'
import { findKnownPeople, loadPeopleSetting } from './people-import-store.ts'
import { planPeople, type PeopleStep, type PlannedRow } from './people-plan.ts'
import { actingIn, requirePeopleKeeper } from './people-rules.ts'
import { addPersonWithin, enrolWithin, type PeopleMoment } from './people.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness'>

export interface PeopleReport {
  readonly file: PeopleFile
  /** False for a rehearsal. */
  readonly isDone: boolean
  readonly rows: readonly PlannedRow[]
}

/** What an import of the file would do; changes nothing. Throws `UnreadablePeopleFile`. */
export async function rehearsePeople(
  services: Pick<Parts, 'database' | 'clock'>,
  actor: Actor,
  programmeId: string,
  bytes: Uint8Array,
): Promise<PeopleReport> {
  const { file, rows } = await plan(services, actor, programmeId, bytes)
  return { file, rows, isDone: false }
}

/**
 * Adds the people of the good lines, all in one transaction, and reports the others. What is there already stays as it
 * is, so the same file again changes nothing. Throws `UnreadablePeopleFile`.
 */
export async function importPeople(
  services: Parts,
  actor: Actor,
  programmeId: string,
  bytes: Uint8Array,
): Promise<PeopleReport> {
  const { file, rows, known } = await plan(services, actor, programmeId, bytes)
  const at = services.clock.now()
  const done = await services.database.transaction(actingIn(actor, programmeId), at, async (tx) => {
    const ids: Ids = new Map(known)
    const added: PlannedRow[] = []
    for (const row of rows) {
      added.push(await takeStep(services, { tx, at, actor }, programmeId, row, ids))
    }
    return added
  })
  return { file, rows: done, isDone: true }
}

async function plan(
  { database, clock }: Pick<Parts, 'database' | 'clock'>,
  actor: Actor,
  programmeId: string,
  bytes: Uint8Array,
) {
  requirePeopleKeeper(actor, programmeId)
  const file = readPeopleFile(bytes)
  const at = clock.now()
  const setting = await database.transaction(actingIn(actor, programmeId), at, (tx) =>
    loadPeopleSetting(tx, programmeId),
  )
  const emails = [...new Set(file.rows.map(({ cells }) => normalisedEmail(cells.email ?? '')))]
  const known = await findKnownPeople(database.owner, programmeId, emails, at)
  return { file, known, rows: planPeople(file, { ...setting, known }, actor) }
}

type Ids = Map<string, { readonly id: string; readonly organisationId: string | null }>

/** A line that the database refuses is undone by itself; the others stay. */
async function takeStep(
  services: Pick<Parts, 'randomness'>,
  moment: PeopleMoment,
  programmeId: string,
  row: PlannedRow,
  ids: Ids,
): Promise<PlannedRow> {
  const { step } = row
  if (!step) return row
  try {
    await moment.tx.transaction((tx) => addOrEnrol(services, { ...moment, tx }, programmeId, step, ids))
    return row
  } catch (thrown) {
    const error = asRefusal(thrown)
    if (!(error instanceof DomainError)) throw error
    const problem = { column: null, code: 'refused', values: {} }
    return { ...row, outcome: 'refused', enrols: false, step: null, problems: [problem] }
  }
}

async function addOrEnrol(
  services: Pick<Parts, 'randomness'>,
  moment: PeopleMoment,
  programmeId: string,
  { givesRole, cohortId, organisationId, ...person }: PeopleStep,
  ids: Ids,
): Promise<void> {
  const known = ids.get(person.email) ?? null
  let personId = known?.id ?? ''
  if (givesRole) {
    const input = { ...person, organisationId: known ? undefined : (organisationId ?? undefined) }
    personId = (await addPersonWithin(moment, services, programmeId, input, known)).personId
  }
  if (cohortId !== null) await enrolWithin(moment, services, programmeId, { cohortId, personId })
  ids.set(person.email, { id: personId, organisationId })
}
