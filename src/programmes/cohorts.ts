import { eq } from 'drizzle-orm'
import {
  actingIn,
  hasRole,
  InvalidInput,
  keeperRole,
  personOf,
  requirePeopleKeeper,
  type Actor,
} from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import { changedFields } from './changed-fields.ts'
import { cohortProblems, type CohortDetails } from './cohort.ts'
import {
  listCohorts,
  listMicroCourses,
  loadCohort,
  loadProgramme,
  type CohortRow,
  type MicroCourseName,
  type ProgrammeRow,
} from './programme-store.ts'
import type { Needs } from './programmes.ts'

const { cohorts } = tables

export interface NewCohort extends CohortDetails {
  readonly id?: string
}

/** What a form about a cohort needs to know. */
export interface CohortSetting {
  readonly programme: ProgrammeRow
  readonly microCourses: readonly MicroCourseName[]
}

export function findCohorts({ database, clock }: Needs, actor: Actor, programmeId: string): Promise<CohortRow[]> {
  requirePeopleKeeper(actor, programmeId)
  return database.transaction(actingIn(actor, programmeId), clock.now(), (tx) => listCohorts(tx, programmeId))
}

export function readCohortSetting(
  { database, clock }: Needs,
  actor: Actor,
  programmeId: string,
): Promise<CohortSetting> {
  requirePeopleKeeper(actor, programmeId)
  return database.transaction(actingIn(actor, programmeId), clock.now(), async (tx) => ({
    programme: await loadProgramme(tx, programmeId),
    microCourses: await listMicroCourses(tx, programmeId),
  }))
}

export function readCohort(
  { database, clock }: Needs,
  actor: Actor,
  programmeId: string,
  cohortId: string,
): Promise<CohortRow> {
  requirePeopleKeeper(actor, programmeId)
  return database.transaction(actingIn(actor, programmeId), clock.now(), (tx) => loadCohort(tx, programmeId, cohortId))
}

export async function createCohort(
  { database, clock, randomness }: Needs,
  actor: Actor,
  programmeId: string,
  input: NewCohort,
): Promise<string> {
  requirePeopleKeeper(actor, programmeId)
  const at = clock.now()
  const id = input.id ?? randomness.uuid()
  await database.transaction(actingIn(actor, programmeId), at, async (tx) => {
    await loadProgramme(tx, programmeId)
    await requireSound(tx, programmeId, input)
    const coordinatorId = hasRole(actor, ['coordinator'], programmeId) ? personOf(actor) : null
    await tx.insert(cohorts).values({ id, programmeId, ...columnsOf(input), coordinatorId })
    await record(tx, at, actor, programmeId, 'cohort.created', id, {})
  })
  return id
}

/** Windows and dates hold for what is handed in from now on. */
export async function editCohort(
  { database, clock }: Needs,
  actor: Actor,
  programmeId: string,
  cohortId: string,
  details: CohortDetails,
): Promise<void> {
  requirePeopleKeeper(actor, programmeId)
  const at = clock.now()
  await database.transaction(actingIn(actor, programmeId), at, async (tx) => {
    const before = await loadCohort(tx, programmeId, cohortId)
    await requireSound(tx, programmeId, details)
    const fields = changedFields(columnsOf(before), columnsOf(details))
    if (fields.length === 0) return
    await tx.update(cohorts).set(columnsOf(details)).where(eq(cohorts.id, cohortId))
    await record(tx, at, actor, programmeId, 'cohort.changed', cohortId, { fields })
  })
}

function columnsOf({ name, status, startsOn, endsOn, windows }: CohortDetails): CohortDetails {
  return { name: name.trim(), status, startsOn, endsOn, windows }
}

async function requireSound(tx: Db, programmeId: string, details: CohortDetails): Promise<void> {
  const courses = await listMicroCourses(tx, programmeId)
  const errors = cohortProblems(
    details,
    courses.map(({ id }) => id),
  )
  if (errors.length > 0) throw new InvalidInput({ errors })
}

function record(
  tx: Db,
  at: Date,
  actor: Actor,
  programmeId: string,
  action: string,
  subjectId: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  return appendEvent(tx, at, {
    programmeId,
    actorId: personOf(actor),
    actorRole: keeperRole(actor, programmeId),
    action,
    subjectType: 'cohort',
    subjectId,
    data,
  })
}
