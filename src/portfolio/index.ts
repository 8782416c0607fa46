export {
  contentKindOf,
  EVIDENCE_TYPES,
  PEOPLE_SHOWN,
  type EvidenceType,
  type PeopleShown,
  type ScanStatus,
} from './evidence.ts'
export { isEditable, mayMove, requireMove, SUBMISSION_STATES, type SubmissionState } from './submission.ts'
export { InvalidTransition } from './errors.ts'
export {
  listSubmissions,
  loadSubmission,
  lockSubmission,
  setSubmissionState,
  type CarryForward,
  type Submission,
  type SubmissionEvidence,
  type SubmissionException,
  type SubmissionFilter,
  type SubmissionRow,
  type SubmissionSummary,
} from './submission-store.ts'
export { findReleasedDecision, loadCarriedEvidence, type ReleasedDecision } from './attempt-store.ts'
export {
  addEvidence,
  addEvidenceVersion,
  type AddedEvidence,
  type NewEvidence,
  type NewVersion,
} from './add-evidence.ts'
export { removeEvidence } from './remove-evidence.ts'
export { readEvidence, type EvidenceContent } from './read-evidence.ts'
export { scanEvidence, scanWaitingEvidence } from './scan-evidence.ts'
export type { EvidenceItem, EvidenceVersion, ConsentRecord } from './evidence-store.ts'
export {
  attachConsentsToVersion,
  recordConsent,
  updateConsentProgress,
  withdrawConsent,
  type ConsentProgress,
  type NewConsent,
} from './record-consent.ts'
export { consentStatus, type ConsentStatus } from './consent.ts'
export { carryForward, startSubmission, type NewSubmission } from './start-submission.ts'
export { acceptException, setCriterionEvidence, type NewException } from './edit-draft.ts'
export { STATEMENT_VERSION, submit, type Handover } from './submit.ts'
export { returnForCompletion, withdrawSubmission } from './move-submission.ts'
export { whatIsMissing, type Draft, type Missing, type MissingCode } from './missing.ts'
export type { PortfolioServices } from './portfolio-services.ts'
export type { Scanner, ScanVerdict } from './scanner.ts'
export { builtInScanner } from './built-in-scanner.ts'
export { clamavScanner, ScannerUnavailable } from './clamav-scanner.ts'
export { chooseScanner } from './choose-scanner.ts'
export { portfolioRoutes } from './routes.ts'
export { contentPath } from './schemas.ts'
export { readPortfolio, readSubmissions, type Portfolio } from './view-portfolio.ts'
export { readSubmission, type SubmissionView } from './view-submission.ts'
export { portfolioPages } from './pages.ts'
export { portfolioHome } from './home.ts'
