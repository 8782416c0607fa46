import type { VNode } from 'preact'
import { fieldMessage, problemText } from '../texts/index.ts'
import { Actions, ButtonLink, PageHeader } from './content.tsx'
import type { PageContext, PageProblem } from './context.ts'
import { Layout } from './layout.tsx'

interface ProblemPageProps {
  readonly context: PageContext
  readonly problem: PageProblem
  /** What to quote when asking for help. */
  readonly instance?: string | undefined
}

/** A refusal that has no form to go back to: what happened, what to do, where to go. */
export function ProblemPage({ context, problem, instance }: ProblemPageProps): VNode {
  const { t, person, path, query } = context
  const place = query ? `${path}?${query}` : path
  const { title, todo } = problemText(t, problem)
  return (
    <Layout context={context} title={title} width="narrow" isPrivate>
      <div data-refused="">
        <PageHeader title={title} lead={todo} kicker={problem.status ? String(problem.status) : undefined} />
      </div>
      {problem.errors && problem.errors.length > 0 ? (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer}>{fieldMessage(t, error.detail)}</li>
          ))}
        </ul>
      ) : null}
      <Actions>
        {problem.code === 'not-signed-in' ? (
          <ButtonLink kind="primary" href={`/sign-in?next=${encodeURIComponent(place)}`}>
            {t('common.signIn')}
          </ButtonLink>
        ) : null}
        {problem.code === 'link-expired' ? (
          <>
            <ButtonLink kind="primary" href="/forgotten">
              {t('common.newLink')}
            </ButtonLink>
            <ButtonLink href="/sign-in">{t('common.signIn')}</ButtonLink>
          </>
        ) : null}
        <ButtonLink href={person ? '/' : '/verify'}>{t(person ? 'common.toHome' : 'common.verifyABadge')}</ButtonLink>
      </Actions>
      {instance ? <p class="hint">{t('common.problemReference', { reference: instance })}</p> : null}
    </Layout>
  )
}
