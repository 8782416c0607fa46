import { and, asc, desc, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'

const { assessorQualifications, microCourses, microCourseVersions, organisations, persons, roleAssignments } = tables

/** Who judges, in whichever round: all of them need a qualification for the rubric. */
export const JUDGING_ROLES = ['assessor', 'adjudicator', 'appeals_panel'] as const
export type JudgingRole = (typeof JUDGING_ROLES)[number]

export interface Judge {
  readonly id: string
  readonly name: string
  readonly organisation: LocalisedText
  readonly roles: readonly JudgingRole[]
}

/** A version that people hand in for, or will: its rubric is what a judge is qualified for. */
export interface JudgedVersion {
  readonly versionId: string
  readonly microCourseId: string
  readonly rubricId: string
  readonly code: string
  readonly version: string
  readonly title: LocalisedText
}

export type Qualification = typeof assessorQualifications.$inferSelect

/** Everybody with a judging role that has not ended at `at`, by family name. */
export async function findJudges(tx: Db, programmeId: string, at: Date): Promise<readonly Judge[]> {
  const found = await tx
    .select({ person: persons, role: roleAssignments.role, organisation: organisations.displayName })
    .from(roleAssignments)
    .innerJoin(persons, and(eq(persons.id, roleAssignments.personId), isNull(persons.erasedAt)))
    .leftJoin(organisations, eq(organisations.id, persons.organisationId))
    .where(
      and(
        eq(roleAssignments.programmeId, programmeId),
        inArray(roleAssignments.role, [...JUDGING_ROLES]),
        or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
      ),
    )
    .orderBy(asc(persons.familyName), asc(persons.givenName), asc(persons.id))
  const judges = new Map<string, Judge>()
  for (const { person, role, organisation } of found) {
    const roles = judges.get(person.id)?.roles ?? []
    const isKnown = (roles as readonly string[]).includes(role)
    judges.set(person.id, {
      id: person.id,
      name: `${person.givenName} ${person.familyName}`,
      organisation: organisation ?? {},
      roles: isKnown ? roles : [...roles, role as JudgingRole],
    })
  }
  return [...judges.values()]
}

/** Whether the person holds any role in the programme that has not ended at `at`. */
export async function isOfProgramme(tx: Db, programmeId: string, personId: string, at: Date): Promise<boolean> {
  const found = await tx
    .select({ id: roleAssignments.id })
    .from(roleAssignments)
    .where(
      and(
        eq(roleAssignments.programmeId, programmeId),
        eq(roleAssignments.personId, personId),
        or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
      ),
    )
    .limit(1)
  return found.length > 0
}

export async function findJudgedVersions(tx: Db, programmeId: string): Promise<readonly JudgedVersion[]> {
  const { id: versionId, microCourseId, rubricId, version, title } = microCourseVersions
  return tx
    .select({ versionId, microCourseId, rubricId, code: microCourses.code, version, title })
    .from(microCourseVersions)
    .innerJoin(microCourses, eq(microCourses.id, microCourseId))
    .where(eq(microCourseVersions.programmeId, programmeId))
    .orderBy(asc(microCourses.sequence), desc(microCourseVersions.createdAt))
}

export function findQualifications(tx: Db, programmeId: string): Promise<Qualification[]> {
  return tx
    .select()
    .from(assessorQualifications)
    .where(eq(assessorQualifications.programmeId, programmeId))
    .orderBy(desc(assessorQualifications.validUntil))
}
