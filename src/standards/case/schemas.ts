import type { CaseVersion } from './status-info.ts'

export type JsonSchema = Readonly<Record<string, unknown>>
type Properties = Readonly<Record<string, JsonSchema>>

interface ObjectSchema extends JsonSchema {
  readonly type: 'object'
  readonly required: readonly string[]
  readonly properties: Properties
}

const TEXT = { type: 'string' }
/** What the specification calls a NormalizedString: no tabs and no line breaks. */
const LINE = { type: 'string', pattern: '^[^\\t\\n\\r]*$' }
const UUID = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
}
const ADDRESS = { type: 'string', format: 'uri' }
const DAY = { type: 'string', format: 'date' }
const INSTANT = { type: 'string', format: 'date-time' }
const INTEGER = { type: 'integer' }
const NUMBER = { type: 'number' }
const IDENTITY = { identifier: UUID, uri: ADDRESS }

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
const oneOf = (...values: readonly string[]): JsonSchema => ({ type: 'string', enum: values })

const LINK = ref('LinkURIDType')
const NODE = ref('LinkGenURIDType')
const EXTENDED = '^ext:[A-Za-z0-9._-]+$'

const ASSOCIATION_TYPES = [
  'exactMatchOf',
  'exemplar',
  'hasSkillLevel',
  'isChildOf',
  'isPartOf',
  'isPeerOf',
  'isRelatedTo',
  'precedes',
  'replacedBy',
] as const

/** What one version has and the other has not. */
interface Dialect {
  readonly prose: JsonSchema
  readonly adoptionStatus: JsonSchema
  readonly associationType: JsonSchema
  readonly minor: readonly string[]
  readonly documentRequires: Properties
  readonly document: Properties
  readonly item: Properties
  readonly association: Properties
  readonly node: Properties
  /** For every class. */
  readonly any: Properties
}

const DIALECTS: Readonly<Record<CaseVersion, Dialect>> = {
  v1p0: {
    prose: LINE,
    adoptionStatus: oneOf('Private Draft', 'Draft', 'Adopted', 'Deprecated'),
    associationType: oneOf(...ASSOCIATION_TYPES),
    minor: ['unauthorisedrequest', 'invaliduuid'],
    documentRequires: {},
    document: {},
    item: {},
    association: {},
    node: {},
    any: {},
  },
  v1p1: {
    prose: TEXT,
    adoptionStatus: oneOf('Draft', 'Pending Implementation', 'Implemented', 'Retired'),
    associationType: {
      anyOf: [oneOf(...ASSOCIATION_TYPES, 'isTranslationOf'), { type: 'string', pattern: EXTENDED }],
    },
    minor: ['unauthorised_request', 'invalid_uuid'],
    documentRequires: { caseVersion: oneOf('1.1') },
    document: { frameworkType: LINE },
    item: { subject: listOf(LINE), subjectURI: listOf(LINK) },
    association: { notes: TEXT },
    node: { targetType: { anyOf: [oneOf('CASE'), { type: 'string', pattern: EXTENDED }] } },
    any: { extensions: { type: 'object' } },
  },
}

/**
 * The data model as JSON Schemas, each referring to the others as components of an OpenAPI document: closed objects,
 * without nulls. Source: 1EdTech CASE 1.0 and 1.1, information model; two values are optional there and required by us,
 * `caseVersion` because the implementation guide of 1.1 asks for it, and a set's list.
 */
export function caseSchemas(version: CaseVersion): Readonly<Record<string, JsonSchema>> {
  return SCHEMAS[version]
}

const SCHEMAS = { v1p0: schemasOf(DIALECTS.v1p0), v1p1: schemasOf(DIALECTS.v1p1) }

function schemasOf(dialect: Dialect): Readonly<Record<string, JsonSchema>> {
  return { ...linkSchemas(dialect), ...frameworkSchemas(dialect), ...rubricSchemas(dialect), ...answers(dialect) }
}

function object(required: Properties, optional: Properties = {}): ObjectSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...optional },
  }
}

function linkSchemas({ node }: Dialect): Record<string, JsonSchema> {
  return {
    LinkURIDType: object({ title: LINE, ...IDENTITY }),
    LinkGenURIDType: object({ title: LINE, identifier: LINE, uri: ADDRESS }, node),
  }
}

function documentParts({ prose, adoptionStatus, document, any }: Dialect): Properties {
  return {
    ...{ officialSourceURL: ADDRESS, publisher: LINE, description: prose, subject: listOf(LINE) },
    ...{ subjectURI: listOf(LINK), language: LINE, version: LINE, adoptionStatus, statusStartDate: DAY },
    ...{ statusEndDate: DAY, licenseURI: LINK, notes: TEXT, ...document, ...any },
  }
}

function frameworkSchemas(dialect: Dialect): Record<string, JsonSchema> {
  const { prose, associationType, any } = dialect
  const changed = { lastChangeDateTime: INSTANT }
  const document = { ...IDENTITY, creator: LINE, title: LINE, ...changed, ...dialect.documentRequires }
  const item = { ...IDENTITY, fullStatement: prose, ...changed }
  const itemParts = {
    ...{ alternativeLabel: LINE, CFItemType: LINE, CFItemTypeURI: LINK, humanCodingScheme: LINE },
    ...{ listEnumeration: LINE, abbreviatedStatement: LINE, conceptKeywords: listOf(LINE), conceptKeywordsURI: LINK },
    ...{ notes: TEXT, language: LINE, educationLevel: listOf(LINE), licenseURI: LINK },
    ...{ statusStartDate: DAY, statusEndDate: DAY, ...dialect.item, ...any },
  }
  const association = { ...IDENTITY, associationType, originNodeURI: NODE, destinationNodeURI: NODE, ...changed }
  const associationParts = {
    ...{ sequenceNumber: INTEGER, CFAssociationGroupingURI: LINK, ...dialect.association, ...any },
  }
  const named = { ...IDENTITY, title: LINE, ...changed }
  return {
    CFDocumentDType: object({ ...document, CFPackageURI: LINK }, documentParts(dialect)),
    CFPckgDocumentDType: object(document, documentParts(dialect)),
    CFItemDType: object({ ...item, CFDocumentURI: LINK }, itemParts),
    CFPckgItemDType: object(item, itemParts),
    CFAssociationDType: object(association, { ...associationParts, CFDocumentURI: LINK }),
    CFPckgAssociationDType: object(association, associationParts),
    CFAssociationGroupingDType: object(named, { description: TEXT, ...any }),
    CFConceptDType: object({ ...named, hierarchyCode: LINE }, { keywords: LINE, description: TEXT, ...any }),
    CFSubjectDType: object({ ...named, hierarchyCode: LINE }, { description: TEXT, ...any }),
    CFItemTypeDType: object({ ...named, description: TEXT, hierarchyCode: LINE }, { typeCode: LINE, ...any }),
    CFLicenseDType: object({ ...named, licenseText: TEXT }, { description: TEXT, ...any }),
  }
}

function rubricSchemas({ prose, any }: Dialect): Record<string, JsonSchema> {
  const part = { ...IDENTITY, lastChangeDateTime: INSTANT }
  return {
    CFRubricDType: object(part, {
      ...{ title: LINE, description: prose, CFRubricCriteria: listOf(ref('CFRubricCriterionDType')), ...any },
    }),
    CFRubricCriterionDType: object(part, {
      ...{ category: LINE, description: prose, CFItemURI: LINK, weight: NUMBER, position: INTEGER, rubricId: UUID },
      ...{ CFRubricCriterionLevels: listOf(ref('CFRubricCriterionLevelDType')), ...any },
    }),
    CFRubricCriterionLevelDType: object(part, {
      ...{ description: prose, quality: LINE, score: NUMBER, feedback: TEXT, position: INTEGER },
      ...{ rubricCriterionId: UUID, ...any },
    }),
  }
}

function answers({ minor, any }: Dialect): Record<string, JsonSchema> {
  const definitions = {
    CFConcepts: listOf(ref('CFConceptDType')),
    CFSubjects: listOf(ref('CFSubjectDType')),
    CFLicenses: listOf(ref('CFLicenseDType')),
    CFItemTypes: listOf(ref('CFItemTypeDType')),
    CFAssociationGroupings: listOf(ref('CFAssociationGroupingDType')),
  }
  return {
    CFDefinitionDType: object({}, { ...definitions, ...any }),
    CFPackageDType: object(
      { CFDocument: ref('CFPckgDocumentDType') },
      {
        CFItems: listOf(ref('CFPckgItemDType')),
        CFAssociations: listOf(ref('CFPckgAssociationDType')),
        CFDefinitions: ref('CFDefinitionDType'),
        CFRubrics: listOf(ref('CFRubricDType')),
        ...any,
      },
    ),
    CFDocumentSetDType: object({ CFDocuments: listOf(ref('CFDocumentDType')) }),
    CFAssociationSetDType: object({
      CFItem: ref('CFItemDType'),
      CFAssociations: listOf(ref('CFAssociationDType')),
    }),
    CFConceptSetDType: object({ CFConcepts: definitions.CFConcepts }),
    CFSubjectSetDType: object({ CFSubjects: definitions.CFSubjects }),
    CFItemTypeSetDType: object({ CFItemTypes: definitions.CFItemTypes }),
    imsx_StatusInfoDType: object(
      {
        imsx_codeMajor: oneOf('success', 'processing', 'failure', 'unsupported'),
        imsx_severity: oneOf('status', 'warning', 'error'),
      },
      { imsx_description: TEXT, imsx_codeMinor: ref('imsx_CodeMinorDType') },
    ),
    imsx_CodeMinorDType: object({ imsx_codeMinorField: listOf(ref('imsx_CodeMinorFieldDType')) }),
    imsx_CodeMinorFieldDType: object({
      imsx_codeMinorFieldName: LINE,
      imsx_codeMinorFieldValue: oneOf(
        ...['fullsuccess', 'invalid_sort_field', 'invalid_selection_field', 'forbidden', 'internal_server_error'],
        ...['unknownobject', 'server_busy', ...minor],
      ),
    }),
  }
}

/** The members that a CFDocument of this version may have. */
export function documentFields(version: CaseVersion): readonly string[] {
  const { CFDocumentDType } = caseSchemas(version)
  return Object.keys((CFDocumentDType as ObjectSchema).properties)
}
