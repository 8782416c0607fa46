import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { identifier, instant } from './columns.ts'
import { persons, programmes } from './people.ts'

/**
 * Messages to people, written in the transaction that makes them necessary. No text and no one-time link is stored:
 * both are made when the message is sent.
 */
export const outbox = pgTable(
  'outbox',
  {
    id: identifier(),
    kind: text('kind', {
      enum: [
        'invitation',
        'password-link',
        'sign-in-link',
        'password-changed',
        'assessor-assigned',
        'submission-returned',
        'decision-released',
        'award-issued',
      ],
    }).notNull(),
    programmeId: uuid('programme_id').references(() => programmes.id),
    personId: uuid('person_id').references(() => persons.id),
    /** What somebody typed who is not signed in; forgotten as soon as it is looked up. */
    address: text('address'),
    /** The page that the message leads to, where it carries no one-time link. */
    path: text('path'),
    state: text('state', { enum: ['waiting', 'sent', 'kept', 'dropped', 'failed'] }).notNull(),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
    attempts: integer('attempts').notNull().default(0),
    trouble: text('trouble', {
      enum: [
        'unreachable',
        'interrupted',
        'timeout',
        'unsafe-connection',
        'sign-in-refused',
        'refused',
        'unusable-address',
        'other',
      ],
    }),
    replyCode: integer('reply_code'),
  },
  (table) => [index('outbox_state').on(table.state), index('outbox_newest').on(table.createdAt, table.id)],
)
