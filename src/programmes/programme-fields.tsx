import type { VNode } from 'preact'
import { LANGUAGES, localised } from '../kernel/language.ts'
import {
  CheckboxGroup,
  languageLabel,
  LocalisedFields,
  RadioGroup,
  SelectField,
  TextField,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { fieldMessage } from '../texts/index.ts'
import type { OrganisationRow } from './organisation-store.ts'
import { BOUNDS, PROFILES, timeZones } from './programme.ts'

/** What coordinators may change. */
export function MannersFields({ context }: { context: PageContext }): VNode {
  const { t, language } = context
  return (
    <>
      <LocalisedFields
        context={context}
        name="title"
        label={t('programmes.name')}
        hint={t('programmes.nameHint')}
        base={language}
        maxlength={200}
      />
      <CheckboxGroup
        name="languages"
        label={t('programmes.languages')}
        hint={t('programmes.languagesHint')}
        options={LANGUAGES.map((one) => ({ value: one, label: languageLabel(one, language) }))}
        required
        inline
      />
      <DaysField context={context} name="appealWindowDays" />
      <DaysField context={context} name="reconciliationDays" />
    </>
  )
}

function DaysField({ context: { t }, name }: { context: PageContext; name: keyof typeof BOUNDS }): VNode {
  const { least, most } = BOUNDS[name]
  return (
    <TextField
      name={name}
      type="number"
      inputmode="numeric"
      label={t(`programmes.${name}`)}
      hint={t(`programmes.${name}Hint`, { least, most })}
      min={least}
      max={most}
      required
      short
    />
  )
}

interface AgreementProps {
  readonly context: PageContext
  readonly organisations: readonly OrganisationRow[]
  readonly problem?: PageProblem | undefined
  /** The one that is stored, which this machine may name otherwise. */
  readonly timeZone?: string | undefined
}

/** What the organisations agreed, and administrators alone change. */
export function AgreementFields({ context, organisations, problem, timeZone }: AgreementProps): VNode {
  const { t, language } = context
  const name = ({ displayName }: OrganisationRow) => localised(displayName, language)
  return (
    <>
      <SelectField
        name="awardingOrganisationId"
        label={t('programmes.awarding')}
        hint={t('programmes.awardingHint')}
        placeholder={t('common.choose')}
        options={organisations.map((one) => ({ value: one.id, label: name(one) }))}
        required
      />
      <fieldset class="field" id="field-organisations" tabindex={-1}>
        <legend>{t('programmes.partners')}</legend>
        <p class="hint">{t('programmes.partnersHint')}</p>
        {(problem?.errors ?? [])
          .filter(({ pointer }) => pointer === '/organisations')
          .map(({ detail }) => (
            <p class="field-error" key={detail}>
              {fieldMessage(t, detail)}
            </p>
          ))}
        {organisations.map((one) => (
          <CheckboxGroup
            key={one.id}
            name={`organisations.${one.id}`}
            label={name(one)}
            options={[
              { value: 'assesses', label: t('programmes.assesses') },
              { value: 'endorses', label: t('programmes.endorses') },
            ]}
            saysOptional={false}
            inline
          />
        ))}
      </fieldset>
      <SelectField
        name="baseLanguage"
        label={t('programmes.baseLanguage')}
        hint={t('programmes.baseLanguageHint')}
        options={LANGUAGES.map((one) => ({ value: one, label: languageLabel(one, language) }))}
        required
      />
      <SelectField
        name="timeZone"
        label={t('programmes.timeZone')}
        hint={t('programmes.timeZoneHint')}
        placeholder={t('common.choose')}
        options={timeZones(timeZone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
        required
      />
      <DaysField context={context} name="retentionMonths" />
      <RadioGroup
        name="profile"
        label={t('programmes.profile')}
        options={PROFILES.map((profile) => ({
          value: profile,
          label: t(`programmes.profile.${profile}`),
          hint: t(`programmes.profile.${profile}Hint`),
        }))}
        required
      />
    </>
  )
}
