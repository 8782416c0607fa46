import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  ButtonLink,
  Card,
  EmptyState,
  Layout,
  LocalisedText,
  PageHeader,
  StateBadge,
  Table,
  type PageContext,
} from '../pages/index.ts'
import type { ListedFramework } from './find-frameworks.ts'
import { frameworkTitle } from './framework-facts.tsx'
import { dutyIn } from './review-outlook.ts'
import { ReviewBadge } from './review-panel.tsx'
import type { LevelScale } from './rubric.ts'

interface FrameworksPageProps {
  readonly context: PageContext
  readonly frameworks: readonly ListedFramework[]
  /** Null for readers whom scales do not concern. */
  readonly scales: readonly LevelScale[] | null
  readonly isAuthor: boolean
}

/** The frameworks of the reader's programmes: where each stands, and whose turn it is. */
export function FrameworksPage({ context, frameworks, scales, isAuthor }: FrameworksPageProps): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('frameworks.title')} width="wide" isPrivate>
      <PageHeader title={t('frameworks.title')} lead={t('frameworks.lead')}>
        {isAuthor ? (
          <ButtonLink kind="primary" href="/frameworks/new">
            {t('frameworks.new')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      {frameworks.length === 0 ? (
        <EmptyState title={t('frameworks.none')}>
          {isAuthor ? t('frameworks.noneHintAuthor') : t('frameworks.noneHint')}
        </EmptyState>
      ) : (
        <FrameworkTable context={context} frameworks={frameworks} />
      )}
      {scales === null ? null : <Scales context={context} scales={scales} isAuthor={isAuthor} />}
    </Layout>
  )
}

function FrameworkTable({ context, frameworks }: Pick<FrameworksPageProps, 'context' | 'frameworks'>): VNode {
  const { t } = context
  return (
    <Table
      caption={t('frameworks.title')}
      rows={frameworks}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('frameworks.name'),
          isHeading: true,
          cell: (framework) => <a href={`/frameworks/${framework.id}`}>{frameworkTitle(context, framework)}</a>,
        },
        { label: t('frameworks.version'), cell: ({ version }) => version },
        { label: t('frameworks.state'), cell: ({ state }) => <ReviewBadge context={context} state={state} /> },
        { label: t('frameworks.nextStep'), cell: (framework) => <NextStep context={context} framework={framework} /> },
      ]}
    />
  )
}

function NextStep({ context: { t }, framework }: { context: PageContext; framework: ListedFramework }): VNode {
  const duty = dutyIn(framework.state)
  if (duty === null) return <>{t('frameworks.next.nobody')}</>
  return (
    <>
      {framework.isReadersTurn ? (
        <>
          <StateBadge tone="attention" label={t('frameworks.yourTurn')} />{' '}
        </>
      ) : null}
      {t(`frameworks.next.${duty}`, { count: framework.approvingOrganisations })}
    </>
  )
}

function Scales({
  context,
  scales,
  isAuthor,
}: {
  context: PageContext
  scales: readonly LevelScale[]
  isAuthor: boolean
}): VNode {
  const { t, language } = context
  return (
    <Card
      title={t('frameworks.scales')}
      id="scales"
      aside={
        isAuthor ? (
          <ButtonLink kind="quiet" href="/frameworks/level-scales/new">
            {t('frameworks.newScale')}
          </ButtonLink>
        ) : null
      }
    >
      <p class="muted">{t('frameworks.scalesLead')}</p>
      {scales.length === 0 ? <p>{t('frameworks.noScales')}</p> : null}
      {scales.map(({ id, title, levels, requiredLevelDefault }) => (
        <section key={id}>
          <h3>
            <LocalisedText context={context} text={title} />
          </h3>
          <ol>
            {levels.map(({ position, name }) => (
              <li key={position}>
                {localised(name, language)}
                {position === requiredLevelDefault ? (
                  <>
                    {' '}
                    <StateBadge tone="info" label={t('frameworks.usualLevel')} />
                  </>
                ) : null}
              </li>
            ))}
          </ol>
        </section>
      ))}
    </Card>
  )
}
