import { sql } from 'drizzle-orm'
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { LocalisedText } from '../../kernel/language.ts'
import { jsonb } from 'drizzle-orm/pg-core'

/** An instant: UTC in the database, a Date inside. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

export const localisedText = (name: string) => jsonb(name).$type<LocalisedText>()

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value),
  toDriver: (value) => Buffer.from(value),
})

/** Primary keys are UUIDs of version 4 or 5, made by the caller: the CASE pattern refuses version 7. */
export const identifier = () => uuid('id').primaryKey()

export const emptyTextArray = sql`'{}'::text[]`
