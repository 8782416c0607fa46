import { LANGUAGES, type Language } from '../kernel/language.ts'
import { catalogues } from '../texts/index.ts'
import { PROGRAMME_ROLES } from './people-schemas.ts'
import type { ProgrammeRole } from './people.ts'

export const PEOPLE_COLUMNS = ['givenName', 'familyName', 'email', 'locale', 'role', 'organisation', 'cohort'] as const
export type PeopleColumn = (typeof PEOPLE_COLUMNS)[number]

/** Upper and lower case, accents and signs make no difference. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

const HEADERS: Readonly<Record<PeopleColumn | 'reason', string>> = {
  givenName: 'given name, given names, first name, nombre, nombres, etunimi, etunimet',
  familyName: 'family name, surname, last name, apellido, apellidos, sukunimi',
  email: 'email, email address, mail, correo, correo electrónico, sähköposti, sähköpostiosoite',
  locale: 'locale, language, idioma, lengua, kieli',
  role: 'role, rol, rooli',
  organisation: 'organisation, organization, organización, organisaatio',
  cohort: 'cohort, cohorte, group, grupo, ryhmä, kohortti',
  reason: 'reason, motivo, syy',
}

const LOCALE_NAMES: Readonly<Record<Language, string>> = {
  es: 'es, español, castellano, Spanish, espanja',
  en: 'en, English, inglés, englanti',
  fi: 'fi, suomi, Finnish, finés, finlandés',
}

/** How a person is called who has the role, where the role's own name is another. */
const ROLE_NAMES: Readonly<Partial<Record<ProgrammeRole, string>>> = {
  participant: 'docente, teacher, opettaja',
  mentor: 'mentora',
  assessor: 'evaluador, evaluadora',
  adjudicator: 'dirimente',
  appeals_panel: 'apelaciones, appeals',
  coordinator: 'coordinador, coordinadora',
  author: 'autor, autora',
  validator: 'validador, validadora',
  signatory: 'firmante',
  auditor: 'auditora',
  observer: 'observador, observadora',
}

const columns = byName(HEADERS)
const locales = byName(LOCALE_NAMES)
const roles = byName(rolesInAllLanguages())

export function columnOf(header: string): PeopleColumn | 'reason' | null {
  return columns.get(folded(header)) ?? null
}

export function localeOf(cell: string): Language | null {
  return locales.get(folded(cell)) ?? null
}

export function roleOf(cell: string): ProgrammeRole | null {
  return roles.get(folded(cell)) ?? null
}

function rolesInAllLanguages(): Readonly<Record<ProgrammeRole, string>> {
  return Object.fromEntries(
    PROGRAMME_ROLES.map((role) => [
      role,
      [
        role,
        ROLE_NAMES[role] ?? '',
        ...LANGUAGES.map((language) => catalogues[language].get(`roles.${role}`) ?? ''),
      ].join(),
    ]),
  ) as Record<ProgrammeRole, string>
}

function byName<Value extends string>(names: Readonly<Partial<Record<Value, string>>>): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>()
  for (const [value, listed] of Object.entries<string | undefined>(names)) {
    for (const name of [value, ...(listed ?? '').split(',')])
      if (folded(name) !== '') found.set(folded(name), value as Value)
  }
  return found
}
