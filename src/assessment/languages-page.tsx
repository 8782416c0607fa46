import type { VNode } from 'preact'
import { LANGUAGES } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  CheckboxGroup,
  Form,
  languageLabel,
  Layout,
  PageHeader,
  type PageContext,
} from '../pages/index.ts'

interface LanguagesPageProps {
  readonly context: PageContext
  readonly languages: readonly string[]
  /** Where the person came from. */
  readonly judgementId?: string | undefined
}

/** In which languages a judge reads evidence without help. */
export function LanguagesPage({ context, languages, judgementId }: LanguagesPageProps): VNode {
  const { t, language } = context
  const offered = [...new Set([...LANGUAGES, ...languages])]
  const back = judgementId ? `/assessment/judgements/${judgementId}` : '/assessment'
  return (
    <Layout context={context} title={t('assessment.languages')} width="narrow" isPrivate>
      <PageHeader
        title={t('assessment.languages')}
        lead={t('assessment.languagesLead')}
        back={{ href: back, label: t('assessment.queue') }}
      />
      <Form context={context} action="/assessment/languages" values={{ languages }}>
        {judgementId ? <input type="hidden" name="judgement" value={judgementId} /> : null}
        <CheckboxGroup
          name="languages"
          label={t('assessment.languagesLabel')}
          hint={t('assessment.languagesNone')}
          options={offered.map((code) => ({ value: code, label: languageLabel(code, language) }))}
          saysOptional={false}
        />
        <Actions>
          <Button>{t('assessment.saveLanguages')}</Button>
          <ButtonLink kind="quiet" href={back}>
            {t('common.cancel')}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}
