import type { VNode } from 'preact'
import type { FrameworkItem, FrameworkRow, LevelScale } from '../frameworks/index.ts'
import { LANGUAGES, localised, type Language } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  CheckboxGroup,
  EmptyState,
  ErrorSummary,
  Form,
  languageLabel,
  Layout,
  LocalisedFields,
  localisedValues,
  PageHeader,
  RadioGroup,
  SelectField,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { PartForm, type PartPageProps } from './part-form.tsx'

function languageOptions({ language }: PageContext) {
  return LANGUAGES.map((code) => ({ value: code, label: languageLabel(code, language) }))
}

interface NewCoursePageProps {
  readonly context: PageContext
  readonly frameworks: readonly FrameworkRow[]
  readonly scales: readonly LevelScale[]
  readonly nextSequence: number
  readonly problem?: PageProblem | undefined
  readonly sent?: FormValues | undefined
}

/** The least that a micro-course begins with; the rest is written on its own page. */
export function NewCoursePage(props: NewCoursePageProps): VNode {
  const { context, frameworks, scales, nextSequence, problem, sent } = props
  const { t, language } = context
  const base: Language = frameworks[0]?.baseLanguage ?? 'es'
  const number = String(nextSequence)
  const stored = { version: '1.0.0', baseLanguage: base, sequence: number, code: `M${number}` }
  const isReady = frameworks.length > 0 && scales.length > 0
  return (
    <Layout context={context} title={t('courses.new')} isPrivate>
      <PageHeader
        title={t('courses.new')}
        lead={t('courses.newLead')}
        back={{ href: '/courses', label: t('courses.title') }}
      />
      <ErrorSummary context={context} problem={problem} />
      {isReady ? (
        <Form context={context} action="/courses" problem={problem} values={sent ?? stored} class="form card">
          <SelectField
            name="frameworkId"
            label={t('courses.field.framework')}
            hint={t('courses.field.frameworkHint')}
            required
            options={frameworks.map(({ id, title, version, baseLanguage }) => ({
              value: id,
              label: `${localised(title, language, baseLanguage)} · ${version}`,
            }))}
          />
          <SelectField
            name="levelScaleId"
            label={t('courses.field.scale')}
            hint={t('courses.field.scaleHint')}
            required
            options={scales.map(({ id, title, levels }) => ({
              value: id,
              label: `${localised(title, language)} (${levels.map(({ name }) => localised(name, language)).join(' – ')})`,
            }))}
          />
          <TextField
            name="code"
            label={t('courses.field.code')}
            hint={t('courses.field.codeHint')}
            required
            short
            maxlength={20}
          />
          <TextField
            name="sequence"
            label={t('courses.field.sequence')}
            hint={t('courses.field.sequenceHint')}
            required
            short
            inputmode="numeric"
          />
          <VersionField context={context} />
          <BaseLanguageField context={context} />
          <TitleAndDescription context={context} base={base} keep="courses/new" />
          <Actions>
            <Button>{t('courses.create')}</Button>
            <ButtonLink kind="quiet" href="/courses">
              {t('common.cancel')}
            </ButtonLink>
          </Actions>
        </Form>
      ) : (
        <EmptyState title={t('courses.needsFramework')}>{t('courses.needsFrameworkHint')}</EmptyState>
      )}
    </Layout>
  )
}

function VersionField({ context: { t } }: { context: PageContext }): VNode {
  return (
    <TextField
      name="version"
      label={t('courses.field.version')}
      hint={t('courses.field.versionHint')}
      required
      short
      maxlength={30}
    />
  )
}

function BaseLanguageField({ context }: { context: PageContext }): VNode {
  const { t } = context
  return (
    <SelectField
      name="baseLanguage"
      label={t('courses.field.baseLanguage')}
      hint={t('courses.field.baseLanguageHint')}
      required
      options={languageOptions(context)}
    />
  )
}

interface TitleAndDescriptionProps {
  readonly context: PageContext
  readonly base: Language
  /** Under which name the browser keeps an unsent description. */
  readonly keep: string
  readonly titleHint?: string
}

function TitleAndDescription({ context, base, keep, titleHint }: TitleAndDescriptionProps): VNode {
  const { t } = context
  return (
    <>
      <LocalisedFields
        context={context}
        name="title"
        label={t('courses.field.title')}
        hint={titleHint}
        base={base}
        maxlength={200}
      />
      <LocalisedFields
        context={context}
        name="description"
        label={t('courses.field.description')}
        base={base}
        rows={4}
        maxlength={4000}
        keep={keep}
      />
    </>
  )
}

export function TextsPage(props: PartPageProps): VNode {
  const { context, version } = props
  const { t } = context
  const base = version.baseLanguage
  return (
    <PartForm
      {...props}
      title={t('courses.edit.texts')}
      path="texts"
      stored={{
        ...localisedValues('title', version.title),
        ...localisedValues('description', version.description),
        baseLanguage: base,
        currencyWindowMonths: String(version.currencyWindowMonths),
        maxAttempts: String(version.maxAttempts),
      }}
    >
      <TitleAndDescription context={context} base={base} keep={version.id} titleHint={t('courses.field.titleHint')} />
      <BaseLanguageField context={context} />
      <TextField
        name="currencyWindowMonths"
        label={t('courses.field.currency')}
        hint={t('courses.field.currencyHint')}
        required
        short
        inputmode="numeric"
      />
      <TextField
        name="maxAttempts"
        label={t('courses.field.attempts')}
        hint={t('courses.field.attemptsHint')}
        required
        short
        inputmode="numeric"
      />
    </PartForm>
  )
}

interface OutcomesPageProps extends PartPageProps {
  /** In the order of the framework. */
  readonly items: readonly FrameworkItem[]
}

/** Which competencies the course declares; below, the criteria that they are judged by. */
export function OutcomesPage(props: OutcomesPageProps): VNode {
  const { context, version, items } = props
  const { t, language } = context
  const base = version.baseLanguage
  const competencies = items.filter(({ kind, statusEndsOn }) => kind === 'competency' && statusEndsOn === null)
  return (
    <PartForm
      {...props}
      title={t('courses.edit.outcomes')}
      lead={t('courses.outcomesRule')}
      path="outcomes"
      stored={{ outcomeIds: version.outcomes.map(({ competencyId }) => competencyId) }}
      after={<CriteriaCard context={context} version={version} />}
    >
      <CheckboxGroup
        name="outcomeIds"
        label={t('courses.field.outcomes')}
        hint={t('courses.field.outcomesHint')}
        saysOptional={false}
        options={competencies.map(({ id, code, title, statement }) => ({
          value: id,
          label: `${code} ${localised(title, language, base)}`,
          hint: localised(statement, language, base),
        }))}
      />
    </PartForm>
  )
}

function CriteriaCard({ context, version }: Pick<PartPageProps, 'context' | 'version'>): VNode {
  const { t, language } = context
  const base = version.baseLanguage
  const path = `/courses/${version.id}/criteria`
  if (version.rubric.frozenAt !== null) {
    return (
      <Card title={t('courses.criteria')}>
        <p>{t('courses.rubricFrozen')}</p>
      </Card>
    )
  }
  return (
    <Card title={t('courses.criteria')}>
      {version.outcomes.map(({ competencyId, code, title }) => {
        const name = `${code} ${localised(title, language, base)}`
        return (
          <section key={competencyId} class="outcome">
            <h3>{name}</h3>
            <ul>
              {version.rubric.criteria
                .filter((criterion) => criterion.competencyId === competencyId)
                .map((criterion) => (
                  <li key={criterion.id}>
                    <a href={`${path}/${criterion.id}`}>
                      {localised(criterion.title, language, base) || t('courses.untitled')}
                    </a>
                  </li>
                ))}
            </ul>
            <p>
              <ButtonLink href={`${path}/new?outcome=${competencyId}`}>{t('courses.addCriterion')}</ButtonLink>
            </p>
          </section>
        )
      })}
      {version.outcomes.length === 0 ? <p class="muted">{t('courses.outcomesFirst')}</p> : null}
    </Card>
  )
}

/** A published version never changes; this begins the one after it, with the same content. */
export function NextVersionPage(props: PartPageProps): VNode {
  const { context } = props
  const { t } = context
  return (
    <PartForm
      {...props}
      title={t('courses.nextVersion')}
      lead={t('courses.nextVersionLead')}
      path="next-version"
      stored={{ rubric: 'copy', version: '' }}
    >
      <VersionField context={context} />
      <RadioGroup
        name="rubric"
        label={t('courses.field.rubric')}
        required
        options={(['copy', 'same'] as const).map((value) => ({
          value,
          label: t(`courses.rubric.${value}`),
          hint: t(`courses.rubric.${value}Hint`),
        }))}
      />
    </PartForm>
  )
}
