import type { VNode } from 'preact'
import type { Actor } from '../access/index.ts'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  ButtonLink,
  ErrorSummary,
  Layout,
  PageHeader,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { outlookOf, type ReadFramework } from './find-frameworks.ts'
import { FrameworkFacts, frameworkTitle } from './framework-facts.tsx'
import { FrameworkTree, itemName } from './framework-tree.tsx'
import type { FrameworkItem } from './framework.ts'
import { missingInWords } from './missing-words.ts'
import { obstacleTo } from './review-outlook.ts'
import { ReviewBadge, ReviewPanel } from './review-panel.tsx'
import { isPublished } from './review.ts'

export interface FrameworkPageProps {
  readonly context: PageContext
  readonly read: ReadFramework
  readonly reader: Actor
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

/** A framework for those who take part in its programme: where it stands, and what it says. */
export function FrameworkPage(props: FrameworkPageProps): VNode {
  const { context, read, reader, problem } = props
  const { t, language } = context
  const { framework, creator, rubrics, people } = read
  const { id, state, version, description, baseLanguage } = framework
  const isAuthor = people !== null && obstacleTo('edit', reader, outlookOf(read)) === null
  const isDraft = !isPublished(state)
  return (
    <Layout context={context} title={frameworkTitle(context, framework)} isPrivate>
      <PageHeader
        title={frameworkTitle(context, framework)}
        kicker={t('frameworks.kicker', { version })}
        lead={localised(description, language, baseLanguage)}
        back={{ href: '/frameworks', label: t('frameworks.title') }}
      >
        {people ? null : <ReviewBadge context={context} state={state} />}
        {isAuthor && isDraft ? (
          <ButtonLink href={`/frameworks/${id}/edit`}>{t('frameworks.editDetails')}</ButtonLink>
        ) : null}
        {isDraft ? null : <ButtonLink href={`/uri/${id}`}>{t('frameworks.publicPage')}</ButtonLink>}
      </PageHeader>
      <ErrorSummary context={context} problem={problem} />
      <Review {...props} />
      <FrameworkFacts context={context} framework={framework} creator={localised(creator, language, baseLanguage)} />
      <h2 id="items">{t('frameworks.items')}</h2>
      {isAuthor && isDraft ? <AddItems context={context} frameworkId={id} /> : null}
      <FrameworkTree
        context={context}
        framework={framework}
        rubrics={rubrics}
        actions={isAuthor ? (item) => <ItemActions {...props} item={item} /> : undefined}
      />
    </Layout>
  )
}

function Review({ context, read, reader, problem, values }: FrameworkPageProps): VNode | null {
  const { t } = context
  const { framework, missing, people } = read
  if (people === null) return null
  return (
    <ReviewPanel
      context={context}
      reader={reader}
      outlook={outlookOf(read)}
      people={people}
      base={`/frameworks/${framework.id}`}
      missing={missingInWords(context, framework, missing)}
      hints={{
        publish: t('frameworks.hint.publish'),
        deprecate: t('frameworks.hint.deprecate'),
        retire: t('frameworks.hint.retire'),
      }}
      problem={problem}
      values={values}
    />
  )
}

interface AddItemsProps {
  readonly context: PageContext
  readonly frameworkId: string
}

function AddItems({ context: { t }, frameworkId }: AddItemsProps): VNode {
  const path = `/frameworks/${frameworkId}/items/new`
  return (
    <Actions>
      <ButtonLink href={`${path}?kind=area`}>{t('frameworks.addArea')}</ButtonLink>
      <ButtonLink href={`${path}?kind=competency`}>{t('frameworks.addCompetency')}</ButtonLink>
    </Actions>
  )
}

function ItemActions({ context, read, item }: FrameworkPageProps & { readonly item: FrameworkItem }): VNode {
  const { t } = context
  const { framework } = read
  const path = `/frameworks/${framework.id}/items`
  const isDraft = !isPublished(framework.state)
  return (
    <div class="item-actions">
      <ButtonLink kind="quiet" href={`${path}/${item.id}`}>
        {isDraft ? t('common.edit') : t('frameworks.maintain')}
        <span class="visually-hidden"> {itemName(context, framework, item)}</span>
      </ButtonLink>
      {isDraft && item.kind === 'area' ? (
        <ButtonLink kind="quiet" href={`${path}/new?kind=competency&parent=${item.id}`}>
          {t('frameworks.addCompetencyTo', { code: item.code })}
        </ButtonLink>
      ) : null}
    </div>
  )
}
