export {
  contentKindOf,
  EVIDENCE_TYPES,
  PEOPLE_SHOWN,
  type EvidenceType,
  type PeopleShown,
  type ScanStatus,
} from './evidence.ts'
export { dayIn, isEditable, mayMove, requireMove, SUBMISSION_STATES, type SubmissionState } from './submission.ts'
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
