export {
  createFramework,
  type Deps as AuthoringDeps,
  type FrameworkDetails,
  type NewFrameworkInput,
} from './create-framework.ts'
export {
  addAlignment,
  addFrameworkAuthor,
  addItem,
  editFramework,
  editItem,
  removeAlignment,
  removeItem,
  type AlignmentInput,
  type ItemInput,
  type NewItemInput,
} from './edit-framework.ts'
export {
  deprecateFramework,
  publishFramework,
  requestFrameworkReview,
  retireFramework,
  reviewFramework,
  type ReviewRequestInput,
} from './review-framework.ts'
export { endDateItem, fixWording, replaceItem, type Wording } from './maintain-framework.ts'
export { findFrameworks, readFramework, type ListedFramework, type ReadFramework } from './find-frameworks.ts'
export { createLevelScale, findLevelScales, type LevelScaleInput } from './level-scale.ts'
export * from './errors.ts'
export type { ExternalAlignment, Framework, FrameworkItem, FrameworkRow } from './framework.ts'
export { findAlignments, findFramework, loadFramework } from './framework-store.ts'
export { DRAFT_READERS, maySee, requireSeen } from './policy.ts'
export { AlignmentBody, DetailsBody, ItemBody, LevelScaleBody } from './schemas.ts'
export {
  rubricProblems,
  type Criterion,
  type CriterionInput,
  type CriterionLevel,
  type LevelScale,
  type Rubric,
} from './rubric.ts'
export { insertRubric, loadLevelScale, loadRubric, replaceCriteria, updateRubric } from './rubric-store.ts'
export { dutyIn, isTurnOf, obstacleTo, stepsFrom, type Obstacle, type Outlook } from './review-outlook.ts'
export { ReviewBadge, ReviewPanel, type MissingPart, type ReviewPanelProps } from './review-panel.tsx'
export { findReviewPeople, type NamedPerson, type NamedReview, type ReviewPeople } from './review-people-store.ts'
export {
  isPublished,
  validationOf,
  type ReviewableState,
  type ReviewOutcome,
  type Step,
  type Validation,
} from './review.ts'
export { addAuthorship, findAuthorIds, findReviews, type RecordedReview, type Subject } from './review-store.ts'
export {
  addAuthor,
  publish,
  record,
  recordEdit,
  requestReview,
  requireAuthor,
  requireEditable,
  review,
  withdraw,
  type Moment,
  type Move,
  type Reviewable,
} from './review-steps.ts'
export { caseRoutes } from './case-routes.ts'
export { frameworksHome } from './home.ts'
export { frameworkPages } from './pages.ts'
export { frameworkRoutes } from './routes.ts'
