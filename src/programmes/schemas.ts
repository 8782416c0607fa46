import Type from 'typebox'
import { LANGUAGES, type Language, type LocalisedText } from '../kernel/language.ts'
import { COHORT_STATUSES, type CohortStatus } from './cohort.ts'
import { JWT_ALGORITHMS } from './organisation.ts'
import { PROFILES, type Profile } from './programme.ts'

export const Id = Type.String({ format: 'uuid' })
export const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
const Day = Type.String({ format: 'date' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const line = (maxLength: number) => Type.String({ minLength: 1, maxLength })
/** As it goes out. */
const Localised = Type.Unsafe<LocalisedText>({ type: 'object', additionalProperties: { type: 'string' } })
/** As it comes in. */
function localisedUpTo(maxLength: number) {
  const text = Type.Optional(Type.String({ maxLength }))
  return Type.Object({ es: text, en: text, fi: text })
}

export const slug = Type.String({
  minLength: 1,
  maxLength: 60,
  description: 'Small letters, digits and hyphens. Part of addresses; never changes.',
})
const organisationParts = {
  legalName: line(200),
  displayName: localisedUpTo(200),
  countryCode: Type.String({ minLength: 2, maxLength: 2, description: 'ISO 3166-1 alpha-2.' }),
  city: Type.Optional(line(120)),
  url: Type.Optional(line(2000)),
  email: Type.Optional(Type.String({ format: 'email', maxLength: 320 })),
  addsLegacyProof: Type.Boolean({
    description: 'Whether what it signs carries an Ed25519Signature2020 proof as well.',
  }),
  /** ES256 when left out. */
  jwtAlgorithm: Type.Optional(oneOf(JWT_ALGORITHMS)),
  accentColour: Type.Optional(
    Type.String({ maxLength: 7, description: '#rrggbb, of drawn pictures; dark enough to be seen on white.' }),
  ),
  ownDid: Type.Optional(
    Type.String({
      maxLength: 500,
      description: 'The did:web of an organisation that keeps its key itself, elsewhere.',
    }),
  ),
}
export const OrganisationBody = Type.Object(organisationParts)
export const NewOrganisationBody = Type.Object({ slug, ...organisationParts })
export const Organisation = Type.Object({
  id: Id,
  slug: Type.String(),
  legalName: Type.String(),
  displayName: Localised,
  countryCode: Type.String(),
  city: Nullable(Type.String()),
  url: Nullable(Type.String()),
  email: Nullable(Type.String()),
  addsLegacyProof: Type.Boolean(),
  jwtAlgorithm: oneOf(JWT_ALGORITHMS),
  accentColour: Nullable(Type.String()),
  ownDid: Nullable(Type.String()),
})

const Participation = Type.Object({ organisationId: Id, isAssessing: Type.Boolean(), isEndorsing: Type.Boolean() })
const Languages = Type.Array(oneOf<Language>(LANGUAGES), { minItems: 1, maxItems: 3 })
const programmeParts = {
  title: localisedUpTo(200),
  languages: Languages,
  appealWindowDays: Type.Integer(),
  reconciliationDays: Type.Integer(),
  awardingOrganisationId: Id,
  organisations: Type.Array(Participation, {
    maxItems: 50,
    description: 'Two of them assess; one beside the awarding organisation endorses.',
  }),
  baseLanguage: oneOf<Language>(LANGUAGES),
  timeZone: Type.String({ maxLength: 60, description: 'Of the IANA database.' }),
  retentionMonths: Type.Integer(),
  profile: oneOf<Profile>(PROFILES),
}
export const NewProgrammeBody = Type.Object({ slug, ...programmeParts })
export const ProgrammeBody = Type.Partial(Type.Object(programmeParts))
const Programme = Type.Object({
  ...programmeParts,
  id: Id,
  slug: Type.String(),
  title: Localised,
  languages: Type.Array(Type.String()),
})
export const ProgrammeAnswer = Programme

const Window = Type.Object({ microCourseId: Id, opens: Day, recommendedBy: Day })
const cohortParts = {
  name: line(200),
  status: oneOf<CohortStatus>(COHORT_STATUSES),
  startsOn: Day,
  endsOn: Day,
  windows: Type.Array(Window, { maxItems: 200 }),
}
export const CohortBody = Type.Object(cohortParts)
export const Cohort = Type.Object({ id: Id, coordinatorId: Nullable(Id), ...cohortParts })

export const organisationParams = Type.Object({ organisationId: Id })
export const programmeParams = Type.Object({ programmeId: Id })
export const cohortParams = Type.Object({ programmeId: Id, cohortId: Id })
export const created = Type.Object({ id: Id })
export const nothing = Type.Null()
