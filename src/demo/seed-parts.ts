import Type from 'typebox'
import { ROLES } from '../kernel/actor.ts'

/** The primitives of programme.json. A `…Key` refers to the `key` of another entity; instants are UTC. */

export const Language = Type.Enum(['es', 'en', 'fi'])
export const Text = Type.Object({
  es: Type.Optional(Type.String()),
  en: Type.Optional(Type.String()),
  fi: Type.Optional(Type.String()),
})
export const Key = Type.String({ minLength: 1 })
export const Uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
})
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' })
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
export const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const Role = Type.Enum([...ROLES])
