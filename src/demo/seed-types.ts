import Type, { type Static } from 'typebox'
import {
  Framework,
  LevelScale,
  MicroCourse,
  Organisation,
  Person,
  Qualification,
  Rubric,
  School,
} from './seed-catalogue.ts'
import { Instant, Key, Language } from './seed-parts.ts'
import {
  Appeal,
  Award,
  Cohort,
  Conflict,
  Consent,
  Decision,
  Enrolment,
  Evidence,
  Judgement,
  Pairing,
  Reconciliation,
  Submission,
} from './seed-records.ts'

/** What is read of programme.json; the file has more. */
export const SeedSchema = Type.Object({
  meta: Type.Object({
    title: Type.String(),
    defaultLanguage: Language,
    languages: Type.Array(Language),
    timezone: Type.String(),
    snapshotAt: Instant,
  }),
  organisations: Type.Array(Organisation),
  schools: Type.Array(School),
  people: Type.Array(Person),
  assessorQualifications: Type.Array(Qualification),
  levelScale: LevelScale,
  framework: Framework,
  microCourses: Type.Array(MicroCourse),
  rubrics: Type.Array(Rubric),
  cohorts: Type.Array(Cohort),
  enrolments: Type.Array(Enrolment),
  mentorPairings: Type.Array(Pairing),
  conflictsOfInterest: Type.Array(Conflict),
  evidence: Type.Array(Evidence),
  consents: Type.Array(Consent),
  submissions: Type.Array(Submission),
  judgements: Type.Array(Judgement),
  reconciliations: Type.Array(Reconciliation),
  decisions: Type.Array(Decision),
  appeals: Type.Array(Appeal),
  awards: Type.Array(Award),
  auditEvents: Type.Array(Type.Object({ seq: Type.Number(), prevHash: Type.String(), hash: Type.String() })),
  negativeCases: Type.Array(Type.Object({ id: Key, attempt: Type.String(), mustFailWith: Type.String() })),
  expected: Type.Object({
    agreementDetailed: Type.Record(Type.String(), Type.Number()),
    monitoring2026: Type.Object({
      enrolled: Type.Number(),
      active: Type.Number(),
      submissionsByState: Type.Record(Type.String(), Type.Number()),
      firstAttempt: Type.Object({ decided: Type.Number(), competent: Type.Number(), rate: Type.Number() }),
      turnaroundDays: Type.Object({ n: Type.Number(), median: Type.Number(), max: Type.Number() }),
      validAwards: Type.Number(),
      participantsWithValidAward: Type.Number(),
      byGenderActive: Type.Record(Type.String(), Type.Object({ n: Type.Number(), withAward: Type.Number() })),
      appeals: Type.Object({ lodged: Type.Number(), overturned: Type.Number() }),
    }),
    auditHeadHash: Type.String(),
  }),
})
export type Seed = Static<typeof SeedSchema>

/** An entity of one of the seed's lists: `Entity<'people'>`. */
export type Entity<List extends keyof Seed> = Seed[List] extends readonly (infer One)[] ? One : never
