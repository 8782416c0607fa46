import type { VNode } from 'preact'
import {
  Actions,
  Button,
  Card,
  CheckboxField,
  ErrorSummary,
  Form,
  Layout,
  PageHeader,
  SelectField,
  TextField,
  type FormValues,
} from '../pages/index.ts'
import { itemValues } from './form-input.ts'
import { FormActions } from './framework-form.tsx'
import { frameworkTitle } from './framework-facts.tsx'
import { itemName } from './framework-tree.tsx'
import type { FrameworkItem } from './framework.ts'
import { AlignmentLine } from './item-content.tsx'
import { ItemFields, itemLabels, type ItemPageProps } from './item-form.tsx'
import { RELATIONS } from './schemas.ts'

export interface NewItemPageProps extends ItemPageProps {
  readonly kind: FrameworkItem['kind']
  readonly parentId: string | null
}

export function NewItemPage({ context, framework, problem, sent, kind, parentId }: NewItemPageProps): VNode {
  const { t } = context
  const path = `/frameworks/${framework.id}`
  const siblings = framework.items.filter((item) => item.parentId === parentId)
  const sequence = Math.max(0, ...siblings.map((sibling) => sibling.sequence)) + 1
  const title = t(kind === 'area' ? 'frameworks.addArea' : 'frameworks.addCompetency')
  return (
    <Layout context={context} title={title} isPrivate>
      <PageHeader title={title} back={{ href: path, label: frameworkTitle(context, framework) }} />
      <ErrorSummary context={context} problem={problem} labels={itemLabels(context)} />
      <Form
        context={context}
        action={`${path}/items`}
        problem={problem}
        values={sent ?? { kind, parentId, sequence }}
        class="form card"
      >
        <ItemFields context={context} framework={framework} itemId={null} />
        <FormActions context={context} href={path}>
          {t('frameworks.add')}
        </FormActions>
      </Form>
    </Layout>
  )
}

/** Which form of the page was refused: the others keep what is stored. */
export type ItemPart = 'item' | 'alignment'

export interface DraftItemPageProps extends ItemPageProps {
  readonly item: FrameworkItem
  readonly refused: ItemPart | null
}

/** An item of a draft: its words, what it is related to, and its removal. */
export function DraftItemPage(props: DraftItemPageProps): VNode {
  const { context, framework, item, problem, refused, sent } = props
  const { t } = context
  const path = `/frameworks/${framework.id}`
  const ofItem = refused === 'item'
  return (
    <Layout context={context} title={itemName(context, framework, item)} isPrivate>
      <PageHeader
        title={itemName(context, framework, item)}
        kicker={t(`frameworks.kind.${item.kind}`)}
        back={{ href: `${path}#item-${item.id}`, label: frameworkTitle(context, framework) }}
      />
      <ErrorSummary context={context} problem={problem} labels={itemLabels(context)} />
      <Form
        context={context}
        action={`${path}/items/${item.id}`}
        problem={ofItem ? problem : undefined}
        values={(ofItem ? sent : undefined) ?? itemValues(item)}
        class="form card"
      >
        <ItemFields context={context} framework={framework} itemId={item.id} />
        <FormActions context={context} href={path}>
          {t('common.save')}
        </FormActions>
      </Form>
      <AlignmentsCard {...props} />
      <Card title={t('frameworks.remove')}>
        <p>{t('frameworks.removeHint')}</p>
        <Form context={context} action={`${path}/items/${item.id}/removal`}>
          <Actions>
            <Button kind="danger">{t('frameworks.remove')}</Button>
          </Actions>
        </Form>
      </Card>
    </Layout>
  )
}

function AlignmentsCard({ context, framework, item, problem, refused, sent }: DraftItemPageProps): VNode {
  const { t } = context
  const path = `/frameworks/${framework.id}/items/${item.id}/alignments`
  const alignments = framework.alignments.filter(({ itemId }) => itemId === item.id)
  const isRefused = refused === 'alignment'
  return (
    <Card title={t('frameworks.alignmentsTitle')} id="alignments">
      <p class="muted">{t('frameworks.alignmentsHint')}</p>
      <ul class="alignments plain">
        {alignments.map((alignment) => (
          <li key={alignment.id} class="with-action">
            <span>
              <AlignmentLine context={context} alignment={alignment} />
            </span>
            <Form context={context} action={`${path}/${alignment.id}/removal`} class="inline">
              <Button kind="quiet">
                {t('common.delete')}
                <span class="visually-hidden"> {alignment.targetName}</span>
              </Button>
            </Form>
          </li>
        ))}
      </ul>
      <details open={isRefused}>
        <summary>{t('frameworks.addAlignment')}</summary>
        <AlignmentFields
          context={context}
          action={path}
          problem={isRefused ? problem : undefined}
          values={(isRefused ? sent : undefined) ?? { relation: 'isRelatedTo', targetType: 'ext:' }}
        />
      </details>
    </Card>
  )
}

interface AlignmentFieldsProps extends Pick<ItemPageProps, 'context' | 'problem'> {
  readonly action: string
  readonly values: FormValues
}

function AlignmentFields({ context, action, problem, values }: AlignmentFieldsProps): VNode {
  const { t } = context
  return (
    <Form context={context} action={action} problem={problem} values={values}>
      <TextField
        name="targetFramework"
        label={t('frameworks.targetFramework')}
        hint={t('frameworks.targetFrameworkHint')}
        required
        maxlength={200}
      />
      <TextField name="targetName" label={t('frameworks.targetName')} required maxlength={300} />
      <TextField name="targetUrl" type="url" label={t('frameworks.targetUrl')} required maxlength={2000} />
      <TextField name="targetCode" label={t('frameworks.targetCode')} maxlength={200} />
      <TextField
        name="targetType"
        label={t('frameworks.targetType')}
        hint={t('frameworks.targetTypeHint')}
        required
        short
        maxlength={80}
      />
      <SelectField
        name="relation"
        label={t('frameworks.relation')}
        required
        options={RELATIONS.map((relation) => ({ value: relation, label: t(`frameworks.relation.${relation}`) }))}
      />
      <CheckboxField name="isVerified" label={t('frameworks.isVerified')} />
      <Actions>
        <Button kind="secondary">{t('frameworks.add')}</Button>
      </Actions>
    </Form>
  )
}
