/**
 * The CASE 1.0 and 1.1 objects as we publish them. Outside of a package a document names its package and the others
 * their document; inside of one neither does. `schemas.ts` has all that the standard allows.
 * Source: 1EdTech CASE, information model and REST binding.
 */
export interface LinkUri {
  readonly title: string
  readonly identifier: string
  readonly uri: string
}

/** Its identifier may be any text. */
export interface LinkGenUri extends LinkUri {
  /** `CASE`, or `ext:` and a word of one's own; unknown to 1.0. */
  readonly targetType?: string
}

interface Identified {
  readonly identifier: string
  readonly uri: string
  readonly lastChangeDateTime: string
}

export type AdoptionStatus = 'Adopted' | 'Deprecated' | 'Implemented' | 'Retired'

export interface CFDocument extends Identified {
  readonly creator: string
  readonly title: string
  readonly officialSourceURL?: string
  readonly description?: string
  readonly subject?: readonly string[]
  readonly subjectURI?: readonly LinkUri[]
  readonly language?: string
  readonly version?: string
  readonly adoptionStatus?: AdoptionStatus
  readonly statusStartDate?: string
  readonly statusEndDate?: string
  readonly licenseURI?: LinkUri
  readonly notes?: string
  readonly CFPackageURI?: LinkUri
  /** Required by version 1.1 and unknown to 1.0. */
  readonly caseVersion?: '1.1'
}

export interface CFItem extends Identified {
  readonly fullStatement: string
  readonly alternativeLabel?: string
  readonly abbreviatedStatement?: string
  readonly CFItemType?: string
  readonly CFItemTypeURI?: LinkUri
  readonly humanCodingScheme?: string
  readonly conceptKeywords?: readonly string[]
  readonly conceptKeywordsURI?: LinkUri
  readonly notes?: string
  readonly language?: string
  readonly licenseURI?: LinkUri
  readonly statusStartDate?: string
  readonly statusEndDate?: string
  readonly CFDocumentURI?: LinkUri
}

export type AssociationType = 'isChildOf' | 'replacedBy' | 'isRelatedTo' | 'exactMatchOf'

export interface CFAssociation extends Identified {
  readonly associationType: AssociationType
  readonly originNodeURI: LinkGenUri
  readonly destinationNodeURI: LinkGenUri
  readonly sequenceNumber?: number
  readonly CFAssociationGroupingURI?: LinkUri
  /** Unknown to 1.0. */
  readonly notes?: string
  readonly CFDocumentURI?: LinkUri
}

export interface CFRubricCriterionLevel extends Identified {
  readonly description: string
  readonly quality: string
  readonly score: number
  readonly position: number
  readonly rubricCriterionId: string
}

export interface CFRubricCriterion extends Identified {
  readonly category: string
  readonly description: string
  readonly CFItemURI: LinkUri
  readonly weight: number
  readonly position: number
  readonly rubricId: string
  readonly CFRubricCriterionLevels: readonly CFRubricCriterionLevel[]
}

export interface CFRubric extends Identified {
  readonly title: string
  readonly description: string
  readonly CFRubricCriteria: readonly CFRubricCriterion[]
}

interface Definition extends Identified {
  readonly title: string
}

export interface CFItemType extends Definition {
  readonly description: string
  readonly hierarchyCode: string
  readonly typeCode: string
}

export interface CFConcept extends Definition {
  readonly keywords: string
  readonly hierarchyCode: string
}

export interface CFSubject extends Definition {
  readonly description: string
  readonly hierarchyCode: string
}

export interface CFLicense extends Definition {
  readonly licenseText: string
}

export interface CFAssociationGrouping extends Definition {
  readonly description: string
}

export interface CFDefinitions {
  readonly CFConcepts?: readonly CFConcept[]
  readonly CFSubjects?: readonly CFSubject[]
  readonly CFLicenses: readonly CFLicense[]
  readonly CFItemTypes: readonly CFItemType[]
  readonly CFAssociationGroupings: readonly CFAssociationGrouping[]
}

export interface CFPackage {
  readonly CFDocument: CFDocument
  readonly CFItems: readonly CFItem[]
  readonly CFAssociations: readonly CFAssociation[]
  readonly CFDefinitions: CFDefinitions
  readonly CFRubrics?: readonly CFRubric[]
}

/** The object with the code and all that lie below it. Source: CASE REST binding, sets of concepts, subjects and item types. */
export function withDescendants<T extends { readonly hierarchyCode: string }>(
  all: readonly T[],
  root: T,
): readonly T[] {
  return all.filter((one) => one === root || one.hierarchyCode.startsWith(`${root.hierarchyCode}.`))
}
