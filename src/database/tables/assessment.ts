import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
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
import { microCourses } from './courses.ts'
import { criteria, rubrics } from './frameworks.ts'
import { organisations, persons, programmes } from './people.ts'
import { evidenceVersions, submissions } from './portfolio.ts'

/** A calibration on benchmark portfolios for one rubric version; in a pilot, granted with a reason. */
export const assessorQualifications = pgTable('assessor_qualifications', {
  id: identifier(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  personId: uuid('person_id')
    .notNull()
    .references(() => persons.id),
  microCourseId: uuid('micro_course_id')
    .notNull()
    .references(() => microCourses.id),
  rubricId: uuid('rubric_id')
    .notNull()
    .references(() => rubrics.id),
  calibratedAt: instant('calibrated_at').notNull(),
  validUntil: instant('valid_until').notNull(),
  agreement: jsonb('agreement').$type<{ benchmarkItems: number; exactAgreement: number; adjacentAgreement: number }>(),
  grantedReason: text('granted_reason'),
})

export const JUDGEMENT_STATES = [
  'assigned',
  'accepted',
  'declined',
  'in_progress',
  'sealed',
  'revealed',
  'final',
  'void',
] as const
export const SLOTS = ['A', 'B', 'adjudicator', 'appeal_panel'] as const
export const LANGUAGE_SUPPORTS = [
  'assessor_reads_language',
  'human_summary_en',
  'machine_translation_reviewed',
] as const

/** The metadata of a judgement; its levels and rationales are in `criterion_judgements`, blind until the reveal. */
export const judgements = pgTable(
  'judgements',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id),
    assessorId: uuid('assessor_id')
      .notNull()
      .references(() => persons.id),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    slot: text('slot', { enum: SLOTS }).notNull(),
    state: text('state', { enum: JUDGEMENT_STATES }).notNull(),
    appealId: uuid('appeal_id'),
    assignedById: uuid('assigned_by_id')
      .notNull()
      .references(() => persons.id),
    assignedAt: instant('assigned_at').notNull(),
    acceptedAt: instant('accepted_at'),
    declaredNoConflictAt: instant('declared_no_conflict_at'),
    languageSupport: text('language_support', { enum: LANGUAGE_SUPPORTS }),
    sealedAt: instant('sealed_at'),
    revealedAt: instant('revealed_at'),
    endedReason: text('ended_reason'),
  },
  (table) => [
    uniqueIndex('judgement_slot_once')
      .on(table.submissionId, table.slot)
      .where(sql`${table.slot} in ('A', 'B', 'adjudicator') and ${table.state} not in ('declined', 'void')`),
    index('judgements_assessor').on(table.assessorId),
  ],
)

export interface RulesOfEvidence {
  readonly valid: boolean
  readonly authentic: boolean
  readonly current: boolean
  readonly sufficient: boolean
  readonly reason?: string
}

export const criterionJudgements = pgTable(
  'criterion_judgements',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    judgementId: uuid('judgement_id')
      .notNull()
      .references(() => judgements.id),
    criterionId: uuid('criterion_id')
      .notNull()
      .references(() => criteria.id),
    /** Null together with `isNotEvidenced`: "no evidence" is a mark, not a level. */
    level: integer('level'),
    isNotEvidenced: boolean('is_not_evidenced').notNull(),
    rationale: localisedText('rationale').notNull(),
    rulesOfEvidence: jsonb('rules_of_evidence').$type<RulesOfEvidence>().notNull(),
  },
  (table) => [
    unique('criterion_judgement_once').on(table.judgementId, table.criterionId),
    check('level_or_not_evidenced', sql`(${table.level} is null) = ${table.isNotEvidenced}`),
  ],
)

export const criterionJudgementEvidence = pgTable(
  'criterion_judgement_evidence',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    criterionJudgementId: uuid('criterion_judgement_id')
      .notNull()
      .references(() => criterionJudgements.id, { onDelete: 'cascade' }),
    evidenceVersionId: uuid('evidence_version_id')
      .notNull()
      .references(() => evidenceVersions.id),
  },
  (table) => [primaryKey({ columns: [table.criterionJudgementId, table.evidenceVersionId] })],
)

/** A proposal by one first-round assessor; it counts once both have signed it. A new proposal replaces an unsigned one. */
export const reconciliations = pgTable(
  'reconciliations',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id),
    criterionId: uuid('criterion_id')
      .notNull()
      .references(() => criteria.id),
    /** Null stands for NOT_EVIDENCED, in all three levels. */
    firstLevelA: integer('first_level_a'),
    firstLevelB: integer('first_level_b'),
    crossesThreshold: boolean('crosses_threshold').notNull(),
    agreedLevel: integer('agreed_level'),
    rationale: localisedText('rationale').notNull(),
    proposedById: uuid('proposed_by_id')
      .notNull()
      .references(() => persons.id),
    proposedAt: instant('proposed_at').notNull(),
    agreedAt: instant('agreed_at'),
    replacedAt: instant('replaced_at'),
  },
  (table) => [
    uniqueIndex('reconciliation_current_once')
      .on(table.submissionId, table.criterionId)
      .where(sql`${table.replacedAt} is null`),
  ],
)

export const reconciliationSignatures = pgTable(
  'reconciliation_signatures',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    reconciliationId: uuid('reconciliation_id')
      .notNull()
      .references(() => reconciliations.id),
    personId: uuid('person_id')
      .notNull()
      .references(() => persons.id),
    signedAt: instant('signed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reconciliationId, table.personId] })],
)

export const DECISION_BASES = [
  'exact_agreement',
  'reconciled',
  'adjudicated',
  'appeal_panel',
  'carried_forward',
] as const

/** Computed by one pure function; `inputHash` is the hash of what it was given. The only input to an award. */
export const decisions = pgTable(
  'decisions',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id),
    version: integer('version').notNull(),
    outcome: text('outcome', { enum: ['competent', 'not_yet_competent'] }).notNull(),
    method: text('method', { enum: ['joint', 'joint_with_adjudication', 'appeal'] }).notNull(),
    inputHash: text('input_hash').notNull(),
    contentHash: text('content_hash').notNull(),
    decidedAt: instant('decided_at').notNull(),
    releasedAt: instant('released_at'),
    releasedById: uuid('released_by_id').references(() => persons.id),
    appealUntil: instant('appeal_until'),
    supersedesId: uuid('supersedes_id'),
    supersededAt: instant('superseded_at'),
  },
  (table) => [
    unique('decision_version_once').on(table.submissionId, table.version),
    uniqueIndex('decision_current_once')
      .on(table.submissionId)
      .where(sql`${table.supersededAt} is null`),
  ],
)

export const decisionCriteria = pgTable(
  'decision_criteria',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    decisionId: uuid('decision_id')
      .notNull()
      .references(() => decisions.id),
    criterionId: uuid('criterion_id')
      .notNull()
      .references(() => criteria.id),
    level: integer('level'),
    isNotEvidenced: boolean('is_not_evidenced').notNull(),
    requiredLevel: integer('required_level').notNull(),
    isMet: boolean('is_met').notNull(),
    basis: text('basis', { enum: DECISION_BASES }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.decisionId, table.criterionId] }),
    check('decision_level_or_not_evidenced', sql`(${table.level} is null) = ${table.isNotEvidenced}`),
    check(
      'decision_met',
      sql`${table.isMet} = (${table.level} is not null and ${table.level} >= ${table.requiredLevel})`,
    ),
  ],
)

/** Feedback is written while a decision waits for release, and frozen by the release. */
export const feedback = pgTable(
  'feedback',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    decisionId: uuid('decision_id')
      .notNull()
      .references(() => decisions.id),
    criterionId: uuid('criterion_id')
      .notNull()
      .references(() => criteria.id),
    text: localisedText('text').notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => persons.id),
  },
  (table) => [primaryKey({ columns: [table.decisionId, table.criterionId] })],
)

export const APPEAL_STATES = [
  'lodged',
  'in_rectification',
  'rectified',
  'upheld',
  'in_panel',
  'overturned',
  'upheld_final',
  'withdrawn',
  'inadmissible',
] as const

export const appeals = pgTable(
  'appeals',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    decisionId: uuid('decision_id')
      .notNull()
      .references(() => decisions.id),
    appellantId: uuid('appellant_id')
      .notNull()
      .references(() => persons.id),
    grounds: text('grounds', { enum: ['evidence_overlooked', 'procedure', 'conflict_of_interest', 'other'] }).notNull(),
    statement: localisedText('statement').notNull(),
    state: text('state', { enum: APPEAL_STATES }).notNull(),
    lodgedAt: instant('lodged_at').notNull(),
    closedAt: instant('closed_at'),
    resultingDecisionId: uuid('resulting_decision_id').references(() => decisions.id),
  },
  (table) => [
    uniqueIndex('appeal_open_once')
      .on(table.decisionId)
      .where(sql`${table.closedAt} is null`),
  ],
)

export const appealStages = pgTable(
  'appeal_stages',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    appealId: uuid('appeal_id')
      .notNull()
      .references(() => appeals.id),
    stage: text('stage', { enum: ['rectification', 'panel'] }).notNull(),
    reviewerIds: uuid('reviewer_ids').array().notNull(),
    outcome: text('outcome', { enum: ['rectified', 'upheld', 'overturned', 'upheld_final'] }),
    rationale: localisedText('rationale'),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    escalatedAt: instant('escalated_at'),
  },
  (table) => [unique('appeal_stage_once').on(table.appealId, table.stage)],
)
