import type { VNode } from 'preact'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  DateField,
  ErrorSummary,
  Form,
  Layout,
  Notice,
  PageHeader,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { itemValues } from './form-input.ts'
import { frameworkTitle } from './framework-facts.tsx'
import { itemName } from './framework-tree.tsx'
import type { Framework, FrameworkItem } from './framework.ts'
import { ItemContent } from './item-content.tsx'
import { itemLabels, PlaceFields, WordingFields, type ItemPageProps } from './item-form.tsx'

export const MAINTENANCE_STEPS = ['wording', 'end', 'replacement'] as const
export type MaintenanceStep = (typeof MAINTENANCE_STEPS)[number]

interface PublishedItemProps {
  readonly context: PageContext
  readonly framework: Framework
  readonly item: FrameworkItem
  readonly problem?: PageProblem | undefined
}

/** What may still happen to a published item: its identity stays, whatever is done here. */
export function PublishedItemPage({ context, framework, item, problem }: PublishedItemProps): VNode {
  const { t } = context
  const path = `/frameworks/${framework.id}`
  const steps = MAINTENANCE_STEPS.filter((step) => step !== 'replacement' || item.replacedById === null)
  return (
    <Layout context={context} title={itemName(context, framework, item)} isPrivate>
      <PageHeader
        title={itemName(context, framework, item)}
        kicker={t(`frameworks.kind.${item.kind}`)}
        back={{ href: `${path}#item-${item.id}`, label: frameworkTitle(context, framework) }}
      />
      <ErrorSummary context={context} problem={problem} />
      <Card title={t('frameworks.asPublished')}>
        <ItemContent
          context={context}
          framework={framework}
          rubrics={[]}
          item={item}
          hrefOf={({ id }) => `${path}/items/${id}`}
        />
      </Card>
      <Notice title={t('frameworks.maintainTitle')}>{t('frameworks.maintainHint')}</Notice>
      {steps.map((step) => (
        <Card key={step} title={t(`frameworks.maintain.${step}`)}>
          <p>{t(`frameworks.maintain.${step}Hint`)}</p>
          <Actions>
            <ButtonLink href={`${path}/items/${item.id}/${step}`}>{t(`frameworks.maintain.${step}`)}</ButtonLink>
          </Actions>
        </Card>
      ))}
    </Layout>
  )
}

export interface MaintenancePageProps extends ItemPageProps {
  readonly item: FrameworkItem
  readonly step: MaintenanceStep
  /** The day in the programme's zone, offered as the end. */
  readonly today: string
}

/** One step, with its form alone: three at once would ask for the same fields twice. */
export function MaintenancePage(props: MaintenancePageProps): VNode {
  const { context, framework, item, step, problem, sent } = props
  const { t } = context
  const path = `/frameworks/${framework.id}/items/${item.id}`
  return (
    <Layout context={context} title={t(`frameworks.maintain.${step}`)} isPrivate>
      <PageHeader
        title={t(`frameworks.maintain.${step}`)}
        lead={t(`frameworks.maintain.${step}Hint`)}
        back={{ href: path, label: itemName(context, framework, item) }}
      />
      <ErrorSummary context={context} problem={problem} labels={itemLabels(context)} />
      <Form
        context={context}
        action={`${path}/${step}`}
        problem={problem}
        values={sent ?? storedFor(props)}
        class="form card"
      >
        <StepFields {...props} />
        <Actions>
          <Button kind={step === 'wording' ? 'primary' : 'danger'}>{t(`frameworks.maintain.${step}Submit`)}</Button>
          <ButtonLink kind="quiet" href={path}>
            {t('common.cancel')}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

function storedFor({ item, step, today }: MaintenancePageProps): FormValues {
  if (step === 'wording') return itemValues(item)
  if (step === 'end') return { endsOn: item.statusEndsOn ?? today }
  return { ...itemValues(item), code: '', endsOn: today }
}

function StepFields({ context, framework, item, step }: MaintenancePageProps): VNode {
  const { t } = context
  const wording = <WordingFields context={context} base={framework.baseLanguage} isPublished />
  if (step === 'wording') return wording
  if (step === 'end') {
    return <DateField name="endsOn" label={t('frameworks.endsOn')} min={item.statusStartsOn ?? undefined} required />
  }
  return (
    <>
      <PlaceFields context={context} />
      {wording}
      <DateField name="endsOn" label={t('frameworks.replacedOn')} required />
    </>
  )
}
