import { localised, type Language, type LocalisedText } from '../kernel/language.ts'
import { uuidV5, type LinkUri } from '../standards/case/index.ts'
import type { Framework, FrameworkItem, FrameworkRow } from './framework.ts'
import type { Rubric } from './rubric.ts'

/** What a CFDocument is made from. */
export interface DocumentSource {
  readonly framework: FrameworkRow
  readonly creator: string
}

/** A published framework with what its package shows beside it. */
export interface CaseSource extends DocumentSource {
  readonly framework: Framework
  readonly rubrics: readonly Rubric[]
}

/** A text in the framework's own language: CASE objects have one language, and their short texts one line. */
export const lineIn =
  ({ baseLanguage }: Pick<FrameworkRow, 'baseLanguage'>) =>
  (text: LocalisedText): string =>
    oneLine(localised(text, baseLanguage, baseLanguage))

export function oneLine(text: string): string {
  return text.replace(/[\t\n\r]+/g, ' ').trim()
}

/** Whole seconds, as CASE consumers expect them. */
export function instant(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** Parts without a row of their own: their UUID follows from the framework, their address from its stored address. */
export function namedPart(
  framework: FrameworkRow,
  name: string,
): { readonly identifier: string; readonly uri: string } {
  const { id, uri } = framework
  const identifier = uuidV5(id, name)
  return { identifier, uri: uri.endsWith(id) ? uri.slice(0, -id.length) + identifier : `${uri}#${identifier}` }
}

export function documentLink(framework: FrameworkRow): LinkUri {
  return { title: lineIn(framework)(framework.title), identifier: framework.id, uri: framework.uri }
}

export function itemLink(framework: FrameworkRow, item: FrameworkItem): LinkUri {
  return { title: `${oneLine(item.code)} ${lineIn(framework)(item.title)}`, identifier: item.id, uri: item.uri }
}

export function linkTo({ title, identifier, uri }: LinkUri): LinkUri {
  return { title, identifier, uri }
}

/** One language a document; titles in the others go into the notes. */
export function translations(title: LocalisedText, base: Language): { readonly notes?: string } {
  const others = (Object.entries(title) as [Language, string][]).filter(([code, text]) => code !== base && text !== '')
  if (others.length === 0) return {}
  return { notes: others.map(([code, text]) => `${code}: ${text}`).join('\n') }
}

/** The words that our own definitions need, in the language of the framework. */
export const CASE_WORDS = {
  es: {
    area: 'Área de competencia',
    areaNote: 'Agrupa competencias; no se evalúa directamente.',
    competency: 'Competencia',
    competencyNote: 'Resultado de aprendizaje que se evalúa con una rúbrica.',
    structure: 'Estructura del marco',
    structureNote: 'Relaciones jerárquicas entre áreas y competencias.',
    alignment: 'Alineación externa',
    alignmentNote: 'Relaciones con otros marcos.',
    noCompensation: 'Todos los criterios deben alcanzar el nivel exigido; no hay compensación entre criterios.',
    requiredLevel: 'Nivel exigido',
  },
  en: {
    area: 'Competency area',
    areaNote: 'Groups competencies; it is not assessed itself.',
    competency: 'Competency',
    competencyNote: 'A learning outcome that is assessed with a rubric.',
    structure: 'Structure of the framework',
    structureNote: 'Which area each competency belongs to.',
    alignment: 'Alignment with other frameworks',
    alignmentNote: 'Relations with other frameworks.',
    noCompensation: 'Every criterion must reach its required level; one cannot make up for another.',
    requiredLevel: 'Required level',
  },
  fi: {
    area: 'Osaamisalue',
    areaNote: 'Ryhmittelee osaamiset; sitä ei arvioida sellaisenaan.',
    competency: 'Osaaminen',
    competencyNote: 'Osaamistavoite, joka arvioidaan arviointimatriisilla.',
    structure: 'Viitekehyksen rakenne',
    structureNote: 'Osaamisalueiden ja osaamisten hierarkia.',
    alignment: 'Yhteydet muihin viitekehyksiin',
    alignmentNote: 'Suhteet muihin viitekehyksiin.',
    noCompensation: 'Jokaisen kriteerin on yllettävä vaadittuun tasoon; kriteerit eivät korvaa toisiaan.',
    requiredLevel: 'Vaadittu taso',
  },
} as const satisfies Record<Language, Record<string, string>>
