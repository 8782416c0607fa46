import { eq } from 'drizzle-orm'
import {
  actingIn,
  Forbidden,
  hasRole,
  hasRoleAnywhere,
  InvalidInput,
  keeperRole,
  personOf,
  requirePeopleKeeper,
  type Actor,
} from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Services } from '../services.ts'
import { changedFields } from './changed-fields.ts'
import { ADMINISTRATORS, requireAdministrator } from './policy.ts'
import { COORDINATORS_FIELDS, participations, programmeProblems, type ProgrammeDetails } from './programme.ts'
import {
  listCohorts,
  listParticipations,
  listProgrammes,
  loadProgramme,
  lockProgramme,
  organisationsWithPeople,
  replaceParticipations,
  requireOrganisations,
  type CohortRow,
  type ParticipatingOrganisation,
  type ProgrammeRow,
} from './programme-store.ts'
import { slugProblems } from './slug.ts'

const { programmes } = tables

export type Needs = Pick<Services, 'database' | 'clock' | 'randomness'>

export interface NewProgramme extends ProgrammeDetails {
  readonly id?: string
  readonly slug: string
}

export interface ReadProgramme {
  readonly programme: ProgrammeRow
  readonly organisations: readonly ParticipatingOrganisation[]
  readonly cohorts: readonly CohortRow[]
}

/** All for an administrator; otherwise those that the reader coordinates. */
export function findProgrammes({ database, clock }: Needs, actor: Actor): Promise<readonly ProgrammeRow[]> {
  const ids = hasRoleAnywhere(actor, ADMINISTRATORS)
    ? null
    : actor.programmeIds.filter((id) => hasRole(actor, ['coordinator'], id))
  return database.transaction(actor, clock.now(), (tx) => listProgrammes(tx, ids))
}

export function readProgramme({ database, clock }: Needs, actor: Actor, id: string): Promise<ReadProgramme> {
  requirePeopleKeeper(actor, id)
  return database.transaction(actingIn(actor, id), clock.now(), async (tx) => ({
    programme: await loadProgramme(tx, id),
    organisations: await listParticipations(tx, id),
    cohorts: await listCohorts(tx, id),
  }))
}

export async function createProgramme(
  { database, clock, randomness }: Needs,
  actor: Actor,
  input: NewProgramme,
): Promise<string> {
  requireAdministrator(actor)
  requireSound([...slugProblems(input.slug), ...programmeProblems(input)])
  const at = clock.now()
  const { slug, id = randomness.uuid() } = input
  await database.transaction(actingIn(actor, id), at, async (tx) => {
    const taking = participations(input)
    await requireOrganisations(
      tx,
      taking.map(({ organisationId }) => organisationId),
    )
    const [added] = await tx
      .insert(programmes)
      .values({ id, slug, ...columnsOf(input), createdAt: at })
      .onConflictDoNothing({ target: programmes.slug })
      .returning({ id: programmes.id })
    requireSound(added ? [] : [{ pointer: '/slug', detail: 'is taken already' }])
    await replaceParticipations(tx, id, taking)
    await record(tx, at, actor, id, 'programme.created', { slug, profile: input.profile })
  })
  return id
}

/** Changes what is named and leaves the rest. A coordinator may name `COORDINATORS_FIELDS` alone. */
export async function editProgramme(
  { database, clock }: Needs,
  actor: Actor,
  id: string,
  changes: Partial<ProgrammeDetails>,
): Promise<void> {
  requirePeopleKeeper(actor, id)
  const isAdministrator = hasRoleAnywhere(actor, ADMINISTRATORS)
  const isForCoordinators = Object.keys(changes).every((name) => (COORDINATORS_FIELDS as string[]).includes(name))
  if (!isAdministrator && !isForCoordinators) throw new Forbidden(ADMINISTRATORS)
  const at = clock.now()
  await database.transaction(actingIn(actor, id), at, async (tx) => {
    const before = await lockProgramme(tx, id)
    const organisations = await listParticipations(tx, id)
    const after = { ...detailsOf(before, organisations), ...changes }
    requireSound(programmeProblems(after))
    const fields = [
      ...changedFields(columnsOf(detailsOf(before, organisations)), columnsOf(after)),
      ...(await changeParticipations(tx, at, id, organisations, after)),
    ]
    if (fields.length === 0) return
    await tx.update(programmes).set(columnsOf(after)).where(eq(programmes.id, id))
    await record(tx, at, actor, id, 'programme.changed', { fields })
  })
}

/** An organisation whose people work in the programme stays until their roles have ended. */
async function changeParticipations(
  tx: Db,
  at: Date,
  id: string,
  before: readonly ParticipatingOrganisation[],
  after: ProgrammeDetails,
): Promise<readonly string[]> {
  const taking = participations(after)
  const inOrder = (list: typeof taking) =>
    list
      .map(({ organisationId, isAssessing, isEndorsing }) => ({ organisationId, isAssessing, isEndorsing }))
      .sort((a, b) => a.organisationId.localeCompare(b.organisationId))
  if (changedFields({ organisations: inOrder(before) }, { organisations: inOrder(taking) }).length === 0) return []
  const ids = taking.map(({ organisationId }) => organisationId)
  await requireOrganisations(tx, ids)
  const leaving = before.filter(({ organisationId }) => !ids.includes(organisationId))
  const needed = await organisationsWithPeople(tx, id, at)
  requireSound(
    leaving
      .filter(({ organisationId }) => needed.includes(organisationId))
      .map(({ organisationId }) => ({
        pointer: `/organisations/${organisationId}`,
        detail: 'has people in the programme',
      })),
  )
  await replaceParticipations(tx, id, taking)
  return ['organisations']
}

function detailsOf(row: ProgrammeRow, organisations: readonly ParticipatingOrganisation[]): ProgrammeDetails {
  return {
    ...columnsOf({ ...row, organisations, languages: row.languages as ProgrammeDetails['languages'] }),
    organisations,
  }
}

function columnsOf(details: ProgrammeDetails) {
  const { title, awardingOrganisationId, baseLanguage, timeZone, profile } = details
  const { appealWindowDays, reconciliationDays, retentionMonths } = details
  return {
    ...{ awardingOrganisationId, baseLanguage, timeZone, profile },
    ...{ appealWindowDays, reconciliationDays, retentionMonths },
    title: Object.fromEntries(
      Object.entries(title).flatMap(([language, text]) => (text.trim() === '' ? [] : [[language, text.trim()]])),
    ),
    languages: [...new Set(details.languages)],
  }
}

function requireSound(errors: readonly FieldProblem[]): void {
  if (errors.length > 0) throw new InvalidInput({ errors })
}

function record(
  tx: Db,
  at: Date,
  actor: Actor,
  id: string,
  action: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  return appendEvent(tx, at, {
    programmeId: id,
    actorId: personOf(actor),
    actorRole: keeperRole(actor, id),
    action,
    subjectType: 'programme',
    subjectId: id,
    data,
  })
}
