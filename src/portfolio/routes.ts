import type { FeatureRoutes } from '../http/index.ts'
import { consentRoutes } from './consent-routes.ts'
import { evidenceRoutes } from './evidence-routes.ts'
import { submissionRoutes } from './submission-routes.ts'

/** Evidence, consents and submissions, for programs. */
export const portfolioRoutes: FeatureRoutes = (app, services) => {
  evidenceRoutes(app, services)
  consentRoutes(app, services)
  submissionRoutes(app, services)
}
