import type { FeatureRoutes } from '../http/index.ts'
import { organisationPages } from './organisation-page-routes.tsx'
import { programmePages } from './programme-page-routes.tsx'
import { setUpPages } from './readiness-page-routes.tsx'

export const setUpAndProgrammePages: FeatureRoutes = (app, services) => {
  organisationPages(app, services)
  programmePages(app, services)
  setUpPages(app, services)
}
