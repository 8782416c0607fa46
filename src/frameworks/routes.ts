import type { FeatureRoutes } from '../http/index.ts'
import { wholeFrameworkRoutes } from './framework-routes.ts'
import { itemRoutes } from './item-routes.ts'
import { levelScaleRoutes } from './level-scale-routes.ts'
import { FrameworkSchema } from './schemas.ts'

/** Competency frameworks and level scales, for programs. */
export const frameworkRoutes: FeatureRoutes = (app, services) => {
  app.addSchema(FrameworkSchema)
  wholeFrameworkRoutes(app, services)
  itemRoutes(app, services)
  levelScaleRoutes(app, services)
}
