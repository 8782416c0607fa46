import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { identifier, instant } from './columns.ts'
import { programmes } from './people.ts'

/** The judgement log: one chain for the installation, append-only by trigger and by grant. */
export const auditEvents = pgTable(
  'audit_events',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    programmeId: uuid('programme_id').references(() => programmes.id),
    actorId: uuid('actor_id'),
    actorRole: text('actor_role').notNull(),
    action: text('action').notNull(),
    subjectType: text('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    index('audit_events_subject').on(table.subjectType, table.subjectId),
    index('audit_events_programme').on(table.programmeId),
  ],
)

/** Work to be done later, exactly once: the work and its `done` in one transaction. */
export const tasks = pgTable(
  'tasks',
  {
    id: identifier(),
    kind: text('kind').notNull(),
    programmeId: uuid('programme_id').references(() => programmes.id),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    state: text('state', { enum: ['queued', 'running', 'done', 'failed'] }).notNull(),
    runAt: instant('run_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    worker: text('worker'),
    leaseUntil: instant('lease_until'),
    lastError: text('last_error'),
  },
  (table) => [index('tasks_due').on(table.state, table.runAt)],
)

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    actorId: text('actor_id').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    status: integer('status'),
    headers: jsonb('headers').$type<Record<string, string>>(),
    body: text('body'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.actorId, table.key] })],
)

/** Facts of the installation, such as the pinned public address. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})
