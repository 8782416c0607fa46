import Type from 'typebox'
import { hasRoleAnywhere, PEOPLE_KEEPERS } from '../access/index.ts'
import { pageContext, sendPage, type FeatureRoutes } from '../http/index.ts'
import type { Services } from '../services.ts'
import { ADMINISTRATORS } from './policy.ts'
import { readReadiness } from './read-readiness.ts'
import { SET_UP, SetUpPage } from './readiness-page.tsx'
import { isAddressPinned } from './readiness-store.ts'
import { Id } from './schemas.ts'

export const setUpPages: FeatureRoutes = (app, services) => {
  app.get(
    SET_UP,
    {
      config: { access: PEOPLE_KEEPERS },
      schema: { hide: true, querystring: Type.Object({ programmeId: Type.Optional(Id) }) },
    },
    async (request, reply) => {
      const { actor, query } = request
      return sendPage(
        reply,
        <SetUpPage
          context={pageContext(request)}
          actor={actor}
          readiness={await readReadiness(services, actor, query.programmeId)}
          address={hasRoleAnywhere(actor, ADMINISTRATORS) ? await addressOf(services) : null}
        />,
      )
    },
  )
}

async function addressOf({ database, config }: Services) {
  return { isPinned: await isAddressPinned(database.owner), isTrial: config.publicUrl.startsWith('http:') }
}
