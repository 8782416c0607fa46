import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  CheckboxField,
  ErrorSummary,
  Form,
  Layout,
  PageHeader,
  RadioGroup,
  TextArea,
  TextField,
} from '../pages/index.ts'
import { Checklist, type SubmissionPageProps } from './submission-page.tsx'

/** The declaration, and the three questions that are asked once: name, language, level. */
export function HandInPage({ context, view, problem, values }: SubmissionPageProps): VNode {
  const { t, language } = context
  const { submission, course } = view
  const path = `/portfolio/submissions/${submission.id}`
  const shown = values ?? firstValues(view, language)
  const name = typeof shown['nameAsPrinted'] === 'string' ? shown['nameAsPrinted'] : ''
  return (
    <Layout context={context} title={t('portfolio.handIn')} width="narrow" isPrivate>
      <PageHeader
        title={t('portfolio.handIn')}
        kicker={`${course.code} · ${localised(course.title, language, course.baseLanguage)}`}
        lead={t('portfolio.handover.lead')}
        back={{ href: path, label: t('common.back') }}
      />
      <ErrorSummary context={context} problem={problem} />
      {view.missing.length > 0 ? (
        <>
          <Checklist context={context} view={view} />
          <Actions>
            <ButtonLink kind="primary" href={path}>
              {t('portfolio.continue')}
            </ButtonLink>
          </Actions>
        </>
      ) : (
        <Form context={context} action={`${path}/hand-in`} problem={problem} values={shown}>
          <Card title={t('portfolio.handover.onTheCertificate')}>
            <TextField
              name="nameAsPrinted"
              label={t('portfolio.handover.name')}
              hint={t('portfolio.handover.nameHint')}
              autocomplete="name"
              maxlength={120}
              required
            />
            <figure class="name-preview">
              <figcaption class="hint">{t('portfolio.handover.preview')}</figcaption>
              <p class="lead">
                <strong>{name}</strong>
              </p>
            </figure>
            <Button kind="quiet" formaction={`${path}/hand-in/preview`} formnovalidate>
              {t('portfolio.handover.previewAgain')}
            </Button>
            <CheckboxField name="isNameConfirmed" label={t('portfolio.handover.nameConfirmed')} required />
            <RadioGroup
              name="credentialLanguage"
              label={t('portfolio.handover.language')}
              hint={t('portfolio.handover.languageHint')}
              required
              inline
              options={view.languages.map((code) => ({ value: code, label: t(`portfolio.language.${code}`) }))}
            />
            <CheckboxField
              name="showsLevel"
              label={t('portfolio.handover.showsLevelLabel')}
              hint={t('portfolio.handover.showsLevelHint')}
            />
          </Card>
          <Card title={t('portfolio.handover.declaration')}>
            <RadioGroup
              name="aiUse"
              label={t('portfolio.handover.ai')}
              required
              options={['none', 'used'].map((value) => ({ value, label: t(`portfolio.handover.aiUse.${value}`) }))}
            />
            <TextArea
              name="aiUseDisclosed"
              label={t('portfolio.handover.aiHow')}
              hint={t('portfolio.handover.aiHowHint')}
              keep={`ai-use-${submission.id}`}
              rows={3}
              maxlength={2000}
            />
            <CheckboxField name="isOwnWork" label={t('portfolio.handover.ownWork')} required />
          </Card>
          <p class="muted">{t('portfolio.handover.frozen')}</p>
          <Actions>
            <Button>{t('portfolio.handover.now')}</Button>
            <ButtonLink kind="quiet" href={path}>
              {t('common.cancel')}
            </ButtonLink>
          </Actions>
        </Form>
      )}
    </Layout>
  )
}

/** What was said at an earlier hand-in of the same attempt, or what is known of the person. */
function firstValues({ submission, participantName, languages }: SubmissionPageProps['view'], language: string) {
  const { nameAsPrinted, credentialLanguage, showsLevel } = submission
  return {
    nameAsPrinted: nameAsPrinted ?? participantName,
    credentialLanguage: credentialLanguage ?? (languages.includes(language) ? language : languages[0]),
    showsLevel: showsLevel ? 'yes' : '',
  }
}
