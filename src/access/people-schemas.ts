import Type from 'typebox'
import { ROLES, type Role } from '../kernel/actor.ts'
import { DECLARABLE } from './conflicts.ts'
import type { ProgrammeRole } from './people.ts'

export const PROGRAMME_ROLES: readonly ProgrammeRole[] = ROLES.filter((role: Role) => role !== 'administrator')

const id = Type.String({ format: 'uuid' })
const instant = Type.String({ format: 'date-time' })
const day = Type.String({ format: 'date' })
const name = Type.String({ minLength: 1, maxLength: 200 })

export const programmeParams = Type.Object({ programmeId: id })
export const personParams = Type.Object({ programmeId: id, personId: id })
export const assignmentParams = Type.Object({ assignmentId: id })
export const pairingParams = Type.Object({ programmeId: id, pairingId: id })

const roleParts = {
  role: Type.Unsafe<ProgrammeRole>({ type: 'string', enum: PROGRAMME_ROLES }),
  cohortId: Type.Optional(id),
  validFrom: Type.Optional(instant),
  validTo: Type.Optional(instant),
}
export const newRole = Type.Object(roleParts)
export const newPerson = Type.Object({
  givenName: name,
  familyName: name,
  email: Type.String({ format: 'email', maxLength: 320 }),
  locale: Type.Union([Type.Literal('es'), Type.Literal('en'), Type.Literal('fi')]),
  organisationId: Type.Optional(id),
  ...roleParts,
})
export const newEnrolment = Type.Object({ cohortId: id, personId: id })
export const newPairing = Type.Object({
  mentorId: id,
  participantId: id,
  cohortId: Type.Optional(id),
  startsOn: day,
  endsOn: Type.Optional(day),
})
export const pairingEnd = Type.Object({ endsOn: day })
export const newConflict = Type.Object({
  participantId: id,
  kind: Type.Unsafe<(typeof DECLARABLE)[number]>({ type: 'string', enum: DECLARABLE }),
  startsOn: day,
  endsOn: Type.Optional(day),
})

export const nothing = Type.Null()
export const created = Type.Object({ id })
export const personCreated = Type.Object({ personId: id, assignmentId: id })
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const invitation = Type.Object({
  url: nullable(Type.String({ description: 'Works once, for seven days; null where it goes by mail.' })),
  sentTo: nullable(Type.String({ description: 'The address that it is sent to.' })),
})
export const programmeList = Type.Object({
  programmes: Type.Array(
    Type.Object({
      id,
      slug: Type.String(),
      title: Type.Record(Type.String(), Type.String()),
      timeZone: Type.String(),
      baseLanguage: Type.String(),
    }),
  ),
})
export const personList = Type.Object({
  people: Type.Array(
    Type.Object({
      id,
      givenName: Type.String(),
      familyName: Type.String(),
      email: Type.String(),
      organisationId: nullable(id),
      hasAccount: Type.Boolean(),
      roles: Type.Array(
        Type.Object({
          id,
          role: Type.String(),
          cohortId: nullable(id),
          validFrom: instant,
          validTo: nullable(instant),
        }),
      ),
    }),
  ),
})
export const pairingList = Type.Object({
  pairings: Type.Array(
    Type.Object({ id, mentorId: id, participantId: id, cohortId: nullable(id), startsOn: day, endsOn: nullable(day) }),
  ),
})
export const conflictList = Type.Object({
  conflicts: Type.Array(
    Type.Object({
      id,
      participantId: id,
      kind: Type.String(),
      source: Type.String(),
      startsOn: day,
      endsOn: nullable(day),
      coolingOffMonths: Type.Integer(),
    }),
  ),
})
