import type { FeatureRoutes } from '../http/index.ts'
import { consentPages } from './consent-page-routes.tsx'
import { coordinationPages } from './coordination-page-routes.tsx'
import { evidencePages } from './evidence-page-routes.tsx'
import { portfolioOverviewPages } from './portfolio-page-routes.tsx'
import { submissionPages } from './submission-page-routes.tsx'

/** Portfolio, evidence, consents and submissions, for people. */
export const portfolioPages: FeatureRoutes = (app, services) => {
  portfolioOverviewPages(app, services)
  evidencePages(app, services)
  consentPages(app, services)
  submissionPages(app, services)
  coordinationPages(app, services)
}
