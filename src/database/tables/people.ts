import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { ROLES } from '../../kernel/actor.ts'
import { authUsers } from './accounts.ts'
import { emptyTextArray, identifier, instant, localisedText } from './columns.ts'

export const JWT_ALGORITHMS = ['ES256', 'RS256'] as const

/** Kind `open` is for issuers of the generic VC-API; such an organisation never awards or endorses. */
export const organisations = pgTable('organisations', {
  id: identifier(),
  slug: text('slug').notNull().unique(),
  legalName: text('legal_name').notNull(),
  displayName: localisedText('display_name').notNull(),
  countryCode: text('country_code').notNull(),
  city: text('city'),
  url: text('url'),
  email: text('email'),
  kind: text('kind', { enum: ['programme', 'open'] })
    .notNull()
    .default('programme'),
  addsLegacyProof: boolean('adds_legacy_proof').notNull().default(false),
  /** What signs the VC-JWTs of the organisation. */
  jwtAlgorithm: text('jwt_algorithm', { enum: JWT_ALGORITHMS }).notNull().default('ES256'),
  /** `#rrggbb`, of the pictures that are drawn; null for the colour of the house. */
  accentColour: text('accent_colour'),
  /** Set when the organisation keeps its key on its own domain and endorses by exported bundle. */
  ownDid: text('own_did'),
  createdAt: instant('created_at').notNull(),
})

/** The tenant: who awards, who assesses, by which joint rule, in which zone and languages. */
export const programmes = pgTable('programmes', {
  id: identifier(),
  slug: text('slug').notNull().unique(),
  title: localisedText('title').notNull(),
  awardingOrganisationId: uuid('awarding_organisation_id')
    .notNull()
    .references(() => organisations.id),
  baseLanguage: text('base_language', { enum: ['es', 'en', 'fi'] }).notNull(),
  languages: text('languages').array().notNull(),
  timeZone: text('time_zone').notNull(),
  profile: text('profile', { enum: ['standard', 'pilot'] })
    .notNull()
    .default('standard'),
  appealWindowDays: integer('appeal_window_days').notNull().default(14),
  reconciliationDays: integer('reconciliation_days').notNull().default(10),
  retentionMonths: integer('retention_months').notNull().default(24),
  createdAt: instant('created_at').notNull(),
})

export const programmeOrganisations = pgTable(
  'programme_organisations',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    isAssessing: boolean('is_assessing').notNull(),
    isEndorsing: boolean('is_endorsing').notNull(),
  },
  (table) => [primaryKey({ columns: [table.programmeId, table.organisationId] })],
)

export const persons = pgTable('persons', {
  id: identifier(),
  givenName: text('given_name').notNull(),
  familyName: text('family_name').notNull(),
  /** NFC, lower case. */
  emailNorm: text('email_norm').notNull().unique(),
  locale: text('locale', { enum: ['es', 'en', 'fi'] }).notNull(),
  organisationId: uuid('organisation_id').references(() => organisations.id),
  assessorLanguages: text('assessor_languages').array().notNull().default(emptyTextArray),
  userId: text('user_id')
    .unique()
    .references(() => authUsers.id),
  createdAt: instant('created_at').notNull(),
  erasedAt: instant('erased_at'),
})

/** Scoped and dated; a role without programme is platform-wide, which only `administrator` may be. */
export const roleAssignments = pgTable(
  'role_assignments',
  {
    id: identifier(),
    personId: uuid('person_id')
      .notNull()
      .references(() => persons.id),
    role: text('role', { enum: ROLES }).notNull(),
    programmeId: uuid('programme_id').references(() => programmes.id),
    organisationId: uuid('organisation_id').references(() => organisations.id),
    cohortId: uuid('cohort_id'),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
    grantedById: uuid('granted_by_id'),
  },
  (table) => [
    index('role_assignments_person').on(table.personId),
    index('role_assignments_programme').on(table.programmeId),
    check('role_scope', sql`(${table.programmeId} is null) = (${table.role} = 'administrator')`),
  ],
)

export const schools = pgTable('schools', {
  id: identifier(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  name: text('name').notNull(),
  commune: text('commune'),
  region: text('region'),
})

/** What monitoring needs of a person and nothing else may read: self-declared gender, school, specialty. */
export const participantProfiles = pgTable(
  'participant_profiles',
  {
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    personId: uuid('person_id')
      .notNull()
      .references(() => persons.id),
    gender: text('gender', { enum: ['female', 'male', 'other', 'undisclosed'] })
      .notNull()
      .default('undisclosed'),
    schoolId: uuid('school_id').references(() => schools.id),
    specialty: text('specialty'),
  },
  (table) => [primaryKey({ columns: [table.programmeId, table.personId] })],
)

export interface MicroCourseWindow {
  readonly microCourseId: string
  readonly opens: string
  readonly recommendedBy: string
}

export const cohorts = pgTable('cohorts', {
  id: identifier(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  name: text('name').notNull(),
  status: text('status', { enum: ['planned', 'running', 'closed'] }).notNull(),
  startsOn: date('starts_on').notNull(),
  endsOn: date('ends_on').notNull(),
  coordinatorId: uuid('coordinator_id').references(() => persons.id),
  windows: jsonb('windows').$type<readonly MicroCourseWindow[]>().notNull(),
})

export const enrolments = pgTable(
  'enrolments',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    cohortId: uuid('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    participantId: uuid('participant_id')
      .notNull()
      .references(() => persons.id),
    status: text('status', { enum: ['active', 'withdrawn', 'completed'] }).notNull(),
    enrolledAt: instant('enrolled_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [uniqueIndex('enrolment_once').on(table.cohortId, table.participantId)],
)

export const mentorPairings = pgTable('mentor_pairings', {
  id: identifier(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  cohortId: uuid('cohort_id').references(() => cohorts.id),
  mentorId: uuid('mentor_id')
    .notNull()
    .references(() => persons.id),
  participantId: uuid('participant_id')
    .notNull()
    .references(() => persons.id),
  startsOn: date('starts_on').notNull(),
  endsOn: date('ends_on'),
})

/** Declared by a person, or derived from a pairing by the database itself, so that no code path can forget it. */
export const conflictsOfInterest = pgTable(
  'conflicts_of_interest',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    personId: uuid('person_id')
      .notNull()
      .references(() => persons.id),
    participantId: uuid('participant_id')
      .notNull()
      .references(() => persons.id),
    kind: text('kind', {
      enum: ['mentor', 'line_manager', 'family', 'co_author', 'former_colleague', 'other'],
    }).notNull(),
    source: text('source', { enum: ['derived', 'declared'] }).notNull(),
    pairingId: uuid('pairing_id').references(() => mentorPairings.id),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on'),
    coolingOffMonths: integer('cooling_off_months').notNull().default(0),
  },
  (table) => [index('conflicts_person_participant').on(table.personId, table.participantId)],
)
