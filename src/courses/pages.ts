import type { FeatureRoutes } from '../http/index.ts'
import { criterionPages } from './criterion-page-routes.tsx'
import { editPages } from './edit-page-routes.tsx'
import { newCoursePages } from './new-course-page-routes.tsx'
import { pictureEditing } from './picture-routes.tsx'
import { readingPages } from './reading-page-routes.tsx'

/** Micro-courses for people: the catalogue, drafts, and the way from one to the other. */
export const coursePages: FeatureRoutes = (app, services) => {
  readingPages(app, services)
  newCoursePages(app, services)
  editPages(app, services)
  criterionPages(app, services)
  pictureEditing(app, services)
}
