import type { VNode } from 'preact'
import {
  CheckboxField,
  CheckboxGroup,
  languageLabel,
  LocalisedFields,
  localisedValues,
  RadioGroup,
  SelectField,
  TextField,
  type PageContext,
} from '../pages/index.ts'
import { LANGUAGES, type Language } from '../kernel/language.ts'
import { valueName } from './achievement-wording.ts'
import {
  ASSESSMENT_TYPES,
  LEVEL_BASES,
  PARTICIPATION,
  QUALITY_ASSURANCE,
  STACKABILITY,
  SUPERVISION,
} from './eu-values.ts'
import { merged, PartForm, type PartPageProps } from './part-form.tsx'
import type { EuElements } from './version.ts'

const CREDIT_ROWS = 3

/** The elements of a European micro-credential that are not written elsewhere on the version. */
export function ElementsPage(props: PartPageProps): VNode {
  const { context, version } = props
  const { t, language } = context
  const base = version.baseLanguage
  const named = (values: readonly string[]) => values.map((value) => ({ value, label: sentence(value, language) }))
  return (
    <PartForm
      {...props}
      title={t('courses.edit.elements')}
      lead={t('courses.elementsLead')}
      path="elements"
      stored={storedElements(version.eu)}
    >
      <TextField
        name="notionalWorkloadHours"
        label={t('courses.element.workload')}
        hint={t('courses.field.hoursHint')}
        saysOptional={false}
        short
        inputmode="decimal"
      />
      <CreditRows context={context} />
      <LevelFields context={context} base={base} />
      <CheckboxGroup
        name="assessmentTypes"
        label={t('courses.element.assessmentTypes')}
        saysOptional={false}
        options={named(ASSESSMENT_TYPES)}
      />
      <SelectField
        name="participation"
        label={t('courses.element.participation')}
        saysOptional={false}
        placeholder={t('common.choose')}
        options={named(PARTICIPATION)}
      />
      <SelectField
        name="supervision"
        label={t('courses.element.supervision')}
        hint={t('courses.field.supervisionHint')}
        placeholder={t('courses.notStated')}
        options={named(SUPERVISION)}
      />
      <SelectField
        name="qualityAssurance.type"
        label={t('courses.field.qualityType')}
        saysOptional={false}
        placeholder={t('common.choose')}
        options={QUALITY_ASSURANCE.map((value) => ({ value, label: t(`courses.quality.${value}`) }))}
      />
      <LocalisedFields
        context={context}
        name="qualityAssurance.description"
        label={t('courses.field.qualityDescription')}
        base={base}
        rows={3}
        maxlength={4000}
      />
      <LocalisedFields
        context={context}
        name="prerequisites"
        label={t('courses.element.prerequisites')}
        hint={t('courses.field.prerequisitesHint')}
        base={base}
        rows={2}
        maxlength={4000}
      />
      <RadioGroup
        name="stackability"
        label={t('courses.element.stackability')}
        required
        options={STACKABILITY.map((value) => ({ value, label: t(`courses.stackability.${value}`) }))}
      />
      {(['languagesOfInstruction', 'languagesOfAssessment'] as const).map((name) => (
        <CheckboxGroup
          key={name}
          name={name}
          label={t(`courses.element.${name === 'languagesOfInstruction' ? 'instruction' : 'assessment'}`)}
          inline
          options={[...new Set([...LANGUAGES, ...version.eu[name]])].map((code) => ({
            value: code,
            label: languageLabel(code, language),
          }))}
        />
      ))}
    </PartForm>
  )
}

function sentence(value: string, language: Language): string {
  const name = valueName(value, language)
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

function CreditRows({ context: { t } }: { context: PageContext }): VNode {
  return (
    <fieldset class="localised">
      <legend>{t('courses.field.credits')}</legend>
      <p class="hint">{t('courses.field.creditsHint')}</p>
      {Array.from({ length: CREDIT_ROWS }, (_, index) => {
        const name = `credits.${String(index)}`
        return (
          <div key={index} class="localised-fields number-fields">
            <TextField name={`${name}.scheme`} label={t('courses.field.scheme')} saysOptional={false} maxlength={40} />
            <TextField
              name={`${name}.value`}
              label={t('courses.field.creditValue')}
              saysOptional={false}
              inputmode="decimal"
            />
            <TextField
              name={`${name}.hoursPerCredit`}
              label={t('courses.field.hoursPerCredit')}
              saysOptional={false}
              inputmode="decimal"
            />
            <CheckboxField name={`${name}.isGranted`} label={t('courses.field.granted')} />
          </div>
        )
      })}
    </fieldset>
  )
}

function LevelFields({ context, base }: { context: PageContext; base: Language }): VNode {
  const { t, language } = context
  return (
    <div class="level-choice">
      <RadioGroup
        name="levelKind"
        label={t('courses.element.level')}
        hint={t('courses.field.levelHint')}
        required
        options={(['eqf', 'other', 'none'] as const).map((value) => ({
          value,
          label: t(`courses.levelKind.${value}`),
        }))}
      />
      <div data-level="eqf">
        <SelectField
          name="level.eqf"
          label={t('courses.field.eqf')}
          saysOptional={false}
          placeholder={t('common.choose')}
          options={Array.from({ length: 8 }, (_, index) => ({ value: String(index + 1), label: String(index + 1) }))}
        />
      </div>
      <fieldset class="localised" data-level="other">
        <legend>{t('courses.field.otherLevel')}</legend>
        <div class="localised-fields">
          <TextField
            name="level.framework"
            label={t('courses.field.levelFramework')}
            saysOptional={false}
            maxlength={100}
          />
          <TextField
            name="level.value"
            label={t('courses.field.levelValue')}
            saysOptional={false}
            inputmode="decimal"
          />
          <TextField
            name="level.uri"
            label={t('courses.field.levelUri')}
            saysOptional={false}
            type="url"
            maxlength={2000}
          />
        </div>
      </fieldset>
      <div data-level="eqf other">
        <SelectField
          name="level.basis"
          label={t('courses.field.levelBasis')}
          saysOptional={false}
          placeholder={t('common.choose')}
          options={LEVEL_BASES.map((value) => ({ value, label: sentence(value, language) }))}
        />
      </div>
      <div data-level="none">
        <LocalisedFields
          context={context}
          name="level.notApplicableReason"
          label={t('courses.field.levelReason')}
          base={base}
          rows={2}
          maxlength={4000}
        />
      </div>
    </div>
  )
}

function storedElements(eu: EuElements): Record<string, unknown> {
  return {
    notionalWorkloadHours: eu.notionalWorkloadHours === 0 ? '' : String(eu.notionalWorkloadHours),
    ...merged(eu.credits.map(storedCredits)),
    ...storedLevel(eu.level),
    assessmentTypes: eu.assessmentTypes,
    participation: eu.participation.value,
    supervision: eu.supervision.value,
    'qualityAssurance.type': eu.qualityAssurance.type,
    ...localisedValues('qualityAssurance.description', eu.qualityAssurance.description),
    ...localisedValues('prerequisites', eu.prerequisites),
    stackability: eu.stackability.value,
    languagesOfInstruction: eu.languagesOfInstruction,
    languagesOfAssessment: eu.languagesOfAssessment,
  }
}

function storedCredits({ scheme, value, hoursPerCredit, status }: EuElements['credits'][number], index: number) {
  const name = `credits.${String(index)}`
  return {
    [`${name}.scheme`]: scheme,
    [`${name}.value`]: String(value),
    [`${name}.hoursPerCredit`]: String(hoursPerCredit),
    [`${name}.isGranted`]: status === 'granted' ? 'yes' : '',
  }
}

function storedLevel(level: EuElements['level']): Record<string, unknown> {
  if ('notApplicableReason' in level) {
    return { levelKind: 'none', ...localisedValues('level.notApplicableReason', level.notApplicableReason) }
  }
  const { framework, value, basis, uri } = level
  if (framework === 'EQF') return { levelKind: 'eqf', 'level.eqf': String(value), 'level.basis': basis }
  return {
    levelKind: 'other',
    'level.framework': framework,
    'level.value': String(value),
    'level.basis': basis,
    'level.uri': uri,
  }
}
