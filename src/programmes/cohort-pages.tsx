import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  DateField,
  ErrorSummary,
  Form,
  Layout,
  PageHeader,
  RadioGroup,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { COHORT_STATUSES } from './cohort.ts'
import type { CohortSetting } from './cohorts.ts'
import { cohortValues } from './form-input.ts'
import { PROGRAMMES } from './programme-pages.tsx'
import type { CohortRow } from './programme-store.ts'

interface CohortPageProps {
  readonly context: PageContext
  readonly setting: CohortSetting
  /** Null for a new one. */
  readonly cohort: CohortRow | null
  readonly problem?: PageProblem | undefined
  readonly sent?: FormValues | undefined
}

export function CohortPage({ context, setting, cohort, problem, sent }: CohortPageProps): VNode {
  const { t, language } = context
  const { programme, microCourses } = setting
  const title = cohort?.name ?? t('programmes.cohorts.add')
  const path = `${PROGRAMMES}/${programme.id}/cohorts`
  const values = sent ?? (cohort ? cohortValues(cohort) : { status: 'running' })
  return (
    <Layout context={context} title={title}>
      <PageHeader
        title={title}
        kicker={localised(programme.title, language, programme.baseLanguage)}
        lead={t('programmes.cohort.lead')}
        back={{ href: `${PROGRAMMES}/${programme.id}`, label: t('programmes.backToProgramme') }}
      />
      <ErrorSummary context={context} problem={problem} />
      <Form context={context} action={cohort ? `${path}/${cohort.id}` : path} values={values} problem={problem}>
        <TextField name="name" label={t('programmes.cohort.name')} maxlength={200} required />
        <RadioGroup
          name="status"
          label={t('programmes.cohort.status')}
          options={COHORT_STATUSES.map((status) => ({
            value: status,
            label: t(`programmes.cohort.status.${status}`),
            hint: t(`programmes.cohort.statusHint.${status}`),
          }))}
          required
        />
        <DateField name="startsOn" label={t('programmes.cohort.startsOn')} required />
        <DateField
          name="endsOn"
          label={t('programmes.cohort.endsOn')}
          hint={t('programmes.cohort.endsOnHint', { zone: programme.timeZone })}
          required
        />
        <h2>{t('programmes.cohort.windows')}</h2>
        <p class="hint">
          {t(microCourses.length === 0 ? 'programmes.cohort.noCourses' : 'programmes.cohort.windowsHint')}
        </p>
        {microCourses.map(({ id, code, title: name }) => (
          <fieldset class="localised" key={id}>
            <legend>{`${code} · ${localised(name, language, programme.baseLanguage)}`}</legend>
            <div class="localised-fields">
              <DateField name={`windows.${id}.opens`} label={t('programmes.cohort.opens')} saysOptional={false} />
              <DateField
                name={`windows.${id}.recommendedBy`}
                label={t('programmes.cohort.recommendedBy')}
                saysOptional={false}
              />
            </div>
          </fieldset>
        ))}
        <Actions>
          <Button>{t(cohort ? 'common.save' : 'programmes.cohorts.addNow')}</Button>
        </Actions>
      </Form>
    </Layout>
  )
}
