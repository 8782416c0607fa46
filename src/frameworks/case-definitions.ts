import type {
  CFAssociationGrouping,
  CFConcept,
  CFDefinitions,
  CFItemType,
  CFLicense,
  CFSubject,
} from '../standards/case/index.ts'
import { CASE_WORDS, instant, namedPart, oneLine } from './case-parts.ts'
import type { Framework, FrameworkItem, FrameworkRow } from './framework.ts'
import { licenceAddress } from './licences.ts'

/** The definitions of a package: what its items and associations refer to by title and link. */
export function caseDefinitions(framework: Framework): CFDefinitions {
  const concepts = conceptsOf(framework)
  const subjects = subjectsOf(framework)
  return {
    ...(concepts.length > 0 ? { CFConcepts: concepts } : {}),
    ...(subjects.length > 0 ? { CFSubjects: subjects } : {}),
    CFLicenses: [licenceOf(framework)],
    CFItemTypes: itemTypesOf(framework),
    CFAssociationGroupings: Object.values(groupingsOf(framework)),
  }
}

export function itemTypesOf(framework: FrameworkRow): readonly [CFItemType, CFItemType] {
  const words = CASE_WORDS[framework.baseLanguage]
  const since = { lastChangeDateTime: sinceOf(framework) }
  return [
    {
      ...namedPart(framework, 'area'),
      ...{ title: words.area, description: words.areaNote, hierarchyCode: '1', typeCode: 'AREA', ...since },
    },
    {
      ...namedPart(framework, 'competency'),
      ...{
        title: words.competency,
        description: words.competencyNote,
        hierarchyCode: '1.1',
        typeCode: 'COMP',
        ...since,
      },
    },
  ]
}

export function itemTypeOf(framework: FrameworkRow, kind: FrameworkItem['kind']): CFItemType {
  const [area, competency] = itemTypesOf(framework)
  return kind === 'area' ? area : competency
}

export function licenceOf(framework: FrameworkRow): CFLicense {
  const title = oneLine(framework.license)
  return {
    ...namedPart(framework, `license ${framework.license}`),
    title,
    licenseText: licenceAddress(framework.license) ?? title,
    lastChangeDateTime: sinceOf(framework),
  }
}

/** The field of education, by its code in a classification. */
export function subjectsOf(framework: FrameworkRow): readonly CFSubject[] {
  const { educationalField: field } = framework
  if (field === null) return []
  return [
    {
      ...namedPart(framework, `subject ${field.scheme} ${field.code}`),
      title: oneLine(`${field.scheme} ${field.code}`),
      description: field.uri,
      hierarchyCode: oneLine(field.code),
      lastChangeDateTime: sinceOf(framework),
    },
  ]
}

/** One concept a keyword, in the order of the alphabet. */
export function conceptsOf(framework: Framework): readonly CFConcept[] {
  const keywords = [...new Set(framework.items.flatMap((item) => item.keywords.map(oneLine)))].sort()
  return keywords.map((keyword, index) => ({
    ...conceptLink(framework, keyword),
    keywords: keyword,
    hierarchyCode: String(index + 1),
    lastChangeDateTime: instant(framework.lastChangeAt),
  }))
}

export function conceptLink(framework: FrameworkRow, keyword: string) {
  return { ...namedPart(framework, `concept ${keyword}`), title: keyword }
}

export function groupingsOf(framework: FrameworkRow) {
  const words = CASE_WORDS[framework.baseLanguage]
  const grouping = (name: string, title: string, description: string): CFAssociationGrouping => ({
    ...namedPart(framework, `grouping ${name}`),
    ...{ title, description, lastChangeDateTime: sinceOf(framework) },
  })
  return {
    structure: grouping('structure', words.structure, words.structureNote),
    alignment: grouping('alignment', words.alignment, words.alignmentNote),
  }
}

function sinceOf({ publishedAt, lastChangeAt }: FrameworkRow): string {
  return instant(publishedAt ?? lastChangeAt)
}
