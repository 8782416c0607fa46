import type { FeatureRoutes } from '../http/app-types.ts'
import { assets, type AssetName } from './assets.ts'

export const assetRoutes: FeatureRoutes = (app) => {
  for (const name of Object.keys(assets) as AssetName[]) {
    app.get(`/assets/${name}`, { config: { access: 'public' } }, (_request, reply) =>
      reply
        .type(assets[name].mediaType)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(assets[name].body),
    )
  }
}
