import type { VNode } from 'preact'
import { LANGUAGES, type Language } from '../kernel/language.ts'
import {
  languageName,
  LocalisedFields,
  RadioGroup,
  SelectField,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { itemName } from './framework-tree.tsx'
import type { Framework } from './framework.ts'
import { KINDS } from './schemas.ts'

/** What every page about an item is given. */
export interface ItemPageProps {
  readonly context: PageContext
  readonly framework: Framework
  readonly problem?: PageProblem | undefined
  /** What was sent, after a refusal. */
  readonly sent?: FormValues | undefined
}

interface WordingProps {
  readonly context: PageContext
  readonly base: Language
  /** What is published has to keep its statement. */
  readonly isPublished?: boolean | undefined
}

export function WordingFields({ context, base, isPublished }: WordingProps): VNode {
  const { t } = context
  return (
    <>
      <LocalisedFields
        context={context}
        name="title"
        label={t('frameworks.itemTitle')}
        hint={t('frameworks.itemTitleHint')}
        base={base}
        required
        maxlength={200}
      />
      <LocalisedFields
        context={context}
        name="statement"
        label={t('frameworks.statement')}
        hint={t('frameworks.statementHint')}
        base={base}
        required={isPublished}
        rows={4}
        maxlength={4000}
      />
      <TextField
        name="keywords"
        label={t('frameworks.keywords')}
        hint={t('frameworks.keywordsHint')}
        maxlength={1000}
      />
    </>
  )
}

export function PlaceFields({ context: { t } }: { readonly context: PageContext }): VNode {
  return (
    <>
      <TextField
        name="code"
        label={t('frameworks.code')}
        hint={t('frameworks.codeHint')}
        required
        short
        maxlength={80}
      />
      <TextField
        name="sequence"
        label={t('frameworks.sequence')}
        hint={t('frameworks.sequenceHint')}
        inputmode="numeric"
        required
        short
      />
    </>
  )
}

interface ItemFieldsProps {
  readonly context: PageContext
  readonly framework: Framework
  /** Neither itself nor what lies below it can be its parent. */
  readonly itemId: string | null
}

export function ItemFields({ context, framework, itemId }: ItemFieldsProps): VNode {
  const { t } = context
  const areas = framework.items.filter(({ kind, id }) => kind === 'area' && !isWithin(framework, id, itemId))
  return (
    <>
      <RadioGroup
        name="kind"
        label={t('frameworks.kind')}
        inline
        required
        options={KINDS.map((kind) => ({ value: kind, label: t(`frameworks.kind.${kind}`) }))}
      />
      <SelectField
        name="parentId"
        label={t('frameworks.parent')}
        placeholder={t('frameworks.noParent')}
        options={areas.map((area) => ({ value: area.id, label: itemName(context, framework, area) }))}
      />
      <PlaceFields context={context} />
      <WordingFields context={context} base={framework.baseLanguage} />
    </>
  )
}

function isWithin(framework: Framework, id: string | null, ancestorId: string | null): boolean {
  if (id === null || ancestorId === null) return false
  if (id === ancestorId) return true
  return isWithin(framework, framework.items.find((item) => item.id === id)?.parentId ?? null, ancestorId)
}

export function itemLabels({ t, language }: PageContext): Readonly<Record<string, string>> {
  const localisedLabels = (name: string, label: string) =>
    LANGUAGES.map((code) => [`${name}.${code}`, `${label} (${languageName(code, language)})`] as const)
  return {
    ...{ kind: t('frameworks.kind'), parentId: t('frameworks.parent'), code: t('frameworks.code') },
    ...{ sequence: t('frameworks.sequence'), keywords: t('frameworks.keywords'), endsOn: t('frameworks.endsOn') },
    ...{ targetFramework: t('frameworks.targetFramework'), targetName: t('frameworks.targetName') },
    ...{ targetUrl: t('frameworks.targetUrl'), targetCode: t('frameworks.targetCode') },
    ...{ targetType: t('frameworks.targetType'), relation: t('frameworks.relation') },
    ...Object.fromEntries([
      ...localisedLabels('title', t('frameworks.itemTitle')),
      ...localisedLabels('statement', t('frameworks.statement')),
    ]),
  }
}
