import Type from 'typebox'
import { LANGUAGES, type Language, type LocalisedText } from '../kernel/language.ts'
import { CONSENT_FORMS, CONSENT_SCOPES, consentStatus } from './consent.ts'
import type { ConsentRecord, EvidenceItem, EvidenceVersion, EvidenceWithVersions } from './evidence-store.ts'
import { EVIDENCE_TYPES, PEOPLE_SHOWN, SCAN_STATUSES } from './evidence.ts'
import type { SubmissionEvidence, SubmissionSummary } from './submission-store.ts'
import { SUBMISSION_STATES } from './submission.ts'
import type { SubmissionView } from './view-submission.ts'

export const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const Day = Type.String({ format: 'date' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
const Count = Type.Integer({ minimum: 0, maximum: 10_000 })
const Title = Type.String({ minLength: 1, maxLength: 300 })
const LocalisedTitle = Type.Object(
  { es: Type.Optional(Title), en: Type.Optional(Title), fi: Type.Optional(Title) },
  { minProperties: 1 },
)
const Localised = Type.Unsafe<LocalisedText>({ type: 'object', additionalProperties: { type: 'string' } })
/** In a multipart form a single value is no list. */
const Ids = Type.Union([Id, Type.Array(Id, { maxItems: 50 })])

const versionParts = {
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 200_000, description: 'Markdown, for text_reflection.' })),
  url: Type.Optional(Type.String({ maxLength: 2000, description: 'For video_link and external_link.' })),
  capturedOn: Day,
  language: Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }),
  peopleShown: oneOf(PEOPLE_SHOWN),
  consentIds: Type.Optional(Ids),
}
export const NewVersionBody = Type.Object(versionParts, {
  description: 'As JSON, or as multipart/form-data with the file in the part `file`.',
})
export const NewEvidenceBody = Type.Object(
  { programmeId: Id, type: oneOf(EVIDENCE_TYPES), title: LocalisedTitle, ...versionParts },
  { description: 'As JSON, or as multipart/form-data with the file in the part `file` and the title as `title[es]`.' },
)

export function asList(ids: string | readonly string[] | undefined): readonly string[] {
  return ids === undefined ? [] : typeof ids === 'string' ? [ids] : ids
}

const VersionSchema = Type.Object({
  id: Id,
  itemId: Id,
  version: Type.Integer(),
  capturedOn: Day,
  language: Type.String(),
  peopleShown: oneOf(PEOPLE_SHOWN),
  scanStatus: oneOf(SCAN_STATUSES),
  integrity: Type.String(),
  mediaType: Nullable(Type.String()),
  byteSize: Nullable(Type.Integer()),
  sha256: Nullable(Type.String()),
  fileName: Nullable(Type.String()),
  url: Nullable(Type.String()),
  createdAt: Instant,
  contentUrl: Nullable(Type.String()),
})
export const EvidenceSchema = Type.Object({
  id: Id,
  programmeId: Id,
  type: oneOf(EVIDENCE_TYPES),
  title: Localised,
  createdAt: Instant,
  versions: Type.Array(VersionSchema, { description: 'Newest first.' }),
})
export const EvidenceList = Type.Object({ items: Type.Array(EvidenceSchema) })

export function versionBody(version: EvidenceVersion) {
  return {
    id: version.id,
    itemId: version.itemId,
    version: version.version,
    capturedOn: version.capturedOn,
    language: version.language,
    peopleShown: version.identifiablePeople,
    scanStatus: version.scanStatus,
    integrity: version.integrity,
    mediaType: version.mediaType,
    byteSize: version.byteSize,
    sha256: version.sha256,
    fileName: version.fileName,
    url: version.externalUrl,
    createdAt: version.createdAt.toISOString(),
    contentUrl: version.sha256 === null ? null : contentPath(version.id),
  }
}

export function contentPath(versionId: string): string {
  return `/api/v1/evidence-versions/${versionId}/content`
}

export function evidenceBody(item: EvidenceItem & Pick<EvidenceWithVersions, 'versions'>) {
  const { id, programmeId, type, title, createdAt, versions } = item
  return { id, programmeId, type, title, createdAt: createdAt.toISOString(), versions: versions.map(versionBody) }
}

const counts = {
  guardianAuthorisations: Type.Optional(Count),
  minorAssents: Type.Optional(Count),
  grantedAt: Type.Optional(Instant),
  expiresAt: Type.Optional(Instant),
}
export const NewConsentBody = Type.Object({
  programmeId: Id,
  subjectKind: oneOf(['adult', 'minors_group'] as const),
  subjectCount: Type.Integer({ minimum: 1, maximum: 1000 }),
  scope: Type.Array(oneOf(CONSENT_SCOPES), { minItems: 1, uniqueItems: true }),
  form: oneOf(CONSENT_FORMS),
  heldBy: Type.String({ minLength: 1, maxLength: 300, description: 'Who keeps the signed papers.' }),
  ...counts,
})
export const ConsentProgressBody = Type.Object(counts)
export const ConsentSchema = Type.Object({
  id: Id,
  programmeId: Id,
  subjectKind: Type.String(),
  subjectCount: Type.Integer(),
  guardianAuthorisations: Type.Integer(),
  minorAssents: Type.Integer(),
  scope: Type.Array(Type.String()),
  form: Type.String(),
  heldBy: Type.String(),
  grantedAt: Nullable(Instant),
  expiresAt: Nullable(Instant),
  withdrawnAt: Nullable(Instant),
  status: Type.String(),
})
export const ConsentList = Type.Object({ consents: Type.Array(ConsentSchema) })
export const AffectedSchema = Type.Object({ evidenceVersionIds: Type.Array(Id), submissionIds: Type.Array(Id) })

/* The response schemas pick the members that go out. */
const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null

export function consentBody(consent: ConsentRecord, at: Date) {
  return {
    ...consent,
    grantedAt: iso(consent.grantedAt),
    expiresAt: iso(consent.expiresAt),
    withdrawnAt: iso(consent.withdrawnAt),
    status: consentStatus(consent, at),
  }
}

export const RouteName = oneOf(['standard', 'rpl'] as const)
export const NewSubmissionBody = Type.Object({ versionId: Id, route: RouteName })
export const HandoverBody = Type.Object({
  isOwnWork: Type.Boolean({ description: 'The declaration that this is the work of the participant.' }),
  aiUseDisclosed: Type.String({ maxLength: 2000, description: '`none`, or how artificial intelligence was used.' }),
  nameAsPrinted: Type.String({ minLength: 1, maxLength: 200 }),
  isNameConfirmed: Type.Boolean(),
  credentialLanguage: oneOf<Language>(LANGUAGES),
  showsLevel: Type.Boolean(),
})
export const ReasonText = Type.String({ minLength: 1, maxLength: 2000 })
export const SubmissionQuery = Type.Object({
  state: Type.Optional(Type.Array(oneOf(SUBMISSION_STATES))),
  programmeId: Type.Optional(Id),
  microCourseId: Type.Optional(Id),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Type.String({ pattern: '^\\d{1,15}\\.[0-9a-f-]{36}$' })),
})
export const SummarySchema = Type.Object({
  id: Id,
  programmeId: Id,
  participantId: Id,
  participantName: Type.String(),
  microCourseId: Id,
  microCourseCode: Type.String(),
  title: Localised,
  versionId: Id,
  version: Type.String(),
  attempt: Type.Integer(),
  route: RouteName,
  state: oneOf(SUBMISSION_STATES),
  createdAt: Instant,
  submittedAt: Nullable(Instant),
  hasConsentProblem: Type.Boolean({ description: 'A consent behind it was withdrawn, has expired or is missing.' }),
})
export const SubmissionList = Type.Object({
  submissions: Type.Array(SummarySchema),
  nextCursor: Nullable(Type.String()),
})

export function summaryBody(summary: SubmissionSummary) {
  return { ...summary, createdAt: summary.createdAt.toISOString(), submittedAt: iso(summary.submittedAt) }
}

const MissingSchema = Type.Object({
  code: Type.String(),
  subjectId: Type.String({ description: 'The criterion, requirement or evidence version concerned.' }),
  provided: Type.Optional(Type.Integer()),
  minimum: Type.Optional(Type.Integer()),
})
export const SubmissionSchema = Type.Object({
  id: Id,
  programmeId: Id,
  participantId: Id,
  participantName: Type.String(),
  microCourseId: Id,
  versionId: Id,
  attempt: Type.Integer(),
  route: RouteName,
  state: oneOf(SUBMISSION_STATES),
  previousSubmissionId: Nullable(Id),
  createdAt: Instant,
  submittedAt: Nullable(Instant),
  nameAsPrinted: Nullable(Type.String()),
  credentialLanguage: Nullable(Type.String()),
  showsLevel: Type.Boolean(),
  aiUseDisclosed: Nullable(Type.String()),
  items: Type.Array(
    Type.Object({
      criterionId: Id,
      type: oneOf(EVIDENCE_TYPES),
      title: Localised,
      version: VersionSchema,
    }),
  ),
  carryForwards: Type.Array(Type.Object({ criterionId: Id, fromDecisionId: Id, level: Type.Integer() })),
  exceptions: Type.Array(
    Type.Object({
      requirementId: Id,
      provided: Type.Integer(),
      minimum: Type.Integer(),
      acceptedById: Id,
      reason: Type.String(),
      at: Instant,
    }),
  ),
  opensOn: Day,
  closesOn: Day,
  missing: Type.Array(MissingSchema),
  returnedReason: Nullable(Type.String()),
})

export function submissionBody({ submission, participantName, window, missing, lastReturn }: SubmissionView) {
  const { declaration, items, exceptions, carryForwards } = submission
  return {
    ...submission,
    participantName,
    createdAt: submission.createdAt.toISOString(),
    submittedAt: iso(submission.submittedAt),
    aiUseDisclosed: declaration?.aiUseDisclosed ?? null,
    items: items.map(itemBody),
    carryForwards: [...carryForwards],
    exceptions: exceptions.map((exception) => ({ ...exception, at: exception.at.toISOString() })),
    opensOn: window.opensOn,
    closesOn: window.closesOn,
    missing: [...missing],
    returnedReason: lastReturn?.reason ?? null,
  }
}

function itemBody({ criterionId, type, title, version }: SubmissionEvidence) {
  return { criterionId, type, title, version: versionBody(version) }
}
