import Type from 'typebox'
import { PEOPLE_SHOWN } from './evidence.ts'
import { Id } from './schemas.ts'

/* What the forms of the pages send: texts, and a list only where a name comes more than once. */

export const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
export const SentIds = Type.Optional(Type.Union([Id, Type.Array(Id)]))
export const SentDay = Type.Optional(Type.String({ format: 'date' }))
export const Ticked = Type.Optional(Type.Literal('yes'))
export const itemParams = Type.Object({ itemId: Id })

/** Of every version of evidence, new item or not. */
export const versionFields = {
  text: Type.Optional(Type.String({ maxLength: 200_000 })),
  url: Type.Optional(Type.String({ maxLength: 2000 })),
  capturedOn: Type.String({ format: 'date' }),
  language: Type.String({ minLength: 2, maxLength: 10 }),
  peopleShown: oneOf(PEOPLE_SHOWN),
  consentIds: SentIds,
}
