import type { ComponentChildren, VNode } from 'preact'
import { LANGUAGES, localised, type Language, type LocalisedText } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  DateField,
  ErrorSummary,
  Form,
  HiddenField,
  languageName,
  Layout,
  LocalisedFields,
  PageHeader,
  SelectField,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { detailsValues } from './form-input.ts'
import { frameworkTitle } from './framework-facts.tsx'
import type { FrameworkRow } from './framework.ts'

interface FormPageProps {
  readonly context: PageContext
  readonly problem?: PageProblem | undefined
  /** What was sent, after a refusal. */
  readonly sent?: FormValues | undefined
}

export interface ProgrammeChoice {
  readonly id: string
  readonly title: LocalisedText
  readonly baseLanguage: Language
}

/** The first words of a framework; areas and competencies come after. */
export function NewFrameworkPage(props: FormPageProps & { readonly programmes: readonly ProgrammeChoice[] }): VNode {
  const { context, problem, sent, programmes } = props
  const { t } = context
  const base = programmes[0]?.baseLanguage ?? context.language
  const fresh = { version: '1.0.0', license: 'CC BY 4.0', baseLanguage: base, programmeId: programmes[0]?.id }
  return (
    <Layout context={context} title={t('frameworks.new')} isPrivate>
      <PageHeader
        title={t('frameworks.new')}
        lead={t('frameworks.newLead')}
        back={{ href: '/frameworks', label: t('frameworks.title') }}
      />
      <ErrorSummary context={context} problem={problem} labels={labelsOf(context)} />
      <Form context={context} action="/frameworks" problem={problem} values={sent ?? fresh} class="form card">
        <ProgrammeField context={context} programmes={programmes} />
        <DetailsFields context={context} base={languageOf(sent) ?? base} />
        <FormActions context={context} href="/frameworks">
          {t('frameworks.create')}
        </FormActions>
      </Form>
    </Layout>
  )
}

export function EditFrameworkPage(props: FormPageProps & { readonly framework: FrameworkRow }): VNode {
  const { context, problem, sent, framework } = props
  const { t } = context
  const path = `/frameworks/${framework.id}`
  return (
    <Layout context={context} title={t('frameworks.editDetails')} isPrivate>
      <PageHeader
        title={t('frameworks.editDetails')}
        kicker={t('frameworks.kicker', { version: framework.version })}
        back={{ href: path, label: frameworkTitle(context, framework) }}
      />
      <ErrorSummary context={context} problem={problem} labels={labelsOf(context)} />
      <Form
        context={context}
        action={`${path}/edit`}
        problem={problem}
        values={sent ?? detailsValues(framework)}
        class="form card"
      >
        <DetailsFields context={context} base={languageOf(sent) ?? framework.baseLanguage} />
        <FormActions context={context} href={path}>
          {t('common.save')}
        </FormActions>
      </Form>
    </Layout>
  )
}

function languageOf(sent: FormValues | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === sent?.['baseLanguage'])
}

interface ProgrammeFieldProps {
  readonly context: PageContext
  readonly programmes: readonly ProgrammeChoice[]
}

/** Asked for only where there is a choice. */
export function ProgrammeField({ context, programmes }: ProgrammeFieldProps): VNode {
  const [first, ...others] = programmes
  if (first && others.length === 0) return <HiddenField name="programmeId" value={first.id} />
  return (
    <SelectField
      name="programmeId"
      label={context.t('frameworks.programme')}
      required
      options={programmes.map(({ id, title, baseLanguage }) => ({
        value: id,
        label: localised(title, context.language, baseLanguage),
      }))}
    />
  )
}

function DetailsFields({ context, base }: { readonly context: PageContext; readonly base: Language }): VNode {
  const { t, language } = context
  return (
    <>
      <SelectField
        name="baseLanguage"
        label={t('frameworks.baseLanguage')}
        hint={t('frameworks.baseLanguageHint')}
        required
        options={LANGUAGES.map((code) => ({ value: code, label: languageName(code, language) }))}
      />
      <LocalisedFields
        context={context}
        name="title"
        label={t('frameworks.name')}
        base={base}
        required
        maxlength={200}
      />
      <LocalisedFields
        context={context}
        name="description"
        label={t('frameworks.description')}
        base={base}
        rows={4}
        maxlength={4000}
      />
      <TextField name="version" label={t('frameworks.version')} required short maxlength={30} />
      <TextField
        name="license"
        label={t('frameworks.license')}
        hint={t('frameworks.licenseHint')}
        required
        maxlength={120}
      />
      <DateField name="statusStartsOn" label={t('frameworks.statusStartsOn')} />
      <TextField
        name="officialSourceUrl"
        type="url"
        label={t('frameworks.officialSourceUrl')}
        hint={t('frameworks.officialSourceUrlHint')}
        maxlength={2000}
      />
      <fieldset class="localised">
        <legend>{t('frameworks.educationalField')}</legend>
        <p class="hint">{t('frameworks.educationalFieldHint')}</p>
        <div class="localised-fields">
          <TextField name="educationalField.scheme" label={t('frameworks.field.scheme')} maxlength={80} />
          <TextField name="educationalField.code" label={t('frameworks.field.code')} maxlength={40} />
          <TextField name="educationalField.uri" type="url" label={t('frameworks.field.uri')} maxlength={2000} />
        </div>
      </fieldset>
    </>
  )
}

interface FormActionsProps {
  readonly context: PageContext
  /** Where one goes without saving. */
  readonly href: string
  readonly children?: ComponentChildren
}

export function FormActions({ context, href, children }: FormActionsProps): VNode {
  return (
    <Actions>
      <Button>{children}</Button>
      <ButtonLink kind="quiet" href={href}>
        {context.t('common.cancel')}
      </ButtonLink>
    </Actions>
  )
}

function labelsOf({ t, language }: PageContext): Readonly<Record<string, string>> {
  return {
    version: t('frameworks.version'),
    license: t('frameworks.license'),
    officialSourceUrl: t('frameworks.officialSourceUrl'),
    statusStartsOn: t('frameworks.statusStartsOn'),
    'educationalField.scheme': t('frameworks.field.scheme'),
    'educationalField.code': t('frameworks.field.code'),
    'educationalField.uri': t('frameworks.field.uri'),
    ...Object.fromEntries(
      LANGUAGES.map((code) => [`title.${code}`, `${t('frameworks.name')} (${languageName(code, language)})`]),
    ),
  }
}
