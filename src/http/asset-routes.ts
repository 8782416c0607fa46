import { assets } from '../pages/index.ts'
import type { FeatureRoutes } from './app-types.ts'

export const assetRoutes: FeatureRoutes = (app) => {
  for (const [name, { mediaType, body }] of Object.entries(assets)) {
    app.get(`/assets/${name}`, { config: { access: 'public' } }, (_request, reply) =>
      reply.type(mediaType).header('cache-control', 'public, max-age=31536000, immutable').send(body),
    )
  }
}
