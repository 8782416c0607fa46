import { DomainError } from '../kernel/domain-error.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Language, LocalisedText } from '../kernel/language.ts'
import { isMailAddress } from '../kernel/mail-address.ts'
import { isPrintableName, tidyName } from '../kernel/person-name.ts'
import type { TextValues } from '../texts/index.ts'
import { normalisedEmail } from './e-mail-address.ts'
import { folded, localeOf, roleOf, type PeopleColumn } from './people-columns.ts'
import type { PeopleFile, PeopleRow } from './people-file.ts'
import { requireMayName, requireSamePerson, type Names } from './people-rules.ts'
import type { ProgrammeRole } from './people.ts'

/** What is known of the person who has an address already. */
export interface KnownPerson extends Names {
  /** Null for whom an earlier line of the file adds. */
  readonly id: string | null
  readonly organisationId: string | null
  readonly isAdministrator: boolean
  /** In the programme, without an end or with one to come, and for no cohort alone. */
  readonly roles: ReadonlySet<string>
  readonly cohortIds: ReadonlySet<string>
}

/** The programme that people are added to. */
export interface PeopleSetting {
  readonly baseLanguage: Language
  readonly organisations: readonly {
    readonly id: string
    readonly slug: string
    readonly legalName: string
    readonly displayName: LocalisedText
  }[]
  readonly cohorts: readonly { readonly id: string; readonly name: string }[]
  /** By address. */
  readonly known: ReadonlyMap<string, KnownPerson>
}

/** `add` a person, `role` and `enrol` for one who is known, `known` where nothing is left to do. */
export type RowOutcome = 'add' | 'role' | 'enrol' | 'known' | 'refused'

/** What is wrong in a line; the texts `import.row.…` say it with what to do. */
export interface RowProblem {
  readonly column: PeopleColumn | null
  readonly code: string
  readonly values: TextValues
}

export interface PlannedRow {
  readonly row: PeopleRow
  readonly outcome: RowOutcome
  readonly problems: readonly RowProblem[]
  readonly enrols: boolean
  /** What to do; null for a line that is refused or has nothing new. */
  readonly step: PeopleStep | null
}

export interface PeopleStep extends Names {
  readonly email: string
  readonly locale: Language
  readonly role: ProgrammeRole
  readonly organisationId: string | null
  readonly givesRole: boolean
  readonly cohortId: string | null
}

/** What the file would change, line by line; earlier lines count as done for the later ones. */
export function planPeople(file: PeopleFile, setting: PeopleSetting, actor: Actor): readonly PlannedRow[] {
  const known = new Map(setting.known)
  return file.rows.map((row) => {
    const planned = planRow(row, { ...setting, known }, actor)
    if (planned.step) remember(known, planned.step)
    return planned
  })
}

function remember(known: Map<string, KnownPerson>, step: PeopleStep): void {
  const before = known.get(step.email)
  known.set(step.email, {
    id: before?.id ?? null,
    givenName: before?.givenName ?? step.givenName,
    familyName: before?.familyName ?? step.familyName,
    organisationId: before ? before.organisationId : step.organisationId,
    isAdministrator: before?.isAdministrator ?? false,
    roles: new Set([...(before?.roles ?? []), step.role]),
    cohortIds: new Set([...(before?.cohortIds ?? []), ...(step.cohortId === null ? [] : [step.cohortId])]),
  })
}

function planRow(row: PeopleRow, setting: PeopleSetting, actor: Actor): PlannedRow {
  const problems: RowProblem[] = []
  const refuse = (column: PeopleColumn | null, code: string, values: TextValues = {}) =>
    void problems.push({ column, code, values })
  const read = readRow(row, setting, refuse)
  if (read !== null && problems.length === 0) judge(read, setting, actor, refuse)
  if (read === null || problems.length > 0) return { row, outcome: 'refused', problems, enrols: false, step: null }
  const known = setting.known.get(read.email)
  const givesRole = known?.roles.has(read.role) !== true
  const enrols = read.cohortId !== null && known?.cohortIds.has(read.cohortId) !== true
  const outcome = known === undefined ? 'add' : givesRole ? 'role' : enrols ? 'enrol' : 'known'
  const step = { ...read, organisationId: known ? known.organisationId : read.organisationId, givesRole }
  return {
    ...{ row, outcome, problems, enrols },
    step: outcome === 'known' ? null : { ...step, cohortId: enrols ? read.cohortId : null },
  }
}

type Refuse = (column: PeopleColumn | null, code: string, values?: TextValues) => void

/** What stands in the line, in the service's own terms; null where a part is missing or means nothing. */
function readRow({ cells, isTooLong }: PeopleRow, setting: PeopleSetting, refuse: Refuse) {
  if (isTooLong) refuse(null, 'tooLong')
  const names = { givenName: tidyName(cells.givenName ?? ''), familyName: tidyName(cells.familyName ?? '') }
  for (const column of ['givenName', 'familyName'] as const) {
    if (names[column] === '') refuse(column, 'empty')
    else if (!isPrintableName(names[column])) refuse(column, 'notAName')
  }
  const email = normalisedEmail(cells.email ?? '')
  if (email === '') refuse('email', 'empty')
  else if (!isMailAddress(email) || !/\.[^.]+$/.test(email)) refuse('email', 'notAnAddress', { text: email })
  const roleText = cells.role ?? ''
  const role = roleOf(roleText)
  if (roleText === '') refuse('role', 'empty')
  else if (role === null) refuse('role', 'unknownRole', { text: roleText })
  const localeText = cells.locale ?? ''
  const locale = localeText === '' ? setting.baseLanguage : localeOf(localeText)
  if (locale === null) refuse('locale', 'unknownLocale', { text: localeText })
  const organisation = found(setting.organisations, cells.organisation ?? '', ({ slug, legalName, displayName }) => [
    ...[slug, legalName],
    ...Object.values(displayName),
  ])
  if (organisation === undefined) refuse('organisation', 'unknownOrganisation', { text: cells.organisation ?? '' })
  const cohort = found(setting.cohorts, cells.cohort ?? '', ({ name }) => [name])
  if (cohort === undefined) refuse('cohort', 'unknownCohort', { text: cells.cohort ?? '' })
  if (cohort && role !== null && role !== 'participant') refuse('cohort', 'onlyParticipants')
  if (role === null || locale === null || organisation === undefined || cohort === undefined) return null
  return { ...names, email, role, locale, organisationId: organisation?.id ?? null, cohortId: cohort?.id ?? null }
}

/** Null for an empty cell, undefined for a name that nothing or more than one thing has. */
function found<One>(
  all: readonly One[],
  cell: string,
  namesOf: (one: One) => readonly string[],
): One | null | undefined {
  if (cell === '') return null
  const same = all.filter((one) => namesOf(one).some((name) => folded(name) === folded(cell)))
  return same.length === 1 ? same[0] : undefined
}

interface ReadRow extends Names {
  readonly email: string
  readonly role: ProgrammeRole
  readonly organisationId: string | null
}

/** The rules of adding people, as `addPerson` has them. */
function judge(read: ReadRow, { known }: PeopleSetting, actor: Actor, refuse: Refuse): void {
  const person = known.get(read.email)
  const isAllowed = (column: PeopleColumn, rule: () => void): boolean => {
    try {
      rule()
      return true
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      refuse(column, error.code === 'invalid-input' ? 'organisationNeeded' : error.code)
      return false
    }
  }
  if (person) {
    if (!isAllowed('email', () => requireSamePerson(actor, person, read))) return
    if (read.organisationId !== null && read.organisationId !== person.organisationId) {
      refuse('organisation', 'otherOrganisation')
      return
    }
    if (person.roles.has(read.role)) return
  }
  const organisationId = person ? person.organisationId : read.organisationId
  isAllowed('organisation', () => requireMayName(actor, read.role, organisationId))
}
