import Type from 'typebox'
import { tables } from '../database/index.ts'
import { NOT_EVIDENCED } from './marks.ts'

export const Id = Type.String({ format: 'uuid' })
export const Instant = Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

export const MarkSchema = Type.Union([Type.Integer({ minimum: 1, maximum: 20 }), Type.Literal(NOT_EVIDENCED)], {
  description: 'A level of the scale, or "NE": not evidenced, which is a mark and not a level.',
})

const Text = Type.String({ maxLength: 10_000 })
/** A text that somebody writes, in one or more languages. */
export const TextSchema = Type.Object(
  { es: Type.Optional(Text), en: Type.Optional(Text), fi: Type.Optional(Text) },
  { minProperties: 1 },
)

export const RulesOfEvidenceSchema = Type.Object({
  valid: Type.Boolean(),
  authentic: Type.Boolean(),
  current: Type.Boolean(),
  sufficient: Type.Boolean({ description: 'Evidence that is not sufficient is marked "NE".' }),
  reason: Type.Optional(Type.String({ maxLength: 2000 })),
})

export const CriterionJudgementBody = Type.Object({
  mark: MarkSchema,
  rationale: TextSchema,
  rulesOfEvidence: RulesOfEvidenceSchema,
  evidenceVersionIds: Type.Array(Id, { maxItems: 100 }),
})

export const LanguageSupportSchema = Type.Enum([...tables.LANGUAGE_SUPPORTS])
export const LanguageSupportBody = Type.Object({ languageSupport: Type.Optional(LanguageSupportSchema) })

export const JudgementSchema = Type.Object(
  {
    id: Id,
    programmeId: Id,
    submissionId: Id,
    slot: Type.Enum([...tables.SLOTS]),
    state: Type.Enum([...tables.JUDGEMENT_STATES]),
    assessorId: Id,
    assessorName: Type.String(),
    organisationId: Id,
    organisationName: Type.Record(Type.String(), Type.String()),
    appealId: orNull(Id),
    assignedAt: Instant,
    acceptedAt: orNull(Instant),
    sealedAt: orNull(Instant),
    revealedAt: orNull(Instant),
    languageSupport: orNull(LanguageSupportSchema),
    criteria: Type.Unsafe<unknown>({
      type: ['array', 'null'],
      items: { type: 'object', additionalProperties: true },
      description: 'What was judged, criterion by criterion. Null to everybody but its author until it is revealed.',
    }),
  },
  { $id: 'Judgement' },
)

export const JudgementAnswer = Type.Unsafe<unknown>(Type.Ref('Judgement'))

/** An answer described in words; its members are those of the read model of the same name. */
export const answer = (description: string) =>
  Type.Unsafe<unknown>({ description, type: 'object', additionalProperties: true })
export const answers = (description: string) =>
  Type.Unsafe<unknown>({ description, type: 'array', items: { type: 'object', additionalProperties: true } })
