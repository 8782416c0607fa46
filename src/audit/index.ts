export { eventHash, GENESIS_HASH, verifyChain, verifyLongChain, type Chained, type ChainVerdict } from './chain.ts'
export { appendEvent, readLog, type AuditEntry, type AuditEvent } from './audit-store.ts'
