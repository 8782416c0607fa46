import { caseSchemas, type JsonSchema } from './schemas.ts'
import type { CaseVersion } from './status-info.ts'

/** What a provider answers for one identifier, and with which schema. Source: CASE REST binding, endpoints. */
export const CASE_OBJECTS = {
  CFDocuments: {
    operationId: 'getCFDocument',
    answer: 'CFDocumentDType',
    summary: 'One competency framework document',
  },
  CFPackages: { operationId: 'getCFPackage', answer: 'CFPackageDType', summary: 'A whole competency framework' },
  CFItems: { operationId: 'getCFItem', answer: 'CFItemDType', summary: 'One area or competency' },
  CFItemAssociations: {
    operationId: 'getCFItemAssociations',
    answer: 'CFAssociationSetDType',
    summary: 'An item with the associations that begin or end at it',
  },
  CFAssociations: { operationId: 'getCFAssociation', answer: 'CFAssociationDType', summary: 'One association' },
  CFAssociationGroupings: {
    operationId: 'getCFAssociationGrouping',
    answer: 'CFAssociationGroupingDType',
    summary: 'One grouping of associations',
  },
  CFConcepts: { operationId: 'getCFConcept', answer: 'CFConceptSetDType', summary: 'A concept and those below it' },
  CFSubjects: { operationId: 'getCFSubject', answer: 'CFSubjectSetDType', summary: 'A subject and those below it' },
  CFItemTypes: {
    operationId: 'getCFItemType',
    answer: 'CFItemTypeSetDType',
    summary: 'A type of items and those below it',
  },
  CFLicenses: { operationId: 'getCFLicense', answer: 'CFLicenseDType', summary: 'One licence' },
  CFRubrics: {
    operationId: 'getCFRubric',
    answer: 'CFRubricDType',
    summary: 'One rubric with its criteria and levels',
  },
} as const satisfies Record<string, { operationId: string; answer: string; summary: string }>

export type CaseObjectName = keyof typeof CASE_OBJECTS
export const CASE_OBJECT_NAMES = Object.keys(CASE_OBJECTS) as readonly CaseObjectName[]

export const DEFAULT_LIMIT = 100
export const MAXIMUM_LIMIT = 1000

/** The parameters of the one list that the binding has. */
export const LIST_PARAMETERS = {
  limit: { type: 'integer', minimum: 1, maximum: MAXIMUM_LIMIT, default: DEFAULT_LIMIT },
  offset: { type: 'integer', minimum: 0, maximum: 1_000_000, default: 0 },
  sort: { type: 'string', description: 'A field of the documents; one that they have not leaves the default order.' },
  orderBy: { type: 'string', enum: ['asc', 'desc'], default: 'asc' },
  filter: { type: 'string', description: "field='value', or two of them joined by one AND or OR." },
  fields: { type: 'string', description: 'Names separated by commas; an unknown one selects all fields.' },
} as const satisfies Record<string, JsonSchema>

/** The description of the provider that CASE 1.1 wants at a fixed address. Source: CASE 1.1 REST binding, discovery. */
export function discoveryDocument(version: CaseVersion, serverUrl: string): object {
  const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } })
  const refusals = Object.fromEntries(
    Object.entries(REFUSALS).map(([status, description]) => [
      status,
      { description, content: json('imsx_StatusInfoDType') },
    ]),
  )
  const operation = (operationId: string, summary: string, answer: string, parameters: readonly object[]) => ({
    get: {
      operationId,
      summary,
      parameters,
      responses: { 200: { description: summary, content: json(answer) }, ...refusals },
    },
  })
  const sourcedId = { name: 'sourcedId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
  const list = Object.entries(LIST_PARAMETERS).map(([name, schema]) => ({ name, in: 'query', schema }))
  return {
    openapi: '3.0.3',
    info: { title: 'Competencies and Academic Standards Exchange (CASE) provider', version: VERSION_NUMBERS[version] },
    servers: [{ url: `${serverUrl}/ims/case/${version}` }],
    paths: {
      '/CFDocuments': operation('getAllCFDocuments', 'The published documents', 'CFDocumentSetDType', list),
      ...Object.fromEntries(
        CASE_OBJECT_NAMES.map((name) => {
          const { operationId, summary, answer } = CASE_OBJECTS[name]
          return [`/${name}/{sourcedId}`, operation(operationId, summary, answer, [sourcedId])]
        }),
      ),
    },
    components: { schemas: caseSchemas(version) },
  }
}

const VERSION_NUMBERS: Readonly<Record<CaseVersion, string>> = { v1p0: '1.0', v1p1: '1.1' }

const REFUSALS = {
  400: 'A selection, filter or page that is not possible: invalid_selection_field.',
  404: 'Unknown, not published, or not a UUID: unknownobject or the token for an invalid UUID.',
  429: 'Too many requests: server_busy.',
  500: 'A defect of the service: internal_server_error.',
} as const
