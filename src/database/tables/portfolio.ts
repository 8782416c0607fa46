import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { identifier, instant, localisedText } from './columns.ts'
import { microCourses, microCourseVersions } from './courses.ts'
import { criteria, rubrics } from './frameworks.ts'
import { cohorts, persons, programmes } from './people.ts'

export const EVIDENCE_TYPES = [
  'file',
  'image',
  'video_link',
  'text_reflection',
  'attendance_record',
  'student_work',
  'observation_record',
  'third_party_testimony',
  'professional_conversation',
  'external_link',
] as const

export const consentRecords = pgTable('consent_records', {
  id: identifier(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  ownerId: uuid('owner_id')
    .notNull()
    .references(() => persons.id),
  subjectKind: text('subject_kind', { enum: ['adult', 'minors_group'] }).notNull(),
  subjectCount: integer('subject_count').notNull(),
  guardianAuthorisations: integer('guardian_authorisations').notNull().default(0),
  minorAssents: integer('minor_assents').notNull().default(0),
  scope: text('scope').array().notNull(),
  form: text('form').notNull(),
  heldBy: text('held_by').notNull(),
  grantedAt: instant('granted_at'),
  expiresAt: instant('expires_at'),
  withdrawnAt: instant('withdrawn_at'),
})

export const evidenceItems = pgTable(
  'evidence_items',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => persons.id),
    type: text('type', { enum: EVIDENCE_TYPES }).notNull(),
    title: localisedText('title').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('evidence_items_owner').on(table.ownerId)],
)

/** Immutable but for the scan result. Pinned content is addressed by its SHA-256; a link alone is unpinned. */
export const evidenceVersions = pgTable(
  'evidence_versions',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    itemId: uuid('item_id')
      .notNull()
      .references(() => evidenceItems.id),
    version: integer('version').notNull(),
    capturedOn: date('captured_on').notNull(),
    language: text('language').notNull(),
    identifiablePeople: text('identifiable_people', { enum: ['none', 'blurred', 'adults', 'minors'] }).notNull(),
    scanStatus: text('scan_status', {
      enum: ['uploaded', 'scanning', 'clean', 'infected', 'unscannable'],
    }).notNull(),
    integrity: text('integrity', { enum: ['content_addressed', 'external_unpinned'] }).notNull(),
    mediaType: text('media_type'),
    byteSize: bigint('byte_size', { mode: 'number' }),
    sha256: text('sha256'),
    fileName: text('file_name'),
    externalUrl: text('external_url'),
    retrievedAt: instant('retrieved_at'),
    createdAt: instant('created_at').notNull(),
    bytesDeletedAt: instant('bytes_deleted_at'),
  },
  (table) => [
    unique('evidence_version_once').on(table.itemId, table.version),
    index('evidence_versions_sha256').on(table.sha256),
    check(
      'evidence_content',
      sql`(${table.integrity} = 'content_addressed' and ${table.sha256} ~ '^[0-9a-f]{64}$' and ${table.mediaType} is not null and ${table.byteSize} is not null)
        or (${table.integrity} = 'external_unpinned' and ${table.externalUrl} is not null)`,
    ),
  ],
)

export const evidenceConsents = pgTable(
  'evidence_consents',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    evidenceVersionId: uuid('evidence_version_id')
      .notNull()
      .references(() => evidenceVersions.id),
    consentId: uuid('consent_id')
      .notNull()
      .references(() => consentRecords.id),
  },
  (table) => [primaryKey({ columns: [table.evidenceVersionId, table.consentId] })],
)

export const SUBMISSION_STATES = [
  'draft',
  'submitted',
  'returned_for_completion',
  'in_assessment',
  'awaiting_reconciliation',
  'in_adjudication',
  'decided',
  'released',
  'closed',
  'withdrawn',
] as const

export interface AuthenticityDeclaration {
  readonly statementVersion: string
  readonly acceptedAt: string
  readonly aiUseDisclosed: string
}

/** From `submitted` on, course version, rubric and evidence are frozen: later edits change nothing already submitted. */
export const submissions = pgTable(
  'submissions',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    participantId: uuid('participant_id')
      .notNull()
      .references(() => persons.id),
    cohortId: uuid('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    microCourseId: uuid('micro_course_id')
      .notNull()
      .references(() => microCourses.id),
    versionId: uuid('version_id')
      .notNull()
      .references(() => microCourseVersions.id),
    versionContentHash: text('version_content_hash').notNull(),
    rubricId: uuid('rubric_id')
      .notNull()
      .references(() => rubrics.id),
    attempt: integer('attempt').notNull(),
    route: text('route', { enum: ['standard', 'rpl'] }).notNull(),
    state: text('state', { enum: SUBMISSION_STATES }).notNull(),
    previousSubmissionId: uuid('previous_submission_id'),
    createdAt: instant('created_at').notNull(),
    submittedAt: instant('submitted_at'),
    declaration: jsonb('declaration').$type<AuthenticityDeclaration>(),
    nameAsPrinted: text('name_as_printed'),
    credentialLanguage: text('credential_language', { enum: ['es', 'en', 'fi'] }),
    showsLevel: boolean('shows_level').notNull().default(false),
  },
  (table) => [
    uniqueIndex('submission_open_once')
      .on(table.participantId, table.microCourseId)
      .where(sql`${table.state} not in ('released', 'closed', 'withdrawn')`),
    uniqueIndex('submission_attempt_once')
      .on(table.participantId, table.microCourseId, table.attempt)
      .where(sql`${table.state} <> 'withdrawn'`),
    check('submission_attempt_positive', sql`${table.attempt} >= 1`),
  ],
)

/** Which frozen evidence stands for which criterion. */
export const submissionItems = pgTable(
  'submission_items',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id),
    criterionId: uuid('criterion_id')
      .notNull()
      .references(() => criteria.id),
    evidenceVersionId: uuid('evidence_version_id')
      .notNull()
      .references(() => evidenceVersions.id),
    position: integer('position').notNull(),
  },
  (table) => [primaryKey({ columns: [table.submissionId, table.criterionId, table.evidenceVersionId] })],
)

/** A met criterion of the previous attempt; `fromDecisionId` names the released decision it stands in. */
export const carryForwards = pgTable(
  'carry_forwards',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id),
    criterionId: uuid('criterion_id')
      .notNull()
      .references(() => criteria.id),
    fromDecisionId: uuid('from_decision_id').notNull(),
    level: integer('level').notNull(),
  },
  (table) => [primaryKey({ columns: [table.submissionId, table.criterionId] })],
)

/** A coordinator's excuse of an evidence minimum: actor, reason and time. */
export const submissionExceptions = pgTable('submission_exceptions', {
  id: identifier(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  submissionId: uuid('submission_id')
    .notNull()
    .references(() => submissions.id),
  requirementId: uuid('requirement_id').notNull(),
  provided: integer('provided').notNull(),
  minimum: integer('minimum').notNull(),
  acceptedById: uuid('accepted_by_id')
    .notNull()
    .references(() => persons.id),
  reason: text('reason').notNull(),
  at: instant('at').notNull(),
})
