import type { VNode } from 'preact'
import { dutyIn, ReviewBadge } from '../frameworks/index.ts'
import { localised } from '../kernel/language.ts'
import {
  Actions,
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
import type { VersionSummary } from './course-store.ts'
import type { Catalogue, ListedDraft } from './find-courses.ts'

interface CoursesPageProps {
  readonly context: PageContext
  readonly catalogue: Catalogue
  readonly isAuthor: boolean
}

/** What is offered; to those who write, check and publish, also what is not out yet and whose turn it is. */
export function CoursesPage({ context, catalogue, isAuthor }: CoursesPageProps): VNode {
  const { t } = context
  const { published, earlier, drafts } = catalogue
  return (
    <Layout context={context} title={t('courses.title')} isPrivate>
      <PageHeader title={t('courses.title')} lead={t('courses.lead')}>
        {isAuthor ? (
          <Actions>
            <ButtonLink kind="primary" href="/courses/new">
              {t('courses.new')}
            </ButtonLink>
            <ButtonLink href="/programme-file">{t('import.programme.title')}</ButtonLink>
          </Actions>
        ) : null}
      </PageHeader>
      {drafts.length > 0 ? (
        <section aria-labelledby="drafts">
          <h2 id="drafts">{t('courses.drafts')}</h2>
          <DraftTable context={context} drafts={drafts} />
        </section>
      ) : null}
      <section aria-labelledby="published">
        <h2 id="published">{t('courses.published')}</h2>
        {published.length === 0 ? (
          <EmptyState title={t('courses.nonePublished')}>{t('courses.nonePublishedHint')}</EmptyState>
        ) : (
          <div class="card-grid">
            {published.map((version) => (
              <PublishedCard key={version.id} context={context} version={version} />
            ))}
          </div>
        )}
      </section>
      {earlier.length > 0 ? (
        <section aria-labelledby="earlier">
          <h2 id="earlier">{t('courses.earlier')}</h2>
          <EarlierTable context={context} versions={earlier} />
        </section>
      ) : null}
    </Layout>
  )
}

function nameOf({ code, title, baseLanguage }: VersionSummary, { language }: PageContext): string {
  return `${code} · ${localised(title, language, baseLanguage)}`
}

function PublishedCard({ context, version }: { context: PageContext; version: VersionSummary }): VNode {
  const { t } = context
  return (
    <Card level={3} title={nameOf(version, context)} href={`/courses/${version.id}`}>
      <p>
        <LocalisedText context={context} text={version.description} base={version.baseLanguage} />
      </p>
      <p class="muted">
        {t('courses.hours', { count: version.eu.notionalWorkloadHours })} ·{' '}
        {t('courses.version', { version: version.version })}
      </p>
    </Card>
  )
}

function DraftTable({ context, drafts }: { context: PageContext; drafts: readonly ListedDraft[] }): VNode {
  const { t } = context
  return (
    <Table
      caption={t('courses.drafts')}
      rows={drafts}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('courses.course'),
          isHeading: true,
          cell: (draft) => <a href={`/courses/${draft.id}`}>{nameOf(draft, context)}</a>,
        },
        { label: t('courses.versionLabel'), cell: ({ version }) => version },
        { label: t('courses.state'), cell: ({ state }) => <ReviewBadge context={context} state={state} /> },
        {
          label: t('courses.next'),
          cell: ({ state, approvingOrganisations, isMyTurn }) => (
            <>
              {isMyTurn ? <StateBadge tone="attention" label={t('courses.yourTurn')} /> : null}{' '}
              {t(`courses.nextIs.${dutyIn(state) ?? 'nobody'}`, { count: approvingOrganisations })}
            </>
          ),
        },
      ]}
    />
  )
}

function EarlierTable({ context, versions }: { context: PageContext; versions: readonly VersionSummary[] }): VNode {
  const { t } = context
  return (
    <Table
      caption={t('courses.earlier')}
      rows={versions}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('courses.course'),
          isHeading: true,
          cell: (version) => <a href={`/courses/${version.id}`}>{nameOf(version, context)}</a>,
        },
        { label: t('courses.versionLabel'), cell: ({ version }) => version },
        { label: t('courses.state'), cell: ({ state }) => <ReviewBadge context={context} state={state} /> },
      ]}
    />
  )
}
