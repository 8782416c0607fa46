import { foreignKey, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { LocalisedText } from '../../kernel/language.ts'
import { bytes, identifier, instant, localisedText } from './columns.ts'
import { frameworkItems, frameworks, REVIEWABLE_STATES, rubrics } from './frameworks.ts'
import { programmes } from './people.ts'

/** The lineage. Its id is in the address of every Achievement: /achievements/{id}/v/{version}. */
export const microCourses = pgTable(
  'micro_courses',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    code: text('code').notNull(),
    sequence: integer('sequence').notNull(),
  },
  (table) => [unique('micro_course_code').on(table.programmeId, table.code)],
)

export interface Credits {
  readonly scheme: string
  readonly value: number
  readonly status: 'indicative' | 'granted'
  readonly hoursPerCredit: number
}

/** A learning outcome in the words it had when its version was published; later fixes of the framework leave it alone. */
export interface PublishedOutcome {
  readonly competencyId: string
  readonly uri: string
  readonly code: string
  readonly title: LocalisedText
  readonly statement: LocalisedText
  readonly keywords: readonly string[]
  readonly framework: { readonly id: string; readonly uri: string; readonly title: LocalisedText }
  readonly alignments: readonly {
    readonly targetFramework: string
    readonly targetCode: string | null
    readonly targetName: string
    readonly targetUrl: string
    readonly targetType: string
  }[]
}

/** The EU micro-credential elements (Council Recommendation 2022/C 243/02, Annex I) that are not columns of their own. */
export interface EuElements {
  readonly notionalWorkloadHours: number
  readonly credits: readonly Credits[]
  readonly level:
    | { readonly framework: string; readonly value: number; readonly basis: string; readonly uri: string }
    | { readonly notApplicableReason: LocalisedText }
  readonly assessmentTypes: readonly string[]
  readonly participation: { readonly value: string; readonly uri?: string }
  readonly supervision: { readonly value: string; readonly uri?: string }
  readonly qualityAssurance: { readonly type: string; readonly description: LocalisedText }
  readonly prerequisites: LocalisedText
  readonly stackability: { readonly value: string; readonly towardsId?: string }
  readonly languagesOfInstruction: readonly string[]
  readonly languagesOfAssessment: readonly string[]
  /** Element 6, written by the publication of the version. */
  readonly learningOutcomes?: readonly PublishedOutcome[]
}

/** Cleaned pictures of achievements, under the SHA-256 of their bytes. */
export const achievementPictures = pgTable(
  'achievement_pictures',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    sha256: text('sha256').notNull(),
    /** PNG. */
    content: bytes('content').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.programmeId, table.sha256] })],
)

/** A version is the credential's Achievement: once published it never changes. */
export const microCourseVersions = pgTable(
  'micro_course_versions',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    microCourseId: uuid('micro_course_id')
      .notNull()
      .references(() => microCourses.id),
    frameworkId: uuid('framework_id')
      .notNull()
      .references(() => frameworks.id),
    version: text('version').notNull(),
    state: text('state', { enum: REVIEWABLE_STATES }).notNull(),
    baseLanguage: text('base_language', { enum: ['es', 'en', 'fi'] }).notNull(),
    title: localisedText('title').notNull(),
    description: localisedText('description').notNull(),
    rubricId: uuid('rubric_id')
      .notNull()
      .references(() => rubrics.id),
    currencyWindowMonths: integer('currency_window_months').notNull(),
    maxAttempts: integer('max_attempts').notNull(),
    eu: jsonb('eu').$type<EuElements>().notNull(),
    /** SHA-256 of the achievement's picture; null where it is drawn. */
    pictureSha256: text('picture_sha256'),
    contentHash: text('content_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    publishedAt: instant('published_at'),
  },
  (table) => [
    unique('micro_course_version_once').on(table.microCourseId, table.version),
    foreignKey({
      name: 'micro_course_version_picture',
      columns: [table.programmeId, table.pictureSha256],
      foreignColumns: [achievementPictures.programmeId, achievementPictures.sha256],
    }),
  ],
)

export const versionOutcomes = pgTable(
  'version_outcomes',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    versionId: uuid('version_id')
      .notNull()
      .references(() => microCourseVersions.id),
    competencyId: uuid('competency_id')
      .notNull()
      .references(() => frameworkItems.id),
    position: integer('position').notNull(),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.competencyId] })],
)

export const evidenceRequirements = pgTable(
  'evidence_requirements',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    versionId: uuid('version_id')
      .notNull()
      .references(() => microCourseVersions.id),
    key: text('key').notNull(),
    acceptedTypes: text('accepted_types').array().notNull(),
    minimum: integer('minimum').notNull(),
    description: localisedText('description').notNull(),
  },
  (table) => [unique('evidence_requirement_key').on(table.versionId, table.key)],
)
