export { TooLarge, Malformed, type UnreadableReason } from './errors.ts'
export type { Check, Fact, Outcome, Warning } from './facts.ts'
export { guardedFetcher, type GuardedFetcher, type GuardedFetcherOptions } from './guarded-fetcher.ts'
export type {
  FetchDocument,
  FetchedDocument,
  FindByCode,
  OwnDocuments,
  OwnRecord,
  OwnRecordEntry,
  RecognisedIssuer,
  RecognisedIssuers,
  VerificationPorts,
} from './ports.ts'
export type { ExpectedRecipient } from './checks/recipient.ts'
export { CONTROLLER_MISMATCH } from './keys/locate-method.ts'
export { isObject, parseJsonObject, type JsonObject } from './reading/json-text.ts'
export { readCredential, type Carrier, type ReadCredential } from './reading/read-credential.ts'
export { scanXml } from './reading/xml-scanner.ts'
export { ReportSchema, type Report, type ReportedCredential } from './report.ts'
export { SignatureCache } from './signature-cache.ts'
export { STATES, type State } from './state.ts'
export { TRIAL } from './trial.ts'
export { unreachable } from './unreachable.ts'
export { notFoundReport } from './verify-by-code.ts'
export { verifyCredential, type VerificationInput, type VerificationOptions } from './verify-credential.ts'
export { verifyPresentation, type PresentationReport, type PresentationRequest } from './verify-presentation.ts'
