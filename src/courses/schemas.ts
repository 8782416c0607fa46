import Type from 'typebox'
import { tables } from '../database/index.ts'
import { LANGUAGES, type Language, type LocalisedText } from '../kernel/language.ts'
import {
  ASSESSMENT_TYPES,
  LEVEL_BASES,
  PARTICIPATION,
  QUALITY_ASSURANCE,
  STACKABILITY,
  SUPERVISION,
} from './eu-values.ts'

export const Id = Type.String({ format: 'uuid' })
export const Instant = Type.String({ format: 'date-time' })
export const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** A text in up to three languages, as it comes in. */
function localisedUpTo(maxLength: number) {
  const text = Type.Optional(Type.String({ maxLength }))
  return Type.Object({ es: text, en: text, fi: text })
}
/** As it goes out. */
export const Localised = Type.Unsafe<LocalisedText>({ type: 'object', additionalProperties: { type: 'string' } })

const Title = localisedUpTo(200)
const Paragraph = localisedUpTo(4000)
export const CourseLanguage = oneOf<Language>(LANGUAGES)
export const Version = Type.String({
  pattern: '^[0-9A-Za-z][0-9A-Za-z.-]{0,29}$',
  description: 'Part of public addresses, for ever: 1.0.0',
})
const Iri = Type.String({ format: 'uri', maxLength: 2000 })
export const LanguageCode = Type.String({ pattern: '^[a-z]{2,3}$' })

export const RequirementBody = Type.Object({
  id: Type.Optional(Id),
  key: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,59}$' }),
  acceptedTypes: Type.Array(oneOf(tables.EVIDENCE_TYPES), { minItems: 1, uniqueItems: true }),
  minimum: Type.Integer({ minimum: 1, maximum: 20 }),
  description: Paragraph,
})

const coded = (values: readonly string[]) => Type.Object({ value: oneOf(values), uri: Type.Optional(Iri) })

export const EuElementsBody = Type.Object(
  {
    notionalWorkloadHours: Type.Number({ minimum: 0, maximum: 5000 }),
    credits: Type.Array(
      Type.Object({
        scheme: Type.String({ minLength: 1, maxLength: 40 }),
        value: Type.Number({ exclusiveMinimum: 0, maximum: 300 }),
        status: oneOf(['indicative', 'granted'] as const),
        hoursPerCredit: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
      }),
      { maxItems: 5 },
    ),
    level: Type.Union([
      Type.Object({
        framework: Type.String({ minLength: 1, maxLength: 100 }),
        value: Type.Number({ minimum: 0, maximum: 100 }),
        basis: oneOf(LEVEL_BASES),
        uri: Iri,
      }),
      Type.Object({ notApplicableReason: Paragraph }),
    ]),
    assessmentTypes: Type.Array(oneOf(ASSESSMENT_TYPES), { uniqueItems: true }),
    participation: coded(['', ...PARTICIPATION]),
    supervision: coded(['', ...SUPERVISION]),
    qualityAssurance: Type.Object({ type: oneOf(['', ...QUALITY_ASSURANCE]), description: Paragraph }),
    prerequisites: Paragraph,
    stackability: Type.Object({ value: oneOf(STACKABILITY), towardsId: Type.Optional(Id) }),
    languagesOfInstruction: Type.Array(LanguageCode, { uniqueItems: true, maxItems: 20 }),
    languagesOfAssessment: Type.Array(LanguageCode, { uniqueItems: true, maxItems: 20 }),
  },
  { description: 'The elements of Council Recommendation 2022/C 243/02, Annex I, that are not members of their own.' },
)

const content = {
  baseLanguage: CourseLanguage,
  title: Title,
  description: Paragraph,
  outcomeIds: Type.Array(Id, { maxItems: 50, description: 'Competencies of the framework, in their order.' }),
  requirements: Type.Array(RequirementBody, { maxItems: 30 }),
  currencyWindowMonths: Type.Integer({ minimum: 1, maximum: 120 }),
  maxAttempts: Type.Integer({ minimum: 1, maximum: 10 }),
  eu: EuElementsBody,
}
export const VersionContentBody = Type.Object(content)
export const NewVersionBody = Type.Object({
  version: Version,
  frameworkId: Id,
  rubric: Type.Union([Type.Object({ id: Id }), Type.Object({ levelScaleId: Id }), Type.Object({ copyOf: Id })], {
    description: 'A rubric that is there, an empty one on a scale, or a new one with the criteria of another.',
  }),
  ...content,
})
export const CourseCode = Type.String({ minLength: 1, maxLength: 20, pattern: '^\\S(.*\\S)?$' })
export const NewMicroCourseBody = Type.Object({
  programmeId: Id,
  code: CourseCode,
  sequence: Type.Integer({ minimum: 1, maximum: 10_000 }),
  version: NewVersionBody,
})

const criteria = Type.Array(
  Type.Object({
    competencyId: Id,
    title: Title,
    requiredLevel: Type.Integer({ minimum: 1, maximum: 20 }),
    isCritical: Type.Boolean(),
    levels: Type.Array(Type.Object({ position: Type.Integer({ minimum: 1, maximum: 20 }), descriptor: Paragraph }), {
      maxItems: 20,
    }),
  }),
  { maxItems: 50 },
)
export const NewRubricBody = Type.Object({
  programmeId: Id,
  frameworkId: Id,
  levelScaleId: Id,
  version: Version,
  title: Title,
  criteria,
})
export const RubricBody = Type.Object({
  title: Title,
  criteria: Type.Array(
    Type.Object({
      id: Type.Optional(Id),
      competencyId: Id,
      title: Title,
      requiredLevel: Type.Integer({ minimum: 1, maximum: 20 }),
      isCritical: Type.Boolean(),
      levels: Type.Array(
        Type.Object({
          id: Type.Optional(Id),
          position: Type.Integer({ minimum: 1, maximum: 20 }),
          descriptor: Paragraph,
        }),
        { maxItems: 20 },
      ),
    }),
    { maxItems: 50, description: 'A criterion or level with the id that it has keeps its identity.' },
  ),
})

export const ReviewBody = Type.Object({
  contentHash: Type.String({ maxLength: 100, description: 'Of what the reviewer read.' }),
  outcome: oneOf(['approved', 'changes_requested'] as const),
  comment: Type.Optional(Nullable(Type.String({ maxLength: 4000 }))),
})
export const AuthorBody = Type.Object({ personId: Id })

const Identified = { id: Id, uri: Type.String() }
export const RubricSchema = Type.Object(
  {
    ...Identified,
    programmeId: Id,
    frameworkId: Id,
    levelScaleId: Id,
    version: Type.String(),
    title: Localised,
    frozenAt: Nullable(Instant),
    levels: Type.Array(Type.Object({ position: Type.Integer(), name: Localised }), { description: 'Of the scale.' }),
    criteria: Type.Array(
      Type.Object({
        ...Identified,
        competencyId: Id,
        position: Type.Integer(),
        title: Localised,
        requiredLevel: Type.Integer(),
        isCritical: Type.Boolean(),
        levels: Type.Array(
          Type.Object({ ...Identified, position: Type.Integer(), quality: Localised, descriptor: Localised }),
        ),
      }),
    ),
  },
  { $id: 'Rubric' },
)

export const State = oneOf(tables.REVIEWABLE_STATES)
const summary = {
  id: Id,
  programmeId: Id,
  microCourseId: Id,
  code: Type.String(),
  sequence: Type.Integer(),
  version: Type.String(),
  state: State,
  baseLanguage: CourseLanguage,
  title: Localised,
  description: Localised,
  publishedAt: Nullable(Instant),
  achievementUrl: Nullable(Type.String({ description: 'Of the public Achievement; null before publication.' })),
}
export const VersionList = Type.Object({
  versions: Type.Array(Type.Object(summary)),
  nextCursor: Nullable(Id),
})

const Person = Type.Object({ id: Id, name: Type.String() })
export const VersionSchema = Type.Object(
  {
    ...summary,
    frameworkId: Id,
    frameworkState: State,
    languages: Type.Array(CourseLanguage, { description: 'It can be read and awarded in these.' }),
    currencyWindowMonths: Type.Integer(),
    maxAttempts: Type.Integer(),
    contentHash: Type.String({ description: 'What a review names.' }),
    createdAt: Instant,
    outcomes: Type.Array(
      Type.Object({
        competencyId: Id,
        uri: Type.String(),
        code: Type.String(),
        title: Localised,
        statement: Localised,
      }),
    ),
    requirements: Type.Array(
      Type.Object({
        id: Id,
        key: Type.String(),
        acceptedTypes: Type.Array(Type.String()),
        minimum: Type.Integer(),
        description: Localised,
      }),
    ),
    eu: Type.Unsafe<unknown>({ type: 'object', additionalProperties: true, description: 'The EU elements.' }),
    rubric: Type.Unsafe<unknown>(Type.Ref('Rubric')),
    missing: Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }), {
      description: 'What keeps it from publication.',
    }),
    steps: Type.Array(
      Type.Object({
        step: Type.String(),
        obstacle: Nullable(Type.String({ description: 'Why the reader may not take it; null when they may.' })),
      }),
    ),
    authors: Type.Array(Person, { description: 'Told to those who see drafts.' }),
    reviews: Type.Array(
      Type.Object({
        id: Id,
        reviewer: Person,
        organisationId: Id,
        contentHash: Type.String(),
        outcome: oneOf(['approved', 'changes_requested'] as const),
        comment: Nullable(Type.String()),
        at: Instant,
        voidedAt: Nullable(Instant),
      }),
      { description: 'Told to those who see drafts.' },
    ),
  },
  { $id: 'MicroCourseVersion' },
)
