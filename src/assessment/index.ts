export {
  agreement,
  bootstrapInterval,
  LEAST_PAIRS_FOR_COEFFICIENTS,
  type AgreementBlock,
  type MarkPair,
} from './agreement.ts'
export { acceptJudgement, declineJudgement, type Declination } from './answer-assignment.ts'
export {
  escalateAppeal,
  lodgeAppeal,
  openRectification,
  rejectAsInadmissible,
  withdrawAppeal,
  type NewAppeal,
} from './appeal.ts'
export { assignAdjudicator, assignAssessor, assignPanelMember } from './assign-assessor.ts'
export { closeDueSubmissions, closeSubmission } from './close-submission.ts'
export { type Basis, type CriterionResult, type Method, type Outcome } from './decide.ts'
export { escalateToAdjudication } from './escalate-to-adjudication.ts'
export { grantQualification, type Calibration, type NewQualification } from './grant-qualification.ts'
export { saveCriterionJudgement, startJudgement } from './judge-criterion.ts'
export { isMet, NOT_EVIDENCED, type Mark } from './marks.ts'
export { proposeReconciliation, signReconciliation, type Proposal } from './reconcile.ts'
export { concludeRectification, explainPanelOutcome } from './rectify.ts'
export { releaseDecision } from './release-decision.ts'
export { sealJudgement } from './seal-judgement.ts'
export { type CriterionJudgement, type LanguageSupport, type RulesOfEvidence } from './seal-rules.ts'
export { voidJudgement } from './void-judgement.ts'
export { writeFeedback } from './write-feedback.ts'
export { assessmentBoard, type BoardRow, type SeatRow } from './assessment-board.ts'
export { agreementReport, exportFirstRound, type AgreementReport } from './first-round-report.ts'
export { myWork, type JudgementTask, type MyWork, type SharedTask } from './my-work.ts'
export { readAssessment, type AssessmentView } from './read-assessment.ts'
export { readAppeal, readDecision } from './read-decision.ts'
export { readJudgement, readJudgements, type JudgementView } from './read-judgements.ts'
export { readResult, type SubmissionResult } from './read-result.ts'
export { readWorkbench, type Workbench } from './workbench.ts'
export { assessmentRoutes } from './routes.ts'
export { assessmentHome } from './home.ts'
export { assessmentPages } from './pages.ts'
