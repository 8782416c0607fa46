import { localised, type Language, type LocalisedText } from '../kernel/language.ts'
import {
  uuidV5,
  type AssociationType,
  type CaseVersion,
  type CFAssociation,
  type CFDocument,
  type CFItem,
  type CFItemType,
  type CFLicense,
  type CFPackage,
  type CFRubric,
  type LinkUri,
} from '../standards/case/index.ts'
import type { ExternalAlignment, Framework, FrameworkItem } from './framework.ts'
import type { Criterion, Rubric } from './rubric.ts'

/** A published framework with what its package shows beside it. */
export interface CaseSource {
  readonly framework: Framework
  readonly creator: string
  readonly rubrics: readonly Rubric[]
}

const ITEM_TYPES: Readonly<Record<FrameworkItem['kind'], Readonly<Record<Language, string>>>> = {
  area: { es: 'Área de competencia', en: 'Competency area', fi: 'Osaamisalue' },
  competency: { es: 'Competencia', en: 'Competency', fi: 'Osaaminen' },
}

const NO_COMPENSATION: Readonly<Record<Language, string>> = {
  es: 'Todos los criterios deben alcanzar el nivel exigido; no hay compensación entre criterios.',
  en: 'Every criterion must reach its required level; one cannot make up for another.',
  fi: 'Jokaisen kriteerin on yllettävä vaadittuun tasoon; kriteerit eivät korvaa toisiaan.',
}

const REQUIRED_LEVEL: Readonly<Record<Language, string>> = {
  es: 'Nivel exigido',
  en: 'Required level',
  fi: 'Vaadittu taso',
}

/** The whole framework as one CASE package, in an order that is the same every time. */
export function casePackage(source: CaseSource, version: CaseVersion): CFPackage {
  const { framework, rubrics } = source
  const { CFPackageURI: _link, ...document } = caseDocument(source, version)
  return {
    CFDocument: document,
    CFItems: framework.items.map((item) => inside(caseItem(framework, item))),
    CFAssociations: caseAssociations(framework).map(inside),
    CFDefinitions: { CFItemTypes: itemTypes(framework), CFLicenses: [license(framework)] },
    ...(rubrics.length > 0 ? { CFRubrics: rubrics.map((rubric) => caseRubric(framework, rubric)) } : {}),
  }
}

function inside<T extends { readonly CFDocumentURI?: LinkUri }>({ CFDocumentURI: _link, ...object }: T) {
  return object
}

export function caseDocument({ framework, creator }: CaseSource, version: CaseVersion): CFDocument {
  const text = textsOf(framework)
  const description = text(framework.description)
  const { id: identifier, uri, officialSourceUrl, statusStartsOn, statusEndsOn } = framework
  const isOut = framework.state === 'published'
  const { title, identifier: licenseId, uri: licenseUri } = license(framework)
  return {
    identifier,
    uri,
    creator,
    title: text(framework.title),
    lastChangeDateTime: instant(framework.lastChangeAt),
    ...(officialSourceUrl === null ? {} : { officialSourceURL: officialSourceUrl }),
    ...(description === '' ? {} : { description }),
    language: framework.baseLanguage,
    version: framework.version,
    adoptionStatus: version === 'v1p0' ? (isOut ? 'Adopted' : 'Deprecated') : isOut ? 'Implemented' : 'Retired',
    ...(statusStartsOn === null ? {} : { statusStartDate: statusStartsOn }),
    ...(statusEndsOn === null ? {} : { statusEndDate: statusEndsOn }),
    licenseURI: { title, identifier: licenseId, uri: licenseUri },
    ...translations(framework.title, framework.baseLanguage),
    CFPackageURI: { title: text(framework.title), identifier, uri },
    ...(version === 'v1p1' ? { caseVersion: '1.1' } : {}),
  }
}

export function caseItem(framework: Framework, item: FrameworkItem): CFItem {
  const text = textsOf(framework)
  const type = itemTypes(framework).find(({ hierarchyCode }) => hierarchyCode === item.kind)
  const typeUri = type && { title: type.title, identifier: type.identifier, uri: type.uri }
  const statement = text(item.statement)
  return {
    identifier: item.id,
    uri: item.uri,
    fullStatement: statement === '' ? text(item.title) : statement,
    abbreviatedStatement: text(item.title),
    ...(typeUri ? { CFItemType: typeUri.title, CFItemTypeURI: typeUri } : {}),
    humanCodingScheme: item.code,
    ...(item.keywords.length > 0 ? { conceptKeywords: item.keywords } : {}),
    ...translations(item.title, framework.baseLanguage),
    language: framework.baseLanguage,
    ...(item.statusStartsOn === null ? {} : { statusStartDate: item.statusStartsOn }),
    ...(item.statusEndsOn === null ? {} : { statusEndDate: item.statusEndsOn }),
    lastChangeDateTime: instant(item.lastChangeAt),
    CFDocumentURI: documentLink(framework),
  }
}

/** The tree, the replacements and the alignments; of one item where `itemId` says so. */
export function caseAssociations(framework: Framework, itemId?: string): readonly CFAssociation[] {
  const items = new Map(framework.items.map((item) => [item.id, item]))
  const linkTo = (id: string | null): LinkUri => {
    const item = id === null ? undefined : items.get(id)
    return item ? itemLink(framework, item) : documentLink(framework)
  }
  const all = framework.items.flatMap((item) => [
    association(framework, item, 'isChildOf', linkTo(item.parentId), item.sequence),
    ...(item.replacedById === null ? [] : [association(framework, item, 'replacedBy', linkTo(item.replacedById))]),
    ...framework.alignments
      .filter((alignment) => alignment.itemId === item.id)
      .map((alignment) => association(framework, item, relationOf(alignment), externalLink(alignment))),
  ])
  if (itemId === undefined) return all
  return all.filter(({ originNodeURI, destinationNodeURI }) =>
    [originNodeURI.identifier, destinationNodeURI.identifier].includes(itemId),
  )
}

function association(
  framework: Framework,
  item: FrameworkItem,
  associationType: AssociationType,
  destinationNodeURI: LinkUri,
  sequenceNumber?: number,
): CFAssociation {
  return {
    ...namedPart(framework, `${associationType} ${item.id} ${destinationNodeURI.uri}`),
    associationType,
    originNodeURI: itemLink(framework, item),
    destinationNodeURI,
    ...(sequenceNumber === undefined ? {} : { sequenceNumber }),
    lastChangeDateTime: instant(item.lastChangeAt),
    CFDocumentURI: documentLink(framework),
  }
}

function relationOf({ relation }: ExternalAlignment): AssociationType {
  return relation === 'exactMatchOf' ? 'exactMatchOf' : 'isRelatedTo'
}

/** An identifier of what is not CASE may be any text; the last part of its address is what others call it. */
function externalLink({ targetName, targetCode, targetUrl }: ExternalAlignment): LinkUri {
  const lastPart = targetUrl.split('/').findLast((part) => part !== '') ?? targetUrl
  return { title: targetName, identifier: targetCode ?? lastPart, uri: targetUrl }
}

export function caseRubric(framework: Framework, rubric: Rubric): CFRubric {
  const text = textsOf(framework)
  return {
    identifier: rubric.id,
    uri: rubric.uri,
    title: text(rubric.title),
    description: NO_COMPENSATION[framework.baseLanguage],
    lastChangeDateTime: instant(rubric.frozenAt ?? framework.lastChangeAt),
    CFRubricCriteria: rubric.criteria.map((criterion) => caseCriterion(framework, rubric, criterion)),
  }
}

function caseCriterion(
  framework: Framework,
  rubric: Rubric,
  criterion: Criterion,
): CFRubric['CFRubricCriteria'][number] {
  const text = textsOf(framework)
  const lastChangeDateTime = instant(rubric.frozenAt ?? framework.lastChangeAt)
  const competency = framework.items.find(({ id }) => id === criterion.competencyId)
  const required = criterion.levels.find(({ position }) => position === criterion.requiredLevel)
  const level = `${String(criterion.requiredLevel)}${required ? ` (${text(required.quality)})` : ''}`
  return {
    identifier: criterion.id,
    uri: criterion.uri,
    category: text(criterion.title),
    description: `${text(criterion.title)}. ${REQUIRED_LEVEL[framework.baseLanguage]}: ${level}.`,
    CFItemURI: competency ? itemLink(framework, competency) : documentLink(framework),
    weight: 1,
    position: criterion.position,
    rubricId: rubric.id,
    lastChangeDateTime,
    CFRubricCriterionLevels: criterion.levels.map(({ id, uri, descriptor, quality, position }) => ({
      identifier: id,
      uri,
      description: text(descriptor),
      quality: text(quality),
      score: position,
      position,
      rubricCriterionId: criterion.id,
      lastChangeDateTime,
    })),
  }
}

function itemTypes(framework: Framework): readonly CFItemType[] {
  return (['area', 'competency'] as const).map((kind) => {
    const title = ITEM_TYPES[kind][framework.baseLanguage]
    const lastChangeDateTime = instant(framework.publishedAt ?? framework.lastChangeAt)
    return { ...namedPart(framework, kind), title, description: title, hierarchyCode: kind, lastChangeDateTime }
  })
}

function license(framework: Framework): CFLicense {
  return {
    ...namedPart(framework, `license ${framework.license}`),
    title: framework.license,
    licenseText: framework.license,
    lastChangeDateTime: instant(framework.publishedAt ?? framework.lastChangeAt),
  }
}

/** Parts without a row of their own: their UUID follows from the framework, their address from its stored address. */
function namedPart(framework: Framework, name: string): { readonly identifier: string; readonly uri: string } {
  const identifier = uuidV5(framework.id, name)
  const beside = framework.uri.endsWith(framework.id)
  return {
    identifier,
    uri: beside ? framework.uri.slice(0, -framework.id.length) + identifier : `${framework.uri}#${identifier}`,
  }
}

function itemLink(framework: Framework, item: FrameworkItem): LinkUri {
  const title = `${item.code} ${localised(item.title, framework.baseLanguage, framework.baseLanguage)}`
  return { title, identifier: item.id, uri: item.uri }
}

function documentLink(framework: Framework): LinkUri {
  return { title: textsOf(framework)(framework.title), identifier: framework.id, uri: framework.uri }
}

/** CASE 1.0 has one language a document; the other titles go into the notes. */
function translations(title: LocalisedText, base: Language): { readonly notes?: string } {
  const others = (Object.entries(title) as [Language, string][]).filter(([code, text]) => code !== base && text !== '')
  if (others.length === 0) return {}
  return { notes: others.map(([code, text]) => `${code}: ${text}`).join('\n') }
}

const textsOf = (framework: Framework) => (text: LocalisedText) =>
  localised(text, framework.baseLanguage, framework.baseLanguage)

/** Whole seconds, as CASE consumers expect them. */
function instant(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
