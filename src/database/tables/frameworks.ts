import { boolean, date, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { LocalisedText } from '../../kernel/language.ts'
import { emptyTextArray, identifier, instant, localisedText } from './columns.ts'
import { organisations, persons, programmes } from './people.ts'

export const REVIEWABLE_STATES = [
  'draft',
  'in_review',
  'changes_requested',
  'validated',
  'published',
  'deprecated',
  'retired',
] as const

/** One CASE CFDocument. `id` and `uri` are permanent from the first publication on. */
export const frameworks = pgTable('frameworks', {
  id: identifier(),
  uri: text('uri').notNull().unique(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  version: text('version').notNull(),
  state: text('state', { enum: REVIEWABLE_STATES }).notNull(),
  baseLanguage: text('base_language', { enum: ['es', 'en', 'fi'] }).notNull(),
  title: localisedText('title').notNull(),
  description: localisedText('description').notNull(),
  creatorOrganisationId: uuid('creator_organisation_id')
    .notNull()
    .references(() => organisations.id),
  license: text('license').notNull(),
  officialSourceUrl: text('official_source_url'),
  educationalField: jsonb('educational_field').$type<{ scheme: string; code: string; uri: string }>(),
  statusStartsOn: date('status_starts_on'),
  statusEndsOn: date('status_ends_on'),
  /** SHA-256 of the canonical content; reviews and courses point at it. */
  contentHash: text('content_hash').notNull(),
  lastChangeAt: instant('last_change_at').notNull(),
  publishedAt: instant('published_at'),
})

/** Areas and competencies: CFItems. A row of a published framework is never deleted, only end-dated or replaced. */
export const frameworkItems = pgTable(
  'framework_items',
  {
    id: identifier(),
    uri: text('uri').notNull().unique(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    frameworkId: uuid('framework_id')
      .notNull()
      .references(() => frameworks.id),
    kind: text('kind', { enum: ['area', 'competency'] }).notNull(),
    parentId: uuid('parent_id'),
    code: text('code').notNull(),
    sequence: integer('sequence').notNull(),
    title: localisedText('title').notNull(),
    statement: localisedText('statement').notNull(),
    keywords: text('keywords').array().notNull().default(emptyTextArray),
    statusStartsOn: date('status_starts_on'),
    statusEndsOn: date('status_ends_on'),
    replacedById: uuid('replaced_by_id'),
    lastChangeAt: instant('last_change_at').notNull(),
  },
  (table) => [unique('framework_item_code').on(table.frameworkId, table.code)],
)

/** Alignments to frameworks that are not ours: MBE, ESCO, ePerusteet; `targetType` is `ext:…` unless it is CASE. */
export const externalAlignments = pgTable(
  'external_alignments',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    itemId: uuid('item_id')
      .notNull()
      .references(() => frameworkItems.id),
    targetFramework: text('target_framework').notNull(),
    targetCode: text('target_code'),
    targetName: text('target_name').notNull(),
    targetUrl: text('target_url').notNull(),
    targetType: text('target_type').notNull(),
    relation: text('relation').notNull(),
    isVerified: boolean('is_verified').notNull(),
  },
  (table) => [index('external_alignments_item').on(table.itemId)],
)

export interface ScaleLevel {
  readonly position: number
  readonly name: LocalisedText
}

export const levelScales = pgTable('level_scales', {
  id: identifier(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  title: localisedText('title').notNull(),
  levels: jsonb('levels').$type<readonly ScaleLevel[]>().notNull(),
  requiredLevelDefault: integer('required_level_default').notNull(),
})

/** A rubric version. It is frozen as soon as a micro-course version that uses it is published. */
export const rubrics = pgTable('rubrics', {
  id: identifier(),
  uri: text('uri').notNull().unique(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  frameworkId: uuid('framework_id')
    .notNull()
    .references(() => frameworks.id),
  version: text('version').notNull(),
  title: localisedText('title').notNull(),
  levelScaleId: uuid('level_scale_id')
    .notNull()
    .references(() => levelScales.id),
  frozenAt: instant('frozen_at'),
})

export const criteria = pgTable(
  'criteria',
  {
    id: identifier(),
    uri: text('uri').notNull().unique(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    rubricId: uuid('rubric_id')
      .notNull()
      .references(() => rubrics.id),
    competencyId: uuid('competency_id')
      .notNull()
      .references(() => frameworkItems.id),
    position: integer('position').notNull(),
    title: localisedText('title').notNull(),
    requiredLevel: integer('required_level').notNull(),
    isCritical: boolean('is_critical').notNull(),
  },
  (table) => [unique('criterion_position').on(table.rubricId, table.position)],
)

export const criterionLevels = pgTable(
  'criterion_levels',
  {
    id: identifier(),
    uri: text('uri').notNull().unique(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    criterionId: uuid('criterion_id')
      .notNull()
      .references(() => criteria.id),
    position: integer('position').notNull(),
    quality: localisedText('quality').notNull(),
    descriptor: localisedText('descriptor').notNull(),
  },
  (table) => [unique('criterion_level_position').on(table.criterionId, table.position)],
)

/** Who wrote a framework or a micro-course version; an author never validates it. */
export const authorships = pgTable(
  'authorships',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    subjectType: text('subject_type', { enum: ['framework', 'micro_course_version'] }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    personId: uuid('person_id')
      .notNull()
      .references(() => persons.id),
  },
  (table) => [unique('authorship_once').on(table.subjectType, table.subjectId, table.personId)],
)

/** A review is about one content hash; an edit of the content voids it. */
export const validationReviews = pgTable(
  'validation_reviews',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    subjectType: text('subject_type', { enum: ['framework', 'micro_course_version'] }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    contentHash: text('content_hash').notNull(),
    reviewerId: uuid('reviewer_id')
      .notNull()
      .references(() => persons.id),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    outcome: text('outcome', { enum: ['approved', 'changes_requested'] }).notNull(),
    comment: text('comment'),
    at: instant('at').notNull(),
    voidedAt: instant('voided_at'),
  },
  (table) => [index('validation_reviews_subject').on(table.subjectType, table.subjectId)],
)
