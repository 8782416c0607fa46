import Type from 'typebox'
import { Day, Instant, Key, Language, orNull, Role, Text, Uuid } from './seed-parts.ts'

/* Who takes part, and what can be earned. */

export const Organisation = Type.Object({
  key: Key,
  id: Uuid,
  legalName: Type.String(),
  displayName: Text,
  countryCode: Type.String(),
  city: Type.String(),
  roles: Type.Array(Type.String()),
  url: Type.String(),
  email: Type.String(),
})

export const School = Type.Object({
  key: Key,
  id: Uuid,
  name: Type.String(),
  commune: Type.String(),
  region: Type.String(),
})

export const Person = Type.Object({
  key: Key,
  id: Uuid,
  givenName: Type.String(),
  familyName: Type.String(),
  email: Type.String(),
  locale: Language,
  roles: Type.Array(Role),
  organisationKey: orNull(Key),
  gender: Type.Optional(Type.Enum(['female', 'male', 'other', 'undisclosed'])),
  schoolKey: Type.Optional(Key),
  specialty: Type.Optional(Type.String()),
  assessorLanguages: Type.Optional(Type.Array(Type.String())),
})

export const Qualification = Type.Object({
  key: Key,
  personKey: Key,
  microCourseKey: Key,
  calibratedAt: Instant,
  validUntil: Instant,
  calibration: Type.Object({
    benchmarkItems: Type.Number(),
    exactAgreement: Type.Number(),
    adjacentAgreement: Type.Number(),
  }),
})

export const LevelScale = Type.Object({
  id: Uuid,
  title: Text,
  levels: Type.Array(Type.Object({ position: Type.Number(), name: Text })),
  requiredLevelDefault: Type.Number(),
})

const Identified = { key: Key, id: Uuid, uri: Type.String() }
const Item = { ...Identified, code: Type.String(), sequence: Type.Number(), title: Text, statement: Text }
const Alignment = Type.Object({
  framework: Type.String(),
  targetCode: Type.Optional(Type.String()),
  targetName: Type.String(),
  targetUrl: Type.String(),
  targetType: Type.String(),
  relation: Type.String(),
  targetNameVerified: Type.Boolean(),
})

export const Framework = Type.Object({
  ...Identified,
  version: Type.String(),
  statusStartDate: Day,
  baseLanguage: Language,
  title: Text,
  creatorKey: Key,
  license: Type.String(),
  educationalField: Type.Object({ scheme: Type.String(), code: Type.String(), uri: Type.String() }),
  areas: Type.Array(Type.Object(Item)),
  competencies: Type.Array(
    Type.Object({ ...Item, areaKey: Key, keywords: Type.Array(Type.String()), alignments: Type.Array(Alignment) }),
  ),
})

const Coded = Type.Object({ value: Type.String(), uri: Type.Optional(Type.String()) })
const EuElements = Type.Object({
  notionalWorkloadHours: Type.Number(),
  credits: Type.Array(
    Type.Object({
      scheme: Type.String(),
      value: Type.Number(),
      status: Type.Enum(['indicative', 'granted']),
      hoursPerCredit: Type.Number(),
    }),
  ),
  level: Type.Object({
    framework: Type.String(),
    value: Type.Number(),
    basis: Type.String(),
    uri: Type.String(),
  }),
  assessmentTypes: Type.Array(Type.String()),
  participation: Coded,
  supervision: Coded,
  qualityAssurance: Type.Object({ type: Type.String(), description: Text }),
  prerequisites: Text,
  stackability: Type.Object({ value: Type.String(), towardsKey: Key }),
  languagesOfInstruction: Type.Array(Type.String()),
  languagesOfAssessment: Type.Array(Type.String()),
})

export const MicroCourse = Type.Object({
  key: Key,
  id: Uuid,
  code: Type.String(),
  version: Type.String(),
  sequence: Type.Number(),
  status: Type.Enum(['published', 'in_review']),
  title: Text,
  description: Text,
  authorKeys: Type.Array(Key),
  validationReviews: Type.Array(
    Type.Object({
      key: Key,
      reviewerKey: Key,
      outcome: Type.Enum(['approved', 'changes_requested']),
      at: Instant,
      comment: Type.Optional(Type.String()),
    }),
  ),
  rubricKey: Key,
  learningOutcomeKeys: Type.Array(Key),
  evidenceRequirements: Type.Array(
    Type.Object({
      key: Key,
      acceptedTypes: Type.Array(Type.String()),
      minimum: Type.Number(),
      description: Text,
    }),
  ),
  currencyWindowMonths: Type.Number(),
  maxAttempts: Type.Number(),
  euMicroCredential: EuElements,
})

export const Rubric = Type.Object({
  ...Identified,
  version: Type.String(),
  title: Text,
  criteria: Type.Array(
    Type.Object({
      ...Identified,
      competencyKey: Key,
      title: Text,
      requiredLevel: Type.Number(),
      critical: Type.Boolean(),
      levels: Type.Array(
        Type.Object({ id: Uuid, uri: Type.String(), position: Type.Number(), quality: Text, descriptor: Text }),
      ),
    }),
  ),
})
