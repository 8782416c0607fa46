import { sql } from 'drizzle-orm'
import {
  boolean,
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
import { decisions } from './assessment.ts'
import { bytes, identifier, instant, localisedText } from './columns.ts'
import { microCourses, microCourseVersions } from './courses.ts'
import { organisations, persons, programmes } from './people.ts'

export const KEY_STATES = ['next', 'active', 'retired', 'compromised'] as const

/** Public parts are readable by the application role; the sealed private key only by the signing code. */
export const issuerKeys = pgTable(
  'issuer_keys',
  {
    id: identifier(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    kid: text('kid').notNull(),
    algorithm: text('algorithm', { enum: ['Ed25519', 'ES256', 'RS256'] }).notNull(),
    state: text('state', { enum: KEY_STATES }).notNull(),
    publicKeyMultibase: text('public_key_multibase').notNull(),
    publicKeyJwk: jsonb('public_key_jwk').$type<Record<string, unknown>>(),
    sealedPrivateKey: bytes('sealed_private_key').notNull(),
    sealNonce: bytes('seal_nonce').notNull(),
    createdAt: instant('created_at').notNull(),
    activatedAt: instant('activated_at'),
    retiredAt: instant('retired_at'),
    compromisedAt: instant('compromised_at'),
  },
  (table) => [
    unique('issuer_key_kid').on(table.organisationId, table.kid),
    uniqueIndex('issuer_key_active_once')
      .on(table.organisationId, table.algorithm)
      .where(sql`${table.state} = 'active'`),
  ],
)

export const AWARD_STATES = ['proposed', 'approved', 'issued', 'revoked', 'superseded', 'expired', 'cancelled'] as const

/** The business object: one released competent decision, approved by a signatory who judged nothing of it. */
export const awards = pgTable(
  'awards',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    participantId: uuid('participant_id')
      .notNull()
      .references(() => persons.id),
    microCourseId: uuid('micro_course_id')
      .notNull()
      .references(() => microCourses.id),
    versionId: uuid('version_id')
      .notNull()
      .references(() => microCourseVersions.id),
    decisionId: uuid('decision_id')
      .notNull()
      .references(() => decisions.id),
    state: text('state', { enum: AWARD_STATES }).notNull(),
    nameAsIssued: text('name_as_issued').notNull(),
    language: text('language', { enum: ['es', 'en', 'fi'] }).notNull(),
    showsLevel: boolean('shows_level').notNull(),
    holdReason: text('hold_reason'),
    proposedAt: instant('proposed_at').notNull(),
    approvedById: uuid('approved_by_id').references(() => persons.id),
    approvedAt: instant('approved_at'),
    issuedAt: instant('issued_at'),
    endedAt: instant('ended_at'),
    supersedesId: uuid('supersedes_id'),
  },
  (table) => [
    uniqueIndex('award_valid_once')
      .on(table.participantId, table.versionId)
      .where(sql`${table.state} in ('proposed', 'approved', 'issued')`),
    uniqueIndex('award_successor_once')
      .on(table.supersedesId)
      .where(sql`${table.state} <> 'cancelled'`),
  ],
)

/** The act of a signatory of the partner. The signed EndorsementCredential is embedded when the award is issued. */
export const partnerEndorsements = pgTable(
  'partner_endorsements',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    awardId: uuid('award_id')
      .notNull()
      .references(() => awards.id),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    endorsedById: uuid('endorsed_by_id')
      .notNull()
      .references(() => persons.id),
    endorsedAt: instant('endorsed_at').notNull(),
    comment: localisedText('comment').notNull(),
    decisionContentHash: text('decision_content_hash').notNull(),
    iri: text('iri'),
    signed: text('signed'),
  },
  (table) => [unique('partner_endorsement_once').on(table.awardId, table.organisationId)],
)

export const statusLists = pgTable(
  'status_lists',
  {
    id: identifier(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** Signed the list last; with did:key it is also the issuer that the list speaks for. */
    keyId: uuid('key_id').references(() => issuerKeys.id),
    purpose: text('purpose', { enum: ['revocation'] }).notNull(),
    length: integer('length').notNull(),
    used: integer('used').notNull().default(0),
    bits: bytes('bits').notNull(),
    /** The signed BitstringStatusListCredential of `revision`; null until somebody asks for it. */
    signed: text('signed'),
    revision: integer('revision').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('status_lists_organisation').on(table.organisationId)],
)

/** Every index that was ever given out; random, never given twice. */
export const statusEntries = pgTable(
  'status_entries',
  {
    listId: uuid('list_id')
      .notNull()
      .references(() => statusLists.id),
    index: integer('index').notNull(),
    isSet: boolean('is_set').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.listId, table.index] })],
)

/** The record of a signed document: reserved → prepared → signed. Nothing in it ever changes afterwards but visibility. */
export const credentials = pgTable(
  'credentials',
  {
    id: identifier(),
    iri: text('iri').notNull().unique(),
    code: text('code').notNull().unique(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    awardId: uuid('award_id')
      .notNull()
      .unique()
      .references(() => awards.id),
    issuerOrganisationId: uuid('issuer_organisation_id')
      .notNull()
      .references(() => organisations.id),
    keyId: uuid('key_id')
      .notNull()
      .references(() => issuerKeys.id),
    statusListId: uuid('status_list_id')
      .notNull()
      .references(() => statusLists.id),
    statusIndex: integer('status_index').notNull(),
    state: text('state', { enum: ['reserved', 'prepared', 'signed'] }).notNull(),
    /** The instant that goes into every proof of this credential: a retry signs the same bytes. */
    proofCreatedAt: instant('proof_created_at').notNull(),
    validFrom: instant('valid_from').notNull(),
    subjectIri: text('subject_iri').notNull(),
    identitySalt: text('identity_salt').notNull(),
    sha256: text('sha256'),
    visibility: text('visibility', { enum: ['link', 'private'] })
      .notNull()
      .default('link'),
    isTrial: boolean('is_trial').notNull(),
    erasedAt: instant('erased_at'),
  },
  (table) => [unique('credential_status_once').on(table.statusListId, table.statusIndex)],
)

/** The only erasable part of a credential; the database function `erase_credential` is the only way to change a signed row. */
export const credentialBytes = pgTable('credential_bytes', {
  credentialId: uuid('credential_id')
    .primaryKey()
    .references(() => credentials.id),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  unsigned: text('unsigned'),
  signed: text('signed'),
})

export const REVOCATION_CATEGORIES = [
  'administrative_error',
  'name_correction',
  'decision_overturned',
  'evidence_not_authentic',
  'holder_request',
  'erasure',
] as const

/** Requested by one signatory, confirmed by another; the category is public, the note is not. */
export const revocations = pgTable(
  'revocations',
  {
    id: identifier(),
    programmeId: uuid('programme_id')
      .notNull()
      .references(() => programmes.id),
    credentialId: uuid('credential_id')
      .notNull()
      .references(() => credentials.id),
    category: text('category', { enum: REVOCATION_CATEGORIES }).notNull(),
    note: text('note'),
    requestedById: uuid('requested_by_id')
      .notNull()
      .references(() => persons.id),
    requestedAt: instant('requested_at').notNull(),
    confirmedById: uuid('confirmed_by_id').references(() => persons.id),
    confirmedAt: instant('confirmed_at'),
    refusedAt: instant('refused_at'),
  },
  (table) => [
    uniqueIndex('revocation_open_once')
      .on(table.credentialId)
      .where(sql`${table.refusedAt} is null`),
  ],
)

/** Two people ask for and confirm an erasure; only then does the database function null bytes and name. */
export const erasures = pgTable('erasures', {
  id: identifier(),
  programmeId: uuid('programme_id')
    .notNull()
    .references(() => programmes.id),
  credentialId: uuid('credential_id')
    .notNull()
    .unique()
    .references(() => credentials.id),
  requestedById: uuid('requested_by_id')
    .notNull()
    .references(() => persons.id),
  requestedAt: instant('requested_at').notNull(),
  confirmedById: uuid('confirmed_by_id').references(() => persons.id),
  confirmedAt: instant('confirmed_at'),
})

/** Issuers elsewhere that the administrator vouches for by name. Recognition says who somebody is, never that a badge is sound. */
export const recognisedIssuers = pgTable('recognised_issuers', {
  id: identifier(),
  issuerId: text('issuer_id').notNull().unique(),
  name: text('name').notNull(),
  note: text('note'),
  addedById: uuid('added_by_id').references(() => persons.id),
  addedAt: instant('added_at').notNull(),
})
