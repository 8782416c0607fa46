export {
  addVersionAuthor,
  createMicroCourse,
  createVersion,
  editVersion,
  type NewMicroCourseInput,
  type NewVersionInput,
  type RequirementInput,
  type VersionContent,
} from './edit-course.ts'
export { removePicture, setPicture } from './edit-picture.ts'
export { createRubric, editRubric, type NewRubricInput, type RubricInput } from './edit-rubric.ts'
export {
  deprecateVersion,
  publishVersion,
  requestVersionReview,
  retireVersion,
  reviewVersion,
} from './review-course.ts'
export {
  findVersions,
  outlookOf,
  readPublicVersion,
  readRubric,
  readVersion,
  type ReviewedVersion,
} from './find-courses.ts'
export {
  findPublishedVersion,
  findVersionAt,
  listVersions,
  loadPicture,
  loadVersion,
  type VersionSummary,
} from './course-store.ts'
export {
  languagesOf,
  missingForPublication,
  takesSubmissions,
  versionHash,
  type EuElements,
  type EvidenceRequirement,
  type MicroCourseVersion,
  type Outcome,
} from './version.ts'
export { loadRubric, type Criterion, type CriterionLevel, type Rubric } from '../frameworks/index.ts'
export {
  achievementImageIri,
  achievementIri,
  criterionIri,
  levelIri,
  toAchievement,
  type AchievementAddress,
} from './achievement.ts'
export { CourseCode, NewRubricBody, RequirementBody, Version as VersionName, VersionContentBody } from './schemas.ts'
export { achievementDocument, achievementRoutes } from './achievement-routes.tsx'
export { courseHome } from './home.ts'
export { coursePages } from './pages.ts'
export { courseRoutes } from './routes.ts'
