import { eq } from 'drizzle-orm'
import { InvalidInput, personOf, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Services } from '../services.ts'
import { changedFields } from './changed-fields.ts'
import { displayNames, organisationProblems, type OrganisationDetails } from './organisation.ts'
import { hasSigningKey, listOrganisations, loadOrganisation, type OrganisationRow } from './organisation-store.ts'
import { requireAdministrator } from './policy.ts'
import { slugProblems } from './slug.ts'

const { organisations } = tables

type Needs = Pick<Services, 'database' | 'clock' | 'randomness' | 'config'>

export interface NewOrganisation extends OrganisationDetails {
  readonly id?: string
  readonly slug: string
}

export interface ReadOrganisation {
  readonly organisation: OrganisationRow
  readonly hasSigningKey: boolean
}

export function findOrganisations({ database, clock }: Needs, actor: Actor): Promise<readonly OrganisationRow[]> {
  requireAdministrator(actor)
  return database.transaction(actor, clock.now(), listOrganisations)
}

export function readOrganisation({ database, clock }: Needs, actor: Actor, id: string): Promise<ReadOrganisation> {
  requireAdministrator(actor)
  return database.transaction(actor, clock.now(), async (tx) => ({
    organisation: await loadOrganisation(tx, id),
    hasSigningKey: await hasSigningKey(tx, id),
  }))
}

/** Its key is made when it first signs. */
export async function createOrganisation(
  { database, clock, randomness, config }: Needs,
  actor: Actor,
  input: NewOrganisation,
): Promise<string> {
  requireAdministrator(actor)
  requireSound([...slugProblems(input.slug), ...organisationProblems(input, config.publicUrl)])
  const at = clock.now()
  const { slug, id = randomness.uuid() } = input
  await database.transaction(actor, at, async (tx) => {
    const [added] = await tx
      .insert(organisations)
      .values({ id, slug, ...columnsOf(input), createdAt: at })
      .onConflictDoNothing({ target: organisations.slug })
      .returning({ id: organisations.id })
    requireSound(added ? [] : [{ pointer: '/slug', detail: 'is taken already' }])
    await record(tx, at, actor, 'organisation.created', id, { slug })
  })
  return id
}

/** What is signed already keeps the names it was signed with. */
export async function editOrganisation(
  { database, clock, config }: Needs,
  actor: Actor,
  id: string,
  details: OrganisationDetails,
): Promise<void> {
  requireAdministrator(actor)
  requireSound(organisationProblems(details, config.publicUrl))
  const at = clock.now()
  await database.transaction(actor, at, async (tx) => {
    const before = await loadOrganisation(tx, id)
    const after = columnsOf(details)
    const fields = changedFields(before, after)
    if (fields.length === 0) return
    await tx.update(organisations).set(after).where(eq(organisations.id, id))
    await record(tx, at, actor, 'organisation.changed', id, { fields })
  })
}

function columnsOf(details: OrganisationDetails) {
  const { legalName, countryCode, city, url, email, addsLegacyProof, jwtAlgorithm, accentColour, ownDid } = details
  return {
    legalName: legalName.trim(),
    displayName: displayNames(details),
    countryCode,
    city: city?.trim() || null,
    url: url ?? null,
    email: email ?? null,
    addsLegacyProof,
    jwtAlgorithm: jwtAlgorithm ?? 'ES256',
    accentColour: accentColour?.toLowerCase() ?? null,
    ownDid: ownDid ?? null,
  }
}

function requireSound(errors: readonly FieldProblem[]): void {
  if (errors.length > 0) throw new InvalidInput({ errors })
}

function record(
  tx: Db,
  at: Date,
  actor: Actor,
  action: string,
  subjectId: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  return appendEvent(tx, at, {
    programmeId: null,
    actorId: personOf(actor),
    actorRole: 'administrator',
    action,
    subjectType: 'organisation',
    subjectId,
    data,
  })
}
