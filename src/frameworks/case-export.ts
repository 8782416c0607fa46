import { localised } from '../kernel/language.ts'
import type {
  AssociationType,
  CaseVersion,
  CFAssociation,
  CFDocument,
  CFItem,
  CFPackage,
  LinkGenUri,
  LinkUri,
} from '../standards/case/index.ts'
import { caseDefinitions, conceptLink, groupingsOf, itemTypeOf, licenceOf, subjectsOf } from './case-definitions.ts'
import {
  documentLink,
  instant,
  itemLink,
  lineIn,
  linkTo,
  namedPart,
  oneLine,
  translations,
  type CaseSource,
  type DocumentSource,
} from './case-parts.ts'
import { caseRubric } from './case-rubric.ts'
import type { ExternalAlignment, Framework, FrameworkItem, FrameworkRow } from './framework.ts'

/** The whole framework as one CASE package, in an order that is the same every time. */
export function casePackage(source: CaseSource, version: CaseVersion): CFPackage {
  const { framework, rubrics } = source
  return {
    CFDocument: withoutPackage(caseDocument(source, version)),
    CFItems: framework.items.map((item) => inside(caseItem(framework, item, version))),
    CFAssociations: caseAssociations(framework, version).map(inside),
    CFDefinitions: caseDefinitions(framework),
    ...(rubrics.length > 0 ? { CFRubrics: rubrics.map((rubric) => caseRubric(framework, rubric)) } : {}),
  }
}

function withoutPackage({ CFPackageURI: _link, ...document }: CFDocument): CFDocument {
  return document
}

function inside<T extends { readonly CFDocumentURI?: LinkUri }>({ CFDocumentURI: _link, ...object }: T) {
  return object
}

const ADOPTION = {
  v1p0: { out: 'Adopted', over: 'Deprecated' },
  v1p1: { out: 'Implemented', over: 'Retired' },
} as const

export function caseDocument({ framework, creator }: DocumentSource, version: CaseVersion): CFDocument {
  const line = lineIn(framework)
  const description = proseIn(framework, version)(framework.description)
  const subjects = subjectsOf(framework)
  const { id: identifier, uri, officialSourceUrl, statusStartsOn, statusEndsOn, state } = framework
  return {
    identifier,
    uri,
    creator: oneLine(creator),
    title: line(framework.title),
    lastChangeDateTime: instant(framework.lastChangeAt),
    ...(officialSourceUrl === null ? {} : { officialSourceURL: officialSourceUrl }),
    ...(description === '' ? {} : { description }),
    ...(subjects.length > 0 ? { subject: subjects.map(({ title }) => title), subjectURI: subjects.map(linkTo) } : {}),
    language: framework.baseLanguage,
    version: oneLine(framework.version),
    adoptionStatus: ADOPTION[version][state === 'published' ? 'out' : 'over'],
    ...(statusStartsOn === null ? {} : { statusStartDate: statusStartsOn }),
    ...(statusEndsOn === null ? {} : { statusEndDate: statusEndsOn }),
    licenseURI: linkTo(licenceOf(framework)),
    ...translations(framework.title, framework.baseLanguage),
    CFPackageURI: documentLink(framework),
    ...(version === 'v1p1' ? { caseVersion: '1.1' } : {}),
  }
}

/** The implementation guide's limit for an abbreviated statement. */
const ABBREVIATED_LENGTH = 60

export function caseItem(framework: Framework, item: FrameworkItem, version: CaseVersion): CFItem {
  const title = lineIn(framework)(item.title)
  const type = itemTypeOf(framework, item.kind)
  const statement = proseIn(framework, version)(item.statement)
  const [firstKeyword] = item.keywords
  return {
    identifier: item.id,
    uri: item.uri,
    fullStatement: statement === '' ? title : statement,
    ...(title.length > ABBREVIATED_LENGTH ? { alternativeLabel: title } : { abbreviatedStatement: title }),
    CFItemType: type.title,
    CFItemTypeURI: linkTo(type),
    humanCodingScheme: oneLine(item.code),
    ...(firstKeyword === undefined
      ? {}
      : {
          conceptKeywords: item.keywords.map(oneLine),
          conceptKeywordsURI: linkTo(conceptLink(framework, oneLine(firstKeyword))),
        }),
    ...translations(item.title, framework.baseLanguage),
    language: framework.baseLanguage,
    licenseURI: linkTo(licenceOf(framework)),
    ...(item.statusStartsOn === null ? {} : { statusStartDate: item.statusStartsOn }),
    ...(item.statusEndsOn === null ? {} : { statusEndDate: item.statusEndsOn }),
    lastChangeDateTime: instant(item.lastChangeAt),
    CFDocumentURI: documentLink(framework),
  }
}

/** In CASE 1.0 a statement is one line; later it may have several. */
const proseIn = (framework: FrameworkRow, version: CaseVersion) => {
  const { baseLanguage } = framework
  return (text: FrameworkItem['statement']): string =>
    version === 'v1p0' ? lineIn(framework)(text) : localised(text, baseLanguage, baseLanguage).trim()
}

/** The tree, the replacements and the alignments, item by item. */
export function caseAssociations(framework: Framework, version: CaseVersion): readonly CFAssociation[] {
  const items = new Map(framework.items.map((item) => [item.id, item]))
  const { structure } = groupingsOf(framework)
  const nodeOf = (id: string | null): LinkUri => {
    const item = id === null ? undefined : items.get(id)
    return item ? itemLink(framework, item) : documentLink(framework)
  }
  const inOwnTree = (item: FrameworkItem, associationType: AssociationType, destination: LinkUri): CFAssociation => ({
    ...namedPart(framework, `${associationType} ${item.id} ${destination.identifier}`),
    ...association(framework, item, associationType, destination),
  })
  return framework.items.flatMap((item) => [
    {
      ...inOwnTree(item, 'isChildOf', nodeOf(item.parentId)),
      sequenceNumber: item.sequence,
      CFAssociationGroupingURI: linkTo(structure),
    },
    ...(item.replacedById === null ? [] : [inOwnTree(item, 'replacedBy', nodeOf(item.replacedById))]),
    ...framework.alignments
      .filter(({ itemId }) => itemId === item.id)
      .map((alignment) => alignmentAssociation(framework, item, alignment, version)),
  ])
}

export function associationsOf(associations: readonly CFAssociation[], itemId: string): readonly CFAssociation[] {
  return associations.filter(({ originNodeURI, destinationNodeURI }) =>
    [originNodeURI.identifier, destinationNodeURI.identifier].includes(itemId),
  )
}

function association(
  framework: Framework,
  item: FrameworkItem,
  associationType: AssociationType,
  destinationNodeURI: LinkGenUri,
): Omit<CFAssociation, 'identifier' | 'uri'> {
  return {
    associationType,
    originNodeURI: itemLink(framework, item),
    destinationNodeURI,
    lastChangeDateTime: instant(item.lastChangeAt),
    CFDocumentURI: documentLink(framework),
  }
}

function alignmentAssociation(
  framework: Framework,
  item: FrameworkItem,
  alignment: ExternalAlignment,
  version: CaseVersion,
): CFAssociation {
  const { relation, targetFramework, targetType, targetCode, targetName, targetUrl } = alignment
  const target = externalLink(alignment)
  const isNewer = version === 'v1p1'
  return {
    ...namedPart(framework, ['alignment', item.id, relation, targetUrl, targetCode ?? '', targetName].join(' ')),
    ...association(
      framework,
      item,
      relation === 'exactMatchOf' ? 'exactMatchOf' : 'isRelatedTo',
      isNewer ? { ...target, targetType: targetType === 'CFItem' ? 'CASE' : targetType } : target,
    ),
    CFAssociationGroupingURI: linkTo(groupingsOf(framework).alignment),
    ...(isNewer ? { notes: targetFramework } : {}),
  }
}

/** An identifier of what is not CASE may be any text; the last part of its address is what others call it. */
function externalLink({ targetName, targetCode, targetUrl }: ExternalAlignment): LinkUri {
  const lastPart = targetUrl.split('/').findLast((part) => part !== '') ?? targetUrl
  return { title: oneLine(targetName), identifier: oneLine(targetCode ?? lastPart), uri: targetUrl }
}
