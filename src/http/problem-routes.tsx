import Type from 'typebox'
import { ProblemPage } from '../pages/index.ts'
import type { FeatureRoutes } from './app-types.ts'
import { UnknownAddress } from './errors.ts'
import { pageContext, sendPage } from './page-answers.ts'
import { isProblemCode, problemStatus } from './problems.ts'

/** Where a problem's `type` leads: what it means and what to do. */
export const problemRoutes: FeatureRoutes = (app) => {
  app.get(
    '/problems/:code',
    { config: { access: 'public' }, schema: { params: Type.Object({ code: Type.String() }) } },
    (request, reply) => {
      const { code } = request.params
      if (!isProblemCode(code)) throw new UnknownAddress()
      const problem = { code, status: problemStatus(code) ?? undefined }
      return sendPage(reply, <ProblemPage context={pageContext(request)} problem={problem} />)
    },
  )
}
