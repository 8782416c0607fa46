import type { ComponentChildren, VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { EmptyState, LocalisedText, safeHref, type PageContext } from '../pages/index.ts'
import { ItemContent } from './item-content.tsx'
import type { Framework, FrameworkItem } from './framework.ts'
import type { Rubric } from './rubric.ts'

export interface TreeProps {
  readonly context: PageContext
  readonly framework: Framework
  /** By which levels the competencies are judged. */
  readonly rubrics: readonly Rubric[]
  /** What may be done with an item; nothing for readers. */
  readonly actions?: ((item: FrameworkItem) => ComponentChildren) | undefined
  /** Where an item has a page of its own. */
  readonly hrefOf?: ((item: FrameworkItem) => string) | undefined
}

/** The areas and competencies as one reads them: each area a card, its competencies below it. */
export function FrameworkTree(props: TreeProps): VNode {
  const { context, framework } = props
  const roots = framework.items.filter(({ parentId }) => parentId === null)
  if (roots.length === 0) {
    return <EmptyState title={context.t('frameworks.noItems')}>{context.t('frameworks.noItemsHint')}</EmptyState>
  }
  return (
    <>
      {roots.map((item) => (
        <section key={item.id} class="card">
          <Branch {...props} item={item} depth={2} />
        </section>
      ))}
    </>
  )
}

const DEEPEST_HEADING = 6

function Branch(props: TreeProps & { readonly item: FrameworkItem; readonly depth: number }): VNode {
  const { context, framework, rubrics, item, depth, actions, hrefOf } = props
  const children = framework.items.filter(({ parentId }) => parentId === item.id)
  return (
    <div class={`item item-${item.kind}`} id={`item-${item.id}`}>
      <ItemHeading context={context} framework={framework} item={item} depth={depth} href={hrefOf?.(item)} />
      <ItemContent context={context} framework={framework} rubrics={rubrics} item={item} hrefOf={hrefOf} />
      {actions?.(item)}
      {children.map((child) => (
        <Branch key={child.id} {...props} item={child} depth={Math.min(depth + 1, DEEPEST_HEADING)} />
      ))}
    </div>
  )
}

interface HeadingProps {
  readonly context: PageContext
  readonly framework: Framework
  readonly item: FrameworkItem
  readonly depth: number
  readonly href: string | undefined
}

function ItemHeading({ context, framework, item, depth, href }: HeadingProps): VNode {
  const Heading = `h${String(depth)}` as 'h2'
  const title = <LocalisedText context={context} text={item.title} base={framework.baseLanguage} />
  return (
    <Heading class="item-title">
      <span class="item-code">{item.code}</span> {href === undefined ? title : <a href={safeHref(href)}>{title}</a>}
    </Heading>
  )
}

/** `A1 Authentic challenges`, for headings and lists. */
export function itemName({ language }: PageContext, framework: Framework, { code, title }: FrameworkItem): string {
  return `${code} ${localised(title, language, framework.baseLanguage)}`.trim()
}
