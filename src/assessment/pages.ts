import type { FeatureRoutes } from '../http/index.ts'
import { languagePages } from './language-routes.tsx'
import { judgementPages } from './judgement-page-routes.tsx'
import { qualificationPages } from './qualification-page-routes.tsx'
import { resultPages } from './result-page-routes.tsx'
import { submissionPages } from './submission-page-routes.tsx'

/** The pages of assessment, for judges, coordinators and participants. */
export const assessmentPages: FeatureRoutes = (app, services) => {
  judgementPages(app, services)
  submissionPages(app, services)
  qualificationPages(app, services)
  languagePages(app, services)
  resultPages(app, services)
}
