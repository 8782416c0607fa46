import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  DefinitionList,
  ErrorSummary,
  Form,
  Layout,
  Notice,
  PageHeader,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { markWord } from './judged-criterion.tsx'
import { LanguageSupportField } from './language-support-field.tsx'
import type { Workbench } from './workbench.ts'

export interface SealPageProps {
  readonly context: PageContext
  readonly bench: Workbench
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

/** What the seal does, before it does it: all marks once more, and no way back; or what it still waits for. */
export function SealPage({ context, bench, problem, values }: SealPageProps): VNode {
  const { t, language } = context
  const { judgement, criteria } = bench
  const back = `/assessment/judgements/${judgement.id}`
  const open = criteria.filter(({ gap }) => gap !== null)
  return (
    <Layout context={context} title={t('assessment.sealTitle')} width="narrow" isPrivate>
      <PageHeader title={t('assessment.sealTitle')} back={{ href: back, label: t('assessment.backToJudging') }} />
      {open.length > 0 ? (
        <>
          <ErrorSummary context={context} problem={problem && { ...problem, errors: [] }} />
          <Open context={context} criteria={open} back={back} />
        </>
      ) : (
        <Notice kind="warning" title={t('assessment.sealFinal')}>
          {t(`assessment.sealEffect.${judgement.slot}`)}
        </Notice>
      )}
      <DefinitionList
        items={criteria.map(({ title, judged }) => ({
          term: localised(title, language),
          value: judged ? markWord(context, judged.mark) : t('assessment.notJudgedYet'),
        }))}
      />
      {open.length > 0 ? null : (
        <Form
          context={context}
          action={`${back}/seal`}
          problem={problem}
          values={values ?? { languageSupport: judgement.languageSupport ?? undefined }}
        >
          <ErrorSummary context={context} problem={problem} />
          <LanguageSupportField context={context} bench={bench} />
          <Actions>
            <Button kind="danger">{t('assessment.seal')}</Button>
            <ButtonLink kind="quiet" href={back}>
              {t('common.cancel')}
            </ButtonLink>
          </Actions>
        </Form>
      )}
    </Layout>
  )
}

function Open({ context, criteria, back }: { context: PageContext; criteria: Workbench['criteria']; back: string }) {
  const { t, language } = context
  return (
    <Notice kind="warning" title={t('assessment.gapsTitle')}>
      <ul>
        {criteria.map(({ criterionId, title, gap }) => (
          <li key={criterionId}>
            <a href={`${back}#criterion-${criterionId}`}>{localised(title, language)}</a>
            {gap ? ` · ${t(`assessment.gap.${gap}`)}` : null}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
