import Type from 'typebox'
import { tables } from '../database/index.ts'
import { LANGUAGES, type Language, type LocalisedText } from '../kernel/language.ts'
import { REVIEW_OUTCOMES } from './review.ts'

export const Id = Type.String({ format: 'uuid' })
export const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
const Instant = Type.String({ format: 'date-time' })
const Day = Type.String({ format: 'date' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const line = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })

/** A text in up to three languages, as it comes in. */
function localisedUpTo(maxLength: number) {
  const text = Type.Optional(Type.String({ maxLength }))
  return Type.Object({ es: text, en: text, fi: text })
}
const Title = localisedUpTo(200)
const Statement = localisedUpTo(4000)
/** As it goes out. */
const Localised = Type.Unsafe<LocalisedText>({ type: 'object', additionalProperties: { type: 'string' } })
const HttpAddress = Type.String({ pattern: '^https?://\\S+$', maxLength: 2000 })

export const detailsParts = {
  version: line(30),
  baseLanguage: oneOf<Language>(LANGUAGES),
  title: Title,
  description: Statement,
  license: line(120),
  officialSourceUrl: Type.Optional(Nullable(HttpAddress)),
  educationalField: Type.Optional(
    Nullable(Type.Object({ scheme: line(80), code: line(40), uri: HttpAddress }, { description: 'ISCED-F, say.' })),
  ),
  statusStartsOn: Type.Optional(Nullable(Day)),
}
export const DetailsBody = Type.Object(detailsParts)
export const NewFrameworkBody = Type.Object({
  programmeId: Id,
  creatorOrganisationId: Type.Optional(Id),
  ...detailsParts,
})

const Sequence = Type.Integer({ minimum: 1, maximum: 10_000, description: 'The place among its siblings.' })
const Keywords = Type.Array(line(80), { maxItems: 30, uniqueItems: true })
export const KINDS = ['area', 'competency'] as const
export const ItemBody = Type.Object({
  kind: oneOf(KINDS),
  parentId: Type.Union([Id, Type.Null()], { description: 'An area; null for the framework itself.' }),
  code: line(80),
  sequence: Sequence,
  title: Title,
  statement: Statement,
  keywords: Keywords,
})
export const RELATIONS = ['isRelatedTo', 'exactMatchOf'] as const
export const AlignmentBody = Type.Object({
  targetFramework: line(200),
  targetCode: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
  targetName: line(300),
  targetUrl: Type.String({ maxLength: 2000 }),
  targetType: Type.String({ maxLength: 80, description: '`CFItem`, or `ext:` and a word of one’s own.' }),
  relation: oneOf(RELATIONS),
  isVerified: Type.Boolean({ description: 'Whether somebody compared the name with the source.' }),
})
export const WordingBody = Type.Object({ title: Title, statement: Statement, keywords: Type.Optional(Keywords) })
export const EndBody = Type.Object({ endsOn: Day })
export const ReplacementBody = Type.Object({
  code: line(80),
  sequence: Sequence,
  title: Title,
  statement: Statement,
  keywords: Keywords,
  endsOn: Day,
})

export const ReviewBody = Type.Object({
  contentHash: Type.String({ maxLength: 100, description: 'Of what the reviewer read.' }),
  outcome: oneOf(REVIEW_OUTCOMES),
  comment: Type.Optional(Nullable(Type.String({ maxLength: 4000 }))),
})
export const AuthorBody = Type.Object({ personId: Id })

const scaleParts = {
  title: Title,
  levels: Type.Array(Type.Object({ position: Type.Integer({ minimum: 1, maximum: 20 }), name: Title }), {
    maxItems: 20,
    description: 'From the lowest to the highest.',
  }),
  requiredLevelDefault: Type.Integer({ minimum: 1, maximum: 20 }),
}
export const LevelScaleBody = Type.Object({ programmeId: Id, ...scaleParts })
export const LevelScaleSchema = Type.Object({
  id: Id,
  programmeId: Id,
  title: Localised,
  levels: Type.Array(Type.Object({ position: Type.Integer(), name: Localised })),
  requiredLevelDefault: Type.Integer(),
})
export const LevelScaleList = Type.Object({ levelScales: Type.Array(LevelScaleSchema) })

export const State = oneOf(tables.REVIEWABLE_STATES)
const summary = {
  id: Id,
  uri: Type.String(),
  programmeId: Id,
  version: Type.String(),
  state: State,
  baseLanguage: oneOf<Language>(LANGUAGES),
  title: Localised,
  description: Localised,
  publishedAt: Nullable(Instant),
  lastChangeAt: Instant,
}
export const FrameworkList = Type.Object({
  frameworks: Type.Array(
    Type.Object({
      ...summary,
      approvingOrganisations: Type.Integer({ description: 'That approved exactly this draft.' }),
      isMyTurn: Type.Boolean(),
    }),
  ),
  nextCursor: Nullable(Id),
})

const Alignment = Type.Object({
  id: Id,
  targetFramework: Type.String(),
  targetCode: Nullable(Type.String()),
  targetName: Type.String(),
  targetUrl: Type.String(),
  targetType: Type.String(),
  relation: Type.String(),
  isVerified: Type.Boolean(),
})
const Person = Type.Object({ id: Id, name: Type.String() })
export const FrameworkSchema = Type.Object(
  {
    ...summary,
    license: Type.String(),
    creator: Type.Object({ id: Id, name: Localised }),
    officialSourceUrl: Nullable(Type.String()),
    educationalField: Nullable(Type.Object({ scheme: Type.String(), code: Type.String(), uri: Type.String() })),
    statusStartsOn: Nullable(Day),
    statusEndsOn: Nullable(Day),
    contentHash: Type.String({ description: 'What a review names.' }),
    items: Type.Array(
      Type.Object({
        id: Id,
        uri: Type.String(),
        kind: oneOf(KINDS),
        parentId: Nullable(Id),
        code: Type.String(),
        sequence: Type.Integer(),
        title: Localised,
        statement: Localised,
        keywords: Type.Array(Type.String()),
        statusStartsOn: Nullable(Day),
        statusEndsOn: Nullable(Day),
        replacedById: Nullable(Id),
        lastChangeAt: Instant,
        alignments: Type.Array(Alignment),
      }),
      { description: 'In reading order: a parent before its children.' },
    ),
    missing: Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }), {
      description: 'What keeps it from a review.',
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
        outcome: oneOf(REVIEW_OUTCOMES),
        comment: Nullable(Type.String()),
        at: Instant,
        voidedAt: Nullable(Instant),
      }),
      { description: 'Told to those who see drafts.' },
    ),
  },
  { $id: 'Framework' },
)
