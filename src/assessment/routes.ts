import type { FeatureRoutes } from '../http/index.ts'
import { decisionRoutes } from './decision-routes.ts'
import { languageRoutes } from './language-routes.tsx'
import { judgementRoutes } from './judgement-routes.ts'
import { submissionRoutes } from './submission-routes.ts'

/** The JSON API of assessment. */
export const assessmentRoutes: FeatureRoutes = (app, services) => {
  judgementRoutes(app, services)
  languageRoutes(app, services)
  submissionRoutes(app, services)
  decisionRoutes(app, services)
}
