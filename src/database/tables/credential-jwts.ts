import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { credentials } from './credentials.ts'
import { programmes } from './people.ts'

/**
 * The VC-JWT of a credential as it was let out. A further one is kept only when a key of the one before is compromised.
 * All go with the credential's bytes when it is erased.
 */
export const credentialJwts = pgTable(
  'credential_jwts',
  {
    credentialId: uuid('credential_id')
      .notNull()
      .references(() => credentials.id),
    /** From 1. */
    sequence: integer('sequence').notNull(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    jwt: text('jwt').notNull(),
    signedAt: instant('signed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.credentialId, table.sequence] })],
)
