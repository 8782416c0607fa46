import type { VNode } from 'preact'
import type { Criterion } from '../frameworks/index.ts'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  Card,
  CheckboxField,
  Form,
  LocalisedFields,
  localisedValues,
  SelectField,
} from '../pages/index.ts'
import { merged, PartForm, type PartPageProps } from './part-form.tsx'

interface CriterionPageProps extends PartPageProps {
  /** Null for a new one. */
  readonly criterion: Criterion | null
  /** The outcome that a new one is about. */
  readonly outcomeId?: string | undefined
}

/** One criterion: what it is about, how much is required, and in words each level of the scale. */
export function CriterionPage(props: CriterionPageProps): VNode {
  const { context, version, criterion, outcomeId } = props
  const { t, language } = context
  const { baseLanguage: base, rubric } = version
  const { levels, requiredLevelDefault } = rubric.scale
  const stored = {
    ...localisedValues('title', criterion?.title ?? {}),
    competencyId: criterion?.competencyId ?? outcomeId ?? '',
    requiredLevel: String(criterion?.requiredLevel ?? requiredLevelDefault),
    isCritical: criterion?.isCritical === true ? 'yes' : '',
    ...merged(
      levels.map(({ position }, index) =>
        localisedValues(
          `levels.${String(index)}.descriptor`,
          criterion?.levels.find((level) => level.position === position)?.descriptor ?? {},
        ),
      ),
    ),
  }
  return (
    <PartForm
      {...props}
      title={criterion ? t('courses.edit.criterion') : t('courses.addCriterion')}
      lead={t('courses.criterionLead')}
      path={criterion ? `criteria/${criterion.id}` : 'criteria'}
      stored={stored}
      after={criterion ? <OtherSteps {...props} criterion={criterion} /> : null}
    >
      <LocalisedFields
        context={context}
        name="title"
        label={t('courses.field.criterion')}
        base={base}
        maxlength={200}
      />
      <SelectField
        name="competencyId"
        label={t('courses.field.outcome')}
        required
        options={version.outcomes.map(({ competencyId, code, title }) => ({
          value: competencyId,
          label: `${code} ${localised(title, language, base)}`,
        }))}
      />
      <SelectField
        name="requiredLevel"
        label={t('courses.field.requiredLevel')}
        required
        options={levels.map(({ position, name }) => ({
          value: String(position),
          label: `${String(position)} ${localised(name, language, base)}`,
        }))}
      />
      <CheckboxField name="isCritical" label={t('courses.field.critical')} hint={t('courses.field.criticalHint')} />
      {levels.map(({ position, name }, index) => (
        <LocalisedFields
          key={position}
          context={context}
          name={`levels.${String(index)}.descriptor`}
          label={t('courses.field.descriptor', { level: `${String(position)} ${localised(name, language, base)}` })}
          base={base}
          rows={3}
          maxlength={4000}
          keep={`${version.id}/${criterion?.id ?? 'new'}`}
        />
      ))}
    </PartForm>
  )
}

function OtherSteps({ context, version, criterion }: CriterionPageProps & { readonly criterion: Criterion }): VNode {
  const { t } = context
  const path = `/courses/${version.id}/criteria/${criterion.id}`
  return (
    <Card title={t('courses.criterionOrder')}>
      <Actions>
        {criterion.position > 1 ? (
          <Form context={context} action={`${path}/up`}>
            <Button kind="secondary">{t('courses.moveUp')}</Button>
          </Form>
        ) : null}
        <Form context={context} action={`${path}/removal`}>
          <Button kind="danger">{t('courses.removeCriterion')}</Button>
        </Form>
      </Actions>
    </Card>
  )
}
