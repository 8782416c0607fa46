import type { FieldProblem } from '../kernel/domain-error.ts'
import { isUuid } from '../kernel/ids.ts'
import type { Language, LocalisedText } from '../kernel/language.ts'

export const PROFILES = ['standard', 'pilot'] as const
export type Profile = (typeof PROFILES)[number]

export interface Participation {
  readonly organisationId: string
  readonly isAssessing: boolean
  readonly isEndorsing: boolean
}

/** What a coordinator may change: nothing of it touches what the organisations agreed, or a badge. */
export interface ProgrammeManners {
  readonly title: LocalisedText
  readonly languages: readonly Language[]
  readonly appealWindowDays: number
  readonly reconciliationDays: number
}

export interface ProgrammeDetails extends ProgrammeManners {
  readonly awardingOrganisationId: string
  /** The awarding organisation takes part whether it is listed or not. */
  readonly organisations: readonly Participation[]
  readonly baseLanguage: Language
  readonly timeZone: string
  readonly retentionMonths: number
  readonly profile: Profile
}

export const COORDINATORS_FIELDS: readonly (keyof ProgrammeDetails)[] = [
  'title',
  'languages',
  'appealWindowDays',
  'reconciliationDays',
]

/** Teachers are always given two weeks to appeal; the rest keeps deadlines within what people can plan with. */
export const BOUNDS = {
  appealWindowDays: { least: 14, most: 180 },
  reconciliationDays: { least: 1, most: 90 },
  retentionMonths: { least: 1, most: 240 },
} as const

export function programmeProblems(details: ProgrammeDetails): readonly FieldProblem[] {
  const { title, baseLanguage, languages, timeZone } = details
  return [
    ...(title[baseLanguage]?.trim() ? [] : [{ pointer: `/title/${baseLanguage}`, detail: 'is required' }]),
    ...(languages.includes(baseLanguage)
      ? []
      : [{ pointer: '/languages', detail: 'has to comprise the language that texts are written in first' }]),
    ...(isTimeZone(timeZone)
      ? []
      : [{ pointer: '/timeZone', detail: 'has to be a time zone such as Europe/Helsinki' }]),
    ...Object.entries(BOUNDS).flatMap(([name, { least, most }]) => {
      const value = details[name as keyof typeof BOUNDS]
      const isWithin = Number.isInteger(value) && value >= least && value <= most
      return isWithin ? [] : [{ pointer: `/${name}`, detail: `must be >= ${least} and <= ${most}` }]
    }),
    ...(isUuid(details.awardingOrganisationId) ? [] : [{ pointer: '/awardingOrganisationId', detail: 'is required' }]),
    ...jointProblems(details),
  ]
}

/** Two organisations assess, and one beside the awarding organisation confirms what was decided. */
function jointProblems(details: ProgrammeDetails): readonly FieldProblem[] {
  const taking = participations(details)
  const isJoint = taking.filter(({ isAssessing }) => isAssessing).length >= 2
  const isEndorsed = taking.some(({ isEndorsing }) => isEndorsing)
  return [
    ...(isJoint ? [] : [{ pointer: '/organisations', detail: 'two organisations have to assess' }]),
    ...(isEndorsed
      ? []
      : [{ pointer: '/organisations', detail: 'an organisation beside the awarding one has to endorse' }]),
  ]
}

/** Who takes part, one row an organisation: the awarding one among them, which confirms nothing of its own. */
export function participations(
  details: Pick<ProgrammeDetails, 'awardingOrganisationId' | 'organisations'>,
): readonly Participation[] {
  const { awardingOrganisationId: awarding, organisations } = details
  const listed = new Map(organisations.map((one) => [one.organisationId, one]))
  const others = [...listed.values()].filter(
    ({ organisationId, isAssessing, isEndorsing }) => organisationId !== awarding && (isAssessing || isEndorsing),
  )
  return [
    { organisationId: awarding, isAssessing: listed.get(awarding)?.isAssessing ?? false, isEndorsing: false },
    ...others,
  ]
}

/** A name of the IANA database that this machine knows; offsets such as +02:00 are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** For a form: the known names in order, and the one that is stored. */
export function timeZones(stored?: string): readonly string[] {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')]
  return [...new Set(stored === undefined ? known : [...known, stored])].sort()
}
