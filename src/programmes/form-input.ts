import type { FormTexts } from '../http/index.ts'
import { isUuid } from '../kernel/ids.ts'
import { isLanguage, LANGUAGES, type Language, type LocalisedText } from '../kernel/language.ts'
import { localisedValues, type FormValues } from '../pages/index.ts'
import { COHORT_STATUSES, type CohortDetails } from './cohort.ts'
import type { OrganisationDetails } from './organisation.ts'
import type { OrganisationRow } from './organisation-store.ts'
import { PROFILES, type Participation, type ProgrammeDetails, type ProgrammeManners } from './programme.ts'
import type { CohortRow, ParticipatingOrganisation, ProgrammeRow } from './programme-store.ts'

/* Forms send texts only; what was left out or makes no sense becomes something that the rules refuse at its field. */

function one(form: FormTexts, name: string): string {
  const value = form[name]
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim()
}

function many(form: FormTexts, name: string): readonly string[] {
  const value = form[name]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

function maybe(form: FormTexts, name: string): string | undefined {
  return one(form, name) || undefined
}

function localised(form: FormTexts, name: string): LocalisedText {
  return Object.fromEntries(LANGUAGES.map((language) => [language, one(form, `${name}.${language}`)]))
}

function whole(form: FormTexts, name: string): number {
  const text = one(form, name)
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
}

export function slugInput(form: FormTexts): string {
  return one(form, 'slug')
}

export function organisationInput(form: FormTexts): OrganisationDetails {
  return {
    legalName: one(form, 'legalName'),
    displayName: localised(form, 'displayName'),
    countryCode: one(form, 'countryCode').toUpperCase(),
    city: maybe(form, 'city'),
    url: maybe(form, 'url'),
    email: maybe(form, 'email'),
    addsLegacyProof: one(form, 'addsLegacyProof') === 'yes',
    jwtAlgorithm: one(form, 'jwtAlgorithm') === 'RS256' ? 'RS256' : 'ES256',
    accentColour: maybe(form, 'accentColour'),
    ownDid: maybe(form, 'ownDid'),
  }
}

export function organisationValues(organisation: OrganisationRow): FormValues {
  const { legalName, countryCode, city, url, email, addsLegacyProof, displayName } = organisation
  const { jwtAlgorithm, accentColour, ownDid } = organisation
  return {
    ...{ legalName, countryCode, city, url, email, addsLegacyProof, jwtAlgorithm, accentColour, ownDid },
    ...localisedValues('displayName', displayName),
  }
}

export function mannersInput(form: FormTexts): ProgrammeManners {
  return {
    title: localised(form, 'title'),
    languages: many(form, 'languages').filter(isLanguage),
    appealWindowDays: whole(form, 'appealWindowDays'),
    reconciliationDays: whole(form, 'reconciliationDays'),
  }
}

export function programmeInput(form: FormTexts): ProgrammeDetails {
  const baseLanguage = one(form, 'baseLanguage')
  return {
    ...mannersInput(form),
    awardingOrganisationId: one(form, 'awardingOrganisationId'),
    organisations: participationInput(form),
    baseLanguage: isLanguage(baseLanguage) ? baseLanguage : FIRST_LANGUAGE,
    timeZone: one(form, 'timeZone'),
    retentionMonths: whole(form, 'retentionMonths'),
    profile: PROFILES.find((profile) => profile === one(form, 'profile')) ?? 'standard',
  }
}

const FIRST_LANGUAGE: Language = 'es'
const FIELD = /^organisations\.([0-9a-f-]{36})$/
const [ASSESSES, ENDORSES] = ['assesses', 'endorses']

function participationInput(form: FormTexts): readonly Participation[] {
  return Object.keys(form).flatMap((name) => {
    const organisationId = FIELD.exec(name)?.[1]
    if (organisationId === undefined || !isUuid(organisationId)) return []
    const ticked = many(form, name)
    return [{ organisationId, isAssessing: ticked.includes(ASSESSES), isEndorsing: ticked.includes(ENDORSES) }]
  })
}

export function programmeValues(
  programme: ProgrammeRow,
  organisations: readonly ParticipatingOrganisation[],
): FormValues {
  const { title, ...plain } = programme
  return {
    ...plain,
    ...localisedValues('title', title),
    ...Object.fromEntries(
      organisations.map(({ organisationId, isAssessing, isEndorsing }) => [
        `organisations.${organisationId}`,
        [...(isAssessing ? [ASSESSES] : []), ...(isEndorsing ? [ENDORSES] : [])],
      ]),
    ),
  }
}

/** A window that is left empty on both sides is none; with one day alone the other is the cohort's. */
export function cohortInput(form: FormTexts, microCourseIds: readonly string[]): CohortDetails {
  const [startsOn, endsOn] = [one(form, 'startsOn'), one(form, 'endsOn')]
  return {
    name: one(form, 'name'),
    status: COHORT_STATUSES.find((status) => status === one(form, 'status')) ?? 'planned',
    ...{ startsOn, endsOn },
    windows: microCourseIds.flatMap((microCourseId) => {
      const opens = maybe(form, `windows.${microCourseId}.opens`)
      const recommendedBy = maybe(form, `windows.${microCourseId}.recommendedBy`)
      return opens === undefined && recommendedBy === undefined
        ? []
        : [{ microCourseId, opens: opens ?? startsOn, recommendedBy: recommendedBy ?? endsOn }]
    }),
  }
}

export function cohortValues({ name, status, startsOn, endsOn, windows }: CohortRow): FormValues {
  return {
    ...{ name, status, startsOn, endsOn },
    ...Object.fromEntries(
      windows.flatMap(({ microCourseId, opens, recommendedBy }) => [
        [`windows.${microCourseId}.opens`, opens],
        [`windows.${microCourseId}.recommendedBy`, recommendedBy],
      ]),
    ),
  }
}
