import type { VNode } from 'preact'
import { ButtonLink, Card, EmptyState, PageHeader, StateBadge, type Tone } from './content.tsx'
import type { PageContext } from './context.ts'
import { Layout } from './layout.tsx'
import { safeHref } from './safe-href.ts'

export interface HomeTask {
  readonly href: string
  readonly title: string
  readonly detail?: string | undefined
  readonly state?: { readonly tone: Tone; readonly label: string } | undefined
}

/** The work of one role. */
export interface HomeSection {
  readonly title: string
  readonly tasks: readonly HomeTask[]
  /** Said when there is nothing to do. */
  readonly empty: string
  readonly more?: { readonly href: string; readonly label: string } | undefined
  /** Places that are there at any time, for roles that wait for nothing. */
  readonly links?: readonly { readonly href: string; readonly label: string }[] | undefined
}

/** The first page after signing in: what waits for this person, most urgent first. */
export function HomePage({ context, sections }: { context: PageContext; sections: readonly HomeSection[] }): VNode {
  const { t, person } = context
  const title = t('common.home.title', { name: person?.name ?? '' })
  const roles = (person?.roles ?? []).map((role) => t(`roles.${role}`)).join(' · ')
  return (
    <Layout context={context} title={t('common.nav.home')}>
      <PageHeader title={title} lead={roles} />
      {sections.length === 0 ? (
        <EmptyState title={t('common.home.nothing')}>{t('common.home.nothingHint')}</EmptyState>
      ) : (
        <div class="card-grid">
          {[...sections].sort(busyFirst).map((section) => (
            <Card key={section.title} title={section.title} aside={<Count of={section.tasks.length} />}>
              {section.tasks.length === 0 ? <p class="muted">{section.empty}</p> : <Tasks tasks={section.tasks} />}
              {section.links ? <Links links={section.links} /> : null}
              {section.more ? (
                <p>
                  <ButtonLink kind="quiet" href={section.more.href}>
                    {section.more.label}
                  </ButtonLink>
                </p>
              ) : null}
            </Card>
          ))}
        </div>
      )}
    </Layout>
  )
}

/** Where there is work comes first; otherwise the order of the road stays. */
function busyFirst(a: HomeSection, b: HomeSection): number {
  return Number(b.tasks.length > 0) - Number(a.tasks.length > 0)
}

function Count({ of }: { of: number }): VNode | null {
  return of > 0 ? <span class="count">{of}</span> : null
}

function Links({ links }: { links: NonNullable<HomeSection['links']> }): VNode {
  return (
    <ul>
      {links.map(({ href, label }) => (
        <li key={href}>
          <a href={safeHref(href)}>{label}</a>
        </li>
      ))}
    </ul>
  )
}

function Tasks({ tasks }: { tasks: readonly HomeTask[] }): VNode {
  return (
    <ul class="tasks">
      {tasks.map(({ href, title, detail, state }) => (
        <li key={href}>
          <a href={safeHref(href)}>{title}</a>
          {state ? <StateBadge {...state} /> : null}
          {detail ? <p class="muted">{detail}</p> : null}
        </li>
      ))}
    </ul>
  )
}
