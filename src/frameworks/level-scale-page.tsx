import type { VNode } from 'preact'
import type { Language } from '../kernel/language.ts'
import {
  ErrorSummary,
  Form,
  Layout,
  LocalisedFields,
  PageHeader,
  SelectField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { SCALE_ROWS } from './form-input.ts'
import { FormActions, ProgrammeField, type ProgrammeChoice } from './framework-form.tsx'

interface LevelScalePageProps {
  readonly context: PageContext
  readonly programmes: readonly ProgrammeChoice[]
  readonly problem?: PageProblem | undefined
  readonly sent?: FormValues | undefined
}

const ROWS = Array.from({ length: SCALE_ROWS }, (_, index) => index + 1)
const USUAL = 3
const NEEDED = 2

export function LevelScalePage({ context, programmes, problem, sent }: LevelScalePageProps): VNode {
  const { t } = context
  const base = programmes[0]?.baseLanguage ?? context.language
  const shown = problem && atFields(problem, base)
  return (
    <Layout context={context} title={t('frameworks.newScale')} isPrivate>
      <PageHeader
        title={t('frameworks.newScale')}
        lead={t('frameworks.newScaleLead')}
        back={{ href: '/frameworks#scales', label: t('frameworks.title') }}
      />
      <ErrorSummary context={context} problem={shown} labels={labelsOf(context, base)} />
      <Form
        context={context}
        action="/frameworks/level-scales"
        problem={shown}
        values={sent ?? { requiredLevelDefault: USUAL, programmeId: programmes[0]?.id }}
        class="form card"
      >
        <ProgrammeField context={context} programmes={programmes} />
        <LocalisedFields
          context={context}
          name="title"
          label={t('frameworks.scaleName')}
          base={base}
          required
          maxlength={200}
        />
        {ROWS.map((position) => (
          <LocalisedFields
            key={position}
            context={context}
            name={`levels.${String(position - 1)}.name`}
            label={t('frameworks.level', { position })}
            hint={position === 1 ? t('frameworks.lowestLevel') : undefined}
            base={base}
            required={position <= NEEDED}
            maxlength={200}
          />
        ))}
        <SelectField
          name="requiredLevelDefault"
          label={t('frameworks.usualLevel')}
          hint={t('frameworks.usualLevelHint')}
          required
          options={ROWS.map((position) => ({ value: String(position), label: String(position) }))}
        />
        <FormActions context={context} href="/frameworks#scales">
          {t('frameworks.create')}
        </FormActions>
      </Form>
    </Layout>
  )
}

/** A name may be in any language; that it is missing is shown at the first of its fields. */
function atFields(problem: PageProblem, base: Language): PageProblem {
  const errors = problem.errors?.map(({ pointer, detail }) => ({
    pointer: /^\/(title|levels\/\d+\/name)$/.test(pointer) ? `${pointer}/${base}` : pointer,
    detail,
  }))
  return { ...problem, errors }
}

function labelsOf({ t }: PageContext, base: Language): Readonly<Record<string, string>> {
  return {
    [`title.${base}`]: t('frameworks.scaleName'),
    levels: t('frameworks.scales'),
    requiredLevelDefault: t('frameworks.usualLevel'),
    ...Object.fromEntries(
      ROWS.map((position) => [`levels.${String(position - 1)}.name.${base}`, t('frameworks.level', { position })]),
    ),
  }
}
