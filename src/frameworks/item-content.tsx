import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { DefinitionList, LocalisedText, safeHref, StateBadge, type PageContext } from '../pages/index.ts'
import { formatDay } from '../texts/index.ts'
import type { ExternalAlignment, Framework, FrameworkItem } from './framework.ts'
import type { Criterion, Rubric } from './rubric.ts'

interface ContentProps {
  readonly context: PageContext
  readonly framework: Framework
  readonly rubrics: readonly Rubric[]
  readonly item: FrameworkItem
  readonly hrefOf?: ((item: FrameworkItem) => string) | undefined
}

/** What an item says, how long it holds, what it is related to and by which levels it is judged. */
export function ItemContent(props: ContentProps): VNode {
  const { context, framework, item } = props
  return (
    <>
      <Validity {...props} />
      {localised(item.statement, context.language, framework.baseLanguage) === '' ? (
        <p class="muted">{context.t('frameworks.noStatement')}</p>
      ) : (
        <p class="prose">
          <LocalisedText context={context} text={item.statement} base={framework.baseLanguage} />
        </p>
      )}
      {item.keywords.length > 0 ? (
        <p class="muted">{context.t('frameworks.keywordList', { keywords: item.keywords.join(', ') })}</p>
      ) : null}
      <Alignments {...props} />
      <Levels {...props} />
    </>
  )
}

function Validity({ context, framework, item, hrefOf }: ContentProps): VNode | null {
  const { t, language } = context
  const { statusStartsOn, statusEndsOn, replacedById } = item
  const successor = framework.items.find(({ id }) => id === replacedById)
  if (statusStartsOn === null && statusEndsOn === null) return null
  return (
    <p>
      {statusEndsOn === null ? null : (
        <>
          <StateBadge
            tone="attention"
            label={t('frameworks.until', { date: formatDay(statusEndsOn, language) })}
          />{' '}
        </>
      )}
      {statusStartsOn === null ? null : t('frameworks.since', { date: formatDay(statusStartsOn, language) })}{' '}
      {successor ? (
        <>
          {t('frameworks.replacedBy')}{' '}
          <a href={safeHref(hrefOf?.(successor) ?? `#item-${successor.id}`)}>
            {successor.code} <LocalisedText context={context} text={successor.title} base={framework.baseLanguage} />
          </a>
        </>
      ) : null}
    </p>
  )
}

function Alignments({ context, framework, item }: ContentProps): VNode | null {
  const { t } = context
  const alignments = framework.alignments.filter(({ itemId }) => itemId === item.id)
  if (alignments.length === 0) return null
  return (
    <details>
      <summary>{t('frameworks.alignments', { count: alignments.length })}</summary>
      <ul class="alignments">
        {alignments.map((alignment) => (
          <li key={alignment.id}>
            <AlignmentLine context={context} alignment={alignment} />
          </li>
        ))}
      </ul>
    </details>
  )
}

export function AlignmentLine({ context, alignment }: { context: PageContext; alignment: ExternalAlignment }): VNode {
  const { t } = context
  const { targetName, targetUrl, targetFramework, targetCode, relation, isVerified } = alignment
  return (
    <>
      <a href={safeHref(targetUrl)} rel="external noopener">
        {targetName}
      </a>
      <span class="muted">
        {' · '}
        {targetFramework}
        {targetCode ? ` · ${targetCode}` : ''}
        {relation === 'exactMatchOf' ? ` · ${t('frameworks.relation.exactMatchOf')}` : ''}
        {isVerified ? '' : ` · ${t('frameworks.unverified')}`}
      </span>
    </>
  )
}

/** The criteria that are about this competency, each with a descriptor a level. */
function Levels({ context, framework, rubrics, item }: ContentProps): VNode | null {
  const { t, language } = context
  const base = framework.baseLanguage
  const found = rubrics.flatMap((rubric) =>
    rubric.criteria.filter(({ competencyId }) => competencyId === item.id).map((criterion) => ({ rubric, criterion })),
  )
  if (found.length === 0) return null
  return (
    <details>
      <summary>{t('frameworks.criteria', { count: found.length })}</summary>
      {found.map(({ rubric, criterion }) => (
        <section key={criterion.id} class="item-criterion">
          <p>
            <strong>
              <LocalisedText context={context} text={criterion.title} base={base} />
            </strong>
            <span class="muted"> · {localised(rubric.title, language, base)}</span>
          </p>
          <CriterionLevels context={context} framework={framework} criterion={criterion} />
        </section>
      ))}
    </details>
  )
}

interface LevelsProps {
  readonly context: PageContext
  readonly framework: Framework
  readonly criterion: Criterion
}

/** From the lowest level to the highest, with the one that is asked for marked. */
export function CriterionLevels({ context, framework, criterion }: LevelsProps): VNode {
  const { t, language } = context
  const base = framework.baseLanguage
  return (
    <DefinitionList
      items={criterion.levels.map(({ position, quality, descriptor }) => ({
        term: `${String(position)} ${localised(quality, language, base)}`,
        value: (
          <>
            <LocalisedText context={context} text={descriptor} base={base} />
            {position === criterion.requiredLevel ? (
              <>
                {' '}
                <StateBadge tone="info" label={t('frameworks.requiredLevel')} />
              </>
            ) : null}
          </>
        ),
      }))}
    />
  )
}
