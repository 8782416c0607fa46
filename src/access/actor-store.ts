import { and, asc, eq, gt, isNull, lte, or } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { LocalisedText } from '../kernel/language.ts'

export interface KnownPerson {
  readonly actor: Actor
  /** The programme whose name and zone the person's pages carry: the only one, or the zone of the first. */
  readonly place: { readonly title: LocalisedText; readonly timeZone: string } | null
}

/**
 * The person of an account with the roles that are live at `at`; null when there is none, or it was erased. Read as
 * the owner, at the edge, before any transaction: what the row policies are told comes from here.
 */
export async function loadActor(owner: Db, at: Date, userId: string): Promise<KnownPerson | null> {
  const { persons, roleAssignments, programmes } = tables
  const isLive = and(
    eq(roleAssignments.personId, persons.id),
    lte(roleAssignments.validFrom, at),
    or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
  )
  const found = await owner
    .select({ person: persons, assignment: roleAssignments, programme: programmes })
    .from(persons)
    .leftJoin(roleAssignments, isLive)
    .leftJoin(programmes, eq(programmes.id, roleAssignments.programmeId))
    .where(and(eq(persons.userId, userId), isNull(persons.erasedAt)))
    .orderBy(asc(programmes.slug), asc(roleAssignments.validFrom))
  const person = found[0]?.person
  if (!person) return null
  const assignments = found.flatMap(({ assignment }) => (assignment ? [assignment] : []))
  const inProgrammes = [...new Map(found.flatMap(({ programme: p }) => (p ? [[p.id, p] as const] : []))).values()]
  const [first] = inProgrammes
  return {
    actor: {
      kind: 'person',
      personId: person.id,
      programmeIds: inProgrammes.map(({ id }) => id),
      name: `${person.givenName} ${person.familyName}`,
      locale: person.locale,
      organisationId: person.organisationId,
      assignments: assignments.map(({ role, programmeId, organisationId, cohortId }) => ({
        role,
        programmeId,
        organisationId,
        cohortId,
      })),
    },
    place: first ? { title: inProgrammes.length === 1 ? first.title : {}, timeZone: first.timeZone } : null,
  }
}
