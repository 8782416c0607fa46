import Type from 'typebox'
import { EVIDENCE_TYPES, PEOPLE_SHOWN } from '../portfolio/index.ts'
import { Day, Instant, Key, orNull, Text, Uuid } from './seed-parts.ts'

/* What happened to people in the programme. */

export const Cohort = Type.Object({
  key: Key,
  id: Uuid,
  name: Type.String(),
  status: Type.Enum(['planned', 'running', 'closed']),
  start: Day,
  end: Day,
  coordinatorKey: Key,
  microCourseWindows: Type.Array(Type.Object({ microCourseKey: Key, opens: Day, recommendedBy: Day })),
})

export const Enrolment = Type.Object({
  key: Key,
  participantKey: Key,
  cohortKey: Key,
  enrolledAt: Instant,
  status: Type.Enum(['active', 'withdrawn']),
  withdrawnAt: Type.Optional(Instant),
})

export const Pairing = Type.Object({ key: Key, mentorKey: Key, participantKey: Key, from: Day, to: orNull(Day) })

export const Conflict = Type.Object({
  key: Key,
  personKey: Key,
  participantKey: Key,
  kind: Type.Enum(['mentor', 'line_manager', 'family', 'co_author', 'former_colleague', 'other']),
  source: Type.Enum(['derived', 'declared']),
  from: Day,
})

const EvidenceVersion = Type.Object({
  key: Key,
  id: Uuid,
  version: Type.Number(),
  createdAt: Instant,
  capturedOn: Day,
  language: Type.String(),
  identifiablePeople: Type.Enum([...PEOPLE_SHOWN]),
  consentKeys: Type.Array(Key),
  mediaType: Type.Optional(Type.String()),
  sha256: orNull(Type.String()),
  fileName: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  contentBase64: Type.Optional(Type.String()),
  externalUrl: Type.Optional(Type.String()),
})

export const Evidence = Type.Object({
  key: Key,
  id: Uuid,
  ownerKey: Key,
  type: Type.Enum([...EVIDENCE_TYPES]),
  title: Text,
  versions: Type.Array(EvidenceVersion, { minItems: 1 }),
})

export const Consent = Type.Object({
  key: Key,
  id: Uuid,
  subjectKind: Type.Enum(['adult', 'minors_group']),
  subjectCount: Type.Optional(Type.Number()),
  guardianAuthorisations: Type.Optional(Type.Number()),
  minorAssents: Type.Optional(Type.Number()),
  scope: Type.Array(Type.Enum(['assessment', 'publication'])),
  grantedAt: orNull(Instant),
  expiresAt: orNull(Instant),
  form: Type.String(),
  heldByKey: Key,
})

export const Submission = Type.Object({
  key: Key,
  id: Uuid,
  participantKey: Key,
  microCourseKey: Key,
  attempt: Type.Number(),
  route: Type.Enum(['standard', 'rpl']),
  state: Type.String(),
  submittedAt: orNull(Instant),
  authenticityDeclaration: orNull(Type.Object({ aiUseDisclosed: Type.String() })),
  items: Type.Array(Type.Object({ criterionKey: Key, evidenceVersionKeys: Type.Array(Key) })),
  carriedForward: Type.Optional(Type.Array(Type.Object({ criterionKey: Key, level: Type.Number() }))),
  exceptions: Type.Optional(
    Type.Array(Type.Object({ requirementKey: Key, acceptedByKey: Key, at: Instant, reason: Text })),
  ),
})

export const Judgement = Type.Object({
  key: Key,
  id: Uuid,
  submissionKey: Key,
  assessorKey: Key,
  slot: Type.Enum(['A', 'B', 'adjudicator', 'appeal_panel']),
  state: Type.String(),
  assignedAt: Instant,
  coiDeclaration: Type.Object({ at: Instant }),
  sealedAt: orNull(Instant),
  revealedAt: orNull(Instant),
  languageSupport: Type.Enum(['assessor_reads_language', 'human_summary_en', 'machine_translation_reviewed']),
  criterionJudgements: Type.Array(
    Type.Object({
      criterionKey: Key,
      level: orNull(Type.Number()),
      evidenceVersionKeys: Type.Array(Key),
      rationale: Text,
      rulesOfEvidence: Type.Object({
        valid: Type.Boolean(),
        authentic: Type.Boolean(),
        current: Type.Boolean(),
        sufficient: Type.Boolean(),
      }),
    }),
  ),
})

export const Reconciliation = Type.Object({
  key: Key,
  id: Uuid,
  submissionKey: Key,
  criterionKey: Key,
  agreedLevel: orNull(Type.Number()),
  rationale: Text,
  signedBy: Type.Tuple([Key, Key]),
  at: Instant,
})

export const Decision = Type.Object({
  key: Key,
  submissionKey: Key,
  version: Type.Number(),
  perCriterion: Type.Array(
    Type.Object({
      criterionKey: Key,
      level: orNull(Type.Number()),
      requiredLevel: Type.Number(),
      met: Type.Boolean(),
      basis: Type.String(),
    }),
  ),
  outcome: Type.String(),
  method: Type.String(),
  decidedAt: Instant,
  releasedAt: Instant,
  appealUntil: orNull(Instant),
  feedback: Type.Array(Type.Object({ criterionKey: Key, text: Text })),
})

export const Appeal = Type.Object({
  key: Key,
  id: Uuid,
  decisionKey: Key,
  appellantKey: Key,
  grounds: Type.Enum(['evidence_overlooked', 'procedure', 'conflict_of_interest', 'other']),
  statement: Text,
  lodgedAt: Instant,
  stages: Type.Array(
    Type.Object({
      stage: Type.Enum(['rectification', 'panel']),
      reviewerKeys: Type.Array(Key),
      at: Instant,
      escalatedAt: Type.Optional(Instant),
      rationale: Type.Optional(Text),
    }),
  ),
})

export const Award = Type.Object({
  key: Key,
  id: Uuid,
  participantKey: Key,
  decisionKey: Key,
  state: Type.Enum(['approved', 'issued', 'revoked']),
  approvedBy: Key,
  approvedAt: Instant,
  issuedAt: orNull(Instant),
  recipientNameAsIssued: Type.String(),
  endorsement: Type.Object({ byKey: Key, comment: Text }),
  holdReason: Type.Optional(Type.String()),
  revokedAt: Type.Optional(Instant),
  revocationReason: Type.Optional(Type.String()),
  supersedesKey: Type.Optional(Key),
  supersededByKey: Type.Optional(Key),
})
