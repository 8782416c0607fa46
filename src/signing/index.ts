export {
  isCheckpointSignedBy,
  prepareLogCheckpoint,
  type LogCheckpoint,
  type LogCheckpointContent,
} from './checkpoint.ts'
export { backupSeal } from './backup-seal.ts'
export * from './errors.ts'
export { refuseExampleKeys } from './example-keys.ts'
export { KEY_ALGORITHMS, type JwtAlgorithm, type KeyAlgorithm } from './key-material.ts'
export { keyEncryptionKey, presentKeyEncryptionKey, whereKeyIs } from './key-sealing.ts'
export type { IssuerKey } from './key-store.ts'
export {
  GENERIC_SUITES,
  prepareCredential,
  prepareEndorsement,
  prepareGenericCredential,
  prepareStatusList,
  restorePreparedCredential,
  type GenericSuite,
  type PreparedCredential,
  type PreparedEndorsement,
  type PreparedGenericCredential,
  type PreparedStatusList,
} from './prepared.ts'
export { createSigning, jwkAddress, type Prepared, type Signing, type SigningOptions } from './signing.ts'
export { homeSigner, type HomeKeys } from './sign-at-home.ts'
