/**
 * The CASE 1.0 and 1.1 objects as we publish them. Outside of a package a document names its package and the others
 * their document; inside of one neither does.
 * Source: 1EdTech CASE 1.0, information model and REST binding.
 */
export interface LinkUri {
  readonly title: string
  readonly identifier: string
  readonly uri: string
}

export type AdoptionStatus = 'Adopted' | 'Deprecated' | 'Implemented' | 'Retired'

export interface CFDocument {
  readonly identifier: string
  readonly uri: string
  readonly creator: string
  readonly title: string
  readonly lastChangeDateTime: string
  readonly officialSourceURL?: string
  readonly description?: string
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

export interface CFItem {
  readonly identifier: string
  readonly uri: string
  readonly fullStatement: string
  readonly abbreviatedStatement?: string
  readonly CFItemType?: string
  readonly CFItemTypeURI?: LinkUri
  readonly humanCodingScheme?: string
  readonly conceptKeywords?: readonly string[]
  readonly notes?: string
  readonly language?: string
  readonly statusStartDate?: string
  readonly statusEndDate?: string
  readonly lastChangeDateTime: string
  readonly CFDocumentURI?: LinkUri
}

export type AssociationType = 'isChildOf' | 'replacedBy' | 'isRelatedTo' | 'exactMatchOf' | 'precedes' | 'isPeerOf'

export interface CFAssociation {
  readonly identifier: string
  readonly uri: string
  readonly associationType: AssociationType
  readonly originNodeURI: LinkUri
  readonly destinationNodeURI: LinkUri
  readonly sequenceNumber?: number
  readonly lastChangeDateTime: string
  readonly CFDocumentURI?: LinkUri
}

export interface CFRubricCriterionLevel {
  readonly identifier: string
  readonly uri: string
  readonly description: string
  readonly quality: string
  readonly score: number
  readonly position: number
  readonly rubricCriterionId: string
  readonly lastChangeDateTime: string
}

export interface CFRubricCriterion {
  readonly identifier: string
  readonly uri: string
  readonly category: string
  readonly description: string
  readonly CFItemURI: LinkUri
  readonly weight: number
  readonly position: number
  readonly rubricId: string
  readonly lastChangeDateTime: string
  readonly CFRubricCriterionLevels: readonly CFRubricCriterionLevel[]
}

export interface CFRubric {
  readonly identifier: string
  readonly uri: string
  readonly title: string
  readonly description: string
  readonly lastChangeDateTime: string
  readonly CFRubricCriteria: readonly CFRubricCriterion[]
}

export interface CFItemType {
  readonly identifier: string
  readonly uri: string
  readonly title: string
  readonly description: string
  readonly hierarchyCode: string
  readonly lastChangeDateTime: string
}

export interface CFLicense {
  readonly identifier: string
  readonly uri: string
  readonly title: string
  readonly licenseText: string
  readonly lastChangeDateTime: string
}

export interface CFPackage {
  readonly CFDocument: CFDocument
  readonly CFItems: readonly CFItem[]
  readonly CFAssociations: readonly CFAssociation[]
  readonly CFDefinitions: { readonly CFItemTypes: readonly CFItemType[]; readonly CFLicenses: readonly CFLicense[] }
  readonly CFRubrics?: readonly CFRubric[]
}
