import type { ComponentChildren, VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { Card, DefinitionList, Layout, LocalisedText, PageHeader, type PageContext } from '../pages/index.ts'
import type { CaseSource } from './case-parts.ts'
import { FrameworkFacts, frameworkTitle } from './framework-facts.tsx'
import { FrameworkTree, itemName } from './framework-tree.tsx'
import type { FrameworkItem } from './framework.ts'
import { CriterionLevels, ItemContent } from './item-content.tsx'
import { ReviewBadge } from './review-panel.tsx'
import type { Rubric } from './rubric.ts'

interface PublicPageProps {
  readonly context: PageContext
  readonly source: CaseSource
}

const hrefOf = ({ id }: { readonly id: string }): string => `/uri/${id}`

/** A published framework, for anybody. */
export function PublicFrameworkPage({ context, source }: PublicPageProps): VNode {
  const { t, language } = context
  const { framework, creator, rubrics } = source
  return (
    <Layout context={context} title={frameworkTitle(context, framework)}>
      <PageHeader
        title={frameworkTitle(context, framework)}
        kicker={t('frameworks.kicker', { version: framework.version })}
        lead={localised(framework.description, language, framework.baseLanguage)}
      >
        <ReviewBadge context={context} state={framework.state} />
      </PageHeader>
      <h2 id="items">{t('frameworks.items')}</h2>
      <FrameworkTree context={context} framework={framework} rubrics={rubrics} hrefOf={hrefOf} />
      <FrameworkFacts context={context} framework={framework} creator={creator} />
    </Layout>
  )
}

interface PartPageProps extends PublicPageProps {
  readonly title: string
  readonly kicker: string
  readonly children?: ComponentChildren
}

/** A part of a published framework, with the way to the whole. */
function PartPage({ context, source, title, kicker, children }: PartPageProps): VNode {
  const { framework } = source
  return (
    <Layout context={context} title={title}>
      <PageHeader
        title={title}
        kicker={kicker}
        back={{ href: hrefOf(framework), label: frameworkTitle(context, framework) }}
      />
      {children}
    </Layout>
  )
}

export function PublicItemPage({ context, source, item }: PublicPageProps & { readonly item: FrameworkItem }): VNode {
  const { t } = context
  const { framework, rubrics } = source
  const parent = framework.items.find(({ id }) => id === item.parentId)
  const children = framework.items.filter(({ parentId }) => parentId === item.id)
  const predecessors = framework.items.filter(({ replacedById }) => replacedById === item.id)
  return (
    <PartPage
      context={context}
      source={source}
      title={itemName(context, framework, item)}
      kicker={t(`frameworks.kind.${item.kind}`)}
    >
      <section class="card item">
        <ItemContent context={context} framework={framework} rubrics={rubrics} item={item} hrefOf={hrefOf} />
      </section>
      <Card title={t('frameworks.place')}>
        <DefinitionList
          items={[
            { term: t('frameworks.partOf'), value: parent && <ItemLinks {...{ context, source }} items={[parent]} /> },
            {
              term: t('frameworks.holds'),
              value: children.length > 0 ? <ItemLinks {...{ context, source }} items={children} /> : null,
            },
            {
              term: t('frameworks.replaces'),
              value: predecessors.length > 0 ? <ItemLinks {...{ context, source }} items={predecessors} /> : null,
            },
            { term: t('frameworks.uri'), value: <code data-copy="">{item.uri}</code> },
            { term: t('frameworks.asData'), value: <DataLinks endpoint="CFItems" id={item.id} /> },
          ]}
        />
      </Card>
    </PartPage>
  )
}

function ItemLinks({ context, source, items }: PublicPageProps & { readonly items: readonly FrameworkItem[] }): VNode {
  const { framework } = source
  return (
    <ul class="plain">
      {items.map((item) => (
        <li key={item.id}>
          <a href={hrefOf(item)}>
            {item.code} <LocalisedText context={context} text={item.title} base={framework.baseLanguage} />
          </a>
        </li>
      ))}
    </ul>
  )
}

function DataLinks({ endpoint, id }: { readonly endpoint: string; readonly id: string }): VNode {
  return (
    <>
      <a href={`/ims/case/v1p0/${endpoint}/${id}`}>CASE 1.0</a> ·{' '}
      <a href={`/ims/case/v1p1/${endpoint}/${id}`}>CASE 1.1</a>
    </>
  )
}

export function PublicRubricPage({ context, source, rubric }: PublicPageProps & { readonly rubric: Rubric }): VNode {
  const { t, language } = context
  const { framework } = source
  const base = framework.baseLanguage
  return (
    <PartPage
      context={context}
      source={source}
      title={localised(rubric.title, language, base)}
      kicker={t('frameworks.rubricKicker', { version: rubric.version })}
    >
      <p class="lead">{t('frameworks.noCompensation')}</p>
      {rubric.criteria.map((criterion) => (
        <Card key={criterion.id} id={criterion.id} title={localised(criterion.title, language, base)}>
          <ItemLinks
            context={context}
            source={source}
            items={framework.items.filter(({ id }) => id === criterion.competencyId)}
          />
          <CriterionLevels context={context} framework={framework} criterion={criterion} />
        </Card>
      ))}
      <Card title={t('frameworks.facts')}>
        <DefinitionList
          items={[
            { term: t('frameworks.uri'), value: <code data-copy="">{rubric.uri}</code> },
            { term: t('frameworks.asData'), value: <DataLinks endpoint="CFRubrics" id={rubric.id} /> },
          ]}
        />
      </Card>
    </PartPage>
  )
}

export interface PlainObject {
  readonly title: string
  readonly description: string | null
  readonly uri: string
}

/** What only programs need, such as a type of items or an association: its name and its address. */
export function PublicPartPage(
  props: PublicPageProps & { readonly kind: string; readonly object: PlainObject },
): VNode {
  const { context, source, kind, object } = props
  const { t } = context
  return (
    <PartPage context={context} source={source} title={object.title} kicker={t(`frameworks.part.${kind}`)}>
      <Card title={t('frameworks.facts')}>
        <DefinitionList
          items={[
            { term: t('frameworks.description'), value: object.description },
            { term: t('frameworks.uri'), value: <code data-copy="">{object.uri}</code> },
          ]}
        />
        <p class="muted">{t('frameworks.partHint')}</p>
      </Card>
    </PartPage>
  )
}
