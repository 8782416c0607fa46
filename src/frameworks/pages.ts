import type { FeatureRoutes } from '../http/index.ts'
import { wholeFrameworkPages } from './framework-page-routes.tsx'
import { itemPages } from './item-page-routes.tsx'
import { uriRoutes } from './uri-routes.tsx'

/** Competency frameworks for people, and the permanent addresses of what is published. */
export const frameworkPages: FeatureRoutes = (app, services) => {
  wholeFrameworkPages(app, services)
  itemPages(app, services)
  uriRoutes(app, services)
}
