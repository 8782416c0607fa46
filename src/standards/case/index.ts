export { documentPage, type DocumentPage, type ListQuery } from './document-list.ts'
export { InvalidSelection } from './invalid-selection.ts'
export {
  CASE_OBJECT_NAMES,
  CASE_OBJECTS,
  discoveryDocument,
  LIST_PARAMETERS,
  type CaseObjectName,
} from './operations.ts'
export { caseSchemas, type JsonSchema } from './schemas.ts'
export { CASE_VERSIONS, statusInfo, type CaseVersion, type CodeMinor } from './status-info.ts'
export * from './types.ts'
export { uuidV5 } from './uuid-v5.ts'
