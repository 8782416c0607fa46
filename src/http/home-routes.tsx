import type { Actor } from '../kernel/actor.ts'
import { HomePage, type HomeSection, type PageContext } from '../pages/index.ts'
import type { Services } from '../services.ts'
import type { FeatureRoutes } from './app-types.ts'
import { pageContext, sendPage } from './page-answers.ts'

/** What a feature has for this person to do; nothing for people whom it does not concern. */
export type HomeContributor = (
  services: Services,
  actor: Actor,
  context: PageContext,
) => Promise<readonly HomeSection[]>

/** The start page: what waits for the person, each feature's part in the order of the road. */
export function homeRoutes(contributors: readonly HomeContributor[]): FeatureRoutes {
  return (app, services) => {
    app.get('/', { config: { access: 'public' } }, async (request, reply) => {
      if (request.actor.kind === 'public') return reply.redirect('/verify', 303)
      const context = pageContext(request)
      const sections: HomeSection[] = []
      for (const contribute of contributors) {
        sections.push(...(await contribute(services, request.actor, context)))
      }
      return sendPage(reply, <HomePage context={context} sections={sections} />)
    })
  }
}
