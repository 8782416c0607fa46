import type { VNode } from 'preact'
import { localised, type Language } from '../kernel/language.ts'
import { tidyName } from '../kernel/person-name.ts'
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
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { Checklist } from './checklist.tsx'
import type { SubmissionView } from './view-submission.ts'

export interface HandInPageProps {
  readonly context: PageContext
  readonly view: SubmissionView
  /** What was entered, when it was sent before. */
  readonly values?: FormValues | undefined
  readonly problem?: PageProblem | undefined
}

/** The declaration, and the three questions that are asked once: name, language, level. */
export function HandInPage({ context, view, problem, values }: HandInPageProps): VNode {
  const { t, language } = context
  const { submission, course, missing } = view
  const path = `/portfolio/submissions/${submission.id}`
  const isComplete = missing.length === 0
  const isAsking = isComplete || values !== undefined
  return (
    <Layout context={context} title={t('portfolio.handIn')} width="narrow" isPrivate>
      <PageHeader
        title={t('portfolio.handIn')}
        kicker={`${course.code} · ${localised(course.title, language, course.baseLanguage)}`}
        lead={t(isAsking ? 'portfolio.handover.lead' : 'portfolio.handover.notYet')}
        back={{ href: path, label: t('common.back') }}
      />
      <ErrorSummary
        context={context}
        problem={problem && !isComplete ? { ...problem, errors: [] } : problem}
        labels={labelsOf(context)}
      />
      {isComplete ? null : (
        <>
          <Checklist context={context} view={view} isHere={false} />
          <Actions>
            <ButtonLink kind="primary" href={path}>
              {t('portfolio.continue')}
            </ButtonLink>
          </Actions>
        </>
      )}
      {isAsking ? (
        <HandInForm context={context} view={view} problem={problem} values={values ?? firstValues(view, language)} />
      ) : null}
    </Layout>
  )
}

type HandInFormProps = HandInPageProps & { readonly values: FormValues }

function HandInForm(props: HandInFormProps): VNode {
  const { context, view, problem, values } = props
  const { t } = context
  const path = `/portfolio/submissions/${view.submission.id}`
  return (
    <Form context={context} action={`${path}/hand-in`} class="form-cards" problem={problem} values={values}>
      <OnTheCertificate {...props} />
      <Declaration {...props} />
      <p class="muted">{t('portfolio.handover.frozen')}</p>
      <Actions>
        <Button>{t('portfolio.handover.now')}</Button>
        <ButtonLink kind="quiet" href={path}>
          {t('common.cancel')}
        </ButtonLink>
      </Actions>
    </Form>
  )
}

function OnTheCertificate({ context, view, values }: HandInFormProps): VNode {
  const { t } = context
  const name = typeof values['nameAsPrinted'] === 'string' ? tidyName(values['nameAsPrinted']) : ''
  return (
    <Card title={t('portfolio.handover.onTheCertificate')}>
      <div class="form">
        <TextField
          name="nameAsPrinted"
          label={t('portfolio.handover.name')}
          hint={t('portfolio.handover.nameHint')}
          autocomplete="name"
          maxlength={120}
          required
        />
        {name === '' ? null : (
          <figure class="name-preview">
            <figcaption>{t('portfolio.handover.preview')}</figcaption>
            <p>{name}</p>
          </figure>
        )}
        <Button kind="quiet" formaction={`/portfolio/submissions/${view.submission.id}/hand-in/preview`} formnovalidate>
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
      </div>
    </Card>
  )
}

function Declaration({ context, view }: HandInFormProps): VNode {
  const { t } = context
  return (
    <Card title={t('portfolio.handover.declaration')}>
      <div class="form">
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
          keep={`ai-use-${view.submission.id}`}
          rows={3}
          maxlength={2000}
          saysOptional={false}
        />
        <CheckboxField name="isOwnWork" label={t('portfolio.handover.ownWork')} required />
      </div>
    </Card>
  )
}

function labelsOf({ t }: PageContext): Readonly<Record<string, string>> {
  return {
    nameAsPrinted: t('portfolio.handover.name'),
    isNameConfirmed: t('portfolio.handover.nameConfirmed'),
    credentialLanguage: t('portfolio.handover.language'),
    aiUse: t('portfolio.handover.ai'),
    aiUseDisclosed: t('portfolio.handover.aiHow'),
    isOwnWork: t('portfolio.handover.ownWork'),
  }
}

/** What was said at an earlier hand-in of the same attempt, or what is known of the person. */
function firstValues({ submission, participantName, languages }: SubmissionView, language: Language): FormValues {
  const { nameAsPrinted, credentialLanguage, showsLevel, declaration } = submission
  const aiUseDisclosed = declaration?.aiUseDisclosed
  return {
    nameAsPrinted: nameAsPrinted ?? participantName,
    credentialLanguage: credentialLanguage ?? (languages.includes(language) ? language : languages[0]),
    showsLevel: showsLevel ? 'yes' : '',
    ...(aiUseDisclosed === undefined
      ? {}
      : aiUseDisclosed === 'none'
        ? { aiUse: 'none' }
        : { aiUse: 'used', aiUseDisclosed }),
  }
}
