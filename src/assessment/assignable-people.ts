import { and, asc, eq } from 'drizzle-orm'
import type { Actor } from '../access/index.ts'
import { tables } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { assignmentRefusalFor } from './assign-assessor.ts'
import { ROLE_OF_SLOT, type Slot } from './assignment-rules.ts'
import { coordinatedSubmission, inStep, type AssessmentServices } from './step.ts'

export interface AssignablePerson {
  readonly personId: string
  readonly name: string
  readonly organisationName: LocalisedText
  /** The code of what speaks against it; null for somebody who can be assigned. */
  readonly refusal: string | null
}

/** Everybody with the role, those who can be assigned first: a coordinator sees why somebody is not offered. */
export async function assignablePeople(
  services: AssessmentServices,
  actor: Actor,
  wanted: { submissionId: string; slot: Slot; appealId: string | null },
): Promise<readonly AssignablePerson[]> {
  return inStep(services, actor, async (step) => {
    const submission = await coordinatedSubmission(step, wanted.submissionId)
    const { persons, roleAssignments, organisations } = tables
    const found = await step.tx
      .selectDistinct({
        personId: persons.id,
        givenName: persons.givenName,
        familyName: persons.familyName,
        organisationName: organisations.displayName,
      })
      .from(roleAssignments)
      .innerJoin(persons, eq(persons.id, roleAssignments.personId))
      .innerJoin(organisations, eq(organisations.id, persons.organisationId))
      .where(
        and(
          eq(roleAssignments.programmeId, submission.programmeId),
          eq(roleAssignments.role, ROLE_OF_SLOT[wanted.slot]),
        ),
      )
      .orderBy(asc(persons.familyName), asc(persons.givenName))
    const people: AssignablePerson[] = []
    for (const { personId, givenName, familyName, organisationName } of found) {
      const { refusal } = await assignmentRefusalFor(step, submission, { ...wanted, assessorId: personId })
      people.push({ personId, name: `${givenName} ${familyName}`, organisationName, refusal: refusal?.code ?? null })
    }
    return people.sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null))
  })
}
