import { boolean, foreignKey, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { statusEntries } from './credentials.ts'
import { identifier, instant } from './columns.ts'
import { organisations, persons } from './people.ts'

/** Lets a program act for one open issuer. The secret is shown once; only its SHA-256 is kept. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: identifier(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    name: text('name').notNull(),
    scopes: text('scopes').array().notNull(),
    secretHash: text('secret_hash').notNull().unique(),
    createdById: uuid('created_by_id')
      .notNull()
      .references(() => persons.id),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    /** To the minute. */
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [index('api_keys_organisation').on(table.organisationId)],
)

/** What is kept of a credential of an open issuer: its id and its place in a status list, and nothing that it says. */
export const openCredentials = pgTable(
  'open_credentials',
  {
    id: identifier(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    credentialIri: text('credential_iri').notNull(),
    statusListId: uuid('status_list_id').notNull(),
    statusIndex: integer('status_index').notNull(),
    isRevoked: boolean('is_revoked').notNull().default(false),
    issuedAt: instant('issued_at').notNull(),
    statusChangedAt: instant('status_changed_at'),
  },
  (table) => [
    unique('open_credential_status_once').on(table.statusListId, table.statusIndex),
    index('open_credentials_iri').on(table.organisationId, table.credentialIri),
    foreignKey({
      name: 'open_credential_entry',
      columns: [table.statusListId, table.statusIndex],
      foreignColumns: [statusEntries.listId, statusEntries.index],
    }),
  ],
)
