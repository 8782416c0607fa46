import type { Role } from '../access/index.ts'
import type { Profile } from './programme.ts'

export interface StaffMember {
  readonly id: string
  readonly organisationId: string | null
  readonly roles: readonly Role[]
}

export interface ReadinessFacts {
  readonly organisations: number
  readonly programme: ProgrammeFacts | null
}

export interface ProgrammeFacts {
  readonly profile: Profile
  readonly awardingOrganisationId: string
  readonly assessingOrganisationIds: readonly string[]
  /** Without the awarding organisation, which confirms nothing of its own. */
  readonly endorsingOrganisationIds: readonly string[]
  /** With the roles they hold now. */
  readonly staff: readonly StaffMember[]
  /** Frameworks and versions on their way to publication, each by its authors. */
  readonly drafts: readonly (readonly string[])[]
  readonly publishedFrameworks: number
  /** Those that can be handed in for, each by who is qualified to judge it. */
  readonly courses: readonly (readonly string[])[]
  /** Enrolled in a running cohort, each by who has a tie with them. */
  readonly participants: readonly { readonly id: string; readonly tiedIds: readonly string[] }[]
  readonly runningCohorts: number
}

/** In the order in which they can be done. */
export const STEPS = [
  'organisations',
  'programme',
  'coordinator',
  'author',
  'validators',
  'assessors',
  'adjudicator',
  'appeals-panel',
  'signatory',
  'partner-signatory',
  'cohort',
  'framework',
  'micro-course',
  'qualification',
  'participant',
] as const
export type StepKey = (typeof STEPS)[number]

/** Why a duty that people hold a role for cannot be done all the same. */
export type Shortcoming =
  'too-few' | 'one-organisation' | 'other-organisation' | 'authors' | 'same-people' | 'ties' | 'not-qualified'

export interface ReadinessStep {
  readonly key: StepKey
  /** `waiting`: something before it has to be there first. `optional`: may be missing until it is needed. */
  readonly state: 'done' | 'missing' | 'waiting' | 'optional'
  readonly have: number
  readonly need: number
  readonly shortcoming: Shortcoming | null
  /** Teachers, drafts or micro-courses that the shortcoming touches; 0 where it is about none in particular. */
  readonly affected: number
}

/** Everything until the first badge can be issued: what is there, and which duty nobody eligible could fill. */
export function readinessOf({ organisations, programme }: ReadinessFacts): readonly ReadinessStep[] {
  const hasTwo = programme !== null || organisations >= 2
  const first = [
    counted('organisations', organisations, 2),
    hasTwo ? counted('programme', programme ? 1 : 0, 1) : waiting('programme'),
  ]
  if (!programme) return [...first, ...STEPS.slice(first.length).map(waiting)]
  const found = new Map(
    [...writing(programme), ...staffing(programme), ...content(programme)].map((step) => [step.key, step]),
  )
  return [...first, ...STEPS.flatMap((key) => found.get(key) ?? [])]
}

export function isReady(steps: readonly ReadinessStep[]): boolean {
  return steps.every(({ state }) => state === 'done' || state === 'optional')
}

/* Who writes and approves. */

function writing(programme: ProgrammeFacts): readonly ReadinessStep[] {
  return [
    counted('coordinator', holders(programme, 'coordinator').length, 1),
    counted('author', holders(programme, 'author').length, 1),
    validators(programme),
  ]
}

/** An author never approves their own work; two organisations approve. */
function validators(programme: ProgrammeFacts): ReadinessStep {
  const all = holders(programme, 'validator').filter(({ organisationId }) => organisationId !== null)
  const step = counted('validators', all.length, 2)
  if (step.state !== 'done') return step
  if (!areOfTwo(all)) return { ...step, state: 'missing', shortcoming: 'one-organisation' }
  const approve = (authorIds: readonly string[]) => areOfTwo(all.filter(({ id }) => !authorIds.includes(id)))
  const authors = holders(programme, 'author')
  const affected = programme.drafts.filter((authorIds) => !approve(authorIds)).length
  const couldBegin = authors.length === 0 || authors.some(({ id }) => approve([id]))
  return affected > 0 || !couldBegin ? { ...step, state: 'missing', shortcoming: 'authors', affected } : step
}

/* Who judges and signs: for each teacher different people, none of them tied to the teacher. */

type Seat = readonly StaffMember[]
/** A duty of one or two seats: each entry is one way to choose among whom the seats are filled. */
type Duty = readonly (readonly Seat[])[]

const STAFFED = ['assessors', 'adjudicator', 'appeals-panel', 'signatory', 'partner-signatory'] as const
type Staffed = (typeof STAFFED)[number]
const ROLE_OF = {
  assessors: 'assessor',
  adjudicator: 'adjudicator',
  'appeals-panel': 'appeals_panel',
  signatory: 'signatory',
  'partner-signatory': 'signatory',
} as const satisfies Record<Staffed, Role>
const SEATS_OF = { assessors: 2, adjudicator: 1, 'appeals-panel': 2, signatory: 1, 'partner-signatory': 1 } as const

function staffing(programme: ProgrammeFacts): readonly ReadinessStep[] {
  const filled: Staffed[] = []
  return STAFFED.map((key) => {
    const step = staffedStep(programme, key, filled)
    if (step.state === 'done') filled.push(key)
    // A panel that is named when it is needed is no part of the smallest team.
    return key === 'appeals-panel' && programme.profile === 'pilot' && step.state !== 'done'
      ? { ...step, state: 'optional' }
      : step
  })
}

function staffedStep(programme: ProgrammeFacts, key: Staffed, filled: readonly Staffed[]): ReadinessStep {
  const eligible = eligibleFor(programme, key)
  const step = counted(key, eligible.length, SEATS_OF[key])
  const missing = (shortcoming: Shortcoming, affected = 0): ReadinessStep => ({
    ...{ ...step, state: 'missing', shortcoming, affected },
  })
  if (step.state !== 'done') {
    const areElsewhere = holders(programme, ROLE_OF[key]).length > eligible.length && key !== 'signatory'
    return areElsewhere && key !== 'partner-signatory' ? missing('other-organisation') : step
  }
  const can = (duties: readonly Staffed[], absent: readonly string[]) =>
    canFill(
      duties.map((one) => dutyOf(programme, one, absent)),
      [],
    )
  if (!can([key], [])) return missing('one-organisation')
  if (!can([...filled, key], [])) return missing('same-people')
  const affected = programme.participants.filter(({ id, tiedIds }) => !can([...filled, key], [id, ...tiedIds])).length
  return affected > 0 ? missing('ties', affected) : step
}

function eligibleFor(programme: ProgrammeFacts, key: Staffed): Seat {
  const from =
    key === 'signatory'
      ? [programme.awardingOrganisationId]
      : key === 'partner-signatory'
        ? programme.endorsingOrganisationIds
        : programme.assessingOrganisationIds
  return holders(programme, ROLE_OF[key]).filter(({ organisationId }) => from.includes(organisationId ?? ''))
}

function dutyOf(programme: ProgrammeFacts, key: Staffed, absent: readonly string[], among?: readonly string[]): Duty {
  const eligible = eligibleFor(programme, key).filter(
    ({ id }) => !absent.includes(id) && (among === undefined || among.includes(id)),
  )
  if (SEATS_OF[key] === 1) return [[eligible]]
  const byOrganisation = [...new Set(eligible.map(({ organisationId }) => organisationId))].map((organisation) =>
    eligible.filter(({ organisationId }) => organisationId === organisation),
  )
  return byOrganisation.flatMap((one, index) => byOrganisation.slice(index + 1).map((other) => [one, other]))
}

/** Whether the seats of all duties can be taken by different people. */
function canFill(duties: readonly Duty[], seats: readonly Seat[]): boolean {
  const [duty, ...others] = duties
  if (duty === undefined) return canSeat(seats)
  return duty.some((way) => canFill(others, [...seats, ...way]))
}

/** Augmenting paths: each seat asks one who sits elsewhere to move when there is another seat for them. */
function canSeat(seats: readonly Seat[]): boolean {
  const seatOf = new Map<string, number>()
  const take = (seat: number, asked: Set<string>): boolean =>
    (seats[seat] ?? []).some(({ id }) => {
      if (asked.has(id)) return false
      asked.add(id)
      const taken = seatOf.get(id)
      if (taken !== undefined && !take(taken, asked)) return false
      seatOf.set(id, seat)
      return true
    })
  return seats.every((_seat, index) => take(index, new Set()))
}

/* What is judged, and by whom it may be. */

function content(programme: ProgrammeFacts): readonly ReadinessStep[] {
  return [
    counted('cohort', programme.runningCohorts, 1),
    counted('framework', programme.publishedFrameworks, 1),
    counted('micro-course', programme.courses.length, 1),
    qualification(programme),
    counted('participant', programme.participants.length, 1),
  ]
}

/** Two assessors of two organisations and an adjudicator beside them, qualified for each micro-course. */
function qualification(programme: ProgrammeFacts): ReadinessStep {
  const { courses } = programme
  if (courses.length === 0) return waiting('qualification')
  const isStaffed = (qualifiedIds: readonly string[]) =>
    canFill(
      (['assessors', 'adjudicator'] as const).map((key) => dutyOf(programme, key, [], qualifiedIds)),
      [],
    )
  const affected = courses.filter((qualifiedIds) => !isStaffed(qualifiedIds)).length
  const step = counted('qualification', courses.length - affected, courses.length)
  return affected > 0 ? { ...step, shortcoming: 'not-qualified', affected } : step
}

function holders({ staff }: ProgrammeFacts, role: Role): readonly StaffMember[] {
  return staff.filter(({ roles }) => roles.includes(role))
}

function areOfTwo(people: readonly StaffMember[]): boolean {
  return new Set(people.map(({ organisationId }) => organisationId)).size >= 2
}

function counted(key: StepKey, have: number, need: number): ReadinessStep {
  return have >= need
    ? { key, state: 'done', have, need, shortcoming: null, affected: 0 }
    : { key, state: 'missing', have, need, shortcoming: have > 0 ? 'too-few' : null, affected: 0 }
}

function waiting(key: StepKey): ReadinessStep {
  return { key, state: 'waiting', have: 0, need: 1, shortcoming: null, affected: 0 }
}
