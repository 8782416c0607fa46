export * from './document-list.ts'
export * from './status-info.ts'
export * from './types.ts'
export { uuidV5 } from './uuid-v5.ts'
